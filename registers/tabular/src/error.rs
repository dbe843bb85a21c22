use std::io;

/// Why a file as a whole cannot be read. Shown to people as it stands.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file or pipe failed.
    #[error("la lecture du fichier a échoué\u{a0}: {0}")]
    Io(#[from] io::Error),
    /// Nothing in it, not even a header.
    #[error(
        "le fichier est vide\u{202f}; vérifiez que le téléchargement ou l’export est allé jusqu’au bout"
    )]
    Empty,
    /// UTF-16, usually « Texte Unicode » from a spreadsheet.
    #[error("le fichier est en UTF-16\u{202f}; enregistrez-le de nouveau au format CSV UTF-8")]
    Utf16,
    /// An archive, a workbook, a PDF …
    #[error(
        "le fichier n’est pas du texte, c’est {0}\u{202f}; décompressez-le ou enregistrez-le au format CSV UTF-8"
    )]
    NotText(&'static str),
    /// The first line cannot be a header.
    #[error("la première ligne n’est pas un en-tête lisible\u{a0}: {0}")]
    BadHeader(String),
    /// Columns the register cannot do without.
    #[error("il manque {}\u{a0}: {}. Colonnes trouvées\u{a0}: {}", if .missing.len() == 1 { "une colonne" } else { "des colonnes" }, .missing.join(", "), .found.join(", "))]
    MissingColumns {
        /// Their expected names.
        missing: Vec<String>,
        /// The names that were read (the first forty).
        found: Vec<String>,
    },
    /// A column the register reads stands twice.
    #[error(
        "la colonne «\u{a0}{0}\u{a0}» apparaît deux fois\u{202f}; retirez celle qui est de trop"
    )]
    TwiceColumn(String),
}
