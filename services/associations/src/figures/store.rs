//! Figures in the database.

use std::collections::BTreeMap;

use storage::StorageError;
use storage::sea_orm::ConnectionTrait;

use crate::figures::model::{BodyYear, Figures, GroupSum, YearSum, by_group};
use crate::listing::model::Ask;
use crate::listing::store::count;
use crate::register::store::{COLUMNS, read};
use crate::store as sql;

/// Computes every figure of a generation. Meant to be kept until the next one.
///
/// # Errors
/// The database's.
pub async fn figures<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    alive_since: &str,
) -> Result<Figures, StorageError> {
    let visible = "+from_generation <= $1 AND +to_generation > $1";
    let years = sql::rows(
        db,
        &format!(
            "SELECT year, CAST(SUM(amount_cents) AS BIGINT), COUNT(*) FROM associations_grant \
             WHERE {visible} AND person = 0 GROUP BY year ORDER BY year"
        ),
        vec![sql::int(generation)],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(YearSum {
            year: i16::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or_default(),
            cents: row.try_get_by_index(1)?,
            grants: u64::try_from(row.try_get_by_index::<i64>(2)?).unwrap_or_default(),
        })
    })
    .collect::<Result<Vec<_>, StorageError>>()?;
    let newest = years.last().map_or(0, |year| year.year);
    let rows = body_years(db, generation).await?;
    let all = Ask {
        all: true,
        page: 1,
        ..Ask::default()
    };
    let living = Ask {
        page: 1,
        ..Ask::default()
    };
    Ok(Figures {
        themes: by_group(&rows, newest, |row| row.theme.clone()),
        quarters: by_group(&rows, newest, |row| row.quarter.clone().unwrap_or_default()),
        grantors: grantors(db, generation, newest).await?,
        living: count(db, generation, &living, alive_since).await?,
        known: count(db, generation, &all, alive_since).await?,
        years,
    })
}

async fn body_years<C: ConnectionTrait>(
    db: &C,
    generation: i64,
) -> Result<Vec<BodyYear>, StorageError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE grants_cents > 0 \
         AND +from_generation <= $1 AND +to_generation > $1"
    );
    let mut list = Vec::new();
    for row in sql::rows(db, &statement, vec![sql::int(generation)]).await? {
        let entry = read(&row)?.entry;
        for money in &entry.facts.money {
            list.push(BodyYear {
                reference: entry.reference.clone(),
                theme: entry.theme.clone(),
                quarter: entry.quarter.clone(),
                year: money.year,
                cents: money.cents,
            });
        }
    }
    Ok(list)
}

async fn grantors<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    newest: i16,
) -> Result<Vec<GroupSum>, StorageError> {
    let rows = sql::rows(
        db,
        "SELECT grantor, CAST(SUM(amount_cents) AS BIGINT), COUNT(DISTINCT COALESCE(siren, rna)) \
         FROM associations_grant WHERE +from_generation <= $1 AND +to_generation > $1 AND person = 0 \
         AND year > $2 GROUP BY grantor",
        vec![
            sql::int(generation),
            sql::int(i64::from(newest) - i64::from(crate::figures::model::GROUP_YEARS)),
        ],
    )
    .await?;
    let mut sums: BTreeMap<String, GroupSum> = BTreeMap::new();
    for row in &rows {
        let key: String = row.try_get_by_index(0)?;
        let bodies: i64 = row.try_get_by_index(2)?;
        sums.insert(
            key.clone(),
            GroupSum {
                key,
                cents: row.try_get_by_index(1)?,
                bodies: u64::try_from(bodies).unwrap_or_default(),
            },
        );
    }
    let mut list: Vec<GroupSum> = sums.into_values().collect();
    list.sort_by(|a, b| (-a.cents, &a.key).cmp(&(-b.cents, &b.key)));
    Ok(list)
}
