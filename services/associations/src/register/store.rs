//! Versions of entries in the database.

use std::collections::HashSet;

use storage::sea_orm::{ConnectionTrait, QueryResult};
use storage::{StorageError, Tx};

use crate::register::entry::{Entry, Facts, Size};
use crate::store::{self as sql, OPEN};

/// Columns in the order in which [`read`] expects them.
pub(crate) const COLUMNS: &str = "id, reference, from_generation, name, sort_name, rna, siren, theme, quarter, \
     in_city, size, active, sign_of_life, grants_cents, detail";

/// A version with its place in the table.
#[derive(Clone, Debug)]
pub struct Version {
    /// Key of the row.
    pub id: String,
    /// First generation that sees it.
    pub from_generation: i64,
    /// The entry.
    pub entry: Entry,
}

/// The columns by which open versions are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// RNA number.
    Rna,
    /// SIREN.
    Siren,
    /// Public reference.
    Reference,
}

impl Key {
    pub(crate) const fn column(self) -> &'static str {
        match self {
            Self::Rna => "rna",
            Self::Siren => "siren",
            Self::Reference => "reference",
        }
    }
}

/// Reads one row of [`COLUMNS`].
pub(crate) fn read(row: &QueryResult) -> Result<Version, StorageError> {
    let detail: String = row.try_get_by_index(14)?;
    let facts: Facts = serde_json::from_str(&detail)
        .map_err(|error| StorageError::BadValue(format!("associations_entry.detail : {error}")))?;
    let size: String = row.try_get_by_index(10)?;
    Ok(Version {
        id: row.try_get_by_index(0)?,
        from_generation: row.try_get_by_index(2)?,
        entry: Entry {
            reference: row.try_get_by_index(1)?,
            name: row.try_get_by_index(3)?,
            sort_name: row.try_get_by_index(4)?,
            rna: row.try_get_by_index(5)?,
            siren: row.try_get_by_index(6)?,
            theme: row.try_get_by_index(7)?,
            quarter: row.try_get_by_index(8)?,
            in_city: row.try_get_by_index::<i64>(9)? != 0,
            size: Size::from_key(&size).unwrap_or_default(),
            active: row.try_get_by_index::<i64>(11)? != 0,
            sign_of_life: row.try_get_by_index(12)?,
            grants_cents: row.try_get_by_index(13)?,
            facts,
        },
    })
}

/// Open versions (those that the generation being staged would see) whose key is one of `keys`.
///
/// # Errors
/// The database's.
pub async fn open_by<C: ConnectionTrait>(
    db: &C,
    key: Key,
    keys: &[String],
) -> Result<Vec<Version>, StorageError> {
    let before = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE {} IN",
        key.column()
    );
    let after = format!("AND to_generation = {OPEN}");
    sql::rows_in(db, &before, keys, &after)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Open versions in the order of their row key, after `after`, that an earlier generation made: for
/// finding what a file no longer holds.
///
/// # Errors
/// The database's.
pub async fn open_after<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    after: &str,
    limit: u32,
) -> Result<Vec<Version>, StorageError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE id > $1 AND to_generation = {OPEN} \
         AND from_generation < $2 ORDER BY id LIMIT {limit}"
    );
    let rows = sql::rows(db, &sql, vec![sql::text(after), sql::int(generation)]).await?;
    rows.iter().map(read).collect()
}

