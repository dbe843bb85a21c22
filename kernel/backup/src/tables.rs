//! What tables there are, read from the database itself, so that a new table can never be forgotten.

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};

use crate::BackupError;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Bytes,
    Real,
    Bool,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Integer => "integer",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Real => "real",
            Self::Bool => "boolean",
        }
    }

    /// From a declared type of SQLite or PostgreSQL. Dates and amounts are integers or text in this
    /// product; any other type is refused, and a test of the whole schema says so before anybody loses data.
    fn from_declared(declared: &str) -> Option<Self> {
        let lower = declared.to_lowercase();
        let base = lower.split('(').next().unwrap_or_default().trim();
        match base {
            "bigint" | "integer" | "int" | "smallint" | "int8" | "int4" => Some(Self::Integer),
            "text" | "varchar" | "character varying" | "char" | "character" => Some(Self::Text),
            "blob" | "bytea" => Some(Self::Bytes),
            "real" | "double precision" | "double" | "float" => Some(Self::Real),
            "boolean" | "bool" => Some(Self::Bool),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// Sorted by name: the two databases may have added them in another order.
    pub(crate) columns: Vec<Column>,
    /// The columns that order the rows: the primary key, else all.
    pub(crate) order: Vec<String>,
    /// Whether that is a primary key.
    pub(crate) has_key: bool,
}

/// The migration library's own table: its content follows from the header of a backup.
pub(crate) const STEPS: &str = "seaql_migrations";

/// A name as an SQL identifier.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every table of the database, sorted by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<Vec<Table>, BackupError> {
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        }
        _ => "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
    };
    let mut names = Vec::new();
    for row in rows(db, sql.to_owned(), vec![]).await? {
        names.push(row.try_get_by_index::<String>(0)?);
    }
    names.retain(|name| name != STEPS);
    names.sort();
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        tables.push(describe(db, name).await?);
    }
    Ok(tables)
}

/// The steps of the schema that were taken, sorted; none in an empty database.
pub(crate) async fn steps(db: &impl ConnectionTrait) -> Result<Vec<String>, BackupError> {
    let sql = format!("SELECT version FROM {STEPS} ORDER BY version");
    let mut steps = Vec::new();
    for row in rows(db, sql, vec![]).await? {
        steps.push(row.try_get_by_index::<String>(0)?);
    }
    steps.sort();
    Ok(steps)
}

async fn rows(
    db: &impl ConnectionTrait,
    sql: String,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<QueryResult>, BackupError> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.query_all_raw(statement).await?)
}

async fn describe(db: &impl ConnectionTrait, name: String) -> Result<Table, BackupError> {
    // Name, declared type, place in the primary key (0 when not part of it).
    let sql = match db.get_database_backend() {
        DbBackend::Sqlite => "SELECT name, type, pk FROM pragma_table_info($1)",
        _ => {
            "SELECT a.attname::text, format_type(a.atttypid, NULL),
                COALESCE(array_position(i.indkey::int2[], a.attnum), -1)::bigint + 1
             FROM pg_attribute a
             JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
             LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped"
        }
    };
    let mut columns = Vec::new();
    let mut key: Vec<(i64, String)> = Vec::new();
    for row in rows(db, sql.to_owned(), vec![name.clone().into()]).await? {
        let column: String = row.try_get_by_index(0)?;
        let declared: String = row.try_get_by_index(1)?;
        let place: i64 = row.try_get_by_index(2)?;
        let kind = Kind::from_declared(&declared).ok_or_else(|| BackupError::UnknownType {
            table: name.clone(),
            column: column.clone(),
            kind: declared.clone(),
        })?;
        if place > 0 {
            key.push((place, column.clone()));
        }
        columns.push(Column { name: column, kind });
    }
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    key.sort();
    let has_key = !key.is_empty();
    let order = if key.is_empty() {
        columns.iter().map(|column| column.name.clone()).collect()
    } else {
        key.into_iter().map(|(_, column)| column).collect()
    };
    Ok(Table {
        name,
        columns,
        order,
        has_key,
    })
}

impl Table {
    /// `"a", "b"`: the columns of a select or an insert.
    pub(crate) fn column_list(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|c| quoted(&c.name)).collect();
        names.join(", ")
    }

    /// The order of rows, the same on both databases: text by its UTF-8 bytes.
    pub(crate) fn order_list(&self, backend: DbBackend) -> String {
        let parts: Vec<String> = self
            .order
            .iter()
            .map(|name| match (backend, self.kind_of(name)) {
                (DbBackend::Sqlite, _) => quoted(name),
                (_, Some(Kind::Text)) => format!("{} COLLATE \"C\" NULLS FIRST", quoted(name)),
                _ => format!("{} NULLS FIRST", quoted(name)),
            })
            .collect();
        parts.join(", ")
    }

    pub(crate) fn kind_of(&self, column: &str) -> Option<Kind> {
        self.columns
            .iter()
            .find(|c| c.name == column)
            .map(|c| c.kind)
    }
}
