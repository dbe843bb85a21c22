//! What an edit can have broken: the crates that changed since the last commit and everything that uses them.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::run;
use crate::tidy::Member;

/// The names of the touched crates and of their dependents, sorted; empty when nothing changed.
pub fn touched(root: &Path, members: &[Member]) -> Result<Vec<String>> {
    let changed =
        run::read(
            Command::new("git")
                .current_dir(root)
                .args(["diff", "--name-only", "HEAD"]),
        )?;
    let new = run::read(Command::new("git").current_dir(root).args([
        "ls-files",
        "--others",
        "--exclude-standard",
    ]))?;
    Ok(reach(changed.lines().chain(new.lines()), members))
}

fn reach<'a>(paths: impl Iterator<Item = &'a str>, members: &[Member]) -> Vec<String> {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    for path in paths {
        if matches!(path, "Cargo.toml" | "Cargo.lock" | "clippy.toml") {
            return members.iter().map(|member| member.name.clone()).collect();
        }
        reached.extend(
            members
                .iter()
                .filter(|member| path.starts_with(&format!("{}/", member.folder)))
                .map(|member| member.name.as_str()),
        );
    }
    loop {
        let before = reached.len();
        for member in members {
            if member
                .uses
                .iter()
                .any(|(name, _)| reached.contains(name.as_str()))
            {
                reached.insert(&member.name);
            }
        }
        if reached.len() == before {
            return reached.into_iter().map(str::to_owned).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(folder: &str, uses: &[&str]) -> Member {
        Member {
            name: folder.rsplit('/').next().unwrap().to_owned(),
            folder: folder.to_owned(),
            description: String::new(),
            lints: true,
            uses: uses
                .iter()
                .map(|name| ((*name).to_owned(), false))
                .collect(),
        }
    }

    #[test]
    fn an_edit_reaches_what_stands_on_it_and_nothing_else() {
        let all = [
            member("kernel/values", &[]),
            member("services/associations", &["values"]),
            member("solidaire", &["associations"]),
            member("registers/rna", &[]),
        ];
        let of = |path: &str| reach([path].into_iter(), &all);
        assert_eq!(
            of("services/associations/src/lib.rs"),
            ["associations", "solidaire"]
        );
        assert_eq!(
            of("kernel/values/src/lib.rs"),
            ["associations", "solidaire", "values"]
        );
        assert_eq!(of("README.md"), Vec::<String>::new());
        assert_eq!(of("Cargo.toml").len(), 4);
    }
}
