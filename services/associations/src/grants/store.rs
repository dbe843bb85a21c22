//! Versions of grants in the database.

use std::collections::HashSet;

use storage::sea_orm::{ConnectionTrait, QueryResult, Value};
use storage::{StorageError, Tx};

use crate::grants::model::{GrantFacts, MoneyIndex};
use crate::store::{self as sql, KEYS_PER_QUERY, OPEN};

const WIDTH: usize = 13;

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
    let mut found = Vec::new();
    for chunk in keys.chunks(KEYS_PER_QUERY) {
        let statement = format!(
            "SELECT {COLUMNS} FROM associations_grant WHERE {column} IN ({}) AND to_generation = {OPEN}",
            sql::placeholders(1, chunk.len())
        );
        let values = chunk.iter().map(|key| sql::text(key.clone())).collect();
        for row in sql::rows(db, &statement, values).await? {
            found.push(read(&row)?);
        }
    }
    Ok(found)
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
    for chunk in grants.chunks(KEYS_PER_QUERY) {
        let statement = format!(
            "INSERT INTO associations_grant (id, key, from_generation, to_generation, register, rna, siren, year, \
             grantor_siren, grantor, amount_cents, person, detail) VALUES {}",
            sql::value_rows(chunk.len(), WIDTH)
        );
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * WIDTH);
        for grant in chunk {
            let facts = &grant.facts;
            let detail = serde_json::to_string(facts)
                .map_err(|error| StorageError::BadValue(error.to_string()))?;
            values.push(sql::text(grant.id.clone()));
            values.push(sql::text(grant.key.clone()));
            values.push(sql::int(generation));
            values.push(sql::int(OPEN));
            values.push(sql::text(register));
            values.push(sql::maybe(facts.rna.clone()));
            values.push(sql::maybe(facts.siren.clone()));
            values.push(sql::int(i64::from(facts.year)));
            values.push(sql::maybe(facts.grantor_siren().map(str::to_owned)));
            values.push(sql::text(facts.grantor.clone()));
            values.push(sql::int(facts.cents));
            values.push(sql::flag(grant.person));
            values.push(sql::text(detail));
        }
        sql::run(tx, &statement, values).await?;
    }
    Ok(())
}

/// Ends versions, as `register::store::end` does for entries.
///
/// # Errors
/// The database's.
pub async fn end(tx: &Tx, generation: i64, ended: &[&GrantVersion]) -> Result<(), StorageError> {
    for chunk in ended.chunks(KEYS_PER_QUERY) {
        let ids = |staged: bool| -> Vec<Value> {
            chunk
                .iter()
                .filter(|g| (g.from_generation == generation) == staged)
                .map(|g| sql::text(g.id.clone()))
                .collect()
        };
        let (earlier, staged) = (ids(false), ids(true));
        if !earlier.is_empty() {
            let statement = format!(
                "UPDATE associations_grant SET to_generation = {generation} WHERE id IN ({})",
                sql::placeholders(1, earlier.len())
            );
            sql::run(tx, &statement, earlier).await?;
        }
        if !staged.is_empty() {
            let statement = format!(
                "DELETE FROM associations_grant WHERE id IN ({})",
                sql::placeholders(1, staged.len())
            );
            sql::run(tx, &statement, staged).await?;
        }
    }
    Ok(())
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
        for chunk in keys.chunks(KEYS_PER_QUERY) {
            let statement = format!(
                "SELECT id, rna, siren, year, amount_cents FROM associations_grant \
                 WHERE {column} IN ({}) AND to_generation = {OPEN} AND person = 0",
                sql::placeholders(1, chunk.len())
            );
            let values = chunk.iter().map(|key| sql::text(key.clone())).collect();
            for row in sql::rows(db, &statement, values).await? {
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
             AND from_generation <= $2 AND to_generation > $2"
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
         AND from_generation <= $2 AND to_generation > $2 ORDER BY key LIMIT {limit}"
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
    for chunk in sirens.chunks(KEYS_PER_QUERY) {
        let statement = format!(
            "INSERT INTO associations_person (siren_sha256) VALUES {} ON CONFLICT (siren_sha256) DO NOTHING",
            sql::value_rows(chunk.len(), 1)
        );
        let values = chunk
            .iter()
            .map(|siren| sql::text(person_key(siren)))
            .collect();
        sql::run(tx, &statement, values).await?;
    }
    Ok(())
}

/// Those of `sirens` that are known to be natural persons.
///
/// # Errors
/// The database's.
pub async fn persons_among<C: ConnectionTrait>(
    db: &C,
    sirens: &[String],
) -> Result<HashSet<String>, StorageError> {
    let mut persons = HashSet::new();
    for chunk in sirens.chunks(KEYS_PER_QUERY) {
        let statement = format!(
            "SELECT siren_sha256 FROM associations_person WHERE siren_sha256 IN ({})",
            sql::placeholders(1, chunk.len())
        );
        let values = chunk
            .iter()
            .map(|siren| sql::text(person_key(siren)))
            .collect();
        let mut hashes = HashSet::new();
        for row in sql::rows(db, &statement, values).await? {
            hashes.insert(row.try_get_by_index::<String>(0)?);
        }
        persons.extend(
            chunk
                .iter()
                .filter(|siren| hashes.contains(&person_key(siren)))
                .cloned(),
        );
    }
    Ok(persons)
}

fn person_key(siren: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(siren.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
