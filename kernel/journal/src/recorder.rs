use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use calendar::SharedClock;
use serde_json::{Map, Value, json};
use storage::{Act, Recorded, Recorder, RecorderFuture, Storage, StorageError, Tx};
use tokio::sync::watch;
use values::Ids;

use crate::{Entry, HeadFile, JournalError, Keys, canonical_json, head, seal, store};

/// The recorder of the product: appends each act to the chain.
#[derive(Debug)]
pub struct Journal {
    keys: Keys,
    ids: Ids,
    latest: AtomicI64,
}

impl Journal {
    /// The recorder with the keys in `keys_dir` and the operating system's randomness for salts.
    ///
    /// # Errors
    /// When a key is missing or unusable.
    pub fn recorder(keys_dir: &Path, clock: SharedClock) -> Result<Arc<Self>, JournalError> {
        Ok(Self::with(Keys::open(keys_dir)?, Ids::system(clock)))
    }

    /// The recorder with these keys and this source of salts.
    #[must_use]
    pub fn with(keys: Keys, ids: Ids) -> Arc<Self> {
        Arc::new(Self {
            keys,
            ids,
            latest: AtomicI64::new(0),
        })
    }

    /// The installation's keys.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Place of the last entry that this process committed; 0 when none yet.
    #[must_use]
    pub fn latest(&self) -> i64 {
        self.latest.load(Ordering::SeqCst)
    }

    /// Signs the present head and writes it to `path`.
    ///
    /// # Errors
    /// When the database does not answer or the file cannot be written.
    pub async fn write_head(
        &self,
        storage: &Storage,
        path: &Path,
    ) -> Result<HeadFile, JournalError> {
        let head = head(storage).await?;
        let file = HeadFile::sign(head, storage.clock().now(), &self.keys)?;
        file.write(path)?;
        Ok(file)
    }

    /// Keeps the head file up to date, at most once a second, until `shutdown` turns true; then writes it
    /// a last time. A failure is logged and tried again: the record itself is in the database.
    pub async fn keep_head_file(
        self: Arc<Self>,
        storage: Storage,
        path: PathBuf,
        mut shutdown: watch::Receiver<bool>,
    ) {
        let mut written = -1;
        loop {
            let stop = tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(1)) => *shutdown.borrow(),
                changed = shutdown.changed() => changed.is_err() || *shutdown.borrow(),
            };
            if self.latest() != written {
                match self.write_head(&storage, &path).await {
                    Ok(file) => written = file.ordinal.min(self.latest()),
                    Err(error) => tracing::warn!(%error, "writing the head of the journal"),
                }
            }
            if stop {
                return;
            }
        }
    }

    async fn append_entry(&self, tx: &Tx, act: Act) -> Result<Recorded, JournalError> {
        let head = store::read_head(tx.db()).await?;
        let mut sealed = Map::new();
        let mut salts = Vec::with_capacity(act.sealed.len());
        for (field, value) in act.sealed {
            let mut salt = [0u8; 32];
            self.ids.fill(&mut salt);
            sealed.insert(field.clone(), Value::from(seal::commitment(&salt, &value)));
            salts.push((field, crate::entry::to_hex(&salt)));
        }
        let facts: Map<String, Value> = act.facts.into_iter().collect();
        let canonical = |source| JournalError::Canonical {
            kind: act.kind.to_owned(),
            source,
        };
        let body =
            canonical_json(&json!({ "facts": facts, "sealed": sealed })).map_err(canonical)?;
        let mut entry = Entry {
            ordinal: head.ordinal + 1,
            at: tx.now().0,
            kind: act.kind.to_owned(),
            actor: self.keys.pseudonym(&act.actor),
            subject: act.subject,
            body,
            prev: head.hash,
            hash: String::new(),
        };
        entry.hash = entry.computed_hash().ok_or_else(|| {
            StorageError::Record(
                "la tête du journal est abîmée : lancez « solidaire journal verify »".to_owned(),
            )
        })?;
        let ordinal = entry.ordinal;
        store::add(tx, entry).await?;
        store::add_salts(tx, ordinal, salts).await?;
        Ok(Recorded { ordinal })
    }
}

impl Recorder for Journal {
    fn lock<'a>(&'a self, tx: &'a Tx) -> RecorderFuture<'a, ()> {
        Box::pin(async move { Ok(store::lock_head(tx).await?) })
    }

    fn append<'a>(&'a self, tx: &'a Tx, act: Act) -> RecorderFuture<'a, Recorded> {
        Box::pin(async move { Ok(self.append_entry(tx, act).await?) })
    }

    fn committed(&self, recorded: Recorded) {
        self.latest.fetch_max(recorded.ordinal, Ordering::SeqCst);
    }
}
