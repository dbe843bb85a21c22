//! The package, tried in a bare Debian in a folder: installed without a network, upgraded, removed, purged.

use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use super::{Parts, deb};
use crate::guard::{Guard, TempFolder};
use crate::prove::Findings;
use crate::test::{Count, free_port};
use crate::{machine, run};

/// The most that systemd's own judgement of the unit may say, in tenths (0 is best, 100 worst).
const EXPOSURE: &str = "20";

/// Runs every check.
pub fn check(parts: &Parts, package: &Path) -> Result<Count> {
    let mut found = Findings::default();
    unit(parts, &mut found)?;
    notify(parts, &mut found)?;
    if machine::is_root() {
        machine::install(&[machine::DEBOOTSTRAP])?;
        installed(parts, package, &mut found)?;
    } else {
        eprintln!("   skipped: only root can make a bare Debian in a folder");
    }
    Ok(found.count())
}

/// What systemd says of the unit.
fn unit(parts: &Parts, found: &mut Findings) -> Result<()> {
    if !run::have("systemd-analyze") {
        eprintln!("   skipped: systemd-analyze is not on this machine");
        return Ok(());
    }
    let unit = parts.root.join("packaging/solidaire.service");
    let heard = run::listen(
        Command::new("systemd-analyze")
            .args([
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold",
                EXPOSURE,
            ])
            .arg(&unit),
    )?;
    let line = heard
        .text
        .lines()
        .rfind(|line| line.contains("exposure level"))
        .unwrap_or(&heard.text);
    found.rule(
        heard.success,
        "systemd-analyze security",
        line.trim_start_matches(['→', ' ']),
    );
    // `verify` looks for the binary where the package puts it: here it is shown the one just built.
    let temp = TempFolder::new("unit")?;
    let shown = temp.path().join("solidaire.service");
    let text = std::fs::read_to_string(&unit)?
        .replace("/usr/bin/solidaire", &parts.binary.to_string_lossy());
    std::fs::write(&shown, text)?;
    let heard = run::listen(
        Command::new("systemd-analyze")
            .args(["verify", "--man=no", "--recursive-errors=no"])
            .arg(&shown),
    )?;
    let said: Vec<&str> = heard
        .text
        .lines()
        .filter(|line| line.contains("solidaire"))
        .collect();
    found.rule(
        heard.success && said.is_empty(),
        "systemd-analyze verify",
        &format!("{} remarks {}", said.len(), said.join(" ")),
    );
    Ok(())
}

