//! First reading: every line is parsed and judged before anything is stored.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};
use tabular::{Reject, RejectsFile, Warning};

use crate::grants::model::GrantFacts;
use crate::publication::model::{ImportError, Register};
use crate::publication::stage::Change;
use crate::register::entry::ListedFacts;

/// One valid line.
#[derive(Debug)]
pub struct Item {
    /// Physical line in the file.
    pub line: u64,
    /// What must not occur twice in a file; empty where repetition is allowed.
    pub key: String,
    /// What part of the register the line belongs to: a newer file speaks only for the parts it holds.
    pub scope: String,
    /// Oddities that did not prevent reading the line.
    pub warnings: Vec<Warning>,
    /// What it says.
    pub content: Content,
}

/// What a line says.
#[derive(Debug)]
pub enum Content {
    /// Something about a body.
    Body(Change),
    /// A grant, and the body to list if no register knows it.
    Grant(Box<GrantFacts>, Option<Box<ListedFacts>>),
    /// Nothing of interest to this register.
    Ignored,
}

/// The lines of a file.
pub type Lines = Box<dyn Iterator<Item = Result<Item, Reject>> + Send>;

/// The lines of a file, where a number that occurs a second time is rejected.
pub struct UniqueLines {
    inner: Lines,
    /// Hash of each key and the line that had it first.
    pub seen: HashMap<u64, u32>,
}

impl UniqueLines {
    /// Watches over `inner`.
    #[must_use]
    pub fn new(inner: Lines) -> Self {
        Self {
            inner,
            seen: HashMap::new(),
        }
    }
}

impl Iterator for UniqueLines {
    type Item = Result<Item, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = match self.inner.next()? {
            Ok(item) => item,
            Err(reject) => return Some(Err(reject)),
        };
        if item.key.is_empty() {
            return Some(Ok(item));
        }
        let line = u32::try_from(item.line).unwrap_or(u32::MAX);
        let first = *self.seen.entry(key_hash(&item.key)).or_insert(line);
        if first == line {
            Some(Ok(item))
        } else {
            let reason = format!(
                "ce numéro figure déjà à la ligne {first}\u{202f}; gardez une seule des deux lignes"
            );
            Some(Err(Reject::new(
                item.line,
                "identifiant",
                &item.key,
                reason,
            )))
        }
    }
}

/// The hash under which keys are remembered: a million of them in some tens of megabytes.
#[must_use]
pub fn key_hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// What the first reading found.
#[derive(Debug)]
pub struct Checked {
    /// Hash of the file's bytes.
    pub sha256: String,
    /// Lines of data.
    pub read: u64,
    /// Lines that can be imported (ignored ones not counted).
    pub valid: u64,
    /// Lines rejected.
    pub rejected: u64,
    /// Warnings.
    pub warnings: u64,
    /// Lines that are no business of this register.
    pub ignored: u64,
    /// The parts of the register that the file holds.
    pub scopes: HashSet<String>,
    /// The list of rejected lines and warnings, when there is any.
    pub rejects: Option<PathBuf>,
    /// Reading stopped before the end: even the valid lines must not be imported.
    pub fatal: Option<String>,
}

/// Counts and hashes the bytes that pass.
#[derive(Debug)]
pub struct Passing<R> {
    inner: R,
    hash: Option<Arc<std::sync::Mutex<Sha256>>>,
    done: Arc<AtomicU64>,
}

impl<R: Read> Read for Passing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.done.fetch_add(count as u64, Ordering::Relaxed);
        if let (Some(hash), Some(bytes)) = (&self.hash, buffer.get(..count))
            && let Ok(mut hash) = hash.lock()
        {
            hash.update(bytes);
        }
        Ok(count)
    }
}

/// An opened file with the means to follow its reading.
#[derive(Debug)]
pub struct Opened {
    /// What to read from.
    pub reader: Passing<File>,
    /// Bytes read so far.
    pub done: Arc<AtomicU64>,
    /// Hash of the bytes read so far.
    pub hash: Arc<std::sync::Mutex<Sha256>>,
    /// Bytes in all.
    pub total: u64,
}

/// Opens a file for an import.
///
/// # Errors
/// When it is missing, unreadable or a folder.
pub fn open(path: &Path) -> Result<Opened, ImportError> {
    let io = |error| ImportError::Io {
        path: path.display().to_string(),
        error,
    };
    let file = File::open(path).map_err(io)?;
    let total = file.metadata().map_err(io)?.len();
    let done = Arc::new(AtomicU64::new(0));
    let hash = Arc::new(std::sync::Mutex::new(Sha256::new()));
    let reader = Passing {
        inner: file,
        hash: Some(hash.clone()),
        done: done.clone(),
    };
    Ok(Opened {
        reader,
        done,
        hash,
        total,
    })
}

