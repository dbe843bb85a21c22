//! What must happen however a chore ends: at its end, at an error, at ctrl-C, at `kill -9`.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result};

/// A shell that waits for the end of this process and then runs a script. It reads a pipe whose other end only
/// this process holds: the pipe closes when this process ends, whatever ends it.
#[derive(Debug)]
pub struct Guard {
    child: Child,
}

impl Guard {
    /// Runs `script` (POSIX shell; `"$@"` are `args`) when the guard is dropped or this process ends.
    pub fn at_end(script: &str, args: &[&str]) -> Result<Self> {
        let whole = format!("trap '' INT HUP TERM; cat >/dev/null; {script}");
        let child = Command::new("sh")
            .args(["-c", &whole, "guard"])
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("sh cannot be started")?;
        Ok(Self { child })
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// A folder under the system's temporary folder, removed at the end whatever the end is.
#[derive(Debug)]
pub struct TempFolder {
    path: PathBuf,
    _guard: Guard,
}

impl TempFolder {
    /// Makes the folder; `name` says what it is for, to whoever finds it.
    pub fn new(name: &str) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("solidaire-{name}-{}", random_name()?));
        std::fs::create_dir(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        let guard = Guard::at_end(r#"rm -rf -- "$1""#, &[&path.to_string_lossy()])?;
        Ok(Self {
            path,
            _guard: guard,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Sixteen hexadecimal digits nobody else has.
pub fn random_name() -> Result<String> {
    use std::io::Read as _;
    let mut bytes = [0_u8; 8];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("/dev/urandom cannot be read")?;
    Ok(format!("{:016x}", u64::from_le_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_after_its_guard() {
        let folder = TempFolder::new("test").unwrap();
        let path = folder.path().to_owned();
        std::fs::write(path.join("file"), "x").unwrap();
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn names_differ() {
        assert_ne!(random_name().unwrap(), random_name().unwrap());
    }
}
