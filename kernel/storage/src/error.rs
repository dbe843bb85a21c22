use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::DbErr;

/// Errors of the database since the process began, for metrics: unavailable, full, other.
static COUNTS: [AtomicU64; 3] = [AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0)];

/// How often the database refused or failed since the process began, by kind.
#[must_use]
pub fn error_counts() -> [(&'static str, u64); 3] {
    let [unavailable, full, other] = &COUNTS;
    [
        ("unavailable", unavailable.load(Ordering::Relaxed)),
        ("full", full.load(Ordering::Relaxed)),
        ("other", other.load(Ordering::Relaxed)),
    ]
}

fn count(error: StorageError) -> StorageError {
    let [unavailable, full, other] = &COUNTS;
    let counter = match error {
        StorageError::Unavailable(_) => unavailable,
        StorageError::Full(_) => full,
        _ => other,
    };
    counter.fetch_add(1, Ordering::Relaxed);
    error
}

/// What can go wrong between the product and its database.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database does not answer; it is tried again with the next request.
    #[error(
        "la base de données ne répond pas ({0}) : vérifiez qu’elle tourne et que le réseau y mène"
    )]
    Unavailable(String),
    /// No space is left. What was being written was rolled back; reading goes on.
    #[error("le disque est plein ({0}) : libérez de la place, rien d’autre n’est à faire")]
    Full(String),
    /// The database was written by a newer version of the product.
    #[error(
        "cette base a été mise à niveau par une version plus récente (étape inconnue : {0}) : installez cette version"
    )]
    NewerSchema(String),
    /// Steps of the schema are missing.
    #[error("la base n’est pas à jour ({0} étape(s) en attente) : lancez « solidaire migrate »")]
    OlderSchema(usize),
    /// The SQLite library is too old to be trusted with anybody's request.
    #[error("SQLite {0} peut abîmer une base en mode WAL : la version 3.51.3 au moins est exigée")]
    OldSqlite(String),
    /// The PostgreSQL server is too old.
    #[error("PostgreSQL {0} est trop ancien : la version 15 au moins est exigée")]
    OldPostgres(String),
    /// The address of the database cannot be used.
    #[error("adresse de base de données « {0} » : écrivez postgres://… ou laissez SQLite")]
    BadTarget(String),
    /// The record of acts refused or failed.
    #[error("journal : {0}")]
    Record(String),
    /// A stored value is not what the code expects.
    #[error("valeur inattendue en base : {0}")]
    BadValue(String),
    /// Any other error of the database.
    #[error("base de données : {0}")]
    Database(DbErr),
}

impl StorageError {
    /// Whether trying again later can succeed without anybody changing the request.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Full(_))
    }
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        count(Self::classify(error))
    }
}

impl StorageError {
    fn classify(error: DbErr) -> Self {
        let text = error.to_string();
        let lower = text.to_lowercase();
        if lower.contains("database or disk is full")
            || lower.contains("no space left")
            || lower.contains("disk full")
            || lower.contains("(code: 13)")
        {
            return Self::Full(text);
        }
        let unreachable = matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_))
            || [
                "connection refused",
                "connection reset",
                "broken pipe",
                "timed out",
                "timeout",
                "terminating connection",
                "the database system is",
                "server closed",
                "unexpected eof",
                "unable to open database file",
                "disk i/o error",
                "database is locked",
                "error communicating with database",
                "expected to read",
            ]
            .iter()
            .any(|sign| lower.contains(sign));
        if unreachable {
            return Self::Unavailable(text);
        }
        Self::Database(error)
    }
}