/// The binary tells systemd that it is ready, and then that it lives.
fn notify(parts: &Parts, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("notify")?;
    let dir = temp.path().join("city");
    run::read(Command::new(&parts.binary).arg("--dir").arg(&dir).args([
        "init",
        "--city",
        "25056",
        "--name",
        "Besançon",
    ]))?;
    let path = temp.path().join("socket");
    let socket = UnixDatagram::bind(&path)?;
    socket.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut child = Command::new(&parts.binary)
        .arg("--dir")
        .arg(&dir)
        .args(["serve", "--port", &free_port()?.to_string()])
        .env("NOTIFY_SOCKET", &path)
        .env("WATCHDOG_USEC", "2000000")
        .env("SOLIDAIRE_SERVER__METRICS_PORT", "0")
        .stdout(std::process::Stdio::null())
        .spawn()?;
    let guard = Guard::at_end(r#"kill -KILL "$1" 2>/dev/null"#, &[&child.id().to_string()])?;
    let mut said = Vec::new();
    let mut buffer = [0_u8; 4096];
    while said.len() < 8 && !said.iter().any(|line: &String| line.contains("WATCHDOG=1")) {
        match socket.recv(&mut buffer) {
            Ok(length) => said.push(
                String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()).into_owned(),
            ),
            Err(_) => break,
        }
    }
    run::call(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
    let status = child.wait()?;
    drop(guard);
    let ready = said.iter().any(|line| line.contains("READY=1"));
    found.rule(
        ready && said.iter().any(|line| line.contains("WATCHDOG=1")),
        "readiness and watchdog",
        &said.join(" "),
    );
    found.rule(status.success(), "ends on SIGTERM", &status.to_string());
    Ok(())
}

/// Install, use, upgrade, remove, purge.
fn installed(parts: &Parts, package: &Path, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("older")?;
    let older = Parts {
        version: "0.0.1~check".to_owned(),
        ..parts.clone()
    };
    let old = deb::build(&older, temp.path())?;
    let debian = Debian::new(parts)?;
    debian.offline(&["dpkg", "--install", &debian.bring(&old)?])?;
    let version = debian.offline(&[
        "dpkg-query",
        "--show",
        "--showformat=${Version}",
        "solidaire",
    ])?;
    found.rule(
        version == older.version,
        "installed without a network",
        &version,
    );
    let user = debian
        .offline(&["id", "-un", "solidaire"])
        .unwrap_or_default();
    found.rule(user.trim() == "solidaire", "a user of its own", user.trim());
    let said = debian.offline(&["solidaire", "--version"])?;
    found.rule(
        said.contains(&parts.version),
        "solidaire --version",
        said.trim(),
    );
    debian.city(&["init", "--city", "25056", "--name", "Besançon"])?;
    debian.city(&["proof", "writer", "--count", "5"])?;
    let wrote = std::fs::write(
        debian.path.join("etc/default/solidaire"),
        "SOLIDAIRE_LOG__FILTER=warn\n",
    );
    found.rule(
        wrote.is_ok(),
        "a setting changed by the administrator",
        "SOLIDAIRE_LOG__FILTER=warn",
    );

    debian.offline(&[
        "dpkg",
        "--install",
        "--force-confold",
        &debian.bring(package)?,
    ])?;
    let version = debian.offline(&[
        "dpkg-query",
        "--show",
        "--showformat=${Version}",
        "solidaire",
    ])?;
    found.rule(version == parts.version, "upgraded", &version);
    debian.city(&["migrate"])?;
    let verify = debian.city(&["journal", "verify"])?;
    found.rule(true, "records after the upgrade", verify.trim());
    let kept = std::fs::read_to_string(debian.path.join("etc/default/solidaire"))?;
    found.rule(kept.contains("warn"), "settings after the upgrade", "kept");

    debian.offline(&["dpkg", "--remove", "solidaire"])?;
    let there = |name: &str| debian.path.join(name).exists();
    found.rule(
        !there("usr/bin/solidaire") && !there("usr/lib/systemd/system/solidaire.service"),
        "removed",
        "no program, no unit",
    );
    found.rule(
        there("var/lib/solidaire/solidaire.toml") && there("etc/default/solidaire"),
        "after the removal",
        "records and settings are kept",
    );
    debian.offline(&["dpkg", "--purge", "solidaire"])?;
    found.rule(
        !there("etc/default/solidaire") && !there("usr/share/doc/solidaire"),
        "purged",
        "no settings, no documentation",
    );
    found.rule(
        there("var/lib/solidaire/solidaire.toml"),
        "after the purge",
        "the city's records are kept, and dpkg said where",
    );
    debian.offline(&["dpkg", "--install", &debian.bring(package)?])?;
    debian.city(&["journal", "verify"])?;
    found.rule(true, "installed again", "on the records that were kept");
    Ok(())
}

/// A bare Debian in a folder.
#[derive(Debug)]
struct Debian {
    path: PathBuf,
    _folder: TempFolder,
}

impl Debian {
    /// From the machine's own release; its packages are kept as one archive under the target folder.
    fn new(parts: &Parts) -> Result<Self> {
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        let suite = release
            .lines()
            .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
            .unwrap_or("bookworm")
            .to_owned();
        let archive = run::target_dir(&parts.root).join(format!("debian-{suite}.tar"));
        let folder = TempFolder::new("debian")?;
        let path = folder.path().join("root");
        if !archive.is_file() {
            let _step = run::Step::begin(format!("a bare Debian ({suite}), with debootstrap"));
            run::read(
                Command::new("debootstrap")
                    .args(["--variant=minbase", &suite])
                    .arg(&path),
            )?;
            run::read(
                Command::new("tar")
                    .arg("-C")
                    .arg(&path)
                    .arg("-cf")
                    .arg(&archive)
                    .arg("."),
            )?;
        } else {
            std::fs::create_dir(&path)?;
            run::read(
                Command::new("tar")
                    .arg("-C")
                    .arg(&path)
                    .arg("-xf")
                    .arg(&archive),
            )?;
        }
        Ok(Self {
            path,
            _folder: folder,
        })
    }

    /// Copies a file into it; its path there.
    fn bring(&self, file: &Path) -> Result<String> {
        let name = file.file_name().context("a file")?;
        std::fs::copy(file, self.path.join("tmp").join(name))?;
        Ok(format!("/tmp/{}", name.to_string_lossy()))
    }

    /// Runs a command in it, in a network of its own that leads nowhere.
    fn offline(&self, words: &[&str]) -> Result<String> {
        let mut command = Command::new("unshare");
        command
            .args(["--net", "chroot"])
            .arg(&self.path)
            .args(words);
        command
            .env_clear()
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
            .env("DEBIAN_FRONTEND", "noninteractive");
        run::read(&mut command)
    }

    /// Runs a command of the product as the user of the service.
    fn city(&self, words: &[&str]) -> Result<String> {
        let mut all = vec![
            "runuser",
            "-u",
            "solidaire",
            "--",
            "solidaire",
            "--dir",
            "/var/lib/solidaire",
        ];
        all.extend(words);
        let text = self.offline(&all)?;
        if text.contains("panicked") {
            bail!("{text}");
        }
        Ok(text)
    }
}
