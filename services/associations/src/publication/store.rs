//! Publications and the current generation in the database.

use calendar::Instant;
use storage::sea_orm::ConnectionTrait;
use storage::{StorageError, Tx};

use crate::publication::model::{Counts, ImportError, Register};
use crate::store::{self as sql, OPEN};

/// How long an import may be silent before others take it for dead, in seconds.
pub const LEASE_SECONDS: i64 = 20;

/// What readers see: the generation, and the revision that counts masks set and lifted within it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seen {
    /// Generation.
    pub generation: i64,
    /// Revision.
    pub revision: i64,
}

/// What readers see now.
///
/// # Errors
/// The database's.
pub async fn current<C: ConnectionTrait>(db: &C) -> Result<Seen, StorageError> {
    let statement = "SELECT generation, revision FROM associations_current WHERE id = 1";
    let row = sql::row(db, statement, vec![]).await?;
    let row = row.ok_or_else(|| StorageError::BadValue("associations_current".to_owned()))?;
    Ok(Seen {
        generation: row.try_get_by_index(0)?,
        revision: row.try_get_by_index(1)?,
    })
}

/// What is noted of a publication when it begins.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    /// Register.
    pub register: Register,
    /// Name of the file, without its folder.
    pub file_name: &'a str,
    /// Hash of its bytes.
    pub file_sha256: &'a str,
    /// Day on which it was cut, ISO.
    pub snapshot_on: &'a str,
}

/// Takes the next generation for a new import, or says that another import runs.
///
/// # Errors
/// [`ImportError::Busy`], or the database's.
pub async fn begin(tx: &Tx, beginning: &Beginning<'_>) -> Result<i64, ImportError> {
    // The update comes first: it makes two imports queue up on this row.
    sql::run(
        tx,
        "UPDATE associations_current SET next_generation = next_generation + 1 WHERE id = 1",
        vec![],
    )
    .await?;
    let running = sql::row(
        tx.db(),
        "SELECT generation FROM associations_publication WHERE state = 'staging'",
        vec![],
    )
    .await?;
    if running.is_some() {
        return Err(ImportError::Busy);
    }
    let row = sql::row(
        tx.db(),
        "SELECT next_generation - 1 FROM associations_current WHERE id = 1",
        vec![],
    )
    .await?
    .ok_or_else(|| StorageError::BadValue("associations_current".to_owned()))?;
    let generation: i64 = row.try_get_by_index(0).map_err(StorageError::from)?;
    sql::run(
        tx,
        "INSERT INTO associations_publication (generation, register, file_name, file_sha256, snapshot_on, \
         state, counts, started_at, lease_until, published_at) VALUES ($1,$2,$3,$4,$5,'staging','{}',$6,$7,NULL)",
        vec![
            sql::int(generation),
            sql::text(beginning.register.key()),
            sql::text(beginning.file_name),
            sql::text(beginning.file_sha256),
            sql::text(beginning.snapshot_on),
            sql::int(tx.now().0),
            sql::int(tx.now().plus_seconds(LEASE_SECONDS).0),
        ],
    )
    .await?;
    Ok(generation)
}

/// Says that the import of `generation` lives. Part of each of its transactions, so that rows are
/// never added to an import that was swept.
///
/// # Errors
/// [`ImportError::LeaseLost`], or the database's.
pub async fn renew(tx: &Tx, generation: i64) -> Result<(), ImportError> {
    let touched = sql::run(
        tx,
        "UPDATE associations_publication SET lease_until = $1 WHERE generation = $2 AND state = 'staging'",
        vec![sql::int(tx.now().plus_seconds(LEASE_SECONDS).0), sql::int(generation)],
    )
    .await?;
    if touched == 1 {
        Ok(())
    } else {
        Err(ImportError::LeaseLost)
    }
}

/// Makes the staged generation the one that readers see.
///
/// # Errors
/// [`ImportError::LeaseLost`], or the database's.
pub async fn publish(tx: &Tx, generation: i64, counts: &Counts) -> Result<(), ImportError> {
    finish(tx, generation, "published", counts).await?;
    sql::run(
        tx,
        "UPDATE associations_current SET generation = $1 WHERE id = 1",
        vec![sql::int(generation)],
    )
    .await?;
    Ok(())
}

