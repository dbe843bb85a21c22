//! The database, SQLite by default or PostgreSQL, and the one way to write to it.
//!
//! Readers take [`Storage::reader`]. Whoever writes calls [`Storage::write`] with the [`Act`] it
//! performs; the record of the act is part of the same transaction. Rows that nobody can see yet
//! (staged imports) and the house's own bookkeeping (claims on jobs, leases) go through
//! [`Storage::keep`], which leaves no entry.

mod act;
mod error;
mod health;
mod migrate;
mod open;
mod write;

pub use act::{Act, Actor};
pub use error::{StorageError, error_counts};
pub use migrate::{MigrationState, Steps};
pub use open::{Storage, Target};
pub use write::{NoRecord, Recorded, Recorder, RecorderFuture, Tx};

/// The database library, re-exported so that every `store.rs` uses the same version.
pub use sea_orm;
/// The migration library, re-exported for the doors' migrations.
pub use sea_orm_migration;
