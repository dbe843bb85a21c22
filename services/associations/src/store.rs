//! Small helpers for statements whose text is the same on SQLite and PostgreSQL (`$1`, `$2` …).

use storage::sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use storage::{StorageError, Tx};

/// The generation at which an open version ends.
pub(crate) const OPEN: i64 = i64::MAX;

/// How many keys one `IN (…)` may hold, on both databases.
pub(crate) const KEYS_PER_QUERY: usize = 400;

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

/// `VALUES` rows of `width` columns each.
pub(crate) fn value_rows(rows: usize, width: usize) -> String {
    let mut text = String::with_capacity(rows * width * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ",(" });
        text.push_str(&placeholders(row * width + 1, width));
        text.push(')');
    }
    text
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
