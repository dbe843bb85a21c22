#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::io::{self, Read};

use tabular::{CsvWriter, Encoding, Options, Reject, Row, Table, TableError};

/// A line that was read (line, fields) or rejected (line, field, reason).
type Seen = Result<(u64, Vec<String>), (u64, String, String)>;

fn all(file: &[u8]) -> Vec<Seen> {
    Table::open(file, Options::default())
        .unwrap()
        .map(|line| match line {
            Ok(row) => Ok((row.line(), row.fields().map(str::to_owned).collect())),
            Err(reject) => Err((reject.line, reject.field, reject.reason)),
        })
        .collect()
}

fn read(line: u64, fields: &[&str]) -> Seen {
    Ok((line, fields.iter().map(|f| (*f).to_owned()).collect()))
}

#[test]
fn lines_are_physical_and_blank_ones_count() {
    let file = "a;b\n1;2\n\n  \r\n;\n\"x\r\ny\nz\";4\r\n5;6";
    assert_eq!(
        all(file.as_bytes()),
        [
            read(2, &["1", "2"]),
            read(6, &["x\r\ny\nz", "4"]),
            read(9, &["5", "6"])
        ]
    );
}

#[test]
fn delimiters_are_found_in_the_header() {
    for (file, delimiter) in [
        ("a;b,c;d\n", ';'),
        ("a,b;c,d\n", ','),
        ("a\tb\tc\n", '\t'),
        ("\"a;b;c\"|b|c|d\n", '|'),
        ("a\n", ';'),
    ] {
        assert_eq!(
            Table::open(file.as_bytes(), Options::default())
                .unwrap()
                .delimiter(),
            delimiter,
            "{file:?}"
        );
    }
}

#[test]
fn encodings() {
    let cases: [(&[u8], Encoding, &str); 5] = [
        (b"nom\nMarie\n", Encoding::Ascii, "Marie"),
        ("nom\nRené\n".as_bytes(), Encoding::Utf8, "René"),
        (b"\xef\xbb\xbfnom\nRen\xc3\xa9\n", Encoding::Utf8, "René"),
        (
            b"nom\nRen\xe9 \x80 \x9c\n",
            Encoding::Windows1252,
            "René € œ",
        ),
        (b"pr\xe9nom\nRen\xc3\xa9\n", Encoding::Mixed, "René"),
    ];
    for (file, encoding, expected) in cases {
        let mut table = Table::open(file, Options::default()).unwrap();
        let row = table.next().unwrap().unwrap();
        assert_eq!(row.at(0), expected);
        assert_eq!(table.encoding(), encoding);
        assert!(table.next().is_none());
    }
}

#[test]
fn a_byte_order_mark_binds() {
    let file = b"\xef\xbb\xbfnom\nRen\xe9\nbon\n";
    let lines: Vec<_> = Table::open(file.as_slice(), Options::default())
        .unwrap()
        .collect();
    let reject = lines[0].as_ref().unwrap_err();
    assert_eq!((reject.line, reject.value.as_str()), (2, "René"));
    assert!(reject.reason.contains("UTF-8"));
    assert_eq!(lines[1].as_ref().unwrap().line(), 3);
}

#[test]
fn header_names_forgive_case_accents_quotes_and_spaces() {
    let file = "\u{feff}\" Nom de l’Attribuant \",MONTANT_ALLOUÉ\nVille,3\n";
    let row = Table::open(file.as_bytes(), Options::default())
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    assert_eq!(row.get("nom_de_l_attribuant"), "Ville");
    assert_eq!(row.get("montantAlloue"), "3");
    assert_eq!(row.get("autre"), "");
}

#[test]
fn a_column_that_stands_twice_is_an_error_only_when_it_is_read() {
    let table = Table::open("a;b;A\n1;2;3\n".as_bytes(), Options::default()).unwrap();
    assert_eq!(table.header().find(&["b"]).unwrap(), Some(1));
    assert_eq!(table.header().find(&["c", "b"]).unwrap(), Some(1));
    assert_eq!(table.header().find(&["c"]).unwrap(), None);
    let error = table.header().find(&["a"]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "la colonne «\u{a0}a\u{a0}» apparaît deux fois\u{202f}; retirez celle qui est de trop"
    );
}

