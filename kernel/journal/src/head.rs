use std::io::Write;
use std::path::Path;

use calendar::Instant;
use serde::{Deserialize, Serialize};
use serde_json::json;
use storage::Storage;

use crate::keys::{file_error, sync_dir};
use crate::{JournalError, Keys, PublicKey, canonical_json, store};

/// Where the record ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Place of the last entry; 0 when there is none.
    pub ordinal: i64,
    /// Its hash.
    pub hash: String,
}

/// The head of the record as the database holds it.
///
/// # Errors
/// When the database does not answer or has no journal yet.
pub async fn head(storage: &Storage) -> Result<Head, JournalError> {
    store::read_head(storage.reader()).await
}

/// A signed statement of where the record ended, kept outside the database. Copied elsewhere (another
/// machine, paper, a notary), it shows later that nothing before it was rewritten or cut.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadFile {
    /// Place of the last entry.
    pub ordinal: i64,
    /// Its hash.
    pub hash: String,
    /// When it was signed, RFC 3339 in UTC.
    pub signed_at: String,
    /// Ed25519 public key, hexadecimal.
    pub public_key: String,
    /// Ed25519 signature of the canonical JSON of the four other fields and of `"format":"solidaire-journal-head-1"`,
    /// hexadecimal.
    pub signature: String,
}

impl HeadFile {
    pub(crate) fn sign(head: Head, at: Instant, keys: &Keys) -> Result<Self, JournalError> {
        let mut file = Self {
            ordinal: head.ordinal,
            hash: head.hash,
            signed_at: at.to_rfc3339(),
            public_key: keys.public().to_hex(),
            signature: String::new(),
        };
        file.signature = keys.sign(file.message()?.as_bytes());
        Ok(file)
    }

    /// What is signed.
    fn message(&self) -> Result<String, JournalError> {
        canonical_json(&json!({
            "format": "solidaire-journal-head-1",
            "hash": self.hash,
            "ordinal": self.ordinal,
            "public_key": self.public_key,
            "signed_at": self.signed_at,
        }))
        .map_err(|source| JournalError::Canonical {
            kind: "tête".to_owned(),
            source,
        })
    }

    /// Whether the signature fits the file's own public key.
    #[must_use]
    pub fn signature_holds(&self) -> bool {
        let Some(key) = PublicKey::from_hex(&self.public_key) else {
            return false;
        };
        self.message()
            .is_ok_and(|message| key.verifies(message.as_bytes(), &self.signature))
    }

    /// Reads a head file.
    ///
    /// # Errors
    /// When it cannot be read or is no head file.
    pub fn read(path: &Path) -> Result<Self, JournalError> {
        let text = std::fs::read_to_string(path).map_err(|source| file_error(path, source))?;
        serde_json::from_str(&text).map_err(|error| JournalError::HeadFile {
            path: path.display().to_string(),
            reason: error.to_string(),
        })
    }

    /// Writes it so that a reader sees the old file or the new one, also after a power cut.
    ///
    /// # Errors
    /// The file system's error.
    pub fn write(&self, path: &Path) -> Result<(), JournalError> {
        let mut text =
            serde_json::to_string_pretty(self).map_err(|error| JournalError::HeadFile {
                path: path.display().to_string(),
                reason: error.to_string(),
            })?;
        text.push('\n');
        // One name per process: two processes of one house may write at the same time.
        let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
        let wrong = |source| file_error(path, source);
        let mut file = std::fs::File::create(&temporary).map_err(wrong)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| std::fs::rename(&temporary, path))
            .map_err(wrong)?;
        match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => sync_dir(parent),
            _ => Ok(()),
        }
    }
}
