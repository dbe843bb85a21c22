//! Full-text search that forgives accents, apostrophes, plurals and typing errors.
//!
//! An [`Index`] is a cache in one folder of one machine: it is filled from the database, remembers up
//! to which ordinal of the journal it has seen ([`Index::cursor`]), stands outside backups and may be
//! deleted at any time. A folder that cannot be read is emptied and starts again at cursor 0; the
//! owner then hands all documents over again.
//!
//! Everything blocks for the time of a disk access: call [`Index::apply`] from a blocking task.

mod error;
mod fields;
mod index;
mod query;
mod words;

pub use error::SearchError;
pub use index::Index;
pub use query::{Hit, Match};

/// What the index knows of one object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchDoc {
    /// The object's identifier; a later document of the same identifier replaces this one.
    pub id: String,
    /// Its name: what weighs most.
    pub title: String,
    /// Its other names: acronym, former name, short title.
    pub other_names: String,
    /// The rest of its text: purpose, quarter, activities.
    pub body: String,
    /// Numbers by which it is called, as written anywhere (`775 664 634`, `W251000123`). Someone who
    /// types one of them, with or without spaces, finds the object first.
    pub codes: Vec<String>,
}
