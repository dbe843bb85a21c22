//! A running `solidaire`, seen from outside.

pub mod http;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::guard::Guard;
use crate::{run, test};

/// A server on a free port of the loopback interface; stopped when dropped or when this process ends.
#[derive(Debug)]
pub struct Server {
    child: Child,
    port: u16,
    log: PathBuf,
    _guard: Guard,
}

impl Server {
    /// Starts `solidaire ARGS --dir DIR --port PORT` and waits until it answers.
    pub fn start(binary: &Path, dir: &Path, args: &[&str]) -> Result<Self> {
        Self::start_within(binary, dir, args, Duration::from_secs(180))
    }

    /// Serves an existing city; `words` are added to the command line.
    pub fn serve(binary: &Path, dir: &Path, words: &[&str]) -> Result<Self> {
        let mut all = vec!["serve"];
        all.extend(words);
        Self::start(binary, dir, &all)
    }

    /// The same with a limit of its own on the wait.
    fn start_within(binary: &Path, dir: &Path, args: &[&str], limit: Duration) -> Result<Self> {
        let port = test::free_port()?;
        let log = dir.with_extension("log");
        let file = File::options().create(true).append(true).open(&log)?;
        let mut command = Command::new(binary);
        command
            .args(args)
            .arg("--dir")
            .arg(dir)
            .args(["--port", &port.to_string()]);
        // The port of figures must not meet that of another server.
        command.env(
            "SOLIDAIRE_SERVER__METRICS_PORT",
            test::free_port()?.to_string(),
        );
        let mut child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file)
            .spawn()
            .with_context(|| format!("{} cannot be started", binary.display()))?;
        let guard = Guard::at_end(r#"kill -KILL "$1" 2>/dev/null"#, &[&child.id().to_string()])?;
        let until = Instant::now() + limit;
        loop {
            if http::get(port, "/").is_ok_and(|answer| answer.status == 200) {
                return Ok(Self {
                    child,
                    port,
                    log,
                    _guard: guard,
                });
            }
            if let Some(status) = child.try_wait()? {
                bail!(
                    "`{}` ended with {status}:\n{}",
                    run::shown(&command),
                    tail(&log)
                );
            }
            if Instant::now() > until {
                let _ = child.kill();
                bail!(
                    "`{}` does not answer:\n{}",
                    run::shown(&command),
                    tail(&log)
                );
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote, last lines.
    pub fn log_tail(&self) -> String {
        tail(&self.log)
    }

    fn terminate(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(status);
        }
        run::call(Command::new("kill").args(["-TERM", &self.child.id().to_string()]))?;
        let until = Instant::now() + Duration::from_secs(15);
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.child.kill()?;
        Ok(self.child.wait()?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.terminate();
    }
}

fn tail(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines
        .get(lines.len().saturating_sub(20)..)
        .unwrap_or_default()
        .join("\n")
}

/// A figure in kilobytes from `/proc/PID/status`: `VmRSS` now, `VmHWM` at its highest.
pub fn memory_kb(pid: u32, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Processor time a process has used so far, user and system, from `/proc/PID/stat` (hundredths of a second).
pub fn processor_time(pid: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the name in parentheses and may hold spaces.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_figures_can_be_read() {
        let me = std::process::id();
        assert!(memory_kb(me, "VmHWM").unwrap() > 100);
        assert!(processor_time(me).is_some());
    }
}
