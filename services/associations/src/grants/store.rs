//! Versions of grants in the database.

use std::collections::HashSet;

use storage::sea_orm::{ConnectionTrait, QueryResult};
use storage::{StorageError, Tx};

use crate::grants::model::{GrantFacts, MoneyIndex};
use crate::store::{self as sql, OPEN};

/// A version of a grant with its place in the table.
#[derive(Clone, Debug)]
pub struct GrantVersion {
    /// Key of the row.
    pub id: String,
    /// Stable identifier of the grant.
    pub key: String,
    /// Register whose file told it.
    pub register: String,
    /// First generation that sees it.
    pub from_generation: i64,
    /// The beneficiary is a natural person: never shown.
    pub person: bool,
    /// The grant.
    pub facts: GrantFacts,
}

const COLUMNS: &str = "id, key, from_generation, person, detail, register";

fn read(row: &QueryResult) -> Result<GrantVersion, StorageError> {
    let detail: String = row.try_get_by_index(4)?;
    Ok(GrantVersion {
        id: row.try_get_by_index(0)?,
        key: row.try_get_by_index(1)?,
        register: row.try_get_by_index(5)?,
        from_generation: row.try_get_by_index(2)?,
        person: row.try_get_by_index::<i64>(3)? != 0,
        facts: serde_json::from_str(&detail).map_err(|error| {
            StorageError::BadValue(format!("associations_grant.detail : {error}"))
        })?,
    })
}

/// Open versions with one of these stable identifiers.
///
/// # Errors
/// The database's.
pub async fn open_by_key<C: ConnectionTrait>(
    db: &C,
    keys: &[String],
) -> Result<Vec<GrantVersion>, StorageError> {
    open_by(db, "key", keys).await
}

/// Open versions whose beneficiary has one of these SIREN.
///
/// # Errors
/// The database's.
pub async fn open_by_siren<C: ConnectionTrait>(
    db: &C,
    sirens: &[String],
) -> Result<Vec<GrantVersion>, StorageError> {
    open_by(db, "siren", sirens).await
}

async fn open_by<C: ConnectionTrait>(
    db: &C,
    column: &str,
    keys: &[String],
) -> Result<Vec<GrantVersion>, StorageError> {
    let before = format!("SELECT {COLUMNS} FROM associations_grant WHERE {column} IN");
    let after = format!("AND to_generation = {OPEN}");
    sql::rows_in(db, &before, keys, &after)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Open versions in the order of their row key, made by an earlier generation.
///
/// # Errors
/// The database's.
pub async fn open_after<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    register: &str,
    after: &str,
    limit: u32,
) -> Result<Vec<GrantVersion>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_grant WHERE id > $1 AND to_generation = {OPEN} \
         AND from_generation < $2 AND register = $3 ORDER BY id LIMIT {limit}"
    );
    let values = vec![sql::text(after), sql::int(generation), sql::text(register)];
    sql::rows(db, &statement, values)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Writes new versions.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &Tx,
    generation: i64,
    register: &str,
    grants: &[GrantVersion],
) -> Result<(), StorageError> {
    let rows = grants
        .iter()
        .map(|grant| {
            let facts = &grant.facts;
            let detail = serde_json::to_string(facts)
                .map_err(|error| StorageError::BadValue(error.to_string()))?;
            Ok(vec![
                sql::text(grant.id.clone()),
                sql::text(grant.key.clone()),
                sql::int(generation),
                sql::int(OPEN),
                sql::text(register),
                sql::maybe(facts.rna.clone()),
                sql::maybe(facts.siren.clone()),
                sql::int(i64::from(facts.year)),
                sql::maybe(facts.grantor_siren().map(str::to_owned)),
                sql::text(facts.grantor.clone()),
                sql::int(facts.cents),
                sql::flag(grant.person),
                sql::text(detail),
            ])
        })
        .collect::<Result<Vec<_>, StorageError>>()?;
    let before = "INSERT INTO associations_grant (id, key, from_generation, to_generation, register, rna, siren, \
                  year, grantor_siren, grantor, amount_cents, person, detail)";
    sql::insert_rows(tx, before, rows, "").await
}

/// Ends versions, as `register::store::end` does for entries.
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx, generation: i64, ended: &[&GrantVersion]) -> Result<(), StorageError> {
    let ids = |staged: bool| -> Vec<String> {
        ended
            .iter()
            .filter(|g| (g.from_generation == generation) == staged)
            .map(|g| g.id.clone())
            .collect()
    };
    let update = format!("UPDATE associations_grant SET to_generation = {generation} WHERE id IN");
    sql::run_in(tx, &update, &ids(false)).await?;
    sql::run_in(tx, "DELETE FROM associations_grant WHERE id IN", &ids(true)).await
}

