//! Words that have no place in the tree.

use super::{Finding, Source};

/// Checks every text file for words that betray one machine, unfinished work, tests that never run, or a
/// look that is not ours.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| !matches!(source.kind(), "lock" | "csv" | "ftl"))
        .filter(|source| !source.path.ends_with("package-lock.json"))
        // These words must be written somewhere to be looked for.
        .filter(|source| source.path != "xtask/src/tidy/words.rs")
        .flat_map(|source| {
            source.text.lines().enumerate().flat_map(move |(at, line)| {
                rules(source, line).into_iter().map(move |(rule, what)| {
                    Finding::error(rule, format!("{}:{}: {what}", source.path, at + 1))
                })
            })
        })
        .collect()
}

fn rules(source: &Source, line: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for path in ["/work/", "/home/", "/root/", "/Users/", "/tmp/bash_jobs"] {
        if begins_path(line, path) {
            found.push((
                "machine paths",
                format!("`{path}` exists on one machine only"),
            ));
        }
    }
    let code = matches!(
        source.kind(),
        "rs" | "mjs" | "js" | "html" | "css" | "py" | "sh" | "toml"
    ) || source.path.starts_with(".ci/");
    if code {
        for word in ["TODO", "FIXME", "XXX"] {
            if whole_word(line, word) {
                found.push((
                    "unfinished",
                    format!("`{word}`: finish it, or write an issue"),
                ));
            }
        }
        if dsfr(source.kind(), line) {
            found.push((
                "look",
                "a class `fr-…`: the State's design system is not for communes".to_owned(),
            ));
        }
    }
    if source.kind() == "rs" && line.trim_start().starts_with("#[ignore") {
        found.push((
            "tests",
            "an ignored test never runs: make it a `prove`, or remove it".to_owned(),
        ));
    }
    found
}

/// Whether an absolute path begins there: `https://city.example/home/` does not count.
fn begins_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        line.get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !(before.is_alphanumeric() || "._-/}$*".contains(before)))
    })
}

fn whole_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        [before, after]
            .into_iter()
            .flatten()
            .all(|letter| !letter.is_alphanumeric() && letter != '_')
    })
}

/// Whether a class of the State's design system is used: in a `class` attribute, or as a selector.
fn dsfr(kind: &str, line: &str) -> bool {
    if kind == "css" {
        return line.contains(".fr-");
    }
    if line.contains("gouvfr/dsfr") {
        return true;
    }
    line.split("class=").skip(1).any(|rest| {
        let quote = rest.chars().next().unwrap_or(' ');
        rest.trim_start_matches(quote)
            .split(quote)
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .any(|class| class.starts_with("fr-"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn rules_of(path: &str, text: &str) -> Vec<&'static str> {
        check(&[source(path, text)])
            .iter()
            .map(|finding| finding.rule)
            .collect()
    }

    #[test]
    fn each_rule_finds_its_sample() {
        assert_eq!(rules_of("README.md", "see /work/main/x"), ["machine paths"]);
        assert_eq!(
            rules_of("a/src/x.rs", r#"open("/root/x")"#),
            ["machine paths"]
        );
        assert_eq!(rules_of("a/src/x.rs", "// TODO: later"), ["unfinished"]);
        assert_eq!(rules_of(".ci/run", "# FIXME"), ["unfinished"]);
        assert_eq!(
            rules_of("a/templates/x.html", r#"<p class="big fr-btn">"#),
            ["look"]
        );
        assert_eq!(rules_of("a/x.css", ".fr-btn { }"), ["look"]);
        assert_eq!(rules_of("a/tests/x.rs", "    #[ignore]"), ["tests"]);
        assert_eq!(rules_of("a/tests/x.rs", "#[ignore = \"slow\"]"), ["tests"]);
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for (path, text) in [
            ("docs/x.md", "https://example.org/home/page"),
            ("a/src/x.rs", "let lang = \"fr-FR\"; // frame XXXI"),
            ("a/src/x.rs", "methodology: TODOS"),
            ("a/templates/x.html", r#"<html lang="fr-FR" class="wide">"#),
            ("a/src/x.rs", r#"format!("{base}/home/")"#),
        ] {
            assert!(rules_of(path, text).is_empty(), "{text}");
        }
    }
}
