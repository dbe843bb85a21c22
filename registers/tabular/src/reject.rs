use std::io::{self, Write};

use crate::CsvWriter;

/// The longest value kept in a report, in characters.
const KEPT: usize = 200;

/// One line of a file that was not taken, and why. The one type of all registers; written to the rejects file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reject {
    /// The physical line of the file where the record begins; the header is line 1.
    pub line: u64,
    /// The column as the file names it, or `ligne` when the record as a whole is at fault.
    pub field: String,
    /// What stood there, cut after 200 characters.
    pub value: String,
    /// A French sentence: what is wrong and what to do.
    pub reason: String,
    /// True when reading stopped here for good (disk, network, truncated archive): the rest of the file is unknown,
    /// so that even an import that keeps valid lines must be refused.
    pub fatal: bool,
}

impl Reject {
    /// A reject of the value of one field.
    #[must_use]
    pub fn new(line: u64, field: &str, value: &str, reason: impl Into<String>) -> Self {
        Self {
            line,
            field: field.to_owned(),
            value: cut(value),
            reason: reason.into(),
            fatal: false,
        }
    }

    /// A reject of the record as a whole.
    #[must_use]
    pub fn line(line: u64, value: &str, reason: impl Into<String>) -> Self {
        Self::new(line, "ligne", value, reason)
    }
}

/// Something odd in a line that was taken nevertheless, and what was done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The physical line of the file where the record begins.
    pub line: u64,
    /// The column as the file names it.
    pub field: String,
    /// What stood there, cut after 200 characters.
    pub value: String,
    /// A French sentence: what is odd and what was done.
    pub reason: String,
}

impl Warning {
    /// A warning about the value of one field.
    #[must_use]
    pub fn new(line: u64, field: &str, value: &str, reason: impl Into<String>) -> Self {
        Self {
            line,
            field: field.to_owned(),
            value: cut(value),
            reason: reason.into(),
        }
    }
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(KEPT) {
        Some((end, _)) => {
            let mut kept = value.get(..end).unwrap_or_default().to_owned();
            kept.push('…');
            kept
        }
        None => value.to_owned(),
    }
}

/// Writes the rejects file: `ligne;champ;valeur;motif`, UTF-8 with a byte order mark so that a spreadsheet opens it
/// rightly. Format: `docs/formats/rejects.md`.
pub struct RejectsFile<W: Write> {
    out: CsvWriter<W>,
    count: u64,
}

impl<W: Write> RejectsFile<W> {
    /// Begins the file.
    ///
    /// # Errors
    /// When writing fails.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut out = CsvWriter::new(out, b';');
        out.record(["ligne", "champ", "valeur", "motif"])?;
        Ok(Self { out, count: 0 })
    }

    /// Adds one rejected line. A value that a spreadsheet would run as a formula is made harmless by an apostrophe.
    ///
    /// # Errors
    /// When writing fails.
    pub fn add(&mut self, reject: &Reject) -> io::Result<()> {
        self.count += 1;
        let value = harmless(&reject.value);
        let field = harmless(&reject.field);
        let line = reject.line.to_string();
        self.out
            .record([line.as_str(), &field, &value, &reject.reason])
    }

    /// Ends the file and gives back the writer and how many rejects it holds.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<(W, u64)> {
        Ok((self.out.finish()?, self.count))
    }
}

fn harmless(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{value}")
    } else {
        value.to_owned()
    }
}
