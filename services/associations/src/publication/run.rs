//! The course of an import, from the file to the switch.

use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Stopwatch};

use ::streets::Quarters;
use calendar::Instant;
use door::House;
use storage::{Act, StorageError, Target, Tx};
use tokio::sync::mpsc;

use crate::grants::model::GrantFacts;
use crate::publication::check::{self, Checked, Content, Item};
use crate::publication::grants::Occurrences;
use crate::publication::model::{Counts, ImportError, Options, Progress, Register, Report};
use crate::publication::stage::{self, Change};
use crate::publication::{grants, store};
use crate::register::merge::Setting;
use crate::streets::store as streets;

/// How long one staging transaction should last at most; others wait meanwhile.
const BATCH_MILLIS: u128 = 30;
const BATCH_FIRST: usize = 200;
const BATCH_MOST: usize = 1_000;

/// Tells how far an import is.
pub type Teller<'a> = &'a (dyn Fn(Progress) + Send + Sync);

/// Imports a file. All of it becomes visible at once, or nothing.
///
/// # Errors
/// [`ImportError`]; nothing of the file is then visible.
pub async fn import(
    house: &House,
    register: Register,
    path: &Path,
    options: &Options,
    tell: Teller<'_>,
) -> Result<Report, ImportError> {
    let checked = first_reading(house, register, path, options, tell).await?;
    let lock = lock_folder(house.dir())?;
    clear_the_way(house, lock.is_some()).await?;
    let run = Run::begin(house, register, path, &checked).await?;
    let outcome = run.go(path, &checked, tell).await;
    drop(lock);
    match outcome {
        Ok((counts, generation)) => Ok(Report {
            counts,
            rejects: checked.rejects,
            generation,
        }),
        Err(error) => {
            // Invisible rows are no danger, only waste: a failing sweep is left to the next one.
            if let Err(left) = sweep_one(house, run.generation).await {
                tracing::warn!(error = %left, generation = run.generation, "staged rows left behind");
            }
            Err(error)
        }
    }
}

/// Removes what dead imports left behind. Gives the number of imports swept.
///
/// # Errors
/// The database's.
pub async fn sweep(house: &House) -> Result<usize, StorageError> {
    let dead = store::stale(house.storage().reader(), house.clock().now()).await?;
    for generation in &dead {
        sweep_one(house, *generation).await?;
    }
    Ok(dead.len())
}

async fn sweep_one(house: &House, generation: i64) -> Result<(), StorageError> {
    let storage = house.storage();
    storage
        .keep(async |tx: &Tx| store::mark_sweeping(tx, generation).await)
        .await?;
    loop {
        let touched = storage
            .keep(async |tx: &Tx| store::sweep_some(tx, generation, 500).await)
            .await?;
        if touched == 0 {
            break;
        }
    }
    storage
        .keep(async |tx: &Tx| store::mark_abandoned(tx, generation).await)
        .await
}

async fn first_reading(
    house: &House,
    register: Register,
    path: &Path,
    options: &Options,
    tell: Teller<'_>,
) -> Result<Checked, ImportError> {
    let rejects = rejects_path(house, register, path, options);
    let file = path.to_path_buf();
    let (sender, mut progress) = mpsc::channel(8);
    let work = tokio::task::spawn_blocking(move || {
        check::check(&file, register, &rejects, &|done, total| {
            // A full channel only means that the teller is slow: it misses a step.
            let _missed = sender.try_send((done, total)).is_err();
        })
    });
    while let Some((done, total)) = progress.recv().await {
        tell(Progress::Checking { done, total });
    }
    let checked = work
        .await
        .map_err(|error| StorageError::BadValue(format!("lecture interrompue : {error}")))??;
    if let Some(reason) = &checked.fatal {
        return Err(ImportError::Unreadable {
            file: path.display().to_string(),
            reason: reason.clone(),
        });
    }
    if checked.rejected > 0
        && !options.keep_valid
        && let Some(rejects) = &checked.rejects
    {
        return Err(ImportError::Rejected {
            read: checked.read,
            rejected: checked.rejected,
            rejects: rejects.clone(),
        });
    }
    if checked.valid == 0 {
        return Err(ImportError::Empty(path.display().to_string()));
    }
    Ok(checked)
}

