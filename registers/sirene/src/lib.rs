//! Sirene: the fields of the national register of companies that concern associations.
//!
//! Reads the monthly stock files of INSEE (`StockUniteLegale`, `StockEtablissement`) and extracts with the short
//! names of the sector's APIs; columns are found by name, in any order. Format and examples: `docs/formats/sirene.md`.
//!
//! # Partial diffusion
//! Some units and establishments may only be shown in part (`statutDiffusion` = `P`; formerly `N`). The records carry
//! that as [`Diffusion`] and blank nothing themselves: whoever shows or exports them decides, and must hide at least
//! the address of an establishment and the names of a natural person. INSEE already replaces those values by `[ND]`
//! in its own files; they are read as empty.

mod read;
mod record;
mod write;

pub use read::{Establishments, Units, read_establishments, read_units};
pub use record::{
    Activity, Diffusion, SireneAddress, SireneEstablishment, SireneUnit, Staff, State,
};
pub use write::{UNIT_HEADER, write_units};

/// Why a file as a whole is not a Sirene file.
#[derive(Debug, thiserror::Error)]
pub enum SireneError {
    /// It cannot be read as a table, or lacks columns.
    #[error(transparent)]
    Table(#[from] tabular::TableError),
}
