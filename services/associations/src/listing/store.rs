//! The list in the database.

use storage::StorageError;
use storage::sea_orm::{ConnectionTrait, Value};

use crate::listing::model::{Ask, PAGE, Sort};
use crate::register::store::{COLUMNS, Version, read};
use crate::store as sql;

/// The conditions of a list.
struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    fn new(generation: i64) -> Self {
        Self {
            text: "+from_generation <= $1 AND +to_generation > $1".to_owned(),
            values: vec![sql::int(generation)],
        }
    }

    fn and(&mut self, condition: &str, value: Value) {
        self.values.push(value);
        let place = format!("${}", self.values.len());
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace('?', &place));
    }

    fn plain(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }
}

fn conditions(generation: i64, ask: &Ask, alive_since: &str) -> Where {
    let mut list = Where::new(generation);
    if ask.living_only() {
        list.plain("active = 1 AND in_city = 1");
        list.and("sign_of_life >= ?", sql::text(alive_since));
    }
    if let Some(quarter) = &ask.quarter {
        list.and("quarter = ?", sql::text(quarter.clone()));
    }
    if let Some(theme) = &ask.theme {
        list.and("theme = ?", sql::text(theme.clone()));
    }
    if let Some(size) = ask.size {
        list.and("size = ?", sql::text(size.key()));
    }
    if ask.grants {
        list.plain("grants_cents > 0");
    }
    list
}

/// How many associations answer, when browsing.
///
/// # Errors
/// The database's.
pub async fn count<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    ask: &Ask,
    alive_since: &str,
) -> Result<u64, StorageError> {
    let list = conditions(generation, ask, alive_since);
    let statement = format!(
        "SELECT COUNT(*) FROM associations_entry WHERE {}",
        list.text
    );
    let row = sql::row(db, &statement, list.values).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// One page of the list, when browsing.
///
/// # Errors
/// The database's.
pub async fn page<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    ask: &Ask,
    alive_since: &str,
) -> Result<Vec<Version>, StorageError> {
    let list = conditions(generation, ask, alive_since);
    let order = match ask.sort {
        Sort::Name => "sort_name, reference",
        Sort::Money => "grants_cents DESC, sort_name, reference",
        // NULLs sort differently on the two databases: give them the oldest day.
        Sort::Recent => "COALESCE(sign_of_life, '') DESC, sort_name, reference",
    };
    let offset = ask.page.saturating_sub(1).saturating_mul(PAGE);
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE {} ORDER BY {order} LIMIT {PAGE} OFFSET {offset}",
        list.text
    );
    sql::rows(db, &statement, list.values)
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The hits of a search that answer the filters, in the order given.
///
/// # Errors
/// The database's.
pub async fn hits<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    ask: &Ask,
    references: &[String],
) -> Result<Vec<Version>, StorageError> {
    if references.is_empty() {
        return Ok(Vec::new());
    }
    let mut list = conditions(generation, ask, "");
    let from = list.values.len() + 1;
    list.plain(&format!(
        "reference IN ({})",
        sql::placeholders(from, references.len())
    ));
    list.values
        .extend(references.iter().map(|r| sql::text(r.clone())));
    let statement = format!(
        "SELECT {COLUMNS} FROM associations_entry WHERE {}",
        list.text
    );
    let rows = sql::rows(db, &statement, list.values).await?;
    let mut found: Vec<Version> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let rank = |version: &Version| {
        references
            .iter()
            .position(|r| *r == version.entry.reference)
    };
    found.sort_by_key(rank);
    Ok(found)
}

/// Entries of the generations after `cursor` whose folded name contains `needle`: what the search cache
/// has not seen yet.
///
/// # Errors
/// The database's.
pub async fn newer_than<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    cursor: i64,
    needle: &str,
    limit: usize,
) -> Result<Vec<String>, StorageError> {
    let statement = format!(
        "SELECT reference FROM associations_entry WHERE +from_generation <= $1 AND +to_generation > $1 \
         AND from_generation > $2 AND (sort_name LIKE $3 OR rna = $4 OR siren = $4) \
         ORDER BY sort_name LIMIT {limit}"
    );
    let values = vec![
        sql::int(generation),
        sql::int(cursor),
        sql::text(format!("%{needle}%")),
        sql::text(needle.to_uppercase()),
    ];
    let rows = sql::rows(db, &statement, values).await?;
    rows.iter()
        .map(|row| Ok(row.try_get_by_index(0)?))
        .collect()
}

/// How many associations there are by value of a column, under the default view of the list.
///
/// # Errors
/// The database's.
pub async fn facet<C: ConnectionTrait>(
    db: &C,
    generation: i64,
    all: bool,
    alive_since: &str,
    facet: Facet,
) -> Result<Vec<(String, u64)>, StorageError> {
    let ask = Ask {
        all,
        page: 1,
        ..Ask::default()
    };
    let list = conditions(generation, &ask, alive_since);
    let column = facet.column();
    let statement = format!(
        "SELECT {column}, COUNT(*) FROM associations_entry WHERE {} AND {column} IS NOT NULL \
         GROUP BY {column} ORDER BY {column}",
        list.text
    );
    let rows = sql::rows(db, &statement, list.values).await?;
    rows.iter()
        .map(|row| {
            let count: i64 = row.try_get_by_index(1)?;
            Ok((
                row.try_get_by_index(0)?,
                u64::try_from(count).unwrap_or_default(),
            ))
        })
        .collect()
}

/// A filter whose values are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Quarters.
    Quarter,
    /// Themes.
    Theme,
    /// Sizes.
    Size,
}

impl Facet {
    const fn column(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::Theme => "theme",
            Self::Size => "size",
        }
    }
}
