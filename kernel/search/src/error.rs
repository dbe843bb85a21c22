use std::path::PathBuf;

/// Why the index could not do its work. The documents in the database are never concerned.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be created, emptied or read.
    #[error("Le dossier de recherche {} ne peut pas être utilisé : {source}. Vérifiez qu’il existe, que solidaire peut y écrire et que le disque n’est pas plein.", dir.display())]
    Folder {
        /// The folder of the index.
        dir: PathBuf,
        /// What the system answered.
        source: std::io::Error,
    },
    /// Another process is filling the same index.
    #[error("Un autre programme met déjà à jour l’index de recherche. Attendez qu’il ait fini.")]
    Busy,
    /// The library failed: disk full, damaged file.
    #[error("L’index de recherche a échoué : {0}. Supprimez son dossier : il sera reconstruit.")]
    Engine(tantivy::TantivyError),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => Self::Busy,
            other => Self::Engine(other),
        }
    }
}
