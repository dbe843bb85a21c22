use storage::StorageError;

/// Why a job did not succeed. The text is shown to administrators: no personal data in it.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may succeed later: it is tried again, later and later, until its attempts are used up.
    #[error("{0}")]
    Failed(String),
    /// Trying again cannot help: the job is given up at once and stays visible.
    #[error("{0}")]
    Refused(String),
    /// Another worker has taken the job over; what this one did in its transaction is undone.
    #[error("un autre processus a repris ce travail")]
    LeaseLost,
    /// The house is closing: the job goes back to the queue without using up an attempt.
    #[error("interrompu par l’arrêt du service : repris au prochain démarrage")]
    Stopped,
    /// The database refused or failed: tried again.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<sea_orm::DbErr> for JobError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Storage(StorageError::from(error))
    }
}
