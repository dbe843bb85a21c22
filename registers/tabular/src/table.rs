use std::io::Read;
use std::sync::Arc;

use memchr::memchr;

use crate::encoding::decode;
use crate::source::Source;
use crate::split::{Cut, Dialect, cut};
use crate::{Encoding, Header, Reject, Row, TableError, open};

/// How to read a file.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The ASCII character between fields; found in the header when none is given (`;`, `,`, tab or `|`).
    pub delimiter: Option<u8>,
    /// The longest record in bytes, line ends inside quotes included. Longer ones are rejected.
    pub max_record: usize,
    /// The most columns a header may have.
    pub max_fields: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            delimiter: None,
            max_record: 1 << 20,
            max_fields: 1000,
        }
    }
}

/// A delimited text file being read, in constant memory. Iterate over it, or call [`Table::read`] with one [`Row`]
/// again and again where speed counts.
pub struct Table<R> {
    source: Source<R>,
    dialect: Dialect,
    options: Options,
    header: Arc<Header>,
    /// The physical line at the beginning of the window.
    line: u64,
    marked_utf8: bool,
    encoding: Encoding,
    blank: u64,
    over: bool,
}

impl<R: Read> Table<R> {
    /// Reads the header. Leading blank lines are skipped.
    ///
    /// # Errors
    /// When the file is empty, not text, UTF-16, cannot be read, or its first line is no header.
    pub fn open(reader: R, options: Options) -> Result<Self, TableError> {
        Self::from_source(Source::new(reader), options)
    }

    pub(crate) fn from_source(mut source: Source<R>, options: Options) -> Result<Self, TableError> {
        source.grow()?;
        let marked_utf8 = open::text_or_error(&mut source)?;
        let mut line = 1u64;
        open::skip_blank(&mut source, &mut line)?;
        let head = source.window();
        if head.is_empty() {
            return Err(TableError::Empty);
        }
        let line_end = match (memchr(b'\n', head), memchr(b'\r', head)) {
            (None, Some(_)) => b'\r',
            _ => b'\n',
        };
        let mut table = Self {
            source,
            dialect: Dialect {
                delimiter: options.delimiter.unwrap_or(b';'),
                line_end,
            },
            options,
            header: Arc::default(),
            line,
            marked_utf8,
            encoding: Encoding::Ascii,
            blank: 0,
            over: false,
        };
        let (head, dialect, encoding) =
            open::header(&mut table.source, table.dialect, &table.options)?;
        table.line += head.lines;
        table.dialect = dialect;
        table.encoding = encoding;
        table.header = Arc::new(head.header);
        Ok(table)
    }

    /// The column names.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The character between fields.
    #[must_use]
    pub fn delimiter(&self) -> char {
        char::from(self.dialect.delimiter)
    }

    /// How the text read so far was encoded.
    #[must_use]
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// How many blank lines (or records whose fields are all empty) were passed over so far.
    #[must_use]
    pub fn blank_records(&self) -> u64 {
        self.blank
    }

    /// The physical line where the next record begins.
    #[must_use]
    pub fn next_line(&self) -> u64 {
        self.line
    }

    /// Reads the next record into `row`: nothing at the end of the file. After a reject reading goes on with the next
    /// physical line that can begin a record, so that one bad quote costs one line.
    pub fn read(&mut self, row: &mut Row) -> Option<Result<(), Reject>> {
        let mut bytes_of_text = std::mem::take(&mut row.text).into_bytes();
        let outcome = self.next_into(&mut bytes_of_text, &mut row.ends, &mut row.line);
        if !matches!(outcome, Some(Ok(()))) {
            row.ends.clear();
            return outcome;
        }
        let (text, encoding) = decode(bytes_of_text, &mut row.ends);
        if self.marked_utf8 && encoding == Encoding::Windows1252 {
            row.ends.clear();
            return Some(Err(Reject::line(
                row.line,
                &text,
                "cette ligne n’est pas en UTF-8 alors que le fichier l’annonce\u{202f}; exportez de nouveau le fichier",
            )));
        }
        self.encoding = self.encoding.and(encoding);
        row.text = text;
        if !Arc::ptr_eq(&row.header, &self.header) {
            row.header = Arc::clone(&self.header);
        }
        outcome
    }

