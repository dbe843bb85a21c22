//! RNA: the national register of associations (Répertoire national des associations), as the Ministry of the Interior
//! publishes it: `rna_waldec` files (39 columns, formerly 41) and the older `rna_import` files.
//!
//! Format, examples and what is rejected: `docs/formats/rna.md`.
//!
//! ```
//! let file = "id;titre;date_creat;position\nW251000001;Les Jardins de la Boucle;2009-03-14;A\n".as_bytes();
//! let mut reader = rna::read(file)?;
//! let found = reader.next().unwrap().unwrap();
//! assert_eq!((found.line, found.title.as_str()), (2, "Les Jardins de la Boucle"));
//! # Ok::<(), rna::RnaError>(())
//! ```

mod columns;
mod id;
mod read;
mod record;
mod theme;
mod write;

pub use id::{OldId, RnaId};
pub use read::{Reader, read};
pub use record::{
    Grouping, Kind, ManagementAddress, Nature, Position, RnaAssociation, SeatAddress, SocialObject,
};
pub use theme::{FAMILIES, Theme, family_label, theme_of};
pub use write::{WALDEC_HEADER, write_waldec};

/// Why a file as a whole is not an RNA file.
#[derive(Debug, thiserror::Error)]
pub enum RnaError {
    /// It cannot be read as a table, or lacks columns.
    #[error(transparent)]
    Table(#[from] tabular::TableError),
}