#[test]
fn one_bad_quote_costs_one_line() {
    let file = "a;b\n1;\"jamais fermé\n2;x\n3;y\n";
    let lines = all(file.as_bytes());
    assert_eq!(lines[0].as_ref().unwrap_err().0, 2);
    assert!(lines[0].as_ref().unwrap_err().2.contains("jamais fermé"));
    assert_eq!(lines[1..], [read(3, &["2", "x"]), read(4, &["3", "y"])]);
    // A later quoted field closes the open one: the record has the wrong shape, and only its first line is lost.
    let file = "a;b\n1;\"oubli\n2;x\n3;\"y\";\n4;z\n";
    let lines = all(file.as_bytes());
    assert_eq!(lines[0].as_ref().unwrap_err().0, 2);
    assert_eq!(
        lines[1..],
        [
            read(3, &["2", "x"]),
            read(4, &["3", "y"]),
            read(5, &["4", "z"])
        ]
    );
}

#[test]
fn wrong_counts_are_rejected_and_trailing_delimiters_forgiven() {
    let lines = all("a;b\n1\n1;2;3\n1;2;;\n1;2\n".as_bytes());
    assert!(
        lines[0]
            .as_ref()
            .unwrap_err()
            .2
            .starts_with("1 champ au lieu de 2")
    );
    assert!(
        lines[1]
            .as_ref()
            .unwrap_err()
            .2
            .starts_with("3 champs au lieu de 2")
    );
    assert_eq!(lines[2..], [read(4, &["1", "2"]), read(5, &["1", "2"])]);
}

#[test]
fn a_null_byte_is_rejected_with_its_field() {
    let lines = all(b"a;b\n1;x\0y\n1;2\n");
    let (line, field, _) = lines[0].as_ref().unwrap_err();
    assert_eq!((*line, field.as_str()), (2, "b"));
    assert_eq!(lines[1], read(3, &["1", "2"]));
}

#[test]
fn old_mac_line_ends() {
    assert_eq!(
        all(b"a;b\r1;2\r3;4"),
        [read(2, &["1", "2"]), read(3, &["3", "4"])]
    );
}

#[test]
fn what_is_not_text_is_refused_with_the_way_out() {
    let open = |bytes: &[u8]| {
        Table::open(bytes, Options::default())
            .err()
            .map(|error| error.to_string())
    };
    assert!(open(b"").unwrap().contains("vide"));
    assert!(open(b"\xef\xbb\xbf").unwrap().contains("vide"));
    assert!(open(b" \r\n\n\t").unwrap().contains("vide"));
    assert!(open(b"\xff\xfea\0;\0").unwrap().contains("UTF-16"));
    assert!(open(b"a\0;\0b\0\n\0").unwrap().contains("UTF-16"));
    assert!(open(b"PK\x03\x04....").unwrap().contains("ZIP"));
    assert!(open(b"\x1f\x8b\x08").unwrap().contains("GZIP"));
    assert!(open(b"ab\0\0\0cd\n").unwrap().contains("binaire"));
    assert!(open(b"\"a;b\n1;2\n").unwrap().contains("guillemet"));
}

#[test]
fn a_header_may_not_be_endless() {
    let names = vec!["x"; 1001].join(";");
    assert!(matches!(
        Table::open(names.as_bytes(), Options::default()),
        Err(TableError::BadHeader(_))
    ));
    let endless = Table::open(io::repeat(b'x'), Options::default());
    assert!(matches!(endless, Err(TableError::BadHeader(_))));
    let endless = Table::open(io::repeat(b'"'), Options::default());
    assert!(matches!(endless, Err(TableError::BadHeader(_))));
}

#[test]
fn a_line_beyond_the_limit_is_rejected_and_the_rest_is_read() {
    let mut file = b"a;b\n1;".to_vec();
    file.extend(std::iter::repeat_n(b'x', 5_000_000));
    file.extend(b"\n2;y\n");
    let lines = all(&file);
    let (line, _, reason) = lines[0].as_ref().unwrap_err();
    assert_eq!(*line, 2);
    assert!(reason.contains("dépasse"), "{reason}");
    assert_eq!(lines[1..], [read(3, &["2", "y"])]);
}

