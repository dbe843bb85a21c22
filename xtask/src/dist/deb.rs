//! The package: a staged tree and `dpkg-deb`. No helper is needed for one binary and one unit.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::Parts;
use crate::guard::TempFolder;
use crate::run;

/// What goes where: from the repository, into the package, its mode.
const FILES: [(&str, &str, u32); 9] = [
    (
        "packaging/solidaire.service",
        "usr/lib/systemd/system/solidaire.service",
        0o644,
    ),
    ("packaging/default", "etc/default/solidaire", 0o644),
    (
        "packaging/copyright",
        "usr/share/doc/solidaire/copyright",
        0o644,
    ),
    ("README.md", "usr/share/doc/solidaire/README.md", 0o644),
    (
        "CHANGELOG.md",
        "usr/share/doc/solidaire/CHANGELOG.md",
        0o644,
    ),
    ("SECURITY.md", "usr/share/doc/solidaire/SECURITY.md", 0o644),
    (
        "docs/configuration.md",
        "usr/share/doc/solidaire/configuration.md",
        0o644,
    ),
    ("LICENSE-MIT", "usr/share/doc/solidaire/LICENSE-MIT", 0o644),
    (
        "LICENSE-APACHE",
        "usr/share/doc/solidaire/LICENSE-APACHE",
        0o644,
    ),
];

/// Builds the package into a folder.
pub fn build(parts: &Parts, out: &Path) -> Result<PathBuf> {
    let stage = TempFolder::new("deb")?;
    let tree = stage.path().join("tree");
    put(&parts.binary, &tree.join("usr/bin/solidaire"), 0o755)?;
    put(
        &parts.sbom,
        &tree.join("usr/share/doc/solidaire/sbom.cdx.json"),
        0o644,
    )?;
    for (from, to, mode) in FILES {
        put(&parts.root.join(from), &tree.join(to), mode)?;
    }
    let control = tree.join("DEBIAN");
    for script in ["postinst", "prerm", "postrm"] {
        put(
            &parts.root.join("packaging").join(script),
            &control.join(script),
            0o755,
        )?;
    }
    std::fs::write(control.join("conffiles"), "/etc/default/solidaire\n")?;
    let architecture = run::read(Command::new("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    std::fs::write(
        control.join("control"),
        control_file(parts, architecture, kilobytes(&tree)?)?,
    )?;
    for path in [&tree, &control] {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o755))?;
    }
    let package = out.join(format!("solidaire_{}_{architecture}.deb", parts.version));
    run::read(
        Command::new("dpkg-deb")
            .env("SOURCE_DATE_EPOCH", &parts.epoch)
            .args(["--root-owner-group", "-Zxz", "--build"])
            .arg(&tree)
            .arg(&package),
    )?;
    Ok(package)
}

fn put(from: &Path, to: &Path, mode: u32) -> Result<()> {
    let folder = to.parent().context("a file in a folder")?;
    std::fs::create_dir_all(folder)?;
    std::fs::copy(from, to).with_context(|| format!("{} cannot be packed", from.display()))?;
    std::fs::set_permissions(to, PermissionsExt::from_mode(mode))?;
    Ok(())
}

fn kilobytes(tree: &Path) -> Result<u64> {
    let text = run::read(Command::new("du").arg("-sk").arg(tree))?;
    text.split_whitespace()
        .next()
        .and_then(|word| word.parse().ok())
        .context("du")
}

fn control_file(parts: &Parts, architecture: &str, size: u64) -> Result<String> {
    let libc = newest_libc(&std::fs::read(&parts.binary)?);
    Ok(format!(
        "Package: solidaire\nVersion: {}\nArchitecture: {architecture}\nMaintainer: solidaire <root@localhost>\n\
         Installed-Size: {size}\nDepends: libc6 (>= {libc}), libgcc-s1, passwd\nSection: web\nPriority: optional\n\
         Description: public portal of a French city and its register of associations\n \
         One program gives a town hall, its associations and its inhabitants a public\n \
         portal: search, the public money that associations received, open data.\n \
         Records are kept in SQLite or PostgreSQL, with a journal that cannot be\n rewritten silently.\n",
        parts.version
    ))
}

/// The newest version of the C library whose symbols the binary wants: it runs there and on anything newer.
fn newest_libc(binary: &[u8]) -> String {
    let mark = b"GLIBC_2.";
    let newest = binary
        .windows(mark.len() + 3)
        .filter(|window| window.starts_with(mark))
        .filter_map(|window| {
            let digits: String = window
                .iter()
                .skip(mark.len())
                .take_while(|byte| byte.is_ascii_digit())
                .map(|byte| char::from(*byte))
                .collect();
            digits.parse::<u32>().ok()
        })
        .max()
        .unwrap_or(36);
    format!("2.{newest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_symbol_counts() {
        assert_eq!(
            newest_libc(b"..GLIBC_2.2.5..GLIBC_2.34\0GLIBC_2.17.."),
            "2.34"
        );
        assert_eq!(newest_libc(b""), "2.36");
    }
}
