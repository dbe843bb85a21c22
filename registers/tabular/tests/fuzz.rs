#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! Any bytes at all: no panic, an end, every physical line accounted for. `PROPTEST_CASES` lengthens the runs.

use proptest::prelude::*;
use tabular::{CsvWriter, Options, Table};

/// Bytes that look like a table more often than not.
fn tables() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        8 => prop::sample::select(vec![&b";"[..], b"\n", b"\"", b"\"\"", b",", b"\r\n", b"\r", b"\t", b"a", b"12", b"\xe9", b"\xc3\xa9", b"\0", b" "]).prop_map(<[u8]>::to_vec),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn tight() -> Options {
    Options {
        max_record: 64,
        ..Options::default()
    }
}

fn survives(bytes: &[u8], options: Options) {
    let Ok(table) = Table::open(bytes, options) else {
        return;
    };
    let newlines = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u64;
    let mut last = 0;
    let mut count = 0u64;
    let width = table.header().len();
    for line in table {
        let at = match line {
            Ok(row) => {
                assert_eq!(row.len(), width);
                row.line()
            }
            Err(reject) => {
                assert!(!reject.fatal);
                assert!(reject.value.chars().count() <= 201);
                reject.line
            }
        };
        assert!(at > last, "lines go up");
        last = at;
        count += 1;
    }
    assert!(last <= newlines + 1, "no line beyond the file");
    assert!(count <= newlines + 1);
}

#[test]
fn blank_lines_before_the_header_are_counted_once() {
    survives(b"\t\r\"\"\ra", tight());
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        survives(&bytes, Options::default());
        survives(&bytes, tight());
    }

    #[test]
    fn nearly_tables(bytes in tables()) {
        survives(&bytes, Options::default());
        survives(&bytes, tight());
    }

    #[test]
    fn well_formed_text_reads_as_the_csv_crate_reads_it(
        rows in prop::collection::vec(prop::collection::vec("[a-zé;,\"\n ]{0,6}", 3), 1..12)
    ) {
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        writer.write_record(["un", "deux", "trois"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let ours: Vec<Vec<String>> = Table::open(bytes.as_slice(), Options { delimiter: Some(b';'), ..Options::default() })
            .unwrap()
            .map(|row| row.unwrap().fields().map(str::to_owned).collect())
            .collect();
        let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new()
            .delimiter(b';')
            .from_reader(bytes.as_slice())
            .records()
            .map(|row| row.unwrap().iter().map(|f| f.trim().to_owned()).collect())
            .filter(|row: &Vec<String>| row.iter().any(|f| !f.is_empty()))
            .collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn what_is_written_is_read_back(rows in prop::collection::vec(prop::collection::vec("[^\0]{0,9}", 2), 0..9)) {
        let mut out = CsvWriter::new(Vec::new(), b',');
        out.record(["a", "b"]).unwrap();
        for row in &rows {
            out.record(row.iter().map(String::as_str)).unwrap();
        }
        let bytes = out.finish().unwrap();
        let read: Vec<Vec<String>> = Table::open(bytes.as_slice(), Options::default())
            .unwrap()
            .map(|row| row.unwrap().fields().map(str::to_owned).collect())
            .collect();
        let expected: Vec<Vec<String>> = rows
            .iter()
            .filter(|row| row.iter().any(|f| f.bytes().any(|b| !b.is_ascii_whitespace())))
            .map(|row| row.iter().map(|f| f.trim().to_owned()).collect())
            .collect();
        prop_assert_eq!(read, expected);
    }
}
