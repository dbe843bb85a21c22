use storage::StorageError;

use crate::CanonicalError;

/// What can go wrong around the record of acts.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database refused or failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// An act carries a value that has no canonical text.
    #[error("l’acte « {kind} » ne peut pas être inscrit : {source}")]
    Canonical {
        /// What was done.
        kind: String,
        /// Why not.
        source: CanonicalError,
    },
    /// The database has no journal yet.
    #[error(
        "la base n’a pas encore de journal : lancez « solidaire init » ou « solidaire migrate »"
    )]
    NoJournal,
    /// The keys of this installation are not there.
    #[error(
        "la clé {0} manque : remettez le dossier « keys » sauvegardé à part, ou créez de nouvelles clés avec « solidaire init »"
    )]
    KeyMissing(String),
    /// A key exists already and is not replaced.
    #[error("la clé {0} existe déjà : elle n’est pas remplacée")]
    KeyExists(String),
    /// A key file cannot be used.
    #[error("la clé {path} est inutilisable : {reason}")]
    KeyUnusable {
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A head file cannot be read.
    #[error("le fichier de tête {path} est inutilisable : {reason}")]
    HeadFile {
        /// Which file.
        path: String,
        /// Why.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("{path} : {source}")]
    File {
        /// Which file.
        path: String,
        /// The system's own error.
        source: std::io::Error,
    },
}

impl From<sea_orm::DbErr> for JournalError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(StorageError::from(error))
    }
}

impl From<JournalError> for StorageError {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Storage(error) => error,
            other => Self::Record(other.to_string()),
        }
    }
}