/// The lines of `reader`, read as a file of `register`.
///
/// # Errors
/// When the file is not such a table: what is wrong and what to do.
pub fn lines(
    register: Register,
    reader: Passing<File>,
    file_name: &str,
) -> Result<UniqueLines, String> {
    let lines = match register {
        Register::Rna => super::sources::rna::lines(reader).map_err(|error| error.to_string()),
        Register::Sirene => {
            super::sources::sirene::lines(reader).map_err(|error| error.to_string())
        }
        Register::Grants => {
            super::sources::grants::lines(reader, file_name).map_err(|error| error.to_string())
        }
        Register::BudgetAnnex => {
            super::sources::annex::lines(reader, file_name).map_err(|error| error.to_string())
        }
        Register::Streets => Err("une liste de rues s’importe par « import streets »".to_owned()),
    };
    lines.map(UniqueLines::new)
}

/// Hexadecimal of a finished hash. The rest of the file, if the parser stopped early, is not in it: the
/// caller reads to the end.
#[must_use]
pub fn finish_hash(hash: &std::sync::Mutex<Sha256>) -> String {
    let digest = match hash.lock() {
        Ok(hash) => hash.clone().finalize(),
        Err(_) => return String::new(),
    };
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the whole file once. Rejected lines and warnings are listed in `rejects_path`.
///
/// # Errors
/// When the file is not such a table, or the list cannot be written.
pub fn check(
    path: &Path,
    register: Register,
    rejects_path: &Path,
    progress: &dyn Fn(u64, u64),
) -> Result<Checked, ImportError> {
    let file_name = path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    let opened = open(path)?;
    let unreadable = |reason: String| ImportError::Unreadable {
        file: path.display().to_string(),
        reason,
    };
    let lines = lines(register, opened.reader, &file_name).map_err(unreadable)?;
    let mut checked = Checked {
        sha256: String::new(),
        read: 0,
        valid: 0,
        rejected: 0,
        warnings: 0,
        ignored: 0,
        scopes: HashSet::new(),
        rejects: None,
        fatal: None,
    };
    let mut report = Report::at(rejects_path);
    for line in lines {
        checked.read += 1;
        match line {
            Ok(item) => {
                for warning in &item.warnings {
                    checked.warnings += 1;
                    report.add(&Reject {
                        line: warning.line,
                        field: warning.field.clone(),
                        value: warning.value.clone(),
                        reason: format!("ligne gardée\u{a0}: {}", warning.reason),
                        fatal: false,
                    })?;
                }
                if matches!(item.content, Content::Ignored) {
                    checked.ignored += 1;
                } else {
                    checked.valid += 1;
                    if !checked.scopes.contains(&item.scope) {
                        checked.scopes.insert(item.scope);
                    }
                }
            }
            Err(reject) => {
                checked.rejected += 1;
                report.add(&reject)?;
                if reject.fatal {
                    checked.fatal = Some(reject.reason);
                    break;
                }
            }
        }
        if checked.read.is_multiple_of(5_000) {
            progress(opened.done.load(Ordering::Relaxed), opened.total);
        }
    }
    progress(opened.total, opened.total);
    checked.rejects = report.finish()?;
    checked.sha256 = finish_hash(&opened.hash);
    Ok(checked)
}

/// The list of rejected lines, made when the first one comes.
struct Report<'a> {
    path: &'a Path,
    file: Option<RejectsFile<io::BufWriter<File>>>,
}

impl<'a> Report<'a> {
    fn at(path: &'a Path) -> Self {
        Self { path, file: None }
    }

    fn error(&self, error: io::Error) -> ImportError {
        ImportError::Io {
            path: self.path.display().to_string(),
            error,
        }
    }

    fn add(&mut self, reject: &Reject) -> Result<(), ImportError> {
        if self.file.is_none() {
            if let Some(folder) = self.path.parent() {
                std::fs::create_dir_all(folder).map_err(|error| self.error(error))?;
            }
            let file = File::create(self.path).map_err(|error| self.error(error))?;
            let list =
                RejectsFile::new(io::BufWriter::new(file)).map_err(|error| self.error(error))?;
            self.file = Some(list);
        }
        if let Some(file) = &mut self.file {
            file.add(reject).map_err(|error| ImportError::Io {
                path: self.path.display().to_string(),
                error,
            })?;
        }
        Ok(())
    }

    fn finish(self) -> Result<Option<PathBuf>, ImportError> {
        let Some(file) = self.file else {
            return Ok(None);
        };
        let io = |error| ImportError::Io {
            path: self.path.display().to_string(),
            error,
        };
        let (writer, _) = file.finish().map_err(io)?;
        let file = writer
            .into_inner()
            .map_err(|error| io(error.into_error()))?;
        file.sync_all().map_err(io)?;
        Ok(Some(self.path.to_path_buf()))
    }
}
