#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! The example of the documentation is read as the documentation says.

#[test]
fn budget_annex_page() {
    let page = include_str!("../../../docs/formats/budget-annex.md");
    let mut seen = String::new();
    for line in annex::read(blocks(page, "csv")[0].as_bytes()).unwrap() {
        seen.push_str(&match line {
            Ok(one) => format!(
                "{}: {} | {} | {} | {}\n",
                one.line, one.siren, one.name, one.year, one.amount_cents
            ),
            Err(no) => format!(
                "{}: rejected | {} | {} | {}\n",
                no.line, no.field, no.value, no.reason
            ),
        });
    }
    assert_eq!(seen, blocks(page, "text")[0]);
}

/// The fenced blocks of that language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}
