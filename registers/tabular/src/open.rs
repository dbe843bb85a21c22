//! The beginning of a file: what it is, and its header.

use std::io::Read;

use memchr::memchr;

use crate::encoding::decode;
use crate::source::Source;
use crate::split::{Cut, Dialect, cut};
use crate::{Encoding, Header, Options, Row, TableError, tidy};

/// A header that was read.
pub(crate) struct Head {
    pub header: Header,
    /// How many physical lines it took.
    pub lines: u64,
}

/// The header record as raw bytes, cut with one delimiter.
struct Candidate {
    dialect: Dialect,
    text: Vec<u8>,
    ends: Vec<usize>,
    bytes: usize,
    lines: u64,
}

/// Reads and consumes the header. Without a delimiter in `options` the one that cuts it into most columns is taken.
pub(crate) fn header<R: Read>(
    source: &mut Source<R>,
    dialect: Dialect,
    options: &Options,
) -> Result<(Head, Dialect, Encoding), TableError> {
    let delimiters: &[u8] = match &options.delimiter {
        Some(one) => std::slice::from_ref(one),
        None => b";,\t|",
    };
    let mut best: Option<Candidate> = None;
    for delimiter in delimiters {
        let one = candidate(
            source,
            Dialect {
                delimiter: *delimiter,
                ..dialect
            },
            options,
        )?;
        if best
            .as_ref()
            .is_none_or(|most| one.ends.len() > most.ends.len())
        {
            best = Some(one);
        }
    }
    let Some(Candidate {
        dialect,
        text,
        mut ends,
        bytes,
        lines,
    }) = best
    else {
        return Err(TableError::Empty);
    };
    if memchr(0, &text).is_some() {
        return Err(TableError::NotText("un fichier binaire"));
    }
    if ends.len() > options.max_fields {
        return Err(TableError::BadHeader(format!(
            "elle a {} colonnes, {} au plus sont permises",
            ends.len(),
            options.max_fields
        )));
    }
    let (decoded, encoding) = decode(text, &mut ends);
    let row = Row {
        text: decoded,
        ends,
        ..Row::default()
    };
    let names: Vec<String> = row
        .fields()
        .map(|name| tidy(name.trim_matches('"')).into_owned())
        .collect();
    source.consume(bytes);
    let header = Header::new(names);
    Ok((Head { header, lines }, dialect, encoding))
}

fn candidate<R: Read>(
    source: &mut Source<R>,
    dialect: Dialect,
    options: &Options,
) -> Result<Candidate, TableError> {
    let (mut text, mut ends) = (Vec::new(), Vec::new());
    loop {
        let window = source.window();
        match cut(window, dialect, source.ended(), &mut text, &mut ends) {
            Cut::Whole { bytes, lines, .. } if bytes <= options.max_record => {
                return Ok(Candidate {
                    dialect,
                    text,
                    ends,
                    bytes,
                    lines,
                });
            }
            Cut::Partial { .. } if !source.ended() && window.len() <= options.max_record => {
                source.grow()?;
            }
            Cut::Whole { .. } | Cut::Partial { in_quotes: false } => {
                return Err(TableError::BadHeader("elle est trop longue".to_owned()));
            }
            Cut::Partial { in_quotes: true } => {
                return Err(TableError::BadHeader(
                    "un guillemet ouvert n’est jamais fermé".to_owned(),
                ));
            }
        }
    }
}

/// Refuses what is not text; consumes a byte order mark and says whether there was one.
pub(crate) fn text_or_error<R: Read>(source: &mut Source<R>) -> Result<bool, TableError> {
    const SIGNATURES: [(&[u8], &str); 7] = [
        (b"PK\x03\x04", "une archive ZIP ou un classeur (XLSX, ODS)"),
        (b"\x1f\x8b", "une archive GZIP"),
        (b"\xfd7zXZ", "une archive XZ"),
        (b"BZh", "une archive BZIP2"),
        (b"(\xb5\x2f\xfd", "une archive Zstandard"),
        (b"%PDF", "un PDF"),
        (b"\xd0\xcf\x11\xe0", "un classeur Excel (XLS)"),
    ];
    let window = source.window();
    if window.starts_with(b"\xff\xfe") || window.starts_with(b"\xfe\xff") {
        return Err(TableError::Utf16);
    }
    for (signature, kind) in SIGNATURES {
        if window.starts_with(signature) {
            return Err(TableError::NotText(kind));
        }
    }
    if let [first, second, ..] = window
        && (*first == 0) != (*second == 0)
    {
        return Err(TableError::Utf16);
    }
    let marked = window.starts_with(b"\xef\xbb\xbf");
    if marked {
        source.consume(3);
    }
    Ok(marked)
}

pub(crate) fn skip_blank<R: Read>(
    source: &mut Source<R>,
    line: &mut u64,
) -> Result<(), TableError> {
    loop {
        let window = source.window();
        let blank = window
            .iter()
            .take_while(|b| b.is_ascii_whitespace())
            .count();
        if blank < window.len() || source.ended() {
            // Up to the beginning of the first line that holds something; its own indentation stays.
            let kept = window.get(..blank).unwrap_or_default();
            let end = memchr::memrchr2(b'\n', b'\r', kept).map_or(0, |end| end + 1);
            let gone = kept.get(..end).unwrap_or_default();
            let count = |byte| memchr::memchr_iter(byte, gone).count() as u64;
            *line += match count(b'\n') {
                0 => count(b'\r'),
                newlines => newlines,
            };
            let end = if blank == window.len() { blank } else { end };
            source.consume(end);
            return Ok(());
        }
        *line += memchr::memchr_iter(b'\n', window).count() as u64;
        source.consume(blank);
        source.grow()?;
    }
}
