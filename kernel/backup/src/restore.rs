use std::collections::HashSet;
use std::path::Path;

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::Value;
use storage::{Steps, Storage, Tx};

use crate::dump::Marker;
use crate::sealed::Reader;
use crate::tables::{Table, quoted};
use crate::write::FORMAT;
use crate::{BackupError, Extra, TableMark, cell, fingerprints, tables};

/// Values bound in one insert; SQLite allows 32 766.
const BOUND: usize = 30_000;

/// An opened backup.
pub struct Contents {
    reader: Reader,
    made_at: String,
    steps: Vec<String>,
    extras: Vec<Extra>,
    /// The line after the header and the extras.
    next: Option<String>,
}

impl std::fmt::Debug for Contents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contents")
            .field("made_at", &self.made_at)
            .finish_non_exhaustive()
    }
}

/// Opens a backup with the secret key in the file `identity` and reads its header.
///
/// # Errors
/// When it does not open or is no backup.
pub async fn open(path: &Path, identity: &Path) -> Result<Contents, BackupError> {
    let mut reader = Reader::open(path, identity)?;
    let (_, value) = record(&mut reader).await?;
    let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("format") != FORMAT {
        return Err(BackupError::Unopened(format!(
            "format « {} » inconnu, « {FORMAT} » attendu",
            text("format")
        )));
    }
    let steps = value.get("steps").and_then(Value::as_array);
    let steps = steps.ok_or_else(|| damaged(&reader, "« steps » manque"))?;
    let mut contents = Contents {
        made_at: text("made_at").to_owned(),
        steps: steps
            .iter()
            .filter_map(|step| step.as_str().map(str::to_owned))
            .collect(),
        extras: Vec::new(),
        next: None,
        reader,
    };
    loop {
        let (line, value) = record(&mut contents.reader).await?;
        let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        match (part("file"), part("text")) {
            (Some(name), Some(text)) => contents.extras.push(Extra { name, text }),
            _ => {
                contents.next = Some(line);
                return Ok(contents);
            }
        }
    }
}

/// Refuses a database that holds any table.
///
/// # Errors
/// [`BackupError::NotEmpty`].
pub async fn require_empty(storage: &Storage) -> Result<(), BackupError> {
    if tables::all(storage.reader()).await?.is_empty() {
        Ok(())
    } else {
        Err(BackupError::NotEmpty("la base de données".to_owned()))
    }
}

impl Contents {
    /// When the backup was made, RFC 3339 in UTC.
    #[must_use]
    pub fn made_at(&self) -> &str {
        &self.made_at
    }

    /// The files that travelled with it.
    #[must_use]
    pub fn extras(&self) -> &[Extra] {
        &self.extras
    }

