use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy};

use crate::fields::{FORMAT, Fields};
use crate::query::{self, Hit};
use crate::words::Stems;
use crate::{SearchDoc, SearchError};

/// Memory in which documents wait before they are written, in bytes. One thread, one buffer.
const WRITER_MEMORY: usize = 20_000_000;

/// A search index in a folder of its own. Clones share it.
#[derive(Clone)]
pub struct Index(Arc<Parts>);

struct Parts {
    dir: PathBuf,
    fields: Fields,
    index: tantivy::Index,
    reader: IndexReader,
    writing: Mutex<()>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("dir", &self.0.dir)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index of that folder, which must be its own. A missing folder is created. A folder
    /// that holds anything unreadable, damaged or written by another format is emptied: the index then
    /// has cursor 0 and finds nothing until its owner fills it again.
    ///
    /// # Errors
    /// When the folder cannot be created or emptied.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        let folder = |source| SearchError::Folder {
            dir: dir.to_owned(),
            source,
        };
        std::fs::create_dir_all(dir).map_err(folder)?;
        let fields = Fields::new();
        // A damaged file may also make the library panic; for a cache both mean the same.
        let found = catch_unwind(AssertUnwindSafe(|| checked(dir, &fields))).unwrap_or(None);
        let index = match found {
            Some(index) => index,
            None => {
                empty(dir).map_err(folder)?;
                tantivy::Index::create_in_dir(dir, fields.schema.clone())?
            }
        };
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self(Arc::new(Parts {
            dir: dir.to_owned(),
            fields,
            index,
            reader,
            writing: Mutex::new(()),
        })))
    }

    /// Up to which ordinal the index has seen the records; 0 for a new or rebuilt one.
    #[must_use]
    pub fn cursor(&self) -> i64 {
        cursor_of(&self.0.index).unwrap_or(0)
    }

    /// How many documents can be found.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.0.reader.searcher().num_docs()
    }

    /// Whether nothing can be found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds or replaces `documents`, forgets those of the identifiers in `removed`, and moves the cursor,
    /// all in one commit: after a crash the index is as before or as after. Each call costs some
    /// milliseconds of disk, so hand over thousands of documents at a time.
    ///
    /// # Errors
    /// When the disk refuses, or another process is writing the same index; nothing has changed then.
    pub fn apply(
        &self,
        documents: &[SearchDoc],
        removed: &[String],
        cursor: i64,
    ) -> Result<(), SearchError> {
        self.write(cursor, |fields, writer| {
            let mut stems = Stems::french();
            for id in removed {
                writer.delete_term(fields.id_term(id));
            }
            for document in documents {
                writer.delete_term(fields.id_term(&document.id));
                writer.add_document(fields.document(document, &mut stems))?;
            }
            Ok(())
        })
    }

    /// Forgets everything and returns to cursor 0, for instance when the database was restored to an
    /// earlier state.
    ///
    /// # Errors
    /// As for [`Index::apply`].
    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(0, |_, writer| writer.delete_all_documents().map(drop))
    }

    /// The identifiers of at most `limit` documents that answer `query`, best first.
    ///
    /// An exact number comes first, then documents that hold every word (in any form, with or without
    /// accents; the last word may be unfinished). If these are few, documents where words are mistyped
    /// follow (one error from four letters, two from eight); if there are none at all, documents that
    /// hold only some of the words. Of the query, the first 200 characters and 12 words count. A query
    /// without any word answers nothing.
    ///
    /// # Errors
    /// When the index files can no longer be read. No query causes an error.
    pub fn find(&self, query: &str, limit: usize) -> Result<Vec<Hit>, SearchError> {
        query::find(&self.0.fields, &self.0.reader.searcher(), query, limit)
    }

    fn write(
        &self,
        cursor: i64,
        work: impl FnOnce(&Fields, &mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        let _alone = match self.0.writing.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(WRITER_MEMORY)
            .build();
        // The writer lives for one commit: between two, its memory and its threads are given back.
        let mut writer: IndexWriter = self.0.index.writer_with_options(options)?;
        work(&self.0.fields, &mut writer)?;
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&format!("{FORMAT}:{cursor}"));
        commit.commit()?;
        writer.wait_merging_threads()?;
        self.0.reader.reload()?;
        Ok(())
    }
}

/// The index of that folder if every byte of it is as written; `None` otherwise.
fn checked(dir: &Path, fields: &Fields) -> Option<tantivy::Index> {
    if !dir.join("meta.json").exists() {
        return None;
    }
    let whole = |index: &tantivy::Index| -> tantivy::Result<bool> {
        let same_schema = index.schema() == fields.schema;
        let damaged = index.validate_checksum()?;
        index.reader()?;
        Ok(same_schema && cursor_of(index).is_some() && damaged.is_empty())
    };
    let verdict = tantivy::Index::open_in_dir(dir).and_then(|index| whole(&index));
    match verdict {
        // Opened anew: the check has mapped every file, and dropping it gives the memory back.
        Ok(true) => tantivy::Index::open_in_dir(dir).ok(),
        Ok(false) => {
            tracing::warn!(dir = %dir.display(), "search index damaged or of another format: rebuilding");
            None
        }
        Err(error) => {
            tracing::warn!(dir = %dir.display(), %error, "search index unreadable: rebuilding");
            None
        }
    }
}

/// The cursor of the last commit; `None` when the index was written by another format.
fn cursor_of(index: &tantivy::Index) -> Option<i64> {
    match index.load_metas().ok()?.payload {
        None => Some(0),
        Some(payload) => {
            let (format, cursor) = payload.split_once(':')?;
            if format != FORMAT {
                return None;
            }
            cursor.parse().ok()
        }
    }
}

/// Removes the files of the folder. Subfolders are not the index's own and stay.
fn empty(dir: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        if !entry.file_type()?.is_dir() {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
