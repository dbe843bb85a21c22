//! `cargo xtask demo`: from a clone to a whole invented city in the browser.

use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::{machine, run};

/// Where the demonstration city lives, in the repository.
const FOLDER: &str = "var/demo";

/// Installs what is needed, builds, and becomes `solidaire demo`.
pub fn demo(args: Args) -> Result<ExitCode> {
    let root = run::root()?;
    let passed = args.rest();
    // npm is wished for, not needed: without it the pages use the system's fonts.
    if machine::is_root() {
        machine::install(&[machine::COMPILER, machine::NODE, machine::NPM])?;
    } else {
        machine::install(&[machine::COMPILER])?;
    }
    if let Err(error) = assets(&root) {
        eprintln!("   {error:#}\n   pages will use the system's fonts and no icons");
    }
    let binary = {
        let _step = run::Step::begin(
            "build, profile demo (about ten minutes the first time, on two cores)",
        );
        run::binary(&root, "demo")?
    };
    let mut command = Command::new(&binary);
    command.current_dir(&root).arg("demo");
    if !passed
        .iter()
        .any(|word| word == "--dir" || word.starts_with("--dir="))
    {
        command.args(["--dir", FOLDER]);
    }
    // From here on the terminal and its ctrl-C belong to the server.
    Err(command.args(passed).exec())
        .with_context(|| format!("{} cannot be started", binary.display()))
}

/// Builds fonts and icons into `assets/build`, from npm by lockfile; says so where that cannot be.
pub fn assets(root: &Path) -> Result<()> {
    let folder = root.join("assets");
    if !run::have("npm") || !run::have("node") {
        eprintln!(
            "── web assets: npm is not on this machine, so pages use the system's fonts and no icons"
        );
        return Ok(());
    }
    if fresh(&folder) {
        return Ok(());
    }
    let _step = run::Step::begin("web assets, from npm by lockfile");
    run::read(Command::new("npm").current_dir(&folder).args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))?;
    let written = run::read(Command::new("node").current_dir(&folder).arg("build.mjs"))?;
    for line in written.lines() {
        eprintln!("   {line}");
    }
    Ok(())
}

/// Whether what was built is newer than everything it is built from.
fn fresh(folder: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|meta| meta.modified()).ok();
    let built = ["build/ahn.woff2", "build/nsa.woff2", "build/icons.json"]
        .iter()
        .map(|name| changed(&folder.join(name)))
        .min()
        .flatten();
    let sources = ["build.mjs", "icons.txt", "package-lock.json"]
        .iter()
        .filter_map(|name| changed(&folder.join(name)))
        .max();
    matches!((built, sources), (Some(built), Some(sources)) if built >= sources)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::TempFolder;

    #[test]
    fn assets_are_built_again_only_after_a_change() {
        let folder = TempFolder::new("assets").unwrap();
        let path = folder.path();
        std::fs::create_dir(path.join("build")).unwrap();
        for name in ["build.mjs", "icons.txt", "package-lock.json"] {
            std::fs::write(path.join(name), "").unwrap();
        }
        assert!(!fresh(path), "nothing is built yet");
        for name in ["build/ahn.woff2", "build/nsa.woff2"] {
            std::fs::write(path.join(name), "").unwrap();
        }
        assert!(!fresh(path), "one file is missing");
        std::fs::write(path.join("build/icons.json"), "").unwrap();
        assert!(fresh(path));
        let later = path
            .join("icons.txt")
            .metadata()
            .unwrap()
            .modified()
            .unwrap()
            + std::time::Duration::from_secs(5);
        std::fs::File::open(path.join("icons.txt"))
            .unwrap()
            .set_modified(later)
            .unwrap();
        assert!(!fresh(path), "a source changed");
    }
}
