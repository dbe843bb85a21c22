#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! The example of the documentation is read as the documentation says.

#[test]
fn rejects_page() {
    let page = include_str!("../../../docs/formats/rejects.md");
    let table = tabular::Table::open(
        blocks(page, "csv")[0].as_bytes(),
        tabular::Options::default(),
    )
    .unwrap();
    let mut file = tabular::RejectsFile::new(Vec::new()).unwrap();
    for reject in table.filter_map(Result::err) {
        file.add(&reject).unwrap();
    }
    let (bytes, count) = file.finish().unwrap();
    assert_eq!(count, 3);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.trim_start_matches('\u{feff}'), blocks(page, "text")[0]);
}

/// The fenced blocks of that language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}
