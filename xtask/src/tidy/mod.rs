//! The invariants of the repository, checked: floors, sizes, words, messages, formats.
//!
//! Each rule is a pure function over what the tree holds and is tested with a sample that breaks it.

mod arrows;
mod formats;
mod messages;
mod sizes;
mod words;

pub use arrows::{Member, crates};

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::run;

/// A file of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its path from the root, with `/`.
    pub path: String,
    /// What it says; empty when it is no text.
    pub text: String,
}

impl Source {
    /// The name after the last dot.
    pub fn kind(&self) -> &str {
        Path::new(&self.path)
            .extension()
            .and_then(|kind| kind.to_str())
            .unwrap_or_default()
    }
}

/// What a rule found: an error breaks the build, a warning is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// Where and what, and what to do.
    pub what: String,
    /// Only to be read.
    pub warning: bool,
}

impl Finding {
    fn error(rule: &'static str, what: String) -> Self {
        Self {
            rule,
            what,
            warning: false,
        }
    }

    fn warning(rule: &'static str, what: String) -> Self {
        Self {
            rule,
            what,
            warning: true,
        }
    }
}

/// The chore: prints what is found; fails when an error is among it.
pub fn command(args: Args) -> Result<ExitCode> {
    args.end()?;
    let root = run::root()?;
    Ok(if tidy(&root)? {
        println!("tidy");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Checks every rule on the tree; true when none is broken.
pub fn tidy(root: &Path) -> Result<bool> {
    let sources = sources(root)?;
    let paths: Vec<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let mut findings = arrows::check(&arrows::crates(root)?);
    findings.extend(arrows::who_speaks_sql(&sources));
    findings.extend(sizes::files(&sources));
    findings.extend(sizes::folders(&paths));
    findings.extend(words::check(&sources));
    findings.extend(messages::check(&sources));
    findings.extend(formats::check(&sources));
    findings.sort_by(|a, b| (b.warning, &a.rule, &a.what).cmp(&(a.warning, &b.rule, &b.what)));
    for Finding {
        rule,
        what,
        warning,
    } in &findings
    {
        let weight = if *warning { "warning" } else { "error" };
        eprintln!("{weight}: {rule}: {what}");
    }
    let errors = findings.iter().filter(|finding| !finding.warning).count();
    eprintln!(
        "   {} files, {errors} errors, {} warnings",
        sources.len(),
        findings.len() - errors
    );
    Ok(errors == 0)
}

/// Every file that is or would be committed.
fn sources(root: &Path) -> Result<Vec<Source>> {
    let list = run::read(Command::new("git").current_dir(root).args([
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ]))
    .context("the list of files comes from git")?;
    let mut paths: Vec<&str> = list.split('\0').filter(|path| !path.is_empty()).collect();
    paths.sort_unstable();
    paths.dedup();
    Ok(paths
        .into_iter()
        .map(|path| (path, root.join(path)))
        .filter(|(_, file)| file.is_file())
        .map(|(path, file)| Source {
            path: path.to_owned(),
            text: text(file),
        })
        .collect())
}

fn text(file: PathBuf) -> String {
    std::fs::read(file)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .unwrap_or_default()
}

#[cfg(test)]
pub(crate) fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}
