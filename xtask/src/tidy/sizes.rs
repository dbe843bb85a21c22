//! Files and folders stay small: past 500 lines there are two subjects, past a dozen entries two rooms.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Source};

const LINES: usize = 500;
const LINES_TARGET: usize = 400;
const ENTRIES: usize = 14;
const ENTRIES_TARGET: usize = 12;

/// Checks the length of each file that people write by hand.
pub fn files(sources: &[Source]) -> Vec<Finding> {
    sources
        .iter()
        .filter(|source| {
            matches!(
                source.kind(),
                "rs" | "mjs" | "js" | "html" | "py" | "sh" | "ftl"
            )
        })
        .filter_map(|source| {
            let lines = source.text.lines().count();
            let what = |limit| {
                format!(
                    "{}: {lines} lines, more than {limit}: two subjects?",
                    source.path
                )
            };
            if lines > LINES {
                Some(Finding::error("sizes", what(LINES)))
            } else if lines > LINES_TARGET {
                Some(Finding::warning("sizes", what(LINES_TARGET)))
            } else {
                None
            }
        })
        .collect()
}

/// Checks the number of entries of each folder. The root follows the customs of tools, and `locales` holds one
/// file for each subject in each language: both are left out.
pub fn folders(paths: &[&str]) -> Vec<Finding> {
    let mut entries: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for path in paths {
        let mut rest: &str = path;
        while let Some((folder, name)) = rest.rsplit_once('/') {
            entries.entry(folder).or_default().insert(name);
            rest = folder;
        }
    }
    entries
        .into_iter()
        .filter(|(folder, _)| !folder.split('/').any(|part| part == "locales"))
        .filter_map(|(folder, names)| {
            let count = names.len();
            let what = |limit| format!("{folder}/: {count} entries, more than {limit}: two rooms?");
            if count > ENTRIES {
                Some(Finding::error("sizes", what(ENTRIES)))
            } else if count > ENTRIES_TARGET {
                Some(Finding::warning("sizes", what(ENTRIES_TARGET)))
            } else {
                None
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[test]
    fn long_files_are_found() {
        let found = |lines: usize| files(&[source("a/src/x.rs", &"x\n".repeat(lines))]);
        assert!(found(400).is_empty());
        assert!(found(401).iter().all(|finding| finding.warning) && found(401).len() == 1);
        assert!(found(501).iter().any(|finding| !finding.warning));
        assert!(files(&[source("Cargo.lock", &"x\n".repeat(9000))]).is_empty());
    }

    #[test]
    fn crowded_folders_are_found() {
        let found = |count: usize, folder: &str| {
            let paths: Vec<String> = (0..count).map(|at| format!("{folder}/f{at}.rs")).collect();
            folders(&paths.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert!(found(12, "kernel").is_empty());
        assert!(
            found(13, "kernel").iter().all(|finding| finding.warning)
                && found(13, "kernel").len() == 1
        );
        assert!(found(15, "kernel").iter().any(|finding| !finding.warning));
        assert!(found(40, "a/locales/fr").is_empty());
    }

    #[test]
    fn a_subfolder_counts_once() {
        let paths: Vec<String> = (0..15).map(|at| format!("a/b/f{at}.rs")).collect();
        let found = folders(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
