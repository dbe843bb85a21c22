#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! The example of the documentation is read as the documentation says.

#[test]
fn streets_page() {
    let page = include_str!("../../../docs/formats/rues-quartiers.md");
    let (mut rows, mut rejects) = (Vec::new(), String::new());
    for line in streets::read(blocks(page, "csv")[0].as_bytes()).unwrap() {
        match line {
            Ok(row) => rows.push(row),
            Err(no) => rejects.push_str(&format!(
                "{}: rejected | {} | {} | {}\n",
                no.line, no.field, no.value, no.reason
            )),
        }
    }
    let quarters = streets::Quarters::new(&rows);
    let asked = [
        ("25056", "RUE", "du cadran bleu"),
        ("25056", "", "12 B AV DE L'HORLOGER DORE"),
        ("25056", "PL", "du Cadran bleu"),
    ];
    let mut seen = String::new();
    for (commune, kind, street) in asked {
        let quarter = quarters.find(commune, kind, street).unwrap_or("none");
        seen.push_str(&format!("{commune} | {kind} | {street} -> {quarter}\n"));
    }
    assert_eq!(seen + &rejects, blocks(page, "text")[0]);
}

/// The fenced blocks of that language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}
