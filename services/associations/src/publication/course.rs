//! One import under way: staging, marking what is gone, switching.

use std::collections::HashSet;
use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use ::door::House;
use ::streets::Quarters;
use calendar::Instant;
use storage::{Act, StorageError, Tx};
use tokio::sync::mpsc;

use crate::publication::batches::{BATCH_FIRST, Stager, next_size, read_again};
use crate::publication::check::{self, Checked, Item};
use crate::publication::model::{Counts, ImportError, Progress, Register};
use crate::publication::run::Teller;
use crate::publication::sources::grants::{self, Staging};
use crate::publication::stage::{self, Change, Shelf};
use crate::publication::store;
use crate::register::merge::Setting;
use crate::register::streets::store as streets;

/// The pause between two batches, in which others write.
const COURTESY: Duration = Duration::from_millis(2);

/// One import under way.
pub(crate) struct Run<'h> {
    house: &'h House,
    register: Register,
    pub(crate) generation: i64,
    snapshot_on: String,
    quarters: Quarters,
    shelf: tokio::sync::Mutex<Shelf>,
}

impl<'h> Run<'h> {
    /// Takes the next generation for a file.
    pub(crate) async fn begin(
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

    /// Takes the next generation.
    pub(crate) async fn start(
        house: &'h House,
        beginning: store::Beginning<'_>,
    ) -> Result<Self, ImportError> {
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
            shelf: tokio::sync::Mutex::default(),
        })
    }

    /// Makes every entry anew and publishes.
    pub(crate) async fn again(&self) -> Result<(), ImportError> {
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

    /// Stages the file and publishes it; the generation is given when anything changed.
    pub(crate) async fn go(
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
        let mut stager = Stager::new(self);
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
        stager.refresh_money().await?;
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

    /// Stages one batch in one transaction.
    pub(crate) async fn batch(&self, changes: Vec<Change>) -> Result<Counts, ImportError> {
        let generation = self.generation;
        let setting = Setting {
            city: &self.house.city().insee,
            quarters: &self.quarters,
        };
        let mut shelf = self.shelf.lock().await;
        let counts = self
            .house
            .storage()
            .keep(async |tx: &Tx| {
                store::renew(tx, generation).await?;
                Ok(stage::stage(
                    tx,
                    generation,
                    setting,
                    self.house.ids(),
                    &mut shelf,
                    changes,
                )
                .await?)
            })
            .await;
        // Whoever waits for the database in another process looks again every millisecond or two.
        tokio::time::sleep(COURTESY).await;
        counts
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
                let mut stager = Stager::new(self);
                stager.touched = touched;
                stager.refresh_money().await
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
                    .contains(crate::publication::sources::rna::scope(&rna.rna))
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

impl Staging for Run<'_> {
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
