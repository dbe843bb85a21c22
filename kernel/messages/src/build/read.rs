use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey,
};
use values::Lang;

use super::Problem;

/// What an argument of a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Written as it is.
    Text,
    /// Counted: it chooses a plural form or stands in `NUMBER()`.
    Number,
}

/// A message and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `message` or `message.attribute`.
    pub key: String,
    /// Its arguments in the order of the French text.
    pub args: Vec<(String, Kind)>,
    /// The French text, for the documentation of the function.
    pub french: String,
}

/// What one pattern mentions.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions {
    pub args: Vec<(String, Kind)>,
    pub messages: Vec<String>,
    pub terms: Vec<String>,
    pub functions: Vec<String>,
}

/// One message or attribute of one language, as read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub file: PathBuf,
    pub line: usize,
    pub text: String,
    pub mentions: Mentions,
}

/// One language, as read.
#[derive(Debug)]
pub(super) struct Language {
    pub lang: Lang,
    pub folder: PathBuf,
    pub files: Vec<(PathBuf, String)>,
    pub messages: BTreeMap<String, Found>,
    pub terms: BTreeMap<String, Found>,
}

/// Reads every language under `folder`.
pub(super) fn read(folder: &Path) -> Result<Vec<Language>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut languages = Vec::new();
    for lang in Lang::ALL {
        let mut language = Language {
            lang,
            folder: folder.join(lang.code()),
            files: Vec::new(),
            messages: BTreeMap::new(),
            terms: BTreeMap::new(),
        };
        for path in fluent_files(&language.folder) {
            match std::fs::read_to_string(&path) {
                Ok(text) => {
                    language.take(&path, &text, &mut problems);
                    language.files.push((path, text));
                }
                Err(error) => problems.push(Problem::new(
                    &path,
                    0,
                    lang,
                    "",
                    format!("illisible : {error}"),
                )),
            }
        }
        if language.files.is_empty() {
            let folder = &language.folder;
            problems.push(Problem::new(
                folder,
                0,
                lang,
                "",
                "aucun fichier .ftl : ajoutez cette langue".into(),
            ));
        }
        languages.push(language);
    }
    if problems.is_empty() {
        Ok(languages)
    } else {
        Err(problems)
    }
}

fn fluent_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "ftl"))
        .collect();
    files.sort();
    files
}

impl Language {
    fn take(&mut self, path: &Path, text: &str, problems: &mut Vec<Problem>) {
        let resource = match fluent_syntax::parser::parse(text) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let line = line_of(text, error.pos.start);
                    let said = format!("erreur de syntaxe Fluent : {error}");
                    let key = key_before(text, error.pos.start);
                    problems.push(Problem::new(path, line, self.lang, &key, said));
                }
                resource
            }
        };
        for entry in &resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    if let Some(pattern) = &message.value {
                        self.add(path, text, id.clone(), pattern, false, problems);
                    }
                    for attribute in &message.attributes {
                        let key = format!("{id}.{}", attribute.id.name);
                        self.add(path, text, key, &attribute.value, false, problems);
                    }
                }
                Entry::Term(term) => {
                    self.add(
                        path,
                        text,
                        term.id.name.to_owned(),
                        &term.value,
                        true,
                        problems,
                    );
                }
                _ => {}
            }
        }
    }

    fn add(
        &mut self,
        path: &Path,
        source: &str,
        key: String,
        pattern: &Pattern<&str>,
        term: bool,
        problems: &mut Vec<Problem>,
    ) {
        let mut mentions = Mentions::default();
        mentions.pattern(pattern);
        let id = key.split('.').next().unwrap_or("");
        let found = Found {
            file: path.to_owned(),
            line: line_of_key(source, id, term),
            text: shown(pattern),
            mentions,
        };
        let into = if term {
            &mut self.terms
        } else {
            &mut self.messages
        };
        if let Some(first) = into.get(&key) {
            let said = format!("défini deux fois : déjà dans {}", first.file.display());
            problems.push(Problem::new(path, found.line, self.lang, &key, said));
            return;
        }
        into.insert(key, found);
    }
}

impl Mentions {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.inline(inline, Kind::Text),
            Expression::Select { selector, variants } => {
                let counted = variants.iter().all(|variant| match &variant.key {
                    VariantKey::NumberLiteral { .. } => true,
                    VariantKey::Identifier { name } => {
                        matches!(*name, "zero" | "one" | "two" | "few" | "many" | "other")
                    }
                });
                self.inline(selector, if counted { Kind::Number } else { Kind::Text });
                for variant in variants {
                    self.pattern(&variant.value);
                }
            }
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&str>, kind: Kind) {
        match inline {
            InlineExpression::VariableReference { id } => self.arg(id.name, kind),
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::FunctionReference { id, arguments } => {
                self.functions.push(id.name.to_owned());
                self.arguments(arguments, Kind::Number);
            }
            InlineExpression::MessageReference { id, attribute } => {
                let attribute = attribute
                    .as_ref()
                    .map_or(String::new(), |a| format!(".{}", a.name));
                self.messages.push(format!("{}{attribute}", id.name));
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.terms.push(id.name.to_owned());
                if let Some(arguments) = arguments {
                    self.arguments(arguments, Kind::Text);
                }
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn arguments(&mut self, arguments: &CallArguments<&str>, kind: Kind) {
        for positional in &arguments.positional {
            self.inline(positional, kind);
        }
        for named in &arguments.named {
            self.inline(&named.value, Kind::Text);
        }
    }

    fn arg(&mut self, name: &str, kind: Kind) {
        match self.args.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = (*known).max(kind),
            None => self.args.push((name.to_owned(), kind)),
        }
    }
}

fn shown(pattern: &Pattern<&str>) -> String {
    let mut text = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { .. } => text.push('…'),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line_of(text: &str, position: usize) -> usize {
    text.bytes().take(position).filter(|b| *b == b'\n').count() + 1
}

fn line_of_key(text: &str, id: &str, term: bool) -> usize {
    let id = if term {
        format!("-{id}")
    } else {
        id.to_owned()
    };
    let found = text.lines().position(|line| {
        line.strip_prefix(id.as_str())
            .is_some_and(|rest| rest.trim_start().starts_with('='))
    });
    found.map_or(0, |line| line + 1)
}

/// The key of the entry in which a syntax error lies.
fn key_before(text: &str, position: usize) -> String {
    let line = line_of(text, position);
    let lines: Vec<&str> = text.lines().take(line).collect();
    let entry = lines
        .iter()
        .rev()
        .find(|line| line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-'));
    entry.map_or(String::new(), |line| {
        line.split(['=', ' ']).next().unwrap_or("").to_owned()
    })
}
