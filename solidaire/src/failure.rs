use std::fmt;

use associations::open_data::ExportError;
use associations::publication::ImportError;
use backup::BackupError;
use journal::JournalError;
use storage::StorageError;

/// Why a command did not do its work, and the exit code that says so to scripts.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was given cannot be used (exit code 2).
    Input(String),
    /// What was asked is refused or cannot be done as things stand (exit code 3).
    Refused(String),
    /// Anything else (exit code 1).
    Other(String),
}

impl Failure {
    pub(crate) fn input(text: impl fmt::Display) -> Self {
        Self::Input(text.to_string())
    }

    pub(crate) fn refused(text: impl fmt::Display) -> Self {
        Self::Refused(text.to_string())
    }

    pub(crate) fn other(text: impl fmt::Display) -> Self {
        Self::Other(text.to_string())
    }

    /// An error of the file system, with the path it is about.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let text = format!("{}\u{a0}: {}", path.display(), in_words(error));
        if error.kind() == std::io::ErrorKind::NotFound {
            Self::Input(text)
        } else {
            Self::Other(text)
        }
    }

    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Other(_) => 1,
            Self::Input(_) => 2,
            Self::Refused(_) => 3,
        }
    }
}

/// The system's commonest errors in French.
fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "ce fichier ou ce dossier n’existe pas".to_owned(),
        std::io::ErrorKind::PermissionDenied => "vous n’en avez pas le droit".to_owned(),
        std::io::ErrorKind::AlreadyExists => "existe déjà".to_owned(),
        std::io::ErrorKind::StorageFull => "le disque est plein, libérez de la place".to_owned(),
        std::io::ErrorKind::ReadOnlyFilesystem => "ce disque est en lecture seule".to_owned(),
        _ => error.to_string(),
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Input(text) | Self::Refused(text) | Self::Other(text)) = self;
        f.write_str(text)
    }
}

impl From<StorageError> for Failure {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::BadTarget(_) => Self::input(error),
            StorageError::NewerSchema(_)
            | StorageError::OlderSchema(_)
            | StorageError::OldSqlite(_)
            | StorageError::OldPostgres(_) => Self::refused(error),
            other => Self::other(other),
        }
    }
}

impl From<JournalError> for Failure {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Storage(error) => error.into(),
            JournalError::File { path, source } => Self::file(path.as_ref(), &source),
            JournalError::HeadFile { .. } => Self::input(error),
            JournalError::KeyMissing(_)
            | JournalError::KeyExists(_)
            | JournalError::NoJournal
            | JournalError::KeyUnusable { .. } => Self::refused(error),
            other => Self::other(other),
        }
    }
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Self {
        match error {
            BackupError::Storage(error) => error.into(),
            BackupError::File { path, source } => Self::file(path.as_ref(), &source),
            BackupError::Recipient(_)
            | BackupError::Identity(_)
            | BackupError::Unopened(_)
            | BackupError::Damaged { .. }
            | BackupError::WrongHash(_) => Self::input(error),
            BackupError::Exists(_) | BackupError::NotEmpty(_) | BackupError::Newer(_) => {
                Self::refused(error)
            }
            other => Self::other(other),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        match error.exit_code() {
            2 => Self::input(error),
            3 => Self::refused(error),
            _ => Self::other(error),
        }
    }
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Self {
        Self::other(error)
    }
}