#[test]
fn an_open_quote_gives_up_after_the_limit_and_resumes_on_the_next_line() {
    let mut file = b"a;b\n1;\"x\n".to_vec();
    for _ in 0..300_000 {
        file.extend(b"2;yyyyyy\n");
    }
    let lines = all(&file);
    assert_eq!(lines.len(), 300_001);
    assert!(lines[0].as_ref().unwrap_err().2.contains("jamais fermé"));
    assert!(lines[1..].iter().all(Result::is_ok));
}

/// Gives one byte at a time, then fails.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, space: &mut [u8]) -> io::Result<usize> {
        match self.0.split_first() {
            Some((first, rest)) => {
                space[0] = *first;
                self.0 = rest;
                Ok(1)
            }
            None => Err(io::Error::other("disque débranché")),
        }
    }
}

/// The window is larger than a short file: a failure must not eat what was read before it.
#[test]
fn a_failing_disk_is_fatal() {
    assert!(matches!(
        Table::open(Failing(b"a;b\n1;2\n"), Options::default()),
        Err(TableError::Io(_))
    ));
    let long = Box::leak(
        format!("a;b\n{}", "1;2\n".repeat(50_000))
            .into_bytes()
            .into_boxed_slice(),
    );
    let lines: Vec<Result<Row, Reject>> = Table::open(Failing(long), Options::default())
        .unwrap()
        .collect();
    let last = lines.last().unwrap().as_ref().unwrap_err();
    assert!(last.fatal, "{last:?}");
    assert!(last.reason.contains("disque débranché"));
    assert_eq!(
        lines.iter().filter(|line| line.is_err()).count(),
        1,
        "nothing follows a fatal reject"
    );
}

#[test]
fn values_in_reports_are_cut() {
    let file = format!("a;b\n{}\n", "é".repeat(900));
    let lines: Vec<_> = Table::open(file.as_bytes(), Options::default())
        .unwrap()
        .collect();
    let reject = lines[0].as_ref().unwrap_err();
    assert_eq!(reject.value.chars().count(), 201);
    assert!(reject.value.starts_with("éé"));
}

#[test]
fn the_rejects_file_is_safe_in_a_spreadsheet() {
    let mut file = tabular::RejectsFile::new(Vec::new()).unwrap();
    file.add(&Reject::new(7, "nom", "=1+1;\"x\"", "le nom est vide"))
        .unwrap();
    let (bytes, count) = file.finish().unwrap();
    assert_eq!(count, 1);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}ligne;champ;valeur;motif\n7;nom;\"'=1+1;\"\"x\"\"\";le nom est vide\n"
    );
}

#[test]
fn dates_and_amounts() {
    use tabular::{parse_cents, parse_date, write_cents};
    assert_eq!(parse_date("2014-06-17"), Some((2014, 6, 17)));
    assert_eq!(parse_date(" 2014-06-17 12:51:34"), Some((2014, 6, 17)));
    assert_eq!(parse_date("2014-06-17T00:00:00Z"), Some((2014, 6, 17)));
    assert_eq!(parse_date("17/06/2014"), Some((2014, 6, 17)));
    for bad in [
        "",
        "2014",
        "2014-13-01",
        "2014-00-01",
        "17/06/14",
        "2014-06-17 demain",
        "é014-06-17",
        "2014-6-7",
        "20140617",
    ] {
        assert_eq!(parse_date(bad), None, "{bad}");
    }
    assert_eq!(parse_cents("1 234,56"), Some(123_456));
    assert_eq!(parse_cents("250.0"), Some(25_000));
    assert_eq!(parse_cents("12\u{202f}000 €"), Some(1_200_000));
    assert_eq!(parse_cents("-5"), Some(-500));
    assert_eq!(parse_cents("1.230000"), Some(123));
    for bad in [
        "",
        "abc",
        "1.234",
        "1,2,3",
        "--1",
        ".5",
        "99999999999999999999",
    ] {
        assert_eq!(parse_cents(bad), None, "{bad}");
    }
    assert_eq!(write_cents(-5), "-0.05");
    assert_eq!(write_cents(i64::MIN), "-92233720368547758.08");
}

#[test]
fn a_lone_empty_field_is_not_a_blank_line() {
    let mut out = CsvWriter::new(Vec::new(), b',');
    out.record(["a"]).unwrap();
    out.record([""]).unwrap();
    assert_eq!(out.finish().unwrap(), b"a\n\"\"\n");
}
