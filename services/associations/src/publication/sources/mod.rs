//! Each kind of file as lines of an import.

pub mod annex;
pub mod grants;
pub mod rna;
pub mod sirene;
