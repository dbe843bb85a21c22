use serde_json::Value;
use sha2::{Digest, Sha256};
use storage::{Storage, Tx};

use crate::entry::{from_hex, to_hex};
use crate::{JournalError, store};

/// SHA-256 of the salt, then of the value, in hexadecimal.
pub(crate) fn commitment(salt: &[u8], value: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(value.as_bytes());
    to_hex(&hasher.finalize())
}

/// What a sealed field answers when shown a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commitment {
    /// The act was recorded with this value.
    Matches,
    /// The act was recorded with another value.
    Differs,
    /// The salt was erased: nobody can tell any more.
    Forgotten,
    /// The entry does not exist or seals no such field.
    Unknown,
}

/// Whether the act at `ordinal` was recorded with `value` in its sealed `field`.
///
/// # Errors
/// When the database does not answer.
pub async fn check_sealed(
    storage: &Storage,
    ordinal: i64,
    field: &str,
    value: &str,
) -> Result<Commitment, JournalError> {
    let Some(entry) = store::entry(storage.reader(), ordinal).await? else {
        return Ok(Commitment::Unknown);
    };
    let body: Value = serde_json::from_str(&entry.body).unwrap_or(Value::Null);
    let kept = body
        .get("sealed")
        .and_then(|fields| fields.get(field))
        .and_then(Value::as_str);
    let Some(kept) = kept else {
        return Ok(Commitment::Unknown);
    };
    let salt = store::salt(storage.reader(), ordinal, field).await?;
    let Some(salt) = salt.as_deref().and_then(from_hex) else {
        return Ok(Commitment::Forgotten);
    };
    if commitment(&salt, value) == kept {
        Ok(Commitment::Matches)
    } else {
        Ok(Commitment::Differs)
    }
}

/// Erases what the sealed `field` of the act at `ordinal` said, for good: its salt goes, the chain stays
/// whole. Call it inside the [`Storage::write`] that records the erasure. False when it was gone already.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Tx, ordinal: i64, field: &str) -> Result<bool, JournalError> {
    store::erase_salt(tx, ordinal, field).await
}
