use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use sea_orm::{
    DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use serde_json::Value;

use crate::open::PATIENCE;
use crate::{Act, Storage, StorageError};
use calendar::Instant;

/// A boxed future, because a recorder is chosen when the program starts.
pub type RecorderFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// What a recorder answers: the place of the act in the record, from 1, without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recorded {
    /// Place in the record.
    pub ordinal: i64,
}

/// What remembers acts. The journal implements it one storey up; storage only fixes the order:
/// lock first, work, append, commit.
pub trait Recorder: Send + Sync {
    /// Takes the place of the next entry, so that acts are recorded in the order in which they commit.
    /// On PostgreSQL it must be the first statement of the transaction.
    fn lock<'a>(&'a self, tx: &'a Tx) -> RecorderFuture<'a, ()>;

    /// Appends the act in the same transaction.
    fn append<'a>(&'a self, tx: &'a Tx, act: Act) -> RecorderFuture<'a, Recorded>;

    /// Told after the transaction is durable.
    fn committed(&self, _recorded: Recorded) {}
}

/// Remembers nothing: for tests of single stores and for the migrations before a journal exists.
#[derive(Debug, Default, Clone, Copy)]
pub struct NoRecord;

impl Recorder for NoRecord {
    fn lock<'a>(&'a self, _tx: &'a Tx) -> RecorderFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }

    fn append<'a>(&'a self, _tx: &'a Tx, _act: Act) -> RecorderFuture<'a, Recorded> {
        Box::pin(async { Ok(Recorded { ordinal: 0 }) })
    }
}

/// An open transaction. Stores take a reference to it and never open one of their own.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    backend: DbBackend,
    now: Instant,
    added: Mutex<Vec<(String, Value)>>,
}

impl Tx {
    /// What statements run on.
    #[must_use]
    pub fn db(&self) -> &DatabaseTransaction {
        &self.inner
    }

    /// SQLite or PostgreSQL.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.backend
    }

    /// The instant at which the transaction began: the date of everything written in it.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// Adds to the act's record a fact known only now (a count, a new reference). No personal data.
    pub fn add_fact(&self, name: &str, value: impl Into<Value>) {
        self.facts().push((name.to_owned(), value.into()));
    }

    fn facts(&self) -> MutexGuard<'_, Vec<(String, Value)>> {
        match self.added.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        }
    }
}

impl Storage {
    /// Performs `act`: runs `work` in one transaction, records the act in the same transaction and
    /// commits. When this returns `Ok`, the act is durable; when it returns an error, nothing of it is.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own error.
    pub async fn write<T, E, F>(&self, act: Act, work: F) -> Result<T, E>
    where
        E: From<StorageError>,
        F: AsyncFnOnce(&Tx) -> Result<T, E>,
    {
        let tx = self.begin().await?;
        self.0.recorder.lock(&tx).await?;
        let value = work(&tx).await?;
        let mut act = act;
        act.facts.extend(tx.facts().drain(..));
        let recorded = self.0.recorder.append(&tx, act).await?;
        tx.inner.commit().await.map_err(StorageError::from)?;
        self.0.recorder.committed(recorded);
        Ok(value)
    }

    /// Writes what is no act: rows that no reader sees yet, claims on jobs, leases. One transaction,
    /// no entry in the record.
    ///
    /// # Errors
    /// Whatever `work` returns, or the database's own error.
    pub async fn keep<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<StorageError>,
        F: AsyncFnOnce(&Tx) -> Result<T, E>,
    {
        let tx = self.begin().await?;
        let value = work(&tx).await?;
        tx.inner.commit().await.map_err(StorageError::from)?;
        Ok(value)
    }

    async fn begin(&self) -> Result<Tx, StorageError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        let inner = loop {
            match self.0.writer.begin_with_options(options).await {
                Ok(inner) => break inner,
                Err(error) if is_busy(&error) && tokio::time::Instant::now() < deadline => {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        Ok(Tx {
            inner,
            backend: self.backend(),
            now: self.0.clock.now(),
            added: Mutex::new(Vec::new()),
        })
    }
}

/// Another process is writing to the SQLite file.
fn is_busy(error: &DbErr) -> bool {
    error.to_string().contains("database is locked")
}
