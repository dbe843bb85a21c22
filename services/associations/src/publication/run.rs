//! The course of an import, from the file to the switch.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ::door::House;
use calendar::Instant;
use storage::{StorageError, Target, Tx};
use tokio::sync::mpsc;

use crate::publication::check::{self, Checked};
use crate::publication::course::Run;
use crate::publication::model::{ImportError, Options, Progress, Register, Report};
use crate::publication::store;

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
