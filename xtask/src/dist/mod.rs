//! `cargo xtask dist`: a Debian package, the list of its parts, checksums; `--check` tries it in a bare Debian.

mod check;
mod deb;
mod sbom;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::{demo, machine, run};

/// What a package is made from.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The repository.
    root: PathBuf,
    /// The optimised binary.
    binary: PathBuf,
    /// The list of parts, CycloneDX.
    sbom: PathBuf,
    /// The version, as Debian writes it.
    version: String,
    /// The time of the last commit, seconds: the same sources give the same package.
    epoch: String,
}

/// The chore.
pub fn command(mut args: Args) -> Result<ExitCode> {
    let check = args.flag("--check");
    args.end()?;
    let root = run::root()?;
    machine::install(&[machine::COMPILER, machine::NODE, machine::NPM])?;
    demo::assets(&root)?;
    let binary = {
        let _step = run::Step::begin("build, profile dist");
        run::binary(&root, "dist")?
    };
    let out = root.join("dist");
    std::fs::create_dir_all(&out)?;
    for entry in std::fs::read_dir(&out)?.flatten() {
        if entry.file_type()?.is_file() {
            std::fs::remove_file(entry.path())?;
        }
    }
    let version = sbom::version(&root)?;
    let sbom = out.join(format!("solidaire-{version}.cdx.json"));
    std::fs::write(&sbom, sbom::write(&root)?)?;
    let epoch =
        run::read(
            Command::new("git")
                .current_dir(&root)
                .args(["log", "-1", "--format=%ct"]),
        )?;
    let parts = Parts {
        binary,
        sbom,
        version,
        epoch: epoch.trim().to_owned(),
        root,
    };
    let package = {
        let _step = run::Step::begin("package");
        deb::build(&parts, &out)?
    };
    sums(&out)?;
    for entry in std::fs::read_dir(&out)?.flatten() {
        println!(
            "dist/{} {} kB",
            entry.file_name().to_string_lossy(),
            entry.metadata()?.len() / 1000
        );
    }
    if !check {
        return Ok(ExitCode::SUCCESS);
    }
    let count = check::check(&parts, &package)?;
    println!("{} passed, {} failed", count.passed, count.failed);
    Ok(ExitCode::from(u8::from(
        count.failed > 0 || count.passed == 0,
    )))
}

/// `SHA256SUMS` of everything in the folder, as `sha256sum --check` reads it.
fn sums(out: &Path) -> Result<()> {
    let mut names: Vec<String> = std::fs::read_dir(out)?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "SHA256SUMS")
        .collect();
    names.sort();
    let text =
        run::read(Command::new("sha256sum").current_dir(out).args(&names)).context("sha256sum")?;
    std::fs::write(out.join("SHA256SUMS"), text)?;
    Ok(())
}
