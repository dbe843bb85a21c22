//! Reading every row of a table in a fixed order, in pages, inside one snapshot.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, QueryResult, Statement, Value};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use storage::Storage;

use crate::tables::{Kind, Table, quoted};
use crate::{BackupError, cell, tables};

const PAGE: usize = 1_000;

/// How many rows a table has and the SHA-256 of their lines: equal on both databases after the same story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMark {
    /// The table's name.
    pub table: String,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 of the rows' JSON lines, each with its line feed, in the order of the primary key.
    pub sha256: String,
}

/// The marks of every table, as of one instant.
///
/// # Errors
/// When the database does not answer or has a column of an unknown type.
pub async fn fingerprints(storage: &Storage) -> Result<Vec<TableMark>, BackupError> {
    let snapshot = storage.snapshot().await?;
    let mut marks = Vec::new();
    for table in tables::all(&snapshot).await? {
        let mut mark = Marker::new(&table.name);
        let mut pages = Pages::new(&snapshot, &table).await?;
        while let Some(page) = pages.next().await? {
            mark.add(&page);
        }
        marks.push(mark.finish());
    }
    Ok(marks)
}

/// Counts and hashes lines.
pub(crate) struct Marker {
    table: String,
    rows: u64,
    hasher: Sha256,
}

impl Marker {
    pub(crate) fn new(table: &str) -> Self {
        Self {
            table: table.to_owned(),
            rows: 0,
            hasher: Sha256::new(),
        }
    }

    /// Adds lines, each ended by a line feed.
    pub(crate) fn add(&mut self, lines: &str) {
        let count = lines.bytes().filter(|&byte| byte == b'\n').count();
        self.rows += u64::try_from(count).unwrap_or(0);
        self.hasher.update(lines.as_bytes());
    }

    pub(crate) fn finish(self) -> TableMark {
        TableMark {
            table: self.table,
            rows: self.rows,
            sha256: cell::to_hex(&self.hasher.finalize()),
        }
    }
}

/// The rows of a table as JSON lines, page by page. PostgreSQL keeps a cursor; SQLite goes on after the
/// last key, along its own index.
pub(crate) struct Pages<'a> {
    db: &'a DatabaseTransaction,
    table: &'a Table,
    last_key: Option<Vec<Value>>,
    ended: bool,
    /// Tables without a primary key are read by offset: only small ones have none.
    read: usize,
}

/// One cursor name per table: prepared statements are kept by their text, with the columns of their first
/// table.
fn cursor(table: &Table) -> String {
    quoted(&format!("sauvegarde_{}", table.name))
}

impl<'a> Pages<'a> {
    pub(crate) async fn new(
        db: &'a DatabaseTransaction,
        table: &'a Table,
    ) -> Result<Self, BackupError> {
        let backend = db.get_database_backend();
        if backend != DbBackend::Sqlite {
            let sql = format!(
                "DECLARE {} NO SCROLL CURSOR FOR SELECT {} FROM {} ORDER BY {}",
                cursor(table),
                table.column_list(),
                quoted(&table.name),
                table.order_list(backend)
            );
            db.execute_raw(Statement::from_string(backend, sql)).await?;
        }
        Ok(Self {
            db,
            table,
            last_key: None,
            ended: false,
            read: 0,
        })
    }

    pub(crate) async fn next(&mut self) -> Result<Option<String>, BackupError> {
        if self.ended {
            return Ok(None);
        }
        let rows = if self.db.get_database_backend() == DbBackend::Sqlite {
            self.sqlite_page().await?
        } else {
            let sql = format!("FETCH {PAGE} FROM {}", cursor(self.table));
            let backend = self.db.get_database_backend();
            self.db
                .query_all_raw(Statement::from_string(backend, sql))
                .await?
        };
        self.read += rows.len();
        if rows.len() < PAGE {
            self.ended = true;
            if self.db.get_database_backend() != DbBackend::Sqlite {
                let sql = format!("CLOSE {}", cursor(self.table));
                let backend = self.db.get_database_backend();
                self.db
                    .execute_raw(Statement::from_string(backend, sql))
                    .await?;
            }
        }
        let mut lines = String::new();
        let mut last = Vec::new();
        for row in &rows {
            last = self.cells(row)?;
            lines.push_str(&Json::Array(last.clone()).to_string());
            lines.push('\n');
        }
        self.last_key = self.key_of(&last);
        Ok((!rows.is_empty()).then_some(lines))
    }

    async fn sqlite_page(&self) -> Result<Vec<QueryResult>, BackupError> {
        let order = self.table.order_list(DbBackend::Sqlite);
        let mut sql = format!(
            "SELECT {} FROM {}",
            self.table.column_list(),
            quoted(&self.table.name)
        );
        let mut values = Vec::new();
        match &self.last_key {
            Some(key) => {
                let marks: Vec<String> = (1..=key.len()).map(|n| format!("${n}")).collect();
                sql.push_str(&format!(" WHERE ({order}) > ({})", marks.join(", ")));
                values.clone_from(key);
                sql.push_str(&format!(" ORDER BY {order} LIMIT {PAGE}"));
            }
            None => sql.push_str(&format!(
                " ORDER BY {order} LIMIT {PAGE} OFFSET {}",
                self.read
            )),
        }
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        Ok(self.db.query_all_raw(statement).await?)
    }

    fn cells(&self, row: &QueryResult) -> Result<Vec<Json>, BackupError> {
        let columns = self.table.columns.iter().enumerate();
        columns
            .map(|(place, column)| Ok(cell::read(row, place, column.kind)?))
            .collect()
    }

    /// The key of the last row, when the table has one without absent parts.
    fn key_of(&self, cells: &[Json]) -> Option<Vec<Value>> {
        if !self.table.has_key {
            return None;
        }
        self.table
            .order
            .iter()
            .map(|name| {
                let place = self.table.columns.iter().position(|c| &c.name == name)?;
                let cell = cells.get(place).filter(|cell| !cell.is_null())?;
                let kind = self.table.columns.get(place).map_or(Kind::Text, |c| c.kind);
                cell::bind(cell, kind)
            })
            .collect()
    }
}
