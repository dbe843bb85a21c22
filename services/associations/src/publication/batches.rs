//! Reading the file a second time and staging it batch by batch.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::grants::model::GrantFacts;
use crate::publication::check::{self, Content, Item};
use crate::publication::course::Run;
use crate::publication::model::{Counts, ImportError, Register};
use crate::publication::sources::grants::{self, Numbers, Occurrences};
use crate::publication::stage::Change;

/// How long one staging transaction should last at most; others wait meanwhile.
const BATCH_MILLIS: u128 = 40;
/// Lines of the first batch.
pub(crate) const BATCH_FIRST: usize = 200;
const BATCH_MOST: usize = 2_000;
/// A busy machine makes every batch slow; smaller ones would only make the import slower.
const BATCH_LEAST: usize = 100;

/// Stages batches of one file and remembers whose money changed.
pub(crate) struct Stager<'r, 'h> {
    run: &'r Run<'h>,
    pub(crate) occurrences: Occurrences,
    pub(crate) touched: HashSet<Numbers>,
}

impl<'r, 'h> Stager<'r, 'h> {
    /// A stager for `run`.
    pub(crate) fn new(run: &'r Run<'h>) -> Self {
        Self {
            run,
            occurrences: Occurrences::default(),
            touched: HashSet::new(),
        }
    }

    /// Stages one batch.
    pub(crate) async fn stage(
        &mut self,
        items: Vec<Item>,
        counts: &mut Counts,
    ) -> Result<(), ImportError> {
        let mut changes = Vec::new();
        let mut found: Vec<GrantFacts> = Vec::new();
        let mut persons: Vec<String> = Vec::new();
        for item in items {
            match item.content {
                Content::Body(Change::Sirene { facts, .. })
                    if facts.legal_form.starts_with('1') =>
                {
                    persons.push(facts.siren);
                    counts.ignored += 1;
                }
                Content::Body(change) => changes.push(change),
                Content::Grant(facts, listed) => {
                    changes.extend(listed.map(Change::Listed));
                    found.push(*facts);
                }
                Content::Ignored => {}
            }
        }
        if !persons.is_empty() {
            self.touched
                .extend(grants::hide_persons(self.run, &persons).await?);
        }
        let grants_file = !found.is_empty();
        if grants_file {
            let (added, numbers) = grants::stage(self.run, &mut self.occurrences, found).await?;
            counts.added += added.added;
            counts.changed += added.changed;
            counts.unchanged += added.unchanged;
            self.touched.extend(numbers);
        }
        if changes.is_empty() {
            return Ok(());
        }
        let batch = self.run.batch(changes).await?;
        counts.warnings += batch.warnings;
        counts.ignored += batch.ignored;
        if !grants_file {
            counts.added += batch.added;
            counts.changed += batch.changed;
            counts.unchanged += batch.unchanged;
        }
        Ok(())
    }

    /// Sums anew the money of every body whose grants changed.
    pub(crate) async fn refresh_money(&mut self) -> Result<(), ImportError> {
        let mut numbers: Vec<Numbers> = self.touched.drain().collect();
        numbers.sort_unstable();
        for chunk in numbers.chunks(BATCH_FIRST) {
            let changes = chunk
                .iter()
                .map(|(rna, siren)| Change::Money {
                    rna: rna.clone(),
                    siren: siren.clone(),
                })
                .collect();
            self.run.batch(changes).await?;
        }
        Ok(())
    }
}

/// The size of the next batch, after one of `size` lines took so long.
pub(crate) fn next_size(size: usize, took: Duration) -> usize {
    if took.as_millis() > BATCH_MILLIS {
        (size / 2).max(BATCH_LEAST)
    } else if took.as_millis() < BATCH_MILLIS * 2 / 3 {
        (size + size / 4).min(BATCH_MOST)
    } else {
        size
    }
}

/// Reads the file again and hands its valid lines over; gives the hash of its bytes and of its keys.
pub(crate) fn read_again(
    path: &Path,
    register: Register,
    sender: &mpsc::Sender<Vec<Item>>,
) -> Result<(String, HashSet<u64>), ImportError> {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let opened = check::open(path)?;
    let mut lines =
        check::lines(register, opened.reader, &name).map_err(|reason| ImportError::Unreadable {
            file: path.display().to_string(),
            reason,
        })?;
    let mut batch = Vec::with_capacity(BATCH_FIRST);
    for line in lines.by_ref() {
        // Rejected lines were listed by the first reading.
        let Ok(item) = line else { continue };
        if matches!(item.content, Content::Ignored) {
            continue;
        }
        batch.push(item);
        if batch.len() == BATCH_FIRST
            && sender
                .blocking_send(std::mem::replace(
                    &mut batch,
                    Vec::with_capacity(BATCH_FIRST),
                ))
                .is_err()
        {
            break;
        }
    }
    if !batch.is_empty() {
        // A closed channel means that staging failed and says so itself.
        let _closed = sender.blocking_send(batch).is_err();
    }
    let seen = lines.seen.into_keys().collect();
    Ok((check::finish_hash(&opened.hash), seen))
}
