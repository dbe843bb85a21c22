//! Streaming reader of delimited text files with line- and field-numbered errors.
//!
//! Public data comes as « CSV » of every kind: `;`, `,` or tabs, UTF-8 or Windows-1252, with or without a byte order
//! mark, quoted fields that run over several lines, rows that are cut. [`Table`] reads all of them in constant memory
//! and never panics; what it cannot read it reports as a [`Reject`] that names the physical line and says why, and
//! then goes on with the next line.
//!
//! ```
//! use tabular::{Options, Table};
//! let file = "Nom;Siège social\n\"Les Jardins\";Besançon\n".as_bytes();
//! let mut table = Table::open(file, Options::default())?;
//! let row = table.next().unwrap().unwrap();
//! assert_eq!((row.line(), row.get("siege_social")), (2, "Besançon"));
//! # Ok::<(), tabular::TableError>(())
//! ```
//!
//! # Encoding
//! A byte order mark makes the file UTF-8 for good: a line that is not UTF-8 is then rejected. Without it each record
//! is UTF-8 when its bytes are valid UTF-8 and Windows-1252 otherwise. The decision is made per record because a
//! streaming reader cannot look ahead, and because merged files of several authorities do mix both; French text in
//! Windows-1252 is practically never valid UTF-8 by accident (an accented letter would have to be followed by a
//! symbol such as `©`). UTF-16 and archives are recognised and refused with the way out.

mod encoding;
mod error;
mod header;
mod open;
mod reject;
mod row;
mod source;
mod split;
mod table;
mod text;
mod write;

pub use encoding::Encoding;
pub use error::TableError;
pub use header::Header;
pub use reject::{Reject, RejectsFile, Warning};
pub use row::Row;
pub use table::{Options, Table};
pub use text::{fold, parse_cents, parse_date, tidy, write_cents};
pub use write::CsvWriter;