fn rejects_path(house: &House, register: Register, path: &Path, options: &Options) -> PathBuf {
    let stem = path
        .file_stem()
        .map(|s| s.to_string_lossy().into_owned())
        .unwrap_or_default();
    let stamp = house.clock().now().millis();
    options
        .rejects_dir
        .clone()
        .unwrap_or_else(|| house.dir().join("rejets"))
        .join(format!("{}-{stem}-{stamp}.csv", register.key()))
}

/// Keeps two imports of one machine apart; the system lets go of the lock when the process dies.
fn lock_folder(dir: &Path) -> Result<Option<File>, ImportError> {
    let path = dir.join("import.lock");
    let io = |error| ImportError::Io {
        path: path.display().to_string(),
        error,
    };
    let file = File::create(&path).map_err(io)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(ImportError::Busy),
        Err(std::fs::TryLockError::Error(error)) => Err(io(error)),
    }
}

/// Sweeps dead imports. On SQLite the folder's lock proves that every other import of this database is
/// dead; on PostgreSQL another machine may be importing, so the lease decides.
async fn clear_the_way(house: &House, alone_here: bool) -> Result<(), ImportError> {
    let alone = alone_here && matches!(house.storage().target(), Target::Sqlite(_));
    let deadline = house.clock().now().plus_seconds(store::LEASE_SECONDS + 5);
    loop {
        let now = if alone {
            Instant(i64::MAX)
        } else {
            house.clock().now()
        };
        let dead = store::stale(house.storage().reader(), now).await?;
        for generation in &dead {
            sweep_one(house, *generation).await?;
        }
        let living = store::stale(house.storage().reader(), Instant(i64::MAX)).await?;
        if living.is_empty() {
            return Ok(());
        }
        if house.clock().now() > deadline {
            return Err(ImportError::Busy);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

struct Run<'h> {
    house: &'h House,
    register: Register,
    generation: i64,
    snapshot_on: String,
    quarters: Quarters,
}

impl<'h> Run<'h> {
    async fn begin(
        house: &'h House,
        register: Register,
        path: &Path,
        checked: &Checked,
    ) -> Result<Self, ImportError> {
        let name = path
            .file_name()
            .map(|n| n.to_string_lossy().into_owned())
            .unwrap_or_default();
        let snapshot_on = snapshot_day(house, path, &name);
        let beginning = store::Beginning {
            register,
            file_name: &name,
            file_sha256: &checked.sha256,
            snapshot_on: &snapshot_on,
        };
        Self::start(house, beginning).await
    }

    async fn start(house: &'h House, beginning: store::Beginning<'_>) -> Result<Self, ImportError> {
        let (register, snapshot_on) = (beginning.register, beginning.snapshot_on.to_owned());
        let generation = house
            .storage()
            .keep(async |tx: &Tx| store::begin(tx, &beginning).await)
            .await?;
        let quarters = streets::load(house.storage().reader()).await?;
        Ok(Self {
            house,
            register,
            generation,
            snapshot_on,
            quarters,
        })
    }

    async fn again(&self) -> Result<(), ImportError> {
        let mut after = String::new();
        loop {
            let db = self.house.storage().reader();
            let versions =
                crate::register::store::open_after(db, self.generation, &after, 200).await?;
            let Some(last) = versions.last() else { break };
            after.clone_from(&last.id);
            let again = |version: &crate::register::store::Version| Change::Again {
                reference: version.entry.reference.clone(),
            };
            self.batch(versions.iter().map(again).collect()).await?;
        }
        let generation = self.generation;
        let act = Act::system(
            "associations.entries_made_again",
            format!("publication/{generation}"),
        );
        self.house
            .storage()
            .write(act, async |tx: &Tx| {
                store::publish(tx, generation, &Counts::default()).await
            })
            .await
    }

    async fn go(
        &self,
        path: &Path,
        checked: &Checked,
        tell: Teller<'_>,
    ) -> Result<(Counts, Option<i64>), ImportError> {
        let mut counts = Counts {
            read: checked.read,
            rejected: checked.rejected,
            warnings: checked.warnings,
            ignored: checked.ignored,
            ..Counts::default()
        };
        let seen = self
            .second_reading(path, checked, &mut counts, tell)
            .await?;
        tell(Progress::Finishing);
        self.mark_gone(checked, &seen, &mut counts).await?;
        let changed = counts.added + counts.changed + counts.gone > 0;
        let generation = self.generation;
        if !changed {
            self.house
                .storage()
                .keep(async |tx: &Tx| store::close_unchanged(tx, generation, &counts).await)
                .await?;
            return Ok((counts, None));
        }
        let act = Act::system(
            "associations.register_published",
            format!("publication/{generation}"),
        )
        .fact("register", self.register.key())
        .fact("file_sha256", checked.sha256.clone())
        .fact("snapshot_on", self.snapshot_on.clone())
        .fact("added", counts.added)
        .fact("changed", counts.changed)
        .fact("gone", counts.gone)
        .fact("rejected", counts.rejected);
        self.house
            .storage()
            .write(act, async |tx: &Tx| {
                store::publish(tx, generation, &counts).await
            })
            .await?;
        Ok((counts, Some(generation)))
    }

    /// Stages the whole file; gives the hashes of the keys it holds.
    async fn second_reading(
        &self,
        path: &Path,
        checked: &Checked,
        counts: &mut Counts,
        tell: Teller<'_>,
    ) -> Result<HashSet<u64>, ImportError> {
        let (sender, mut batches) = mpsc::channel::<Vec<Item>>(4);
        let reading = tokio::task::spawn_blocking({
            let (path, register) = (path.to_path_buf(), self.register);
            move || read_again(&path, register, &sender)
        });
        let mut stager = Stager {
            run: self,
            occurrences: Occurrences::default(),
            touched: HashSet::new(),
        };
        let mut batch: Vec<Item> = Vec::new();
        let mut size = BATCH_FIRST;
        let mut done = 0;
        while let Some(items) = batches.recv().await {
            batch.extend(items);
            while batch.len() >= size {
                let rest = batch.split_off(size);
                let now = std::mem::replace(&mut batch, rest);
                done += now.len() as u64;
                let clock = Stopwatch::now();
                stager.stage(now, counts).await?;
                size = next_size(size, clock.elapsed());
                tell(Progress::Staging {
                    done,
                    total: checked.valid,
                });
            }
        }
        done += batch.len() as u64;
        stager.stage(batch, counts).await?;
        stager.refresh_money(counts).await?;
        tell(Progress::Staging {
            done,
            total: checked.valid,
        });
        let (sha256, seen) = reading
            .await
            .map_err(|error| StorageError::BadValue(format!("lecture interrompue : {error}")))??;
        if sha256 != checked.sha256 {
            return Err(ImportError::Changed(path.display().to_string()));
        }
        let mut keys: HashSet<u64> = seen;
        keys.extend(stager.occurrences.keys());
        Ok(keys)
    }

    async fn batch(&self, changes: Vec<Change>) -> Result<Counts, ImportError> {
        let generation = self.generation;
        let setting = Setting {
            city: &self.house.city().insee,
            quarters: &self.quarters,
        };
        self.house
            .storage()
            .keep(async |tx: &Tx| {
                store::renew(tx, generation).await?;
                Ok(stage::stage(tx, generation, setting, self.house.ids(), changes).await?)
            })
            .await
    }

    /// Marks the bodies and ends the grants that the file should hold and does not.
    async fn mark_gone(
        &self,
        checked: &Checked,
        seen: &HashSet<u64>,
        counts: &mut Counts,
    ) -> Result<(), ImportError> {
        match self.register {
            Register::Rna | Register::Sirene => self.mark_gone_bodies(checked, seen, counts).await,
            Register::Streets => Ok(()),
            Register::Grants | Register::BudgetAnnex => {
                let touched = grants::end_gone(self, checked, seen, counts).await?;
                let mut stager = Stager {
                    run: self,
                    occurrences: Occurrences::default(),
                    touched,
                };
                stager.refresh_money(counts).await
            }
        }
    }

    async fn mark_gone_bodies(
        &self,
        checked: &Checked,
        seen: &HashSet<u64>,
        counts: &mut Counts,
    ) -> Result<(), ImportError> {
        let mut after = String::new();
        loop {
            let versions = crate::register::store::open_after(
                self.house.storage().reader(),
                self.generation,
                &after,
                500,
            )
            .await?;
            let Some(last) = versions.last() else {
                return Ok(());
            };
            after.clone_from(&last.id);
            let gone: Vec<Change> = versions
                .iter()
                .filter_map(|version| self.gone(&version.entry.facts, checked, seen))
                .collect();
            let batch = self.batch(gone).await?;
            counts.gone += batch.gone;
        }
    }

    fn gone(
        &self,
        facts: &crate::register::entry::Facts,
        checked: &Checked,
        seen: &HashSet<u64>,
    ) -> Option<Change> {
        let on = self.snapshot_on.clone();
        match self.register {
            Register::Rna => {
                let rna = facts.rna.as_ref().filter(|r| r.gone_on.is_none())?;
                let missing = checked
                    .scopes
                    .contains(crate::publication::rna::scope(&rna.rna))
                    && !seen.contains(&check::key_hash(&rna.rna));
                missing.then(|| Change::RnaGone {
                    rna: rna.rna.clone(),
                    on,
                })
            }
            Register::Sirene => {
                let sirene = facts.sirene.as_ref().filter(|s| s.gone_on.is_none())?;
                let missing = checked.scopes.contains(&sirene.commune_code)
                    && !seen.contains(&check::key_hash(&sirene.siren));
                missing.then(|| Change::SireneGone {
                    siren: sirene.siren.clone(),
                    on,
                })
            }
            Register::Grants | Register::BudgetAnnex | Register::Streets => None,
        }
    }
}

impl grants::Staging for Run<'_> {
    fn house(&self) -> &House {
        self.house
    }
    fn generation(&self) -> i64 {
        self.generation
    }
    fn register(&self) -> Register {
        self.register
    }
}

/// Stages batches of one file and remembers whose money changed.
struct Stager<'r, 'h> {
    run: &'r Run<'h>,
    occurrences: Occurrences,
    touched: HashSet<(Option<String>, Option<String>)>,
}

impl Stager<'_, '_> {
    async fn stage(&mut self, items: Vec<Item>, counts: &mut Counts) -> Result<(), ImportError> {
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
    async fn refresh_money(&mut self, _counts: &mut Counts) -> Result<(), ImportError> {
        let mut numbers: Vec<(Option<String>, Option<String>)> = self.touched.drain().collect();
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

/// Makes every entry anew from what the sources said, for when the city's own settings changed (streets).
///
/// # Errors
/// [`ImportError`].
pub async fn make_again(house: &House) -> Result<(), ImportError> {
    let lock = lock_folder(house.dir())?;
    clear_the_way(house, lock.is_some()).await?;
    let today = house.today().to_string();
    let beginning = store::Beginning {
        register: Register::Streets,
        file_name: "",
        file_sha256: "",
        snapshot_on: &today,
    };
    let run = Run::start(house, beginning).await?;
    let outcome = run.again().await;
    drop(lock);
    if outcome.is_err() {
        sweep_one(house, run.generation).await?;
    }
    outcome
}

fn next_size(size: usize, took: Duration) -> usize {
    if took.as_millis() > BATCH_MILLIS {
        (size / 2).max(20)
    } else if took.as_millis() < BATCH_MILLIS / 2 {
        (size + size / 4).min(BATCH_MOST)
    } else {
        size
    }
}

fn read_again(
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

/// The day on which the file was cut: eight digits in its name (`rna_waldec_20261101_dpt_25.csv`), else
/// the day on which it was last written.
fn snapshot_day(house: &House, path: &Path, name: &str) -> String {
    let digits: Vec<&str> = name
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| run.len() == 8)
        .collect();
    for run in digits {
        let (year, rest) = run.split_at_checked(4).unwrap_or((run, ""));
        let (month, day) = rest.split_at_checked(2).unwrap_or((rest, ""));
        let text = format!("{year}-{month}-{day}");
        if text.parse::<calendar::CivilDate>().is_ok() {
            return text;
        }
    }
    let written = std::fs::metadata(path)
        .and_then(|meta| meta.modified())
        .ok()
        .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_micros()).ok());
    match written {
        Some(micros) => house.city().zone.day(Instant(micros)).to_string(),
        None => house.today().to_string(),
    }
}
