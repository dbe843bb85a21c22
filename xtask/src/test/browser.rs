//! The pages in headless Chromium, by the npm package in `e2e/`.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::count::{self, Count};
use crate::guard::TempFolder;
use crate::run;
use crate::server::Server;

/// How many pages, languages, themes and widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pages {
    /// What fits into the tests: each kind of page, each language, theme and width at least once.
    Some,
    /// The full matrix.
    All,
}

/// Serves a demonstration city and walks through it.
pub fn browse(root: &Path, binary: &Path, pages: Pages) -> Result<Count> {
    let folder = root.join("e2e");
    install(&folder)?;
    let temp = TempFolder::new("e2e")?;
    let server = Server::start(binary, &temp.path().join("city"), &["demo"])?;
    let mut command = Command::new("node");
    command
        .current_dir(&folder)
        .arg("run.mjs")
        .arg(format!("--base=http://localhost:{}", server.port()))
        .arg(format!(
            "--set={}",
            if pages == Pages::All { "all" } else { "some" }
        ))
        .arg(format!("--temp={}", temp.path().display()));
    let heard = run::hear(&mut command)?;
    let mut count = count::read(&heard.text, heard.success);
    // A walk that ends early must not look like a walk without findings.
    if count.passed == 0 {
        count.failed += 1;
    }
    if count.failed > 0 {
        eprintln!("   the server's last words:\n{}", server.log_tail());
    }
    Ok(count)
}

/// Brings the npm packages of the lockfile, without any browser of their own.
fn install(folder: &Path) -> Result<()> {
    let changed = |name: &str| {
        folder
            .join(name)
            .metadata()
            .and_then(|meta| meta.modified())
            .ok()
    };
    let (here, lock) = (
        changed("node_modules/.package-lock.json"),
        changed("package-lock.json"),
    );
    if matches!((here, lock), (Some(here), Some(lock)) if here >= lock) {
        return Ok(());
    }
    run::read(
        Command::new("npm")
            .current_dir(folder)
            .env("PUPPETEER_SKIP_DOWNLOAD", "1")
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
    )
    .map(drop)
}
