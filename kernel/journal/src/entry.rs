use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{CanonicalError, canonical_json};

/// What stands in place of the hash before the first entry: 64 zeros.
pub const NO_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One entry of the record, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place, from 1, without gaps.
    pub ordinal: i64,
    /// When, in microseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// What was done (`door.verb_past`).
    pub kind: String,
    /// `system` or the pseudonym of a person.
    pub actor: String,
    /// What it was done to.
    pub subject: String,
    /// Facts and commitments, canonical JSON.
    pub body: String,
    /// Hash of the entry before, [`NO_HASH`] for the first.
    pub prev: String,
    /// Hash of this entry: SHA-256 of the 32 bytes of `prev`, then of the canonical row.
    pub hash: String,
}

impl Entry {
    /// The text that the hash covers: the row as canonical JSON, without `prev` and `hash`.
    ///
    /// # Errors
    /// When the ordinal or the instant does not fit JSON's exact integers.
    pub fn canonical_row(&self) -> Result<String, CanonicalError> {
        canonical_json(&json!({
            "actor": self.actor,
            "at": self.at,
            "body": self.body,
            "kind": self.kind,
            "ordinal": self.ordinal,
            "subject": self.subject,
        }))
    }

    /// The hash that the entry must bear. `None` when the row itself or `prev` is malformed.
    #[must_use]
    pub fn computed_hash(&self) -> Option<String> {
        let prev = from_hex(&self.prev)?;
        if prev.len() != 32 {
            return None;
        }
        let row = self.canonical_row().ok()?;
        let mut hasher = Sha256::new();
        hasher.update(&prev);
        hasher.update(row.as_bytes());
        Some(to_hex(&hasher.finalize()))
    }
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Bytes of a hexadecimal text of even length.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_what_the_format_says() {
        // Computed apart with `printf … | sha256sum`; see docs/formats/journal.md.
        let entry = Entry {
            ordinal: 1,
            at: 1_800_000_000_000_000,
            kind: "house.opened".into(),
            actor: "system".into(),
            subject: "house".into(),
            body: "{\"facts\":{},\"sealed\":{}}".into(),
            prev: NO_HASH.into(),
            hash: String::new(),
        };
        assert_eq!(
            entry.canonical_row().as_deref(),
            Ok(
                "{\"actor\":\"system\",\"at\":1800000000000000,\"body\":\"{\\\"facts\\\":{},\\\"sealed\\\":{}}\",\
                 \"kind\":\"house.opened\",\"ordinal\":1,\"subject\":\"house\"}"
            )
        );
        assert_eq!(
            entry.computed_hash().as_deref(),
            Some("61f4fa75e436081caaf598a2b8c52b024b759a5ef2611d14f458d5fde955d0c0")
        );
        assert_eq!(from_hex("0g"), None);
        assert_eq!(from_hex("é0"), None);
        assert_eq!(from_hex("00ff"), Some(vec![0, 255]));
    }
}