/// Money of the bodies with these numbers, from the open versions. Natural persons are left out.
///
/// # Errors
/// The database's.
pub async fn open_money<C: ConnectionTrait>(
    db: &C,
    rnas: &[String],
    sirens: &[String],
) -> Result<MoneyIndex, StorageError> {
    let mut money = MoneyIndex::default();
    if sql::row(db, "SELECT 1 FROM associations_grant LIMIT 1", vec![])
        .await?
        .is_none()
    {
        return Ok(money);
    }
    let mut seen = HashSet::new();
    for (column, keys) in [("rna", rnas), ("siren", sirens)] {
        let before = format!(
            "SELECT id, rna, siren, year, amount_cents FROM associations_grant WHERE {column} IN"
        );
        let after = format!("AND to_generation = {OPEN} AND person = 0");
        for row in sql::rows_in(db, &before, keys, &after).await? {
            let id: String = row.try_get_by_index(0)?;
            if seen.insert(id) {
                let year = i16::try_from(row.try_get_by_index::<i64>(3)?).unwrap_or_default();
                money.add(
                    row.try_get_by_index(1)?,
                    row.try_get_by_index(2)?,
                    year,
                    row.try_get_by_index(4)?,
                );
            }
        }
    }
    Ok(money)
}

/// The grants of one body that readers see, newest first.
///
/// # Errors
/// The database's.
pub async fn visible_of<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    rna: Option<&str>,
    siren: Option<&str>,
) -> Result<Vec<GrantVersion>, StorageError> {
    // Two searches on their own indexes: an OR over both reads the whole table on some planners.
    let mut found: Vec<GrantVersion> = Vec::new();
    for (column, key) in [("rna", rna), ("siren", siren)] {
        let Some(key) = key else { continue };
        let statement = format!(
            "SELECT {COLUMNS} FROM associations_grant WHERE {column} = $1 AND person = 0 \
             AND +from_generation <= $2 AND +to_generation > $2"
        );
        for row in sql::rows(db, &statement, vec![sql::text(key), sql::int(generation)]).await? {
            let grant = read(&row)?;
            if !found.iter().any(|known| known.id == grant.id) {
                found.push(grant);
            }
        }
    }
    found.sort_by(|a, b| {
        (b.facts.year, &b.facts.decided_on, &a.key).cmp(&(
            a.facts.year,
            &a.facts.decided_on,
            &b.key,
        ))
    });
    Ok(found)
}

/// The grants that readers see, in the order of their stable identifier after `after`, for exports.
///
/// # Errors
/// The database's.
pub async fn visible_after<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    after: &str,
    limit: u32,
) -> Result<Vec<GrantVersion>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_grant WHERE key > $1 AND person = 0 \
         AND +from_generation <= $2 AND +to_generation > $2 ORDER BY key LIMIT {limit}"
    );
    sql::rows(db, &statement, vec![sql::text(after), sql::int(generation)])
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Remembers that these SIREN are natural persons, as hashes: it is nobody's business who they are.
///
/// # Errors
/// The database's.
pub async fn remember_persons(tx: &Tx, sirens: &[String]) -> Result<(), StorageError> {
    let rows = sirens
        .iter()
        .map(|siren| vec![sql::text(person_key(siren))])
        .collect();
    let before = "INSERT INTO associations_person (siren_sha256)";
    sql::insert_rows(tx, before, rows, "ON CONFLICT (siren_sha256) DO NOTHING").await
}

/// Those of `sirens` that are known to be natural persons.
///
/// # Errors
/// The database's.
pub async fn persons_among<C: ConnectionTrait>(
    db: &C,
    sirens: &[String],
) -> Result<HashSet<String>, StorageError> {
    let keys: Vec<String> = sirens.iter().map(|siren| person_key(siren)).collect();
    let before = "SELECT siren_sha256 FROM associations_person WHERE siren_sha256 IN";
    let mut hashes = HashSet::new();
    for row in sql::rows_in(db, before, &keys, "").await? {
        hashes.insert(row.try_get_by_index::<String>(0)?);
    }
    let known = sirens
        .iter()
        .zip(&keys)
        .filter(|(_, key)| hashes.contains(*key));
    Ok(known.map(|(siren, _)| siren.clone()).collect())
}

fn person_key(siren: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(siren.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
