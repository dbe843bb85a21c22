use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use calendar::SharedClock;
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sea_orm::sqlx::{self, Connection as _};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, IsolationLevel, Statement, TransactionOptions, TransactionTrait,
};

use crate::{Recorder, StorageError};

/// SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when a checkpoint resets the log
/// (sqlite.org/wal.html#walresetbug).
const OLDEST_SQLITE: (u32, u32, u32) = (3, 51, 3);
const OLDEST_POSTGRES: u32 = 15;
const READERS: u32 = 4;
/// How long anybody waits for the database before saying that it does not answer.
pub(crate) const PATIENCE: Duration = Duration::from_secs(4);
/// How long SQLite itself waits for another process to finish writing. Its own waiting grows to 100 ms
/// between two looks and loses every race against an import in another process, which writes again a few
/// milliseconds later; `begin` looks again at once instead, up to [`PATIENCE`].
pub(crate) const GLANCE: Duration = Duration::from_millis(4);

/// Which database holds the city.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file, made when it does not exist.
    Sqlite(PathBuf),
    /// A PostgreSQL server, version 15 or later, by URL.
    Postgres(String),
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite {}", path.display()),
            Self::Postgres(_) => f.write_str("postgres (adresse non montrée)"),
        }
    }
}

impl Target {
    /// The target for `--database URL` or, without it, for the SQLite file `solidaire.sqlite3` in `dir`.
    ///
    /// # Errors
    /// When the URL is neither `postgres://` nor `postgresql://`.
    pub fn choose(dir: &Path, url: Option<&str>) -> Result<Self, StorageError> {
        match url {
            None => Ok(Self::Sqlite(dir.join("solidaire.sqlite3"))),
            Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            Some(url) => {
                let scheme = url.split(':').next().unwrap_or_default();
                Err(StorageError::BadTarget(scheme.to_owned()))
            }
        }
    }
}

/// The open database. Clones share it.
#[derive(Clone)]
pub struct Storage(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) reader: DatabaseConnection,
    pub(crate) writer: DatabaseConnection,
    pub(crate) recorder: Arc<dyn Recorder>,
    pub(crate) clock: SharedClock,
    pub(crate) target: Target,
}

impl std::fmt::Debug for Storage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Storage").field(&self.0.target).finish()
    }
}

impl Storage {
    /// Opens the database. The recorder is what remembers acts; `journal::Journal` is the product's.
    ///
    /// # Errors
    /// When the database cannot be reached or its software is too old.
    pub async fn open(
        target: &Target,
        recorder: Arc<dyn Recorder>,
        clock: SharedClock,
    ) -> Result<Self, StorageError> {
        let (reader, writer) = match target {
            Target::Sqlite(path) => {
                let writer = sqlite(path, 1, false).await?;
                check_sqlite(&writer).await?;
                let reader = sqlite(path, READERS, true).await?;
                (reader, writer)
            }
            Target::Postgres(url) => {
                let writer = postgres(url, READERS, false).await?;
                check_postgres(&writer).await?;
                let reader = postgres(url, READERS * 2, true).await?;
                (reader, writer)
            }
        };
        Ok(Self(Arc::new(Inner {
            reader,
            writer,
            recorder,
            clock,
            target: target.clone(),
        })))
    }

    /// The connections for reading. On SQLite they cannot write at all.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    /// Which database this is.
    #[must_use]
    pub fn target(&self) -> &Target {
        &self.0.target
    }

