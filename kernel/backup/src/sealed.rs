//! The outer shell of a backup: age around gzip, written and read by a thread of its own, in pieces.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::ExposeSecret;
use age::x25519;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::BackupError;
use crate::error::file_error;

const QUEUE: usize = 8;
/// Lines handed over at a time.
const BATCH: usize = 500;
/// A line longer than this is no line of ours.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// Reads a public key of age (`age1…`).
///
/// # Errors
/// When it is not one.
pub fn parse_recipient(text: &str) -> Result<x25519::Recipient, BackupError> {
    x25519::Recipient::from_str(text.trim()).map_err(|_| BackupError::Recipient(text.to_owned()))
}

/// Makes a new pair of keys: the secret goes to a new file `path` (mode 0600), the public key is returned.
///
/// # Errors
/// When the file exists or cannot be written.
pub fn new_identity(path: &Path) -> Result<String, BackupError> {
    let identity = x25519::Identity::generate();
    let public = identity.to_public().to_string();
    let mut file = create_new(path)?;
    let secret = identity.to_string();
    writeln!(file, "# clé publique : {public}")
        .and_then(|()| writeln!(file, "{}", secret.expose_secret()))
        .and_then(|()| file.sync_all())
        .map_err(|source| file_error(path, source))?;
    Ok(public)
}

fn create_new(path: &Path) -> Result<File, BackupError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| {
        if source.kind() == std::io::ErrorKind::AlreadyExists {
            BackupError::Exists(path.display().to_string())
        } else {
            file_error(path, source)
        }
    })
}

enum Piece {
    Text(String),
    End,
}

/// Writes text into an encrypted file. The file bears its name only once it is whole and durable.
pub(crate) struct Writer {
    pieces: mpsc::Sender<Piece>,
    task: JoinHandle<Result<u64, BackupError>>,
}

impl Writer {
    pub(crate) fn create(
        path: &Path,
        recipients: Vec<x25519::Recipient>,
    ) -> Result<Self, BackupError> {
        if path.exists() {
            return Err(BackupError::Exists(path.display().to_string()));
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partiel");
        let partial = PathBuf::from(partial);
        // What an interrupted backup left behind.
        let _ = std::fs::remove_file(&partial);
        let file = create_new(&partial)?;
        let (pieces, inbox) = mpsc::channel(QUEUE);
        let path = path.to_path_buf();
        let task = tokio::task::spawn_blocking(move || {
            let done = write_all(file, &path, &partial, &recipients, inbox);
            if done.is_err() {
                let _ = std::fs::remove_file(&partial);
            }
            done
        });
        Ok(Self { pieces, task })
    }

    /// False when the writing thread has failed; [`Writer::finish`] says why.
    pub(crate) async fn text(&self, text: String) -> bool {
        self.pieces.send(Piece::Text(text)).await.is_ok()
    }

    /// Removes what was written so far.
    pub(crate) async fn abandon(self) {
        drop(self.pieces);
        // It ends by saying that it was stopped: that is what was wanted.
        let _ = self.task.await;
    }

    /// Makes the file durable and gives it its name; answers its length in bytes.
    pub(crate) async fn finish(self) -> Result<u64, BackupError> {
        let _ = self.pieces.send(Piece::End).await;
        drop(self.pieces);
        self.task.await.map_err(|_| BackupError::Stopped)?
    }
}

fn write_all(
    file: File,
    path: &Path,
    partial: &Path,
    recipients: &[x25519::Recipient],
    mut inbox: mpsc::Receiver<Piece>,
) -> Result<u64, BackupError> {
    let wrong = |source| file_error(path, source);
    let keys = recipients.iter().map(|key| key as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(keys)
        .map_err(|error| BackupError::Recipient(error.to_string()))?;
    let sealed = encryptor.wrap_output(BufWriter::new(file)).map_err(wrong)?;
    let mut out = GzEncoder::new(sealed, Compression::fast());
    loop {
        match inbox.blocking_recv() {
            Some(Piece::Text(text)) => out.write_all(text.as_bytes()).map_err(wrong)?,
            Some(Piece::End) => break,
            None => return Err(BackupError::Stopped),
        }
    }
    let buffered = out
        .finish()
        .and_then(age::stream::StreamWriter::finish)
        .map_err(wrong)?;
    let file = buffered
        .into_inner()
        .map_err(|error| wrong(error.into_error()))?;
    file.sync_all().map_err(wrong)?;
    let bytes = file.metadata().map_err(wrong)?.len();
    std::fs::rename(partial, path).map_err(wrong)?;
    if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        File::open(parent)
            .and_then(|folder| folder.sync_all())
            .map_err(wrong)?;
    }
    Ok(bytes)
}

/// The decrypted lines of a backup.
pub(crate) struct Reader {
    batches: mpsc::Receiver<Result<Vec<String>, BackupError>>,
    waiting: std::vec::IntoIter<String>,
    line: u64,
}

impl Reader {
    pub(crate) fn open(path: &Path, identity: &Path) -> Result<Self, BackupError> {
        let file = File::open(path).map_err(|source| file_error(path, source))?;
        let identities = read_identities(identity)?;
        let decryptor = age::Decryptor::new_buffered(BufReader::new(file))
            .map_err(|error| BackupError::Unopened(error.to_string()))?;
        let keys = identities.iter().map(|key| key as &dyn age::Identity);
        let plain = decryptor
            .decrypt(keys)
            .map_err(|error| BackupError::Unopened(error.to_string()))?;
        let (sender, batches) = mpsc::channel(QUEUE);
        tokio::task::spawn_blocking(move || {
            read_lines(BufReader::new(GzDecoder::new(plain)), &sender);
        });
        Ok(Self {
            batches,
            waiting: Vec::new().into_iter(),
            line: 0,
        })
    }

    /// Number of the line that [`Reader::next`] gave last, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The next line with its line feed; `None` at the end.
    pub(crate) async fn next(&mut self) -> Result<Option<String>, BackupError> {
        loop {
            if let Some(line) = self.waiting.next() {
                self.line += 1;
                return Ok(Some(line));
            }
            match self.batches.recv().await {
                Some(batch) => self.waiting = batch?.into_iter(),
                None => return Ok(None),
            }
        }
    }
}

fn read_identities(path: &Path) -> Result<Vec<x25519::Identity>, BackupError> {
    let text = std::fs::read_to_string(path).map_err(|source| file_error(path, source))?;
    let found: Vec<x25519::Identity> = text
        .lines()
        .filter_map(|line| x25519::Identity::from_str(line.trim()).ok())
        .collect();
    if found.is_empty() {
        return Err(BackupError::Identity(path.display().to_string()));
    }
    Ok(found)
}

fn read_lines(mut input: impl BufRead, sender: &mpsc::Sender<Result<Vec<String>, BackupError>>) {
    let mut number = 0;
    let damaged = |line, reason: String| Err(BackupError::Damaged { line, reason });
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let mut last = None;
        while batch.len() < BATCH && last.is_none() {
            let mut line = String::new();
            number += 1;
            match input.by_ref().take(LONGEST_LINE).read_line(&mut line) {
                Ok(0) => last = Some(Ok(Vec::new())),
                Ok(_) if line.ends_with('\n') => batch.push(line),
                Ok(_) => last = Some(damaged(number, "le fichier est tronqué".to_owned())),
                Err(error) => last = Some(damaged(number, error.to_string())),
            }
        }
        let full = sender.blocking_send(Ok(batch)).is_ok();
        if let Some(end) = last {
            if end.is_err() {
                let _ = sender.blocking_send(end);
            }
            return;
        }
        if !full {
            return;
        }
    }
}