    /// Fills the empty database `storage`: takes the steps of the schema that the backup knew (of
    /// `known`, the steps of this program), puts every row back in one transaction, and checks the hash of
    /// each table on the way and again in the new database. Later steps are still to be taken.
    ///
    /// # Errors
    /// When the database is not empty, the backup is newer than this program or damaged. PostgreSQL is left
    /// empty again then; a SQLite file is for the caller to remove.
    pub async fn restore(
        self,
        storage: &Storage,
        known: impl Fn() -> Steps + Send + Sync,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Vec<TableMark>, BackupError> {
        require_empty(storage).await?;
        let names: HashSet<String> = known().iter().map(|step| step.name().to_owned()).collect();
        if let Some(unknown) = self.steps.iter().find(|step| !names.contains(*step)) {
            return Err(BackupError::Newer(unknown.clone()));
        }
        let done = self.fill(storage, known, progress).await;
        if done.is_err() && storage.backend() != DbBackend::Sqlite {
            empty_again(storage).await?;
        }
        done
    }

    async fn fill(
        mut self,
        storage: &Storage,
        known: impl Fn() -> Steps + Send + Sync,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Vec<TableMark>, BackupError> {
        let wanted: HashSet<String> = self.steps.iter().cloned().collect();
        storage
            .migrate(|| {
                let steps = known().into_iter();
                steps.filter(|step| wanted.contains(step.name())).collect()
            })
            .await?;
        let marks = storage
            .keep(async |tx: &Tx| self.put_back(tx, progress).await)
            .await?;
        let found = fingerprints(storage).await?;
        if let Some(lost) = marks.iter().find(|mark| !found.contains(mark)) {
            return Err(BackupError::WrongHash(lost.table.clone()));
        }
        Ok(marks)
    }

    async fn put_back(
        &mut self,
        tx: &Tx,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<Vec<TableMark>, BackupError> {
        if tx.backend() == DbBackend::Sqlite {
            let sql = "PRAGMA defer_foreign_keys = ON".to_owned();
            tx.db()
                .execute_raw(Statement::from_string(tx.backend(), sql))
                .await?;
        }
        let here = tables::all(tx.db()).await?;
        let mut marks: Vec<TableMark> = Vec::new();
        let mut total = 0;
        loop {
            let value: Value = match self.next.take() {
                Some(line) => parse(&self.reader, &line)?,
                None => record(&mut self.reader).await?.1,
            };
            if value.get("end").is_some() {
                let announced = value.get("tables").and_then(Value::as_u64);
                if announced != u64::try_from(marks.len()).ok() || marks.len() != here.len() {
                    return Err(damaged(&self.reader, "des tables manquent"));
                }
                return Ok(marks);
            }
            let name = value.get("table").and_then(Value::as_str);
            let table = name.and_then(|name| here.iter().find(|table| table.name == name));
            let table = table
                .filter(|table| !marks.iter().any(|mark| mark.table == table.name))
                .ok_or_else(|| damaged(&self.reader, "table inconnue ou répétée"))?;
            same_columns(table, &value).ok_or_else(|| {
                damaged(
                    &self.reader,
                    "les colonnes ne sont pas celles de cette version",
                )
            })?;
            marks.push(self.put_table_back(tx, table, &mut total, progress).await?);
        }
    }

    async fn put_table_back(
        &mut self,
        tx: &Tx,
        table: &Table,
        total: &mut u64,
        progress: &(dyn Fn(u64) + Send + Sync),
    ) -> Result<TableMark, BackupError> {
        // Some steps of the schema put first rows in.
        let sql = format!("DELETE FROM {}", quoted(&table.name));
        tx.db()
            .execute_raw(Statement::from_string(tx.backend(), sql))
            .await?;
        let mut mark = Marker::new(&table.name);
        let at_once = (BOUND / table.columns.len().max(1)).clamp(1, 500);
        let mut rows: Vec<Vec<Value>> = Vec::with_capacity(at_once);
        loop {
            let (line, value) = record(&mut self.reader).await?;
            match value {
                Value::Array(cells) => {
                    if cells.len() != table.columns.len() {
                        return Err(damaged(&self.reader, "nombre de colonnes"));
                    }
                    mark.add(&line);
                    rows.push(cells);
                    if rows.len() == at_once {
                        *total += u64::try_from(rows.len()).unwrap_or(0);
                        self.insert(tx, table, std::mem::take(&mut rows)).await?;
                        progress(*total);
                    }
                }
                closing => {
                    *total += u64::try_from(rows.len()).unwrap_or(0);
                    self.insert(tx, table, rows).await?;
                    progress(*total);
                    let mark = mark.finish();
                    let text = |name: &str| closing.get(name).and_then(Value::as_str);
                    let announced = closing.get("rows").and_then(Value::as_u64);
                    if text("end_of") != Some(&mark.table) {
                        return Err(damaged(&self.reader, "fin de table attendue"));
                    }
                    if text("sha256") != Some(&mark.sha256) || announced != Some(mark.rows) {
                        return Err(BackupError::WrongHash(mark.table));
                    }
                    return Ok(mark);
                }
            }
        }
    }

    async fn insert(
        &self,
        tx: &Tx,
        table: &Table,
        rows: Vec<Vec<Value>>,
    ) -> Result<(), BackupError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut groups = Vec::with_capacity(rows.len());
        let mut values = Vec::with_capacity(rows.len() * table.columns.len());
        for row in rows {
            let mut marks = Vec::with_capacity(row.len());
            for (cell, column) in row.iter().zip(&table.columns) {
                let value = cell::bind(cell, column.kind)
                    .ok_or_else(|| damaged(&self.reader, "valeur inattendue"))?;
                values.push(value);
                marks.push(format!("${}", values.len()));
            }
            groups.push(format!("({})", marks.join(", ")));
        }
        let sql = format!(
            "INSERT INTO {} ({}) VALUES {}",
            quoted(&table.name),
            table.column_list(),
            groups.join(", ")
        );
        let statement = Statement::from_sql_and_values(tx.backend(), sql, values);
        tx.db().execute_raw(statement).await?;
        Ok(())
    }
}

fn same_columns(table: &Table, opening: &Value) -> Option<()> {
    let announced = opening.get("columns")?.as_array()?;
    let same = announced.len() == table.columns.len()
        && announced.iter().zip(&table.columns).all(|(one, column)| {
            let name = one.get(0).and_then(Value::as_str);
            let kind = one.get(1).and_then(Value::as_str);
            name == Some(&column.name) && kind == Some(column.kind.name())
        });
    same.then_some(())
}

async fn record(reader: &mut Reader) -> Result<(String, Value), BackupError> {
    let Some(line) = reader.next().await? else {
        return Err(damaged(reader, "le fichier s’arrête avant la fin"));
    };
    let value = parse(reader, &line)?;
    Ok((line, value))
}

fn parse(reader: &Reader, line: &str) -> Result<Value, BackupError> {
    serde_json::from_str(line).map_err(|error| damaged(reader, &error.to_string()))
}

fn damaged(reader: &Reader, reason: &str) -> BackupError {
    BackupError::Damaged {
        line: reader.line(),
        reason: reason.to_owned(),
    }
}

/// Takes away what a failed restoration put into a database that was empty before.
async fn empty_again(storage: &Storage) -> Result<(), BackupError> {
    storage
        .keep(async |tx: &Tx| {
            let mut names: Vec<String> = tables::all(tx.db())
                .await?
                .into_iter()
                .map(|table| table.name)
                .collect();
            names.push(tables::STEPS.to_owned());
            for name in names {
                let sql = format!("DROP TABLE IF EXISTS {} CASCADE", quoted(&name));
                tx.db()
                    .execute_raw(Statement::from_string(tx.backend(), sql))
                    .await?;
            }
            Ok(())
        })
        .await
}
