//! A city's records in one encrypted file, and back.
//!
//! The file is the same whether the city lives in SQLite or PostgreSQL: JSON lines, one per row, compressed
//! and encrypted with age to the city's public key ([`docs/formats/sauvegarde.md`]). It shows the database
//! as of one instant, however much is written meanwhile. Every table carries the SHA-256 of its rows;
//! restoring checks them on the way in and once more in the new database.
//!
//! **Keys are never part of it.** Whoever steals a backup must not get what protects the rest, and a
//! backup that could forge the journal would prove nothing: the folder of keys is kept apart.

mod cell;
mod dump;
mod error;
mod restore;
mod sealed;
mod tables;
mod write;

pub use dump::{TableMark, fingerprints};
pub use error::BackupError;
pub use restore::{Contents, open, require_empty};
pub use sealed::{new_identity, parse_recipient};
pub use write::{Extra, Summary, write};
