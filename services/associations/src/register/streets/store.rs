//! The city's list of streets in the database.

use ::streets::{Quarters, StreetQuarter};
use storage::sea_orm::ConnectionTrait;
use storage::{StorageError, Tx};

use crate::store as sql;

/// Which quarter a street lies in.
///
/// # Errors
/// The database's.
pub async fn load<C: ConnectionTrait>(db: &C) -> Result<Quarters, StorageError> {
    let rows = sql::rows(
        db,
        "SELECT commune, street, quarter FROM associations_street",
        vec![],
    )
    .await?;
    let list = rows
        .iter()
        .map(|row| {
            Ok(StreetQuarter {
                commune: row.try_get_by_index(0)?,
                street: row.try_get_by_index(1)?,
                quarter: row.try_get_by_index(2)?,
            })
        })
        .collect::<Result<Vec<_>, StorageError>>()?;
    Ok(Quarters::new(&list))
}

/// Replaces the whole list.
///
/// # Errors
/// The database's.
pub async fn replace(tx: &Tx, streets: &[StreetQuarter]) -> Result<(), StorageError> {
    sql::run(tx, "DELETE FROM associations_street", vec![]).await?;
    let rows = streets
        .iter()
        .map(|row| {
            [&row.commune, &row.street, &row.quarter]
                .map(|value| sql::text(value.clone()))
                .to_vec()
        })
        .collect();
    let before = "INSERT INTO associations_street (commune, street, quarter)";
    sql::insert_rows(tx, before, rows, "ON CONFLICT (commune, street) DO NOTHING").await
}
