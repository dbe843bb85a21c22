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
fn scdl_page() {
    let page = include_str!("../../../docs/formats/scdl.md");
    let mut reader = scdl::read(blocks(page, "csv")[0].as_bytes()).unwrap();
    let mut seen = String::new();
    let mut grants = Vec::new();
    for line in reader.by_ref() {
        match line {
            Ok(one) => {
                let problems: Vec<_> = scdl::strict_problems(&one)
                    .into_iter()
                    .map(|one| one.field)
                    .collect();
                seen.push_str(&format!(
                    "{}: {} | {} | {} {} | {} | {} | {} | {}\n",
                    one.line,
                    one.convention_date
                        .map_or_else(|| or_none(one.year), |day| day.to_string()),
                    one.beneficiary,
                    or_none(one.beneficiary_siren),
                    or_none(one.beneficiary_rna),
                    one.object,
                    or_none(one.amount_cents),
                    one.nature
                        .map_or_else(String::new, |nature| format!("{nature:?}")),
                    if problems.is_empty() {
                        "strict".to_owned()
                    } else {
                        problems.join(" ")
                    },
                ));
                grants.push(one);
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
    let mut file = Vec::new();
    scdl::write(&mut file, &grants).unwrap();
    assert_eq!(String::from_utf8(file).unwrap(), blocks(page, "csv")[1]);
}

/// The fenced blocks of that language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str())
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}
