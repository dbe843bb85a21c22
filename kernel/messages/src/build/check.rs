use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use values::Lang;

use super::Report;
use super::read::{Found, Kind, Language, Signature};

/// Something that keeps the messages from being complete in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, or the folder where a file is missing.
    pub file: PathBuf,
    /// The line in it, from 1; 0 when there is none.
    pub line: usize,
    /// The language concerned.
    pub lang: Lang,
    /// The key concerned; empty when the whole file is.
    pub key: String,
    /// What is wrong and what to do, in French.
    pub what: String,
}

impl Problem {
    pub(super) fn new(file: &Path, line: usize, lang: Lang, key: &str, what: String) -> Self {
        Self {
            file: file.to_owned(),
            line,
            lang,
            key: key.to_owned(),
            what,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, " [{}]", self.lang.code())?;
        if !self.key.is_empty() {
            write!(f, " « {} »", self.key)?;
        }
        write!(f, " : {}", self.what)
    }
}

/// Words that cannot be the name of a method.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
    "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe",
    "use", "where", "while", "new", "lang",
];

/// The method that stands for a key: `a-b` → `a_b`, `a.b` → `a_attr_b`.
pub(super) fn method(key: &str) -> String {
    key.replace('.', "_attr_").replace('-', "_").to_lowercase()
}

pub(super) fn check(languages: &[Language]) -> Result<Report, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(french) = languages.iter().find(|l| l.lang == Lang::Fr) else {
        return Err(problems);
    };
    for language in languages {
        references(language, &mut problems);
        if language.lang != Lang::Fr {
            same_keys(french, language, &mut problems);
        }
    }
    let mut methods = BTreeSet::new();
    let mut messages = Vec::new();
    for (key, found) in &french.messages {
        let name = method(key);
        if KEYWORDS.contains(&name.as_str()) {
            let said = "ce nom est réservé par Rust : choisissez une autre clé".to_owned();
            problems.push(Problem::new(&found.file, found.line, Lang::Fr, key, said));
        } else if !methods.insert(name.clone()) {
            let said = format!("deux clés donnent la même fonction {name} : renommez-en une");
            problems.push(Problem::new(&found.file, found.line, Lang::Fr, key, said));
        }
        messages.push(Signature {
            key: key.clone(),
            args: all_args(french, key, languages),
            french: found.text.clone(),
        });
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let files = languages
        .iter()
        .flat_map(|l| l.files.iter().map(|(path, _)| path.clone()))
        .collect();
    Ok(Report { messages, files })
}

/// Keys and arguments of a language against the French ones.
fn same_keys(french: &Language, other: &Language, problems: &mut Vec<Problem>) {
    for (key, found) in &french.messages {
        let Some(translation) = other.messages.get(key) else {
            let file = found
                .file
                .file_name()
                .map_or_else(|| other.folder.clone(), |n| other.folder.join(n));
            let said = format!("manque : traduisez « {} »", found.text);
            problems.push(Problem::new(&file, 0, other.lang, key, said));
            continue;
        };
        let expected = arg_names(french, key);
        let got = arg_names(other, key);
        if expected != got {
            let said = format!(
                "les arguments diffèrent du français : attendu {}, trouvé {}",
                listed(&expected),
                listed(&got)
            );
            problems.push(Problem::new(
                &translation.file,
                translation.line,
                other.lang,
                key,
                said,
            ));
        }
    }
    for (key, found) in &other.messages {
        if !french.messages.contains_key(key) {
            let said =
                "n’existe pas en français : retirez cette clé ou ajoutez-la en français".to_owned();
            problems.push(Problem::new(&found.file, found.line, other.lang, key, said));
        }
    }
}

/// Every reference leads somewhere, every term serves, no message contains itself.
fn references(language: &Language, problems: &mut Vec<Problem>) {
    let mut used = BTreeSet::new();
    let everything = language.messages.iter().map(|e| (e, false));
    let terms = language.terms.iter().map(|e| (e, true));
    for ((key, found), is_term) in everything.chain(terms) {
        let mut say = |what: String| {
            problems.push(Problem::new(
                &found.file,
                found.line,
                language.lang,
                key,
                what,
            ));
        };
        for term in &found.mentions.terms {
            if !language.terms.contains_key(term) {
                say(format!("renvoie au terme inconnu « -{term} »"));
            }
            if !(is_term && term == key) {
                used.insert(term.clone());
            }
        }
        for message in &found.mentions.messages {
            if !language.messages.contains_key(message) {
                say(format!("renvoie au message inconnu « {message} »"));
            }
        }
        for function in found.mentions.functions.iter().filter(|f| *f != "NUMBER") {
            say(format!(
                "appelle la fonction inconnue « {function} » : seule NUMBER existe"
            ));
        }
        if reaches_itself(language, key, is_term) {
            say("se contient lui-même".to_owned());
        }
    }
    for (term, found) in &language.terms {
        if !used.contains(term) {
            let said = "ce terme ne sert nulle part : retirez-le".to_owned();
            problems.push(Problem::new(
                &found.file,
                found.line,
                language.lang,
                &format!("-{term}"),
                said,
            ));
        }
    }
}

fn reaches_itself(language: &Language, key: &str, is_term: bool) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![(key.to_owned(), is_term)];
    while let Some((next, term)) = open.pop() {
        let Some(found) = entry(language, &next, term) else {
            continue;
        };
        let messages = found.mentions.messages.iter().map(|m| (m.clone(), false));
        let terms = found.mentions.terms.iter().map(|t| (t.clone(), true));
        for step in messages.chain(terms) {
            if step.0 == key && step.1 == is_term {
                return true;
            }
            if seen.insert(step.clone()) {
                open.push(step);
            }
        }
    }
    false
}

fn entry<'a>(language: &'a Language, key: &str, term: bool) -> Option<&'a Found> {
    if term {
        language.terms.get(key)
    } else {
        language.messages.get(key)
    }
}

/// The arguments of a message in one language, those of messages it contains included.
fn args_of(language: &Language, key: &str) -> Vec<(String, Kind)> {
    let mut args: Vec<(String, Kind)> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![key.to_owned()];
    while let Some(next) = open.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        let Some(found) = language.messages.get(&next) else {
            continue;
        };
        for (name, kind) in &found.mentions.args {
            match args.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = (*known).max(*kind),
                None => args.push((name.clone(), *kind)),
            }
        }
        open.extend(found.mentions.messages.iter().cloned());
    }
    args
}

fn arg_names(language: &Language, key: &str) -> BTreeSet<String> {
    args_of(language, key)
        .into_iter()
        .map(|(name, _)| name)
        .collect()
}

/// The French arguments; one that any language counts is a number in all.
fn all_args(french: &Language, key: &str, languages: &[Language]) -> Vec<(String, Kind)> {
    let mut args = args_of(french, key);
    for (name, kind) in languages.iter().flat_map(|l| args_of(l, key)) {
        if let Some((_, known)) = args.iter_mut().find(|(known, _)| *known == name) {
            *known = (*known).max(kind);
        }
    }
    args
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "aucun".to_owned();
    }
    names
        .iter()
        .map(|n| format!("${n}"))
        .collect::<Vec<_>>()
        .join(", ")
}