/// Closes an import that turned out to change nothing: it keeps its line, readers keep what they see.
///
/// # Errors
/// [`ImportError::LeaseLost`], or the database's.
pub async fn close_unchanged(tx: &Tx, generation: i64, counts: &Counts) -> Result<(), ImportError> {
    finish(tx, generation, "unchanged", counts).await
}

async fn finish(tx: &Tx, generation: i64, state: &str, counts: &Counts) -> Result<(), ImportError> {
    let counts =
        serde_json::to_string(counts).map_err(|error| StorageError::BadValue(error.to_string()))?;
    let touched = sql::run(
        tx,
        "UPDATE associations_publication SET state = $1, counts = $2, published_at = $3 \
         WHERE generation = $4 AND state = 'staging'",
        vec![
            sql::text(state),
            sql::text(counts),
            sql::int(tx.now().0),
            sql::int(generation),
        ],
    )
    .await?;
    if touched == 1 {
        Ok(())
    } else {
        Err(ImportError::LeaseLost)
    }
}

/// Imports that began and neither ended nor gave a sign since their lease ran out. `force` gives every
/// staging import, for a process that knows that it is alone.
///
/// # Errors
/// The database's.
pub async fn stale<C: ConnectionTrait>(db: &C, now: Instant) -> Result<Vec<i64>, StorageError> {
    let rows = sql::rows(
        db,
        "SELECT generation FROM associations_publication \
         WHERE state IN ('staging', 'sweeping') AND lease_until < $1 ORDER BY generation",
        vec![sql::int(now.0)],
    )
    .await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// Marks an import as being swept: from here on it can neither stage nor publish.
///
/// # Errors
/// The database's.
pub async fn mark_sweeping(tx: &Tx, generation: i64) -> Result<(), StorageError> {
    sql::run(
        tx,
        "UPDATE associations_publication SET state = 'sweeping' WHERE generation = $1 AND state = 'staging'",
        vec![sql::int(generation)],
    )
    .await?;
    Ok(())
}

/// Removes up to `limit` staged rows of a dead import and reopens what they would have ended. Gives the
/// number of rows touched; 0 when nothing is left.
///
/// # Errors
/// The database's.
pub async fn sweep_some(tx: &Tx, generation: i64, limit: u32) -> Result<u64, StorageError> {
    let mut touched = 0;
    for table in ["associations_entry", "associations_grant"] {
        touched += sql::run(
            tx,
            &format!(
                "DELETE FROM {table} WHERE id IN \
                 (SELECT id FROM {table} WHERE from_generation = $1 LIMIT {limit})"
            ),
            vec![sql::int(generation)],
        )
        .await?;
        touched += sql::run(
            tx,
            &format!(
                "UPDATE {table} SET to_generation = {OPEN} WHERE id IN \
                 (SELECT id FROM {table} WHERE to_generation = $1 AND to_generation < {OPEN} LIMIT {limit})"
            ),
            vec![sql::int(generation)],
        )
        .await?;
    }
    touched += sql::run(
        tx,
        "DELETE FROM associations_moved WHERE generation = $1",
        vec![sql::int(generation)],
    )
    .await?;
    Ok(touched)
}

/// Notes that a dead import left nothing behind.
///
/// # Errors
/// The database's.
pub async fn mark_abandoned(tx: &Tx, generation: i64) -> Result<(), StorageError> {
    sql::run(
        tx,
        "UPDATE associations_publication SET state = 'abandoned' WHERE generation = $1",
        vec![sql::int(generation)],
    )
    .await?;
    Ok(())
}

/// The newest published file of each register: register key, day it was cut, instant of publication.
///
/// # Errors
/// The database's.
pub async fn newest<C: ConnectionTrait>(
    db: &C,
) -> Result<Vec<(String, String, Instant)>, StorageError> {
    let rows = sql::rows(
        db,
        "SELECT register, snapshot_on, published_at FROM associations_publication \
         WHERE state IN ('published', 'unchanged') ORDER BY generation",
        vec![],
    )
    .await?;
    let mut newest: Vec<(String, String, Instant)> = Vec::new();
    for row in &rows {
        let register: String = row.try_get_by_index(0)?;
        let line = (
            register.clone(),
            row.try_get_by_index(1)?,
            Instant(row.try_get_by_index(2)?),
        );
        newest.retain(|(known, _, _)| *known != register);
        newest.push(line);
    }
    Ok(newest)
}
