#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

//! The example of the documentation is read as the documentation says.

use std::fmt::{Debug, Display};

fn or_none<T: Display>(value: Option<T>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

fn debug(value: impl Debug) -> String {
    format!("{value:?}")
}

#[test]
fn rna_page() {
    let page = include_str!("../../../docs/formats/rna.md");
    assert!(page.contains(&format!("`{}`", rna::WALDEC_HEADER.join(";"))));
    let mut reader = rna::read(blocks(page, "csv")[0].as_bytes()).unwrap();
    let mut seen = String::new();
    for line in reader.by_ref() {
        match line {
            Ok(one) => seen.push_str(&format!(
                "{}: {} | {} | {} | created {} | published {} | {} | {} {} | {} | {}, {}, {} {} | {} | {}\n",
                one.line,
                one.id,
                one.title,
                or_none(one.siret),
                or_none(one.created),
                or_none(one.published),
                one.object,
                or_none(one.object1),
                or_none(one.object2),
                rna::theme_of(one.object1).key(),
                one.seat.complement,
                one.seat.street_line(),
                one.seat.postcode,
                one.seat.commune,
                debug(one.position),
                or_none(one.updated),
            )),
            Err(no) => seen.push_str(&format!("{}: rejected | {} | {} | {}\n", no.line, no.field, no.value, no.reason)),
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