/// Writes new versions of the generation `generation`. Each entry comes with the key of its new row.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &Tx,
    generation: i64,
    entries: Vec<(String, Entry)>,
) -> Result<(), StorageError> {
    let rows = entries
        .into_iter()
        .map(|(id, entry)| {
            let detail = serde_json::to_string(&entry.facts)
                .map_err(|error| StorageError::BadValue(error.to_string()))?;
            Ok(vec![
                sql::text(id),
                sql::text(entry.reference),
                sql::int(generation),
                sql::int(OPEN),
                sql::text(entry.name),
                sql::text(entry.sort_name),
                sql::maybe(entry.rna),
                sql::maybe(entry.siren),
                sql::text(entry.theme),
                sql::maybe(entry.quarter),
                sql::flag(entry.in_city),
                sql::text(entry.size.key()),
                sql::flag(entry.active),
                sql::maybe(entry.sign_of_life),
                sql::int(entry.grants_cents),
                sql::text(detail),
            ])
        })
        .collect::<Result<Vec<_>, StorageError>>()?;
    let before = "INSERT INTO associations_entry (id, reference, from_generation, to_generation, name, \
                  sort_name, rna, siren, theme, quarter, in_city, size, active, sign_of_life, grants_cents, detail)";
    sql::insert_rows(tx, before, rows, "").await
}

/// Ends versions: those of earlier generations are no longer seen from `generation` on, those of
/// `generation` itself were never seen and go.
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx, generation: i64, ended: &[&Version]) -> Result<(), StorageError> {
    let ids = |staged: bool| -> Vec<String> {
        ended
            .iter()
            .filter(|v| (v.from_generation == generation) == staged)
            .map(|v| v.id.clone())
            .collect()
    };
    let update = format!("UPDATE associations_entry SET to_generation = {generation} WHERE id IN");
    sql::run_in(tx, &update, &ids(false)).await?;
    sql::run_in(tx, "DELETE FROM associations_entry WHERE id IN", &ids(true)).await
}

/// Remembers that one reference became another.
///
/// # Errors
/// The database's.
pub async fn moved(tx: &Tx, generation: i64, from: &str, to: &str) -> Result<(), StorageError> {
    sql::run(
        tx,
        "INSERT INTO associations_moved (reference, to_reference, generation) VALUES ($1, $2, $3) \
         ON CONFLICT (reference) DO NOTHING",
        vec![sql::text(from), sql::text(to), sql::int(generation)],
    )
    .await?;
    Ok(())
}

/// Those of `references` that some entry, past or present, has.
///
/// # Errors
/// The database's.
pub async fn taken(tx: &Tx, references: &[String]) -> Result<HashSet<String>, StorageError> {
    let before = "SELECT reference FROM associations_entry WHERE reference IN";
    let rows = sql::rows_in(tx.db(), before, references, "").await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// The entries that readers see, in the order of their names, after `after` (sort name, reference).
///
/// # Errors
/// The database's.
pub async fn visible_after<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    after: &(String, String),
    limit: u32,
) -> Result<Vec<Entry>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE +from_generation <= $1 AND +to_generation > $1 \
         AND (sort_name > $2 OR (sort_name = $2 AND reference > $3)) ORDER BY sort_name, reference LIMIT {limit}"
    );
    let values = vec![
        sql::int(generation),
        sql::text(after.0.clone()),
        sql::text(after.1.clone()),
    ];
    let rows = sql::rows(db, &statement, values).await?;
    rows.iter()
        .map(|row| read(row).map(|version| version.entry))
        .collect()
}

/// Versions that readers see in generation `now` and did not in `before`, in the order of their row key.
///
/// # Errors
/// The database's.
pub async fn renewed_between<C: ConnectionTrait>(
    db: &C,
    before: i64,
    now: i64,
    after: &str,
    limit: u32,
) -> Result<Vec<Version>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE id > $1 AND from_generation > $2 \
         AND +from_generation <= $3 AND +to_generation > $3 ORDER BY id LIMIT {limit}"
    );
    let values = vec![sql::text(after), sql::int(before), sql::int(now)];
    sql::rows(db, &statement, values)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// References that readers saw in generation `before` and see no more in `now`.
///
/// # Errors
/// The database's.
pub async fn vanished_between<C: ConnectionTrait>(
    db: &C,
    before: i64,
    now: i64,
) -> Result<Vec<String>, StorageError> {
    let statement =
        "SELECT reference FROM associations_moved WHERE generation > $1 AND generation <= $2";
    let rows = sql::rows(db, statement, vec![sql::int(before), sql::int(now)]).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}
