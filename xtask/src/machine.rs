//! What a fresh Debian machine lacks, and how it gets it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run;

/// A Debian package and how to see that it is there.
#[derive(Debug, Clone, Copy)]
pub struct Need {
    /// The package's name in Debian 12.
    pub package: &'static str,
    /// Whether the machine already has what it brings, from wherever.
    pub there: fn() -> bool,
}

/// A C compiler: SQLite and the compression library are compiled from source.
pub const COMPILER: Need = Need {
    package: "build-essential",
    there: || run::have("cc") && run::have("make"),
};

/// Node.js, which builds fonts and icons and drives the browser.
pub const NODE: Need = Need {
    package: "nodejs",
    there: || run::have("node"),
};

/// npm, by lockfile.
pub const NPM: Need = Need {
    package: "npm",
    there: || run::have("npm"),
};

/// The browser of the tests.
pub const CHROMIUM: Need = Need {
    package: "chromium",
    there: || Path::new("/usr/bin/chromium").is_file(),
};

/// A PostgreSQL server, 15 or newer.
pub const POSTGRES: Need = Need {
    package: "postgresql",
    there: || postgres_bin().is_some(),
};

/// Python's virtual environments, for the peers that are written in Python.
pub const PYTHON: Need = Need {
    package: "python3-venv",
    there: || {
        Command::new("python3")
            .args(["-c", "import venv, ensurepip"])
            .output()
            .is_ok_and(|output| output.status.success())
    },
};

/// A minimal Debian in a folder.
pub const DEBOOTSTRAP: Need = Need {
    package: "debootstrap",
    there: || Path::new("/usr/sbin/debootstrap").is_file(),
};

/// Whether we may install packages and become other users.
pub fn is_root() -> bool {
    run::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs what is missing when we are root; otherwise says the one line to run, and stops.
pub fn install(needs: &[Need]) -> Result<()> {
    let missing: Vec<&str> = needs
        .iter()
        .filter(|need| !(need.there)())
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_root() || !run::have("apt-get") {
        bail!("{}", ask(&missing));
    }
    let _step = run::Step::begin(format!("Debian packages: {}", missing.join(" ")));
    let quiet = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").args(words);
        run::read(&mut command)
    };
    quiet(&["update", "-qq"])?;
    let mut words = vec!["install", "-y", "-qq", "--no-install-recommends"];
    words.extend(&missing);
    quiet(&words)?;
    for need in needs {
        if !(need.there)() {
            bail!(
                "`{}` was installed, and what it brings is still not found",
                need.package
            );
        }
    }
    Ok(())
}

/// The one line for somebody who is not root.
fn ask(missing: &[&str]) -> String {
    format!(
        "this machine lacks Debian packages. Run this line, then the command again:\n\n    \
         sudo apt-get update && sudo apt-get install -y --no-install-recommends {}\n",
        missing.join(" ")
    )
}

/// The folder of the newest PostgreSQL server programs, 15 or newer.
pub fn postgres_bin() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(version, folder)| *version >= 15 && folder.join("initdb").is_file())
        .max();
    if let Some((_, folder)) = debian {
        return Some(folder);
    }
    let folder = run::read(Command::new("pg_config").arg("--bindir")).ok()?;
    let folder = PathBuf::from(folder.trim());
    folder.join("initdb").is_file().then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_missing_asks_for_nothing() {
        install(&[Need {
            package: "never",
            there: || true,
        }])
        .unwrap();
    }

    #[test]
    fn the_line_names_each_package() {
        let line = ask(&["chromium", "npm"]);
        assert!(
            line.contains("--no-install-recommends chromium npm\n"),
            "{line}"
        );
    }
}
