//! Arrows between floors only go down, and only `store.rs` speaks SQL.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{Finding, Source};
use crate::run;

/// The kernel's own order: a crate may use what stands in an earlier group, or earlier in its group. Names that
/// do not exist yet are the blueprint's.
const KERNEL: [&[&str]; 13] = [
    &["calendar", "values"],
    &["storage"],
    &["journal"],
    &["accounts"],
    &["rights"],
    &["files"],
    &["post", "jobs", "backup", "search"],
    &["case"],
    &["procedure"],
    &["messages"],
    &["pages"],
    &["door"],
    &["portal"],
];

/// Only for tests: nobody ships it, and any test of the kernel or of a service may use it.
const TEST_KIT: &str = "testkit";

/// A crate of the workspace.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its folder from the root: `kernel/storage`.
    pub folder: String,
    /// What it says it is.
    pub description: String,
    /// Whether it takes the lints of the workspace.
    pub lints: bool,
    /// Crates of the workspace that it uses, and whether only for its tests.
    pub uses: Vec<(String, bool)>,
}

impl Member {
    fn floor(&self) -> &str {
        self.folder.split('/').next().unwrap_or_default()
    }
}

/// The crates of the workspace, from `cargo metadata`.
pub fn crates(root: &Path) -> Result<Vec<Member>> {
    let text = run::read(run::cargo().current_dir(root).args([
        "metadata",
        "--no-deps",
        "--offline",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_str(&text).context("cargo metadata")?;
    let mut members = Vec::new();
    for package in metadata
        .get("packages")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let word = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        let manifest = Path::new(word("manifest_path"));
        let folder = manifest
            .parent()
            .and_then(|folder| folder.strip_prefix(root).ok())
            .with_context(|| format!("{} is outside the repository", manifest.display()))?;
        let uses = package
            .get("dependencies")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter(|dependency| dependency.get("path").is_some_and(Value::is_string))
            .filter_map(|dependency| {
                let name = dependency.get("name")?.as_str()?.to_owned();
                let tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
                Some((name, tests))
            })
            .collect();
        members.push(Member {
            name: word("name").to_owned(),
            folder: folder.to_string_lossy().into_owned(),
            description: word("description").to_owned(),
            lints: std::fs::read_to_string(manifest)?.contains("[lints]\nworkspace = true"),
            uses,
        });
    }
    Ok(members)
}

/// Checks each arrow, and that each crate says what it is.
pub fn check(members: &[Member]) -> Vec<Finding> {
    let by_name: BTreeMap<&str, &Member> = members
        .iter()
        .map(|member| (member.name.as_str(), member))
        .collect();
    let mut found = Vec::new();
    let mut say = |what: String| found.push(Finding::error("floors", what));
    for member in members {
        if member.description.trim().is_empty() {
            say(format!("{}: Cargo.toml has no description", member.folder));
        }
        if !member.lints {
            say(format!(
                "{}: Cargo.toml does not say `[lints] workspace = true`",
                member.folder
            ));
        }
        if member.floor() == "kernel" && member.name != TEST_KIT && place(&member.name).is_none() {
            say(format!(
                "{}: has no place in the kernel's order (xtask/src/tidy/arrows.rs); the blueprint names it",
                member.folder
            ));
        }
        for (name, tests) in &member.uses {
            let Some(used) = by_name.get(name.as_str()) else {
                continue;
            };
            if let Some(why) = forbidden(member, used, *tests) {
                say(format!("{} uses {}: {why}", member.folder, used.folder));
            }
        }
    }
    found
}

/// Why this arrow may not be, if it may not.
fn forbidden(from: &Member, to: &Member, only_tests: bool) -> Option<&'static str> {
    let level = |floor: &str| {
        ["engines", "registers", "kernel", "services", "solidaire"]
            .iter()
            .position(|name| *name == floor)
    };
    if to.name == TEST_KIT {
        return match (only_tests, from.floor()) {
            (true, "kernel" | "services" | "solidaire") => None,
            (true, _) => Some("only the kernel and what stands on it may test with databases"),
            (false, _) => Some("the test kit is a dev-dependency"),
        };
    }
    if from.floor() == "xtask" || to.floor() == "xtask" {
        return Some("xtask stands apart: it imports nothing and nothing imports it");
    }
    let (Some(above), Some(below)) = (level(from.floor()), level(to.floor())) else {
        return Some("one of them stands on no floor of the blueprint");
    };
    if above < below {
        return Some("arrows only go down");
    }
    if above > below {
        return None;
    }
    match from.floor() {
        "services" => Some("a service never imports another; what two need goes one floor down"),
        // Tests of a lower crate may tell a story with a higher one, and the kit stands beside the order.
        "kernel" if only_tests || from.name == TEST_KIT => None,
        "kernel" if place(&from.name) < place(&to.name) => {
            Some("in the kernel's order it comes later (xtask/src/tidy/arrows.rs)")
        }
        _ => None,
    }
}

/// Where a crate stands in the kernel's order.
fn place(name: &str) -> Option<usize> {
    KERNEL
        .iter()
        .flat_map(|group| group.iter())
        .position(|member| *member == name)
}

/// In services and in the binary only `store.rs`, the files of a `store` folder and migrations touch the database
/// library.
pub fn who_speaks_sql(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| source.kind() == "rs")
        .filter(|source| {
            let mut parts = source.path.split('/');
            matches!(parts.next(), Some("services" | "solidaire"))
                && parts.any(|part| part == "src")
        })
        .filter(|source| {
            !source
                .path
                .split('/')
                .any(|part| matches!(part, "store.rs" | "store" | "migrations" | "migrations.rs"))
        })
        .flat_map(|source| {
            source.text.lines().enumerate().filter_map(|(at, line)| {
                let code = line.split("//").next().unwrap_or_default();
                ["sea_orm::", "sea_query::", "sqlx::"]
                    .iter()
                    .any(|library| code.contains(library))
                    .then(|| {
                        Finding::error(
                            "floors",
                            format!(
                                "{}:{}: only store.rs speaks SQL: move it there",
                                source.path,
                                at + 1
                            ),
                        )
                    })
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn member(folder: &str, uses: &[(&str, bool)]) -> Member {
        Member {
            name: folder.rsplit('/').next().unwrap().to_owned(),
            folder: folder.to_owned(),
            description: "something".to_owned(),
            lints: true,
            uses: uses
                .iter()
                .map(|(name, tests)| ((*name).to_owned(), *tests))
                .collect(),
        }
    }

    fn found(from: Member, to: &str) -> usize {
        check(&[from, member(to, &[])]).len()
    }

    #[test]
    fn down_is_free() {
        assert_eq!(
            found(
                member("solidaire", &[("associations", false)]),
                "services/associations"
            ),
            0
        );
        assert_eq!(
            found(
                member("services/associations", &[("rna", false)]),
                "registers/rna"
            ),
            0
        );
        assert_eq!(
            found(
                member("kernel/journal", &[("storage", false)]),
                "kernel/storage"
            ),
            0
        );
        assert_eq!(
            found(
                member("kernel/storage", &[("testkit", true)]),
                "kernel/testkit"
            ),
            0
        );
    }

    #[test]
    fn up_sideways_and_against_the_order_are_found() {
        assert_eq!(
            found(
                member("registers/rna", &[("values", false)]),
                "kernel/values"
            ),
            1
        );
        assert_eq!(
            found(
                member("services/elders", &[("associations", true)]),
                "services/associations"
            ),
            1
        );
        assert_eq!(
            found(
                member("kernel/storage", &[("journal", false)]),
                "kernel/journal"
            ),
            1
        );
        assert_eq!(
            found(
                member("kernel/storage", &[("testkit", false)]),
                "kernel/testkit"
            ),
            1
        );
        assert_eq!(
            found(
                member("registers/rna", &[("testkit", true)]),
                "kernel/testkit"
            ),
            1
        );
        assert_eq!(
            found(member("xtask", &[("rna", false)]), "registers/rna"),
            1
        );
    }

    #[test]
    fn a_crate_says_what_it_is_and_takes_the_lints() {
        let mut silent = member("kernel/values", &[]);
        silent.description = String::new();
        silent.lints = false;
        assert_eq!(check(&[silent]).len(), 2);
        assert_eq!(check(&[member("kernel/unknown", &[])]).len(), 1);
    }

    #[test]
    fn sql_outside_a_store_is_found() {
        let line = "use sea_orm::EntityTrait;";
        for (path, expected) in [
            ("services/a/src/grants/pages.rs", 1),
            ("solidaire/src/main.rs", 1),
            ("services/a/src/grants/store.rs", 0),
            ("services/a/src/migrations/m1_create.rs", 0),
            ("services/a/tests/story.rs", 0),
            ("kernel/storage/src/open.rs", 0),
        ] {
            assert_eq!(
                who_speaks_sql(&[source(path, line)]).len(),
                expected,
                "{path}"
            );
        }
        assert!(
            who_speaks_sql(&[source(
                "services/a/src/lib.rs",
                "// sea_orm::x is not used here"
            )])
            .is_empty()
        );
    }
}
