//! Exported files on disk: made once for what readers see, then served as they are.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::open_data::{Export, ExportError, export};
use crate::publication::store::Seen;
use crate::state::State;

/// What exports are written to.
pub type Out = BufWriter<std::fs::File>;

/// One exported file.
#[derive(Clone, Debug)]
pub struct ExportFile {
    /// Which export.
    pub export: Export,
    /// Where it lies.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Lines of data.
    pub rows: u64,
}

/// The exported files of what readers see.
#[derive(Debug)]
pub struct Exports {
    folder: PathBuf,
    made: tokio::sync::Mutex<Option<(Seen, Arc<Vec<ExportFile>>)>>,
}

impl Exports {
    /// Exports kept in `folder`.
    #[must_use]
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            made: tokio::sync::Mutex::new(None),
        }
    }

    /// The files of what readers see now, made if they are not there yet. Whoever comes meanwhile waits.
    ///
    /// # Errors
    /// [`ExportError`].
    pub async fn current(&self, state: &State) -> Result<Arc<Vec<ExportFile>>, ExportError> {
        let seen = state.moment().await?.seen;
        let mut made = self.made.lock().await;
        if let Some((known, files)) = &*made
            && *known == seen
            && files.iter().all(|file| file.path.exists())
        {
            return Ok(files.clone());
        }
        let stamp = format!("g{}-r{}", seen.generation, seen.revision);
        let folder = self.folder.join(&stamp);
        let mut files = Vec::new();
        for what in Export::ALL {
            let path = folder.join(what.file_name());
            let rows = export(&state.house, what, &path).await?;
            let (bytes, sha256) = measure(&path).await?;
            files.push(ExportFile {
                export: what,
                path,
                bytes,
                sha256,
                rows,
            });
        }
        forget_others(&self.folder, &stamp);
        let files = Arc::new(files);
        *made = Some((seen, files.clone()));
        Ok(files)
    }
}

/// Older exports go; who is reading one keeps it open until the end.
fn forget_others(folder: &Path, stamp: &str) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy() != stamp
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "an old export could not be removed");
        }
    }
}

async fn measure(path: &Path) -> Result<(u64, String), ExportError> {
    let file = path.to_path_buf();
    let measured = tokio::task::spawn_blocking(move || -> io::Result<(u64, String)> {
        let mut reader = std::fs::File::open(file)?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0u8; 64 * 1024];
        let mut bytes = 0;
        loop {
            let count = io::Read::read(&mut reader, &mut buffer)?;
            if count == 0 {
                break;
            }
            bytes += count as u64;
            hash.update(buffer.get(..count).unwrap_or_default());
        }
        Ok((
            bytes,
            hash.finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        ))
    })
    .await
    .map_err(io::Error::other);
    measured
        .and_then(|result| result)
        .map_err(|error| ExportError::Io {
            path: path.display().to_string(),
            error,
        })
}

/// Writes a file beside its place and moves it there when it is whole and on disk.
///
/// # Errors
/// [`ExportError`].
pub async fn write_whole<F>(out: &Path, work: F) -> Result<u64, ExportError>
where
    F: AsyncFnOnce(&mut Out) -> Result<u64, ExportError>,
{
    let io = |error| ExportError::Io {
        path: out.display().to_string(),
        error,
    };
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(io)?;
    }
    let mut name = out.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = out.with_file_name(name);
    let mut writer = BufWriter::new(std::fs::File::create(&part).map_err(io)?);
    let outcome = work(&mut writer).await;
    let finished = match outcome {
        Ok(rows) => finish(writer, &part, out).map(|()| rows).map_err(io),
        Err(error) => Err(error),
    };
    if finished.is_err() {
        // The half-written file is of no use to anybody; the error is what matters.
        let _removed = std::fs::remove_file(&part).is_ok();
    }
    finished
}

fn finish(mut writer: Out, part: &Path, out: &Path) -> io::Result<()> {
    writer.flush()?;
    writer.get_ref().sync_all()?;
    std::fs::rename(part, out)
}
