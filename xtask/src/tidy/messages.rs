//! Every message key stands in every complete language, with the same arguments.
//!
//! The build of each crate checks this too, with a full parser; this check needs no build, sees crates whose
//! build forgot to ask, and names all gaps at once.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Source};

/// The languages that each crate with messages writes, French first.
const LANGUAGES: [&str; 3] = ["fr", "en", "ar"];

/// A message and the arguments it takes.
type Keys<'a> = BTreeMap<String, BTreeSet<&'a str>>;

/// Checks each folder `locales`.
pub fn check(sources: &[Source]) -> Vec<Finding> {
    let mut crates: BTreeMap<&str, BTreeMap<&str, Keys<'_>>> = BTreeMap::new();
    for source in sources.iter().filter(|source| source.kind() == "ftl") {
        let Some((owner, rest)) = source.path.split_once("/locales/") else {
            continue;
        };
        let Some((language, _)) = rest.split_once('/') else {
            continue;
        };
        crates
            .entry(owner)
            .or_default()
            .entry(language)
            .or_default()
            .extend(keys(&source.text));
    }
    let mut found = Vec::new();
    for (owner, languages) in &crates {
        for language in languages
            .keys()
            .filter(|language| !LANGUAGES.contains(language))
        {
            say(
                &mut found,
                format!(
                    "{owner}/locales/{language}: a language that xtask/src/tidy/messages.rs does not name"
                ),
            );
        }
        let nothing = Keys::new();
        let french = languages.get("fr").unwrap_or(&nothing);
        for language in LANGUAGES {
            let these = languages.get(language).unwrap_or(&nothing);
            for (key, arguments) in french {
                match these.get(key) {
                    None => say(
                        &mut found,
                        format!("{owner}/locales/{language}: `{key}` is missing"),
                    ),
                    Some(others) if others != arguments => say(
                        &mut found,
                        format!(
                            "{owner}/locales/{language}: `{key}` takes {others:?}, in French {arguments:?}"
                        ),
                    ),
                    Some(_) => {}
                }
            }
            for key in these.keys().filter(|key| !french.contains_key(*key)) {
                say(
                    &mut found,
                    format!("{owner}/locales/{language}: `{key}` does not exist in French"),
                );
            }
        }
    }
    found
}

fn say(found: &mut Vec<Finding>, what: String) {
    found.push(Finding::error("messages", what));
}

/// The messages of a file, attributes as `message.attribute`, each with the arguments it names.
fn keys(text: &str) -> Keys<'_> {
    let mut all = Keys::new();
    let mut message = String::new();
    let mut key = String::new();
    for line in text.lines() {
        if line.starts_with('#') {
            continue;
        }
        if let Some(name) = name_before_equals(line) {
            message = name.to_owned();
            key.clone_from(&message);
            // A term (`-city`) is a word for other messages, not a message.
            if !name.starts_with('-') {
                all.entry(key.clone()).or_default();
            }
        } else if let Some(name) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(name_before_equals)
        {
            key = format!("{message}.{name}");
            all.entry(key.clone()).or_default();
        }
        if let Some(arguments) = all.get_mut(&key) {
            arguments.extend(
                line.split('{')
                    .skip(1)
                    .flat_map(|rest| rest.split('}').next())
                    .flat_map(|inside| inside.split('$').skip(1))
                    .map(|rest| {
                        rest.split(|letter: char| {
                            !(letter.is_alphanumeric() || letter == '_' || letter == '-')
                        })
                        .next()
                        .unwrap_or_default()
                    }),
            );
        }
    }
    all
}

/// `name` of a line `name = …`; nothing when the line does not begin with a name.
fn name_before_equals(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim_end();
    let letters = name.strip_prefix('-').unwrap_or(name);
    (letters.starts_with(|first: char| first.is_ascii_alphabetic())
        && letters
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_".contains(letter)))
    .then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    const FRENCH: &str = "# Titre\ntitle = Bonjour { $name }\n    .hint = Ici\ncount = { $n ->\n    [one] une\n   *[other] { $n }\n }\n-term = mot\n";

    fn found(english: &str) -> Vec<String> {
        let mut sources = vec![
            source("a/locales/fr/x.ftl", FRENCH),
            source("a/locales/ar/x.ftl", FRENCH),
        ];
        if !english.is_empty() {
            sources.push(source("a/locales/en/y.ftl", english));
        }
        check(&sources)
            .into_iter()
            .map(|finding| finding.what)
            .collect()
    }

    #[test]
    fn keys_with_attributes_and_arguments() {
        let keys = keys(FRENCH);
        assert_eq!(
            keys.keys().collect::<Vec<_>>(),
            ["count", "title", "title.hint"]
        );
        assert_eq!(keys["title"], BTreeSet::from(["name"]));
        assert_eq!(keys["count"], BTreeSet::from(["n"]));
    }

    #[test]
    fn the_same_keys_in_other_files_are_well() {
        assert!(found(FRENCH).is_empty());
    }

    #[test]
    fn each_gap_is_found() {
        assert_eq!(found("").len(), 3, "a language is missing");
        assert_eq!(found(&FRENCH.replace("    .hint = Ici\n", "")).len(), 1);
        assert_eq!(found(&FRENCH.replace("$name", "$nom")).len(), 1);
        assert_eq!(found(&format!("{FRENCH}more = x\n")).len(), 1);
        assert_eq!(check(&[source("a/locales/de/x.ftl", "")]).len(), 1);
    }
}
