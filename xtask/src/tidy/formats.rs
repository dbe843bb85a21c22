//! Each format that the product reads or writes is described in `docs/formats`.

use super::{Finding, Source};

/// Crates on the floor of registers that are no format: check rules, plain delimited text, invented data.
const NO_FORMAT: [&str; 3] = ["identifiers", "tabular", "demo-city"];

/// Checks that some page of `docs/formats` names the crate of each format: `registers/NAME`.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let pages: Vec<&Source> = sources
        .iter()
        .filter(|source| source.path.starts_with("docs/formats/") && source.kind() == "md")
        .collect();
    sources
        .iter()
        .filter_map(|source| source.path.strip_prefix("registers/")?.strip_suffix("/Cargo.toml"))
        .filter(|name| !NO_FORMAT.contains(name))
        .filter(|name| {
            let wanted = format!("registers/{name}`");
            !pages.iter().any(|page| page.text.contains(&wanted))
        })
        .map(|name| {
            Finding::error(
                "formats",
                format!("registers/{name}: no page in docs/formats names `registers/{name}`: write it, with an example"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[test]
    fn a_format_without_its_page_is_found() {
        let crates = [
            source("registers/rna/Cargo.toml", ""),
            source("registers/tabular/Cargo.toml", ""),
        ];
        assert_eq!(check(&crates).len(), 1);
        let page = source("docs/formats/rna.md", "Read by `registers/rna`.");
        assert!(check(&[crates[0].clone(), page]).is_empty());
    }
}