    fn next_into(
        &mut self,
        text: &mut Vec<u8>,
        ends: &mut Vec<usize>,
        line: &mut u64,
    ) -> Option<Result<(), Reject>> {
        loop {
            let (window, last) = (self.source.window(), self.source.ended());
            if self.over || (window.is_empty() && last) {
                return None;
            }
            *line = self.line;
            match cut(window, self.dialect, last, text, ends) {
                Cut::Whole { bytes, .. } if bytes > self.options.max_record => {
                    return Some(Err(self.too_long()));
                }
                Cut::Whole {
                    bytes,
                    lines,
                    stray,
                } => {
                    if text.iter().all(u8::is_ascii_whitespace) {
                        self.blank += 1;
                        self.source.consume(bytes);
                        self.line += lines;
                        continue;
                    }
                    return Some(match self.fault(text, ends, lines, stray) {
                        None => {
                            self.source.consume(bytes);
                            self.line += lines;
                            Ok(())
                        }
                        Some(reject) if lines > 1 => {
                            // Perhaps an unclosed quote swallowed good lines: give up only the first.
                            self.skip_line();
                            Err(reject)
                        }
                        Some(reject) => {
                            self.source.consume(bytes);
                            self.line += lines;
                            Err(reject)
                        }
                    });
                }
                Cut::Partial { .. } if window.len() > self.options.max_record => {
                    return Some(Err(self.too_long()));
                }
                Cut::Partial { .. } if last => {
                    let reject = Reject::line(
                        self.line,
                        &snippet(window, self.dialect),
                        "un guillemet ouvert n’est jamais fermé\u{202f}; le fichier est peut-être coupé, récupérez-le de nouveau",
                    );
                    self.skip_line();
                    return Some(Err(reject));
                }
                Cut::Partial { .. } => {
                    if let Some(reject) = self.grow() {
                        return Some(Err(reject));
                    }
                }
            }
        }
    }

    /// What is wrong with a record that was cut out whole. Extra fields that are all empty are dropped silently.
    fn fault(&self, text: &[u8], ends: &mut Vec<usize>, lines: u64, stray: bool) -> Option<Reject> {
        if let Some(place) = memchr(0, text) {
            let field = ends.iter().position(|end| *end > place).unwrap_or(0);
            let value = String::from_utf8_lossy(text).replace('\0', "\u{2400}");
            return Some(Reject::new(
                self.line,
                self.header.name(field),
                &value,
                "un octet nul se trouve dans le texte\u{202f}; exportez de nouveau le fichier",
            ));
        }
        let (found, wanted) = (ends.len(), self.header.len());
        let swallowed = stray && lines > 1;
        if found == wanted && !swallowed {
            return None;
        }
        if found > wanted && !swallowed {
            let end = wanted
                .checked_sub(1)
                .and_then(|last| ends.get(last))
                .copied();
            let extra = text.get(end.unwrap_or(0)..).unwrap_or_default();
            if extra.iter().all(u8::is_ascii_whitespace) {
                ends.truncate(wanted);
                return None;
            }
        }
        let cause = if lines > 1 {
            "un guillemet mal placé a pu réunir plusieurs lignes"
        } else if found > wanted {
            "un séparateur se trouve sans doute dans un texte sans guillemets"
        } else {
            "la ligne est sans doute coupée"
        };
        let reason = if found == wanted {
            format!("{cause}\u{202f}; corrigez la ligne")
        } else {
            let plural = if found > 1 { "s" } else { "" };
            format!(
                "{found} champ{plural} au lieu de {wanted}\u{a0}: {cause}\u{202f}; corrigez la ligne"
            )
        };
        let value = snippet(self.source.window(), self.dialect);
        Some(Reject::line(self.line, &value, reason))
    }

    /// Gives up the first physical line of a record that is longer than allowed.
    fn too_long(&mut self) -> Reject {
        let window = self.source.window();
        let first = memchr(self.dialect.line_end, window).unwrap_or(window.len());
        let reason = if first > self.options.max_record {
            format!(
                "la ligne dépasse {} octets\u{202f}; vérifiez que le fichier est bien un CSV",
                self.options.max_record
            )
        } else {
            "un guillemet ouvert n’est jamais fermé\u{202f}; fermez-le ou retirez-le".to_owned()
        };
        let reject = Reject::line(self.line, &snippet(window, self.dialect), reason);
        match self.skip_line() {
            Some(fatal) => fatal,
            None => reject,
        }
    }

    /// Passes over the rest of the physical line at the beginning of the window, however long it is.
    fn skip_line(&mut self) -> Option<Reject> {
        loop {
            let window = self.source.window();
            if let Some(end) = memchr(self.dialect.line_end, window) {
                self.source.consume(end + 1);
                self.line += 1;
                return None;
            }
            self.source.consume(window.len());
            if self.source.ended() {
                return None;
            }
            if let Some(fatal) = self.grow() {
                return Some(fatal);
            }
        }
    }

    fn grow(&mut self) -> Option<Reject> {
        let error = self.source.grow().err()?;
        self.over = true;
        Some(Reject {
            fatal: true,
            ..Reject::line(
                self.line,
                "",
                format!("la lecture du fichier s’est interrompue ici\u{a0}: {error}"),
            )
        })
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Row, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut row = Row::default();
        Some(self.read(&mut row)?.map(|()| row))
    }
}

/// The beginning of the first physical line of `window`, as readable text for a report.
fn snippet(window: &[u8], dialect: Dialect) -> String {
    let end = memchr(dialect.line_end, window)
        .unwrap_or(window.len())
        .min(1000);
    let start = window.get(..end).unwrap_or_default();
    let (mut text, mut ends) = (start.to_vec(), [end]);
    while text.len() > end.saturating_sub(3) && end == 1000 && std::str::from_utf8(&text).is_err() {
        // A letter of several bytes may have been cut at the thousandth.
        text.pop();
    }
    let [place] = &mut ends;
    *place = text.len();
    decode(text, &mut ends)
        .0
        .trim_end_matches('\r')
        .replace('\0', "\u{2400}")
}
