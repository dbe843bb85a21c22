use std::path::Path;

use sea_orm::DbBackend;
use serde_json::json;
use storage::Storage;

use crate::dump::{Marker, Pages};
use crate::sealed::{Writer, parse_recipient};
use crate::{BackupError, TableMark, tables};

/// First line of every backup.
pub(crate) const FORMAT: &str = "solidaire-sauvegarde-1";

/// A small text file that travels with the records: the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra {
    /// Its name, without folder.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Every table with its rows and their hash.
    pub tables: Vec<TableMark>,
    /// Length of the file.
    pub bytes: u64,
}

impl Summary {
    /// Number of rows in all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Saves every table as of one instant to the new file `path`, for the holders of the secret keys of
/// `recipients` (`age1…`). `progress` is told the rows written so far. Writing goes on meanwhile.
///
/// # Errors
/// When there is no recipient or one is none, the file exists or cannot be written, or the database fails;
/// no file remains then.
pub async fn write(
    storage: &Storage,
    path: &Path,
    recipients: &[String],
    extras: &[Extra],
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Summary, BackupError> {
    let keys: Vec<_> = recipients
        .iter()
        .map(|text| parse_recipient(text))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Err(BackupError::Recipient(String::new()));
    }
    let writer = Writer::create(path, keys)?;
    match dump(storage, &writer, extras, progress).await {
        // The writing thread knows better why it stopped.
        Err(BackupError::Stopped) => {
            writer.finish().await?;
            Err(BackupError::Stopped)
        }
        Err(error) => {
            writer.abandon().await;
            Err(error)
        }
        Ok(tables) => {
            let bytes = writer.finish().await?;
            Ok(Summary { tables, bytes })
        }
    }
}

async fn dump(
    storage: &Storage,
    writer: &Writer,
    extras: &[Extra],
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Vec<TableMark>, BackupError> {
    let snapshot = storage.snapshot().await?;
    let put = async |line: String| {
        if writer.text(line).await {
            Ok(())
        } else {
            Err(BackupError::Stopped)
        }
    };
    let source = match storage.backend() {
        DbBackend::Sqlite => "sqlite",
        _ => "postgres",
    };
    let header = json!({
        "format": FORMAT,
        "made_at": storage.clock().now().to_rfc3339(),
        "source": source,
        "steps": tables::steps(&snapshot).await?,
    });
    put(format!("{header}\n")).await?;
    for extra in extras {
        let line = json!({ "file": extra.name, "text": extra.text });
        put(format!("{line}\n")).await?;
    }
    let mut marks = Vec::new();
    let mut total = 0;
    for table in tables::all(&snapshot).await? {
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| json!([column.name, column.kind.name()]))
            .collect();
        let opening = json!({ "table": table.name, "columns": columns, "order": table.order });
        put(format!("{opening}\n")).await?;
        let mut mark = Marker::new(&table.name);
        let mut pages = Pages::new(&snapshot, &table).await?;
        while let Some(page) = pages.next().await? {
            mark.add(&page);
            total += u64::try_from(page.bytes().filter(|&b| b == b'\n').count()).unwrap_or(0);
            put(page).await?;
            progress(total);
        }
        let mark = mark.finish();
        let closing = json!({ "end_of": mark.table, "rows": mark.rows, "sha256": mark.sha256 });
        put(format!("{closing}\n")).await?;
        marks.push(mark);
    }
    put(format!(
        "{}\n",
        json!({ "end": true, "tables": marks.len() })
    ))
    .await?;
    Ok(marks)
}
