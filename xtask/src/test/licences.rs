//! Licences and banned crates, by the lists of `deny.toml`: what cargo-deny checks, without minutes of building it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::count::Count;
use crate::run;

/// Checks every crate of the lockfile that this platform builds.
pub fn check(root: &Path) -> Result<Count> {
    let rules = Rules::read(&std::fs::read_to_string(root.join("deny.toml"))?)?;
    let metadata: Value =
        serde_json::from_str(&run::read(run::cargo().current_dir(root).args([
            "metadata",
            "--locked",
            "--format-version",
            "1",
            "--filter-platform",
            &run::host()?,
        ]))?)?;
    let built = built(&metadata);
    let found = rules.broken_by(&built);
    for line in &found {
        eprintln!("error: licences: {line}");
    }
    eprintln!(
        "   {} crates, {} licences allowed, {} crates banned",
        built.len(),
        rules.allowed.len(),
        rules.banned.len()
    );
    Ok(Count::one(found.is_empty() && !built.is_empty()))
}

/// Name and version, licence and source of each crate that is really built.
fn built(metadata: &Value) -> BTreeMap<String, (String, String)> {
    let word = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let used: Vec<String> = metadata
        .pointer("/resolve/nodes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|node| word(node, "id"))
        .collect();
    metadata
        .get("packages")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter(|package| used.contains(&word(package, "id")))
        .map(|package| {
            let name = format!("{} {}", word(package, "name"), word(package, "version"));
            (name, (word(package, "license"), word(package, "source")))
        })
        .collect()
}

/// The lists of `deny.toml`.
#[derive(Debug)]
struct Rules {
    allowed: Vec<String>,
    banned: Vec<String>,
}

impl Rules {
    /// Reads the two lists; the file is ours and keeps one entry on a line.
    fn read(text: &str) -> Result<Self> {
        let list = |begin: &str| {
            let (_, rest) = text.split_once(begin)?;
            let (inside, _) = rest.split_once("\n]")?;
            Some(
                inside
                    .lines()
                    .filter_map(|line| line.split('"').nth(1))
                    .map(str::to_owned)
                    .collect::<Vec<_>>(),
            )
        };
        let allowed = list("\nallow = [").context("deny.toml: no list `allow`")?;
        let banned = list("\ndeny = [").context("deny.toml: no list `deny`")?;
        anyhow::ensure!(
            !allowed.is_empty() && !banned.is_empty(),
            "deny.toml: an empty list"
        );
        Ok(Self { allowed, banned })
    }

    fn broken_by(&self, built: &BTreeMap<String, (String, String)>) -> Vec<String> {
        let mut found = Vec::new();
        for (name, (licence, source)) in built {
            let bare = name.split(' ').next().unwrap_or_default();
            if self.banned.iter().any(|banned| banned == bare) {
                found.push(format!("{name} is banned; deny.toml says why"));
            }
            // Without a source it is a crate of this repository.
            if source.is_empty() {
                continue;
            }
            if !source.starts_with("registry+https://github.com/rust-lang/crates.io-index") {
                found.push(format!("{name} comes from {source}, not from crates.io"));
            }
            if !self.allows(licence) {
                found.push(format!(
                    "{name}: `{licence}` is not among the licences of deny.toml"
                ));
            }
        }
        found
    }

    /// Whether an SPDX expression can be met with the allowed licences. `/` is how older crates write `OR`.
    fn allows(&self, expression: &str) -> bool {
        let spaced = expression
            .replace('/', " OR ")
            .replace('(', " ( ")
            .replace(')', " ) ")
            .replace(" WITH ", "+WITH+");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut rest = words.as_slice();
        !words.is_empty() && self.any(&mut rest) && rest.is_empty()
    }

    fn any(&self, rest: &mut &[&str]) -> bool {
        let mut held = self.all(rest);
        while let Some((&"OR", after)) = rest.split_first() {
            *rest = after;
            held |= self.all(rest);
        }
        held
    }

    fn all(&self, rest: &mut &[&str]) -> bool {
        let mut held = self.one(rest);
        while let Some((&"AND", after)) = rest.split_first() {
            *rest = after;
            held &= self.one(rest);
        }
        held
    }

    fn one(&self, rest: &mut &[&str]) -> bool {
        let Some((first, after)) = rest.split_first() else {
            return false;
        };
        *rest = after;
        if *first != "(" {
            return self.allowed.contains(&first.replace("+WITH+", " WITH "));
        }
        let held = self.any(rest);
        if let Some((&")", after)) = rest.split_first() {
            *rest = after;
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        Rules::read("\nallow = [\n  \"MIT\",\n  \"Apache-2.0 WITH LLVM-exception\",\n  \"ISC\",\n]\ndeny = [\n  { crate = \"openssl\" },\n]\n").unwrap()
    }

    #[test]
    fn expressions() {
        for (expression, allowed) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0", false),
            ("MIT AND GPL-3.0", false),
            ("(GPL-3.0 OR MIT) AND ISC", true),
            ("(GPL-3.0 OR AGPL-3.0) AND ISC", false),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("", false),
        ] {
            assert_eq!(rules().allows(expression), allowed, "{expression}");
        }
    }

    #[test]
    fn each_rule_finds_its_sample() {
        let crates_io = "registry+https://github.com/rust-lang/crates.io-index".to_owned();
        let of = |name: &str, licence: &str, source: &str| {
            rules()
                .broken_by(&BTreeMap::from([(
                    name.to_owned(),
                    (licence.to_owned(), source.to_owned()),
                )]))
                .len()
        };
        assert_eq!(of("good 1.0.0", "MIT", &crates_io), 0);
        assert_eq!(of("openssl 1.0.0", "MIT", &crates_io), 1);
        assert_eq!(of("bad 1.0.0", "AGPL-3.0", &crates_io), 1);
        assert_eq!(of("git 1.0.0", "MIT", "git+https://example.org/x"), 1);
    }
}
