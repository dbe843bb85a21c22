use storage::StorageError;

/// What can go wrong when saving or restoring.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database refused or failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A file cannot be read or written.
    #[error("{path} : {source}")]
    File {
        /// Which file.
        path: String,
        /// The system's own error.
        source: std::io::Error,
    },
    /// The file to write exists already.
    #[error(
        "{0} existe déjà : une sauvegarde n’en remplace jamais une autre, choisissez un autre nom"
    )]
    Exists(String),
    /// Not a public key of age.
    #[error(
        "« {0} » n’est pas une clé publique age : elle commence par « age1 » (« solidaire backup --new-key FICHIER » en crée une)"
    )]
    Recipient(String),
    /// No identity in the key file.
    #[error("{0} ne contient aucune clé age (une ligne qui commence par « AGE-SECRET-KEY-1 »)")]
    Identity(String),
    /// The key does not open the file, or the file is no backup, or it was altered.
    #[error("cette sauvegarde ne s’ouvre pas : {0}")]
    Unopened(String),
    /// The content is not what the format says.
    #[error("sauvegarde abîmée, ligne {line} : {reason}")]
    Damaged {
        /// Line of the decrypted text, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// The rows of a table are not those that were saved.
    #[error(
        "sauvegarde abîmée : les lignes de la table « {0} » ne donnent pas l’empreinte annoncée"
    )]
    WrongHash(String),
    /// The backup was made by a newer version.
    #[error(
        "cette sauvegarde vient d’une version plus récente (étape inconnue : {0}) : installez cette version"
    )]
    Newer(String),
    /// The place to restore to holds something already.
    #[error(
        "{0} n’est pas vide : une restauration ne remplace jamais rien, choisissez un autre endroit"
    )]
    NotEmpty(String),
    /// A column has a type that the format does not know.
    #[error(
        "la colonne {table}.{column} est de type « {kind} », que le format de sauvegarde ne connaît pas"
    )]
    UnknownType {
        /// Its table.
        table: String,
        /// Its name.
        column: String,
        /// Its declared type.
        kind: String,
    },
    /// A background task ended by itself.
    #[error("la tâche d’écriture s’est arrêtée")]
    Stopped,
}

impl From<sea_orm::DbErr> for BackupError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(StorageError::from(error))
    }
}

pub(crate) fn file_error(path: &std::path::Path, source: std::io::Error) -> BackupError {
    BackupError::File {
        path: path.display().to_string(),
        source,
    }
}
