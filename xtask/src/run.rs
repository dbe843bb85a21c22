//! Running other programs, and saying what runs.

use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// The root of the repository: the first folder upwards that holds `xtask/Cargo.toml`.
pub fn root() -> Result<PathBuf> {
    let start = std::env::current_dir().context("the current folder is gone")?;
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    start
        .ancestors()
        .chain(manifest.as_deref().into_iter().flat_map(Path::ancestors))
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(Path::to_owned)
        .context("run this inside the repository")
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Where cargo puts what it builds.
pub fn target_dir(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}

/// The platform of this machine, as cargo names it.
pub fn host() -> Result<String> {
    let text = read(Command::new("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc names no host")
}

/// The binary of a profile, built first.
pub fn binary(root: &Path, profile: &str) -> Result<PathBuf> {
    call(cargo().current_dir(root).args([
        "build",
        "--locked",
        "--profile",
        profile,
        "--package",
        "solidaire",
    ]))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target_dir(root).join(folder).join("solidaire"))
}

/// Whether a program of this name stands on the path.
pub fn have(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// A command as one would type it, for messages.
pub fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    command.get_args().fold(program, |line, arg| {
        format!("{line} {}", arg.to_string_lossy())
    })
}

/// Runs a command to its end; an error unless it succeeds.
pub fn call(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("`{line}` cannot be started"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// What a command wrote on its standard output; an error, with what it wrote on the other one, unless it succeeds.
pub fn read(command: &mut Command) -> Result<String> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{line}` cannot be started"))?;
    if !output.status.success() {
        bail!(
            "`{line}` ended with {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How a command ended and everything it wrote, shown while it runs.
#[derive(Debug)]
pub struct Heard {
    /// Whether it succeeded.
    pub success: bool,
    /// Its two outputs, line by line, in the order they came.
    pub text: String,
}

/// Runs a command, shows what it writes as it comes, and keeps it.
pub fn hear(command: &mut Command) -> Result<Heard> {
    hear_or_listen(command, true)
}

/// Runs a command and keeps what it writes, without showing it.
pub fn listen(command: &mut Command) -> Result<Heard> {
    hear_or_listen(command, false)
}

fn hear_or_listen(command: &mut Command, show: bool) -> Result<Heard> {
    let line = shown(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{line}` cannot be started"))?;
    let (send, lines) = std::sync::mpsc::channel::<String>();
    let out = child.stdout.take().context("no output")?;
    let err = child.stderr.take().context("no output")?;
    let also = send.clone();
    let readers = [
        std::thread::spawn(move || forward(BufReader::new(out), &send)),
        std::thread::spawn(move || forward(BufReader::new(err), &also)),
    ];
    let mut text = String::new();
    let mut screen = std::io::stderr().lock();
    for line in lines {
        if show {
            let _ = writeln!(screen, "{line}");
        }
        text.push_str(&line);
        text.push('\n');
    }
    for reader in readers {
        let _ = reader.join();
    }
    let success = child.wait()?.success();
    Ok(Heard { success, text })
}

fn forward(mut from: impl std::io::BufRead, to: &std::sync::mpsc::Sender<String>) {
    let mut line = Vec::new();
    while matches!(from.read_until(b'\n', &mut line), Ok(read) if read > 0) {
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        if to.send(text).is_err() {
            return;
        }
        line.clear();
    }
}

/// Says what begins, and how long it took when dropped.
#[derive(Debug)]
pub struct Step {
    name: String,
    begun: Instant,
}

impl Step {
    /// Begins.
    pub fn begin(name: impl Into<String>) -> Self {
        let name = name.into();
        eprintln!("── {name}");
        Self {
            name,
            begun: Instant::now(),
        }
    }

    /// How long it has run.
    pub fn taken(&self) -> Duration {
        self.begun.elapsed()
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        eprintln!("   {}: {}", self.name, time(self.begun.elapsed()));
    }
}

/// A duration as people read it: `340 ms`, `12.3 s`, `3 min 05 s`.
pub fn time(taken: Duration) -> String {
    let seconds = taken.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else if seconds >= 1 {
        format!("{:.1} s", taken.as_secs_f64())
    } else {
        format!("{} ms", taken.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(time(Duration::from_millis(340)), "340 ms");
        assert_eq!(time(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(time(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn failures_are_errors_with_their_words() {
        let error = read(Command::new("sh").args(["-c", "echo why >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
        assert!(call(Command::new("false").current_dir("/")).is_err());
        let heard =
            hear(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 1"])).unwrap();
        assert!(!heard.success && heard.text.contains("one") && heard.text.contains("two"));
    }
}
