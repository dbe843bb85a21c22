//! Taking the data away: CSV, JSON, SCDL, and the catalogue's description of them.

pub mod associations;
pub mod datasets;
pub mod files;
pub mod grants;
pub mod pages;

use std::path::Path;

use ::door::House;
use storage::StorageError;

use crate::publication::store as publications;

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Export {
    /// The register, as CSV.
    AssociationsCsv,
    /// The register, as JSON.
    AssociationsJson,
    /// Public grants with what the register adds, as CSV.
    GrantsCsv,
    /// The same as JSON.
    GrantsJson,
    /// The city's own grants in SCDL 2.1.1.
    GrantsScdl,
}

impl Export {
    /// Every export.
    pub const ALL: [Self; 5] = [
        Self::AssociationsCsv,
        Self::AssociationsJson,
        Self::GrantsCsv,
        Self::GrantsJson,
        Self::GrantsScdl,
    ];

    /// Name of the file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::AssociationsCsv => "associations.csv",
            Self::AssociationsJson => "associations.json",
            Self::GrantsCsv => "subventions.csv",
            Self::GrantsJson => "subventions.json",
            Self::GrantsScdl => "subventions-scdl.csv",
        }
    }

    /// The export of that file name.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|export| export.file_name() == name)
    }

    /// Media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::AssociationsCsv | Self::GrantsCsv | Self::GrantsScdl => "text/csv; charset=utf-8",
            Self::AssociationsJson | Self::GrantsJson => "application/json",
        }
    }
}

/// Why an export did not come about.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The file.
    #[error("{path} : {error}")]
    Io {
        /// The file.
        path: String,
        /// The system's error.
        error: std::io::Error,
    },
}

/// Writes an export to a file: whole or not at all (written beside it, then renamed).
///
/// # Errors
/// [`ExportError`].
pub async fn export(house: &House, what: Export, out: &Path) -> Result<u64, ExportError> {
    let generation = publications::current(house.storage().reader())
        .await?
        .generation;
    files::write_whole(out, async |writer| match what {
        Export::AssociationsCsv => associations::csv(house, generation, writer).await,
        Export::AssociationsJson => associations::json(house, generation, writer).await,
        Export::GrantsCsv => grants::csv(house, generation, writer).await,
        Export::GrantsJson => grants::json(house, generation, writer).await,
        Export::GrantsScdl => grants::scdl(house, generation, writer).await,
    })
    .await
}
