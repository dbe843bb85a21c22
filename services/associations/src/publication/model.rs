//! What an import is: its registers, its outcome, its errors.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use storage::StorageError;

/// Which kind of file is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// The national register of associations, waldec or import file.
    Rna,
    /// The national register of companies.
    Sirene,
    /// Grants in the SCDL format or close to it.
    Grants,
    /// The State's budget annex.
    BudgetAnnex,
    /// The city's own list of streets and quarters.
    Streets,
}

impl Register {
    /// Every register, in the order of the command line. Streets are imported by `streets::import`.
    pub const ALL: [Self; 4] = [Self::Rna, Self::Sirene, Self::Grants, Self::BudgetAnnex];

    /// The name on the command line, in the watched folder and in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rna => "rna",
            Self::Sirene => "sirene",
            Self::Grants => "grants",
            Self::BudgetAnnex => "budget-annex",
            Self::Streets => "streets",
        }
    }

    /// The register of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|register| register.key() == key)
    }
}

/// How to import.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Import the valid lines even when others are rejected.
    pub keep_valid: bool,
    /// Where the list of rejected lines goes; beside the data when absent.
    pub rejects_dir: Option<PathBuf>,
}

/// What an import tells while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// First reading: so many bytes of so many.
    Checking {
        /// Bytes read.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Second reading: so many lines staged of so many.
    Staging {
        /// Lines staged.
        done: u64,
        /// Valid lines in all.
        total: u64,
    },
    /// Looking for what the file no longer holds, then switching.
    Finishing,
}

/// Counts of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Lines of data read, rejected ones included.
    pub read: u64,
    /// Lines rejected, with their reason in the rejects file.
    pub rejected: u64,
    /// Facts left aside in lines that were kept (an optional SIRET that is wrong).
    pub warnings: u64,
    /// Lines that are no business of this register (companies in a Sirene file).
    pub ignored: u64,
    /// New to the register.
    pub added: u64,
    /// Known, and the file says something else.
    pub changed: u64,
    /// Known, and the file says the same.
    pub unchanged: u64,
    /// Known, and the file has it no more: marked, not deleted.
    pub gone: u64,
}

/// What came of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Counts.
    pub counts: Counts,
    /// The file of rejected lines and warnings, when there is one.
    pub rejects: Option<PathBuf>,
    /// The generation that readers see since; `None` when the file changed nothing.
    pub generation: Option<i64>,
}

impl Report {
    /// The number of lines imported: new, changed and unchanged.
    #[must_use]
    pub fn imported(&self) -> u64 {
        self.counts.added + self.counts.changed + self.counts.unchanged
    }
}

/// Why an import did not happen. Nothing of the file is visible in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Lines were rejected and the rest was not asked for.
    #[error(
        "{rejected} ligne(s) refusée(s) sur {read} : rien n’est importé. Corrigez-les, ou importez le reste avec --keep-valid. Liste : {}",
        rejects.display()
    )]
    Rejected {
        /// Lines read.
        read: u64,
        /// Lines rejected.
        rejected: u64,
        /// The list of them.
        rejects: PathBuf,
    },
    /// The file cannot be read as a table of that kind.
    #[error("{file} : {reason}")]
    Unreadable {
        /// Name of the file.
        file: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// No valid line.
    #[error("{0} : aucune ligne à importer. Vérifiez que c’est le bon fichier")]
    Empty(String),
    /// Another import runs.
    #[error("un autre import est en cours : recommencez quand il est fini")]
    Busy,
    /// Somebody changed the file between the two readings.
    #[error("{0} a changé pendant la lecture : rien n’est importé, recommencez")]
    Changed(String),
    /// The staged rows were taken away, because this import seemed dead.
    #[error("l’import a été interrompu trop longtemps : rien n’est importé, recommencez")]
    LeaseLost,
    /// A file could not be read or written.
    #[error("{path} : {error}")]
    Io {
        /// The file.
        path: String,
        /// The system's error.
        error: std::io::Error,
    },
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl ImportError {
    /// The exit code of the command line: 2 for bad input, 3 when it was refused, 1 for anything else.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Rejected { .. } | Self::Unreadable { .. } | Self::Empty(_) | Self::Changed(_) => {
                2
            }
            Self::Busy | Self::LeaseLost => 3,
            Self::Io { error, .. } if error.kind() == std::io::ErrorKind::NotFound => 2,
            Self::Io { .. } | Self::Storage(_) => 1,
        }
    }
}
