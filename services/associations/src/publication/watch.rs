//! The watched folder: what is dropped into `depot/REGISTER/` is imported, then put aside.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use ::door::House;

use crate::publication::model::{ImportError, Options, Register, Report};
use crate::publication::run::import;

/// A file that was written to in the last seconds may still be on its way.
const SETTLED: Duration = Duration::from_secs(5);

/// What came of one dropped file.
#[derive(Debug)]
pub struct Dropped {
    /// Where the file lies now.
    pub file: PathBuf,
    /// The outcome.
    pub outcome: Result<Report, ImportError>,
}

/// The folder in which files of a register are dropped.
#[must_use]
pub fn folder(dir: &Path, register: Register) -> PathBuf {
    dir.join("depot").join(register.key())
}

/// Makes the folders, so that people see where to drop files.
///
/// # Errors
/// When they cannot be made.
pub fn prepare(dir: &Path) -> std::io::Result<()> {
    for register in Register::ALL {
        std::fs::create_dir_all(folder(dir, register))?;
    }
    Ok(())
}

/// Imports every settled file, in the order of their names. An imported file goes to `importes/`, a
/// refused one to `refuses/` with a note that says why; nothing is overwritten. When an import cannot
/// run now (another runs, the database is away, the disk is full), the file stays and is tried again.
///
/// # Errors
/// When a folder cannot be read.
pub async fn look(house: &House, now: SystemTime) -> std::io::Result<Vec<Dropped>> {
    let mut dropped = Vec::new();
    for register in Register::ALL {
        let folder = folder(house.dir(), register);
        for file in settled(&folder, now)? {
            let outcome = import(house, register, &file, &Options::default(), &|_| {}).await;
            let stays = match &outcome {
                Err(ImportError::Storage(error)) => error.is_temporary(),
                Err(ImportError::Busy | ImportError::LeaseLost | ImportError::Io { .. }) => true,
                Err(_) | Ok(_) => false,
            };
            if stays {
                dropped.push(Dropped { file, outcome });
                continue;
            }
            let aside = folder.join(if outcome.is_ok() {
                "importes"
            } else {
                "refuses"
            });
            let moved = put_aside(&file, &aside)?;
            if let Err(error) = &outcome {
                std::fs::write(
                    moved.with_added_extension("pourquoi.txt"),
                    format!("{error}\n"),
                )?;
            }
            dropped.push(Dropped {
                file: moved,
                outcome,
            });
        }
    }
    Ok(dropped)
}

fn settled(folder: &Path, now: SystemTime) -> std::io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let meta = entry.metadata()?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let age = meta
            .modified()
            .ok()
            .and_then(|at| now.duration_since(at).ok());
        if meta.is_file() && !hidden && age.is_some_and(|age| age >= SETTLED) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

fn put_aside(file: &Path, aside: &Path) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(aside)?;
    let name = file.file_name().unwrap_or_default().to_os_string();
    let mut target = aside.join(&name);
    let mut count = 1;
    while target.exists() {
        count += 1;
        let mut numbered = std::ffi::OsString::from(format!("{count}-"));
        numbered.push(&name);
        target = aside.join(numbered);
    }
    std::fs::rename(file, &target)?;
    Ok(target)
}
