//! One entry in the database.

use storage::StorageError;
use storage::sea_orm::ConnectionTrait;

use crate::register::entry::Entry;
use crate::register::store::{COLUMNS, Key, read};
use crate::store as sql;

/// The entry that readers see under this key.
///
/// # Errors
/// The database's.
pub async fn visible<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    key: Key,
    value: &str,
) -> Result<Option<Entry>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE {} = $1 \
         AND +from_generation <= $2 AND +to_generation > $2 ORDER BY id LIMIT 1",
        key.column()
    );
    let row = sql::row(db, &statement, vec![sql::text(value), sql::int(generation)]).await?;
    row.as_ref()
        .map(read)
        .transpose()
        .map(|version| version.map(|v| v.entry))
}

/// The reference that took the place of `reference` when two entries turned out to be one body.
///
/// # Errors
/// The database's.
pub async fn moved_to<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    reference: &str,
) -> Result<Option<String>, StorageError> {
    let row = sql::row(
        db,
        "SELECT to_reference FROM associations_moved WHERE reference = $1 AND generation <= $2",
        vec![sql::text(reference), sql::int(generation)],
    )
    .await?;
    row.map(|row| Ok(row.try_get_by_index(0)?)).transpose()
}
