//! Masks in the database.

use storage::sea_orm::ConnectionTrait;
use storage::{StorageError, Tx};

use crate::register::entry::Entry;
use crate::register::masks::model::Reason;
use crate::register::store::{COLUMNS, Version, read};
use crate::store as sql;

/// Notes or removes a mask.
///
/// # Errors
/// The database's.
pub async fn set(tx: &Tx, reference: &str, reason: Option<Reason>) -> Result<(), StorageError> {
    sql::run(
        tx,
        "UPDATE associations_current SET revision = revision + 1 WHERE id = 1",
        vec![],
    )
    .await?;
    sql::run(
        tx,
        "DELETE FROM associations_mask WHERE reference = $1",
        vec![sql::text(reference)],
    )
    .await?;
    if let Some(reason) = reason {
        sql::run(
            tx,
            "INSERT INTO associations_mask (reference, reason, since) VALUES ($1, $2, $3)",
            vec![
                sql::text(reference),
                sql::text(reason.key()),
                sql::int(tx.now().0),
            ],
        )
        .await?;
    }
    Ok(())
}

/// The versions of an entry that generation `current` or a later one sees.
///
/// # Errors
/// The database's.
pub async fn seen_since(
    tx: &Tx,
    reference: &str,
    current: i64,
) -> Result<Vec<Version>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE reference = $1 AND +to_generation > $2"
    );
    sql::rows(
        tx.db(),
        &statement,
        vec![sql::text(reference), sql::int(current)],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Writes what a mask changes in one version.
///
/// # Errors
/// The database's.
pub async fn rewrite(tx: &Tx, id: &str, entry: &Entry) -> Result<(), StorageError> {
    let detail = serde_json::to_string(&entry.facts)
        .map_err(|error| StorageError::BadValue(error.to_string()))?;
    sql::run(
        tx,
        "UPDATE associations_entry SET quarter = $1, detail = $2 WHERE id = $3",
        vec![
            sql::maybe(entry.quarter.clone()),
            sql::text(detail),
            sql::text(id),
        ],
    )
    .await?;
    Ok(())
}

/// Every masked reference.
///
/// # Errors
/// The database's.
pub async fn all<C: ConnectionTrait>(db: &C) -> Result<Vec<String>, StorageError> {
    let rows = sql::rows(
        db,
        "SELECT reference FROM associations_mask ORDER BY reference",
        vec![],
    )
    .await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}
