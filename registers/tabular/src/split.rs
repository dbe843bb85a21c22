//! The state machine that cuts one record out of raw bytes. ASCII delimiters, quotes and line ends mean the same in
//! UTF-8 and Windows-1252, so that cutting comes before decoding.

use memchr::{memchr, memchr2};

/// How one file writes its records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// Between fields.
    pub delimiter: u8,
    /// `\n`, or `\r` for files of old Macs.
    pub line_end: u8,
}

/// What was found at the beginning of the bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// A whole record, line end included: how many bytes and how many physical lines. `stray`: text stood between a
    /// closing quote and the next delimiter, the mark of a quote that was opened by mistake earlier.
    Whole {
        bytes: usize,
        lines: u64,
        stray: bool,
    },
    /// The bytes end before the record does.
    Partial { in_quotes: bool },
}

/// Reads the first record of `bytes` into `text` (fields end to end, quotes resolved) and `ends`. At the end of the
/// file (`last`) an open unquoted record is whole.
pub(crate) fn cut(
    bytes: &[u8],
    dialect: Dialect,
    last: bool,
    text: &mut Vec<u8>,
    ends: &mut Vec<usize>,
) -> Cut {
    text.clear();
    ends.clear();
    let mut at = 0usize;
    let mut lines = 1u64;
    let mut stray = false;
    loop {
        let quoted = bytes.get(at) == Some(&b'"');
        if quoted {
            at += 1;
            // Quoted: up to the closing quote; a doubled quote stands for one.
            loop {
                let rest = bytes.get(at..).unwrap_or_default();
                let Some(span) = memchr(b'"', rest) else {
                    return Cut::Partial { in_quotes: true };
                };
                let part = rest.get(..span).unwrap_or_default();
                lines += line_ends(part, dialect);
                text.extend_from_slice(part);
                at += span + 1;
                match bytes.get(at) {
                    Some(b'"') => {
                        text.push(b'"');
                        at += 1;
                    }
                    None if !last => return Cut::Partial { in_quotes: true },
                    _ => break,
                }
            }
        }
        // Unquoted, or what stands between a closing quote and the delimiter (taken as it is, as most readers do).
        let rest = bytes.get(at..).unwrap_or_default();
        match memchr2(dialect.delimiter, dialect.line_end, rest) {
            Some(span) => {
                let part = rest.get(..span).unwrap_or_default();
                let ended = rest.get(span) == Some(&dialect.line_end);
                stray |= quoted && !part.trim_ascii().is_empty();
                text.extend_from_slice(if ended { without_return(part) } else { part });
                ends.push(text.len());
                at += span + 1;
                if ended {
                    return Cut::Whole {
                        bytes: at,
                        lines,
                        stray,
                    };
                }
            }
            None if last => {
                text.extend_from_slice(without_return(rest));
                ends.push(text.len());
                stray |= quoted && !rest.trim_ascii().is_empty();
                return Cut::Whole {
                    bytes: bytes.len(),
                    lines,
                    stray,
                };
            }
            None => return Cut::Partial { in_quotes: false },
        }
    }
}

/// How many line ends `part` holds.
pub(crate) fn line_ends(part: &[u8], dialect: Dialect) -> u64 {
    memchr::memchr_iter(dialect.line_end, part).count() as u64
}

fn without_return(part: &[u8]) -> &[u8] {
    part.strip_suffix(b"\r").unwrap_or(part)
}
