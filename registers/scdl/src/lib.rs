//! SCDL grants 2.1.1: the open-data format of public grants (Socle commun des données locales), read and written.
//!
//! Reading is tolerant: [`read`] takes what authorities really publish (years in place of dates, a SIREN in place of
//! a SIRET, `NA`, Windows-1252, many header spellings) and says what it could not take. Writing is strict: [`write()`]
//! leaves out every grant for which [`strict_problems`] finds a reason. Format, spellings and examples:
//! `docs/formats/scdl.md`; source of the rules: schema.data.gouv.fr, `scdl/subventions` 2.1.1.

mod columns;
mod read;
mod record;
mod strict;
mod write;

pub use read::{Reader, read};
pub use record::{Nature, ScdlGrant, Share, payment_period};
pub use strict::{Problem, strict_problems};
pub use write::{HEADER, LeftOut, Written, write};

/// Why a file as a whole is not a grants file.
#[derive(Debug, thiserror::Error)]
pub enum ScdlError {
    /// It cannot be read as a table, or lacks columns.
    #[error(transparent)]
    Table(#[from] tabular::TableError),
}
