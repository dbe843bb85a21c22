#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! The example of the documentation is read as the documentation says.

use std::fmt::Display;

fn or_none<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

#[test]
fn sirene_page() {
    let page = include_str!("../../../docs/formats/sirene.md");
    let mut reader = sirene::read_units(blocks(page, "csv")[0].as_bytes()).unwrap();
    let mut seen = String::new();
    for line in reader.by_ref() {
        match line {
            Ok(one) => {
                let staff = match one.staff.range() {
                    Some((fewest, Some(most))) => format!("{fewest} to {most}"),
                    Some((fewest, None)) => format!("{fewest} and more"),
                    None => "unknown".to_owned(),
                };
                seen.push_str(&format!(
                    "{}: {} | {} | seat {} | {} | {} | {staff} | {} | ceased {}\n",
                    one.line,
                    one.siren,
                    one.name,
                    or_none(one.seat),
                    one.diffusion.code(),
                    one.state.code(),
                    or_none(one.rna),
                    or_none(one.ceased),
                ));
            }
            Err(no) => seen.push_str(&format!(
                "{}: rejected | {} | {} | {}\n",
                no.line, no.field, no.value, no.reason
            )),
        }
    }
    for one in reader.take_warnings() {
        seen.push_str(&format!(
            "{}: warning | {} | {}\n",
            one.line, one.field, one.value
        ));
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
