//! Small helpers for statements whose text is the same on SQLite and PostgreSQL (`$1`, `$2` …).

use storage::sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement, Value};
use storage::{StorageError, Tx};

/// The generation at which an open version ends. Conditions on generations are written `+from_generation`:
/// the sign keeps planners from choosing their indexes, which serve imports, for questions about one body.
pub(crate) const OPEN: i64 = i64::MAX;

/// How many keys one `IN (…)` may hold, on both databases.
const KEYS_PER_QUERY: usize = 400;

/// `$from, $from+1, …` for `count` values.
pub(crate) fn placeholders(from: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 6);
    for index in from..from + count {
        if index > from {
            text.push(',');
        }
        text.push('$');
        text.push_str(&index.to_string());
    }
    text
}

/// As many placeholders as a list needs that holds every parameter of its statement, in order. SQLite gets
/// bare marks: it looks named ones up one by one in a list, which for thousands takes longer than the work.
fn marks(backend: DbBackend, count: usize) -> String {
    if backend == DbBackend::Sqlite {
        let mut text = "?,".repeat(count);
        text.pop();
        return text;
    }
    placeholders(1, count)
}

/// `VALUES` rows of `width` columns each, holding every parameter of their statement.
fn value_rows(backend: DbBackend, rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * width * 3);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        if backend == DbBackend::Sqlite {
            text.push_str(&marks(backend, width));
        } else {
            text.push_str(&placeholders(row * width + 1, width));
        }
        text.push(')');
    }
    text
}

/// Keys cut into lists of few different lengths (the last key repeated to fill one), so that the database
/// meets the same statement text again and need not parse it anew.
fn key_lists(keys: &[String]) -> impl Iterator<Item = Vec<String>> + '_ {
    keys.chunks(KEYS_PER_QUERY).map(|chunk| {
        let length = [1, 8, 64].into_iter().find(|length| *length >= chunk.len());
        let mut list = chunk.to_vec();
        if let Some(last) = chunk.last() {
            list.resize(length.unwrap_or(KEYS_PER_QUERY), last.clone());
        }
        list
    })
}

/// All rows of `{before} (keys…) {after}`, however many keys there are.
pub(crate) async fn rows_in<C: ConnectionTrait>(
    db: &C,
    before: &str,
    keys: &[String],
    after: &str,
) -> Result<Vec<QueryResult>, StorageError> {
    let mut found = Vec::new();
    for list in key_lists(keys) {
        let marks = marks(db.get_database_backend(), list.len());
        let sql = format!("{before} ({marks}) {after}");
        found.extend(rows(db, &sql, list.into_iter().map(text).collect()).await?);
    }
    Ok(found)
}

/// Runs `{before} (keys…)`, however many keys there are.
pub(crate) async fn run_in(tx: &Tx, before: &str, keys: &[String]) -> Result<(), StorageError> {
    for list in key_lists(keys) {
        let sql = format!("{before} ({})", marks(tx.backend(), list.len()));
        run(tx, &sql, list.into_iter().map(text).collect()).await?;
    }
    Ok(())
}

/// Inserts rows of the same width: `{before} VALUES … {after}`, in statements of few different lengths.
pub(crate) async fn insert_rows(
    tx: &Tx,
    before: &str,
    rows: Vec<Vec<Value>>,
    after: &str,
) -> Result<(), StorageError> {
    let mut left = rows.len();
    let mut rows = rows.into_iter().peekable();
    while let Some(width) = rows.peek().map(Vec::len) {
        let count = [64, 8]
            .into_iter()
            .find(|count| left >= *count)
            .unwrap_or(1);
        left = left.saturating_sub(count);
        let sql = format!(
            "{before} VALUES {} {after}",
            value_rows(tx.backend(), count, width)
        );
        run(tx, &sql, rows.by_ref().take(count).flatten().collect()).await?;
    }
    Ok(())
}

/// Runs a statement in a transaction and gives the number of rows it touched.
pub(crate) async fn run(tx: &Tx, sql: &str, values: Vec<Value>) -> Result<u64, StorageError> {
    let statement = Statement::from_sql_and_values(tx.backend(), sql, values);
    Ok(tx.db().execute_raw(statement).await?.rows_affected())
}

/// All rows of a query.
pub(crate) async fn rows<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, StorageError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.query_all_raw(statement).await?)
}

/// The first row of a query.
pub(crate) async fn row<C: ConnectionTrait>(
    db: &C,
    sql: &str,
    values: Vec<Value>,
) -> Result<Option<QueryResult>, StorageError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.query_one_raw(statement).await?)
}

/// A text value.
pub(crate) fn text(value: impl Into<String>) -> Value {
    Value::String(Some(value.into()))
}

/// A text value or NULL.
pub(crate) fn maybe(value: Option<String>) -> Value {
    Value::String(value)
}

/// A whole number.
pub(crate) fn int(value: i64) -> Value {
    Value::BigInt(Some(value))
}

/// A truth value, stored as 0 or 1 because the two databases disagree on booleans.
pub(crate) fn flag(value: bool) -> Value {
    int(i64::from(value))
}
