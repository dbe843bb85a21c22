use std::io::{self, Write};

/// Writes delimited text: fields quoted only where needed, lines ended by `\n`, UTF-8.
pub struct CsvWriter<W: Write> {
    out: io::BufWriter<W>,
    delimiter: u8,
}

impl<W: Write> CsvWriter<W> {
    /// A writer with that ASCII delimiter.
    pub fn new(out: W, delimiter: u8) -> Self {
        Self {
            out: io::BufWriter::new(out),
            delimiter,
        }
    }

    /// Writes one record.
    ///
    /// # Errors
    /// When writing fails.
    pub fn record<'a>(&mut self, fields: impl IntoIterator<Item = &'a str>) -> io::Result<()> {
        let mut count = 0usize;
        let mut written = 0usize;
        for field in fields {
            if count > 0 {
                self.out.write_all(&[self.delimiter])?;
            }
            count += 1;
            written += field.len();
            self.field(field)?;
        }
        if count == 1 && written == 0 {
            // A lone empty field would be a blank line, which readers skip.
            self.out.write_all(b"\"\"")?;
        }
        self.out.write_all(b"\n")
    }

    fn field(&mut self, field: &str) -> io::Result<()> {
        let quoted = field
            .bytes()
            .any(|b| b == self.delimiter || matches!(b, b'"' | b'\n' | b'\r'))
            || field.starts_with(char::is_whitespace)
            || field.ends_with(char::is_whitespace);
        if !quoted {
            return self.out.write_all(field.as_bytes());
        }
        self.out.write_all(b"\"")?;
        for (place, part) in field.split('"').enumerate() {
            if place > 0 {
                self.out.write_all(b"\"\"")?;
            }
            self.out.write_all(part.as_bytes())?;
        }
        self.out.write_all(b"\"")
    }

    /// Flushes and gives back the inner writer.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<W> {
        self.out
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
    }
}