    /// SQLite or PostgreSQL, for the rare statement that differs.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.0.reader.get_database_backend()
    }

    /// The clock that dates acts.
    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.0.clock
    }

    /// A transaction for reading that sees the database as of one instant, however much is written
    /// meanwhile. It ends when dropped.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, StorageError> {
        let options = match self.backend() {
            // A deferred transaction of SQLite in WAL mode is a snapshot from its first read on.
            DbBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
        };
        Ok(self.0.reader.begin_with_options(options).await?)
    }

    /// Answers when the database can be read.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn ping(&self) -> Result<(), StorageError> {
        self.0.reader.ping().await.map_err(StorageError::from)
    }

    /// Closes every connection, so that SQLite folds its log back into the file.
    pub async fn close(&self) {
        for pool in [&self.0.reader, &self.0.writer] {
            if let Err(error) = pool.close_by_ref().await {
                tracing::warn!(%error, "closing the database");
            }
        }
    }
}

async fn sqlite(
    path: &Path,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, StorageError> {
    let file = path.to_path_buf();
    let mut options = ConnectOptions::new("sqlite::memory:");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(4))
        .connect_timeout(Duration::from_secs(4))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_pool_opts(move |options| {
            if read_only {
                return options;
            }
            options.after_release(|connection, _| Box::pin(sound(connection)))
        })
        .map_sqlx_sqlite_opts(move |_| {
            let options = SqliteConnectOptions::new()
                .filename(&file)
                .create_if_missing(!read_only)
                .read_only(read_only)
                .foreign_keys(true)
                .busy_timeout(if read_only { PATIENCE } else { GLANCE })
                .statement_cache_capacity(256)
                .pragma("trusted_schema", "OFF")
                .pragma("cell_size_check", "ON")
                .pragma("mmap_size", "0");
            if read_only {
                options.pragma("cache_size", "-8000")
            } else {
                options
                    // An import of a million lines touches its indexes everywhere: measured, a small cache
                    // doubles its time. The cache only grows as far as there is something to hold.
                    .pragma("cache_size", "-98304")
                    .pragma("wal_autocheckpoint", "16000")
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .pragma("secure_delete", "ON")
            }
        });
    Ok(Database::connect(options).await?)
}

/// Whether a connection may be used again. SQLite ends a transaction by itself when the disk is full or fails; the
/// library then still counts it as open and would put every later write into a savepoint that is never committed.
/// Such a connection is closed, and the next writer gets a new one.
async fn sound(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // Commands are worked off in order: after this one, a rollback that was asked for has happened.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

async fn postgres(
    url: &str,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, StorageError> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(4))
        .connect_timeout(Duration::from_secs(4))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(move |options| {
            // Nobody waits for a lock longer than a visitor waits for a page, and a process that hangs with
            // the journal's head locked is cut off, so that the others go on.
            let options = options.application_name("solidaire").options([
                ("lock_timeout", "4s"),
                ("idle_in_transaction_session_timeout", "60s"),
            ]);
            if read_only {
                options.options([("default_transaction_read_only", "on")])
            } else {
                options
            }
        });
    Ok(Database::connect(options).await?)
}

async fn one_text(
    connection: &DatabaseConnection,
    backend: DbBackend,
    sql: &str,
) -> Result<String, StorageError> {
    let row = connection
        .query_one_raw(Statement::from_string(backend, sql.to_owned()))
        .await?;
    let Some(row) = row else {
        return Err(StorageError::BadValue(sql.to_owned()));
    };
    Ok(row.try_get_by_index::<String>(0)?)
}

async fn check_sqlite(connection: &DatabaseConnection) -> Result<(), StorageError> {
    let version = one_text(connection, DbBackend::Sqlite, "SELECT sqlite_version()").await?;
    let mut parts = version
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
        parts.next().unwrap_or(0),
    );
    if found < OLDEST_SQLITE {
        return Err(StorageError::OldSqlite(version));
    }
    Ok(())
}

async fn check_postgres(connection: &DatabaseConnection) -> Result<(), StorageError> {
    let version = one_text(
        connection,
        DbBackend::Postgres,
        "SELECT current_setting('server_version')",
    )
    .await?;
    let major: u32 = version
        .split(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if major < OLDEST_POSTGRES {
        return Err(StorageError::OldPostgres(version));
    }
    Ok(())
}
