//! A city of its own for a proof, spoken to by its command line as anyone would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::server::memory_kb;

/// A city's folder and the program that works on it.
#[derive(Debug, Clone)]
pub struct City {
    binary: PathBuf,
    dir: PathBuf,
    database: Option<String>,
}

/// What a program left: its exit code (none when killed), its words, its highest memory and its time.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: Option<i32>,
    /// Both outputs.
    pub text: String,
    /// The highest resident memory seen, kilobytes.
    pub peak_kb: u64,
    /// From start to end.
    pub taken: Duration,
}

impl City {
    /// `solidaire init` in a new folder.
    pub fn found(binary: &Path, dir: &Path, database: Option<&str>) -> Result<Self> {
        let city = Self {
            binary: binary.to_owned(),
            dir: dir.to_owned(),
            database: database.map(str::to_owned),
        };
        city.must(&["init", "--city", "25056", "--name", "Besançon"])?;
        Ok(city)
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The words that name the database, for a server.
    pub fn database(&self) -> Vec<&str> {
        self.database
            .iter()
            .flat_map(|url| ["--database", url.as_str()])
            .collect()
    }

    /// A command on this city.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command
            .arg("--dir")
            .arg(&self.dir)
            .args(self.database())
            .args(words);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Result<Ran> {
        let begun = Instant::now();
        let mut child = self
            .command(words)
            .spawn()
            .context("the binary cannot be started")?;
        let readers = [collect(child.stdout.take()), collect(child.stderr.take())];
        let mut peak_kb = 0;
        let status = loop {
            peak_kb = peak_kb.max(memory_kb(child.id(), "VmHWM").unwrap_or(0));
            if let Some(status) = child.try_wait()? {
                break status;
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        let text = readers
            .into_iter()
            .map(|reader| reader.join().unwrap_or_default())
            .collect();
        Ok(Ran {
            code: status.code(),
            text,
            peak_kb,
            taken: begun.elapsed(),
        })
    }

    /// Runs a command that must succeed.
    pub fn must(&self, words: &[&str]) -> Result<Ran> {
        let ran = self.run(words)?;
        if ran.code != Some(0) {
            bail!(
                "`solidaire {}` ended with {:?}:\n{}",
                words.join(" "),
                ran.code,
                ran.text
            );
        }
        Ok(ran)
    }

    /// Runs `words` and kills it after `delay`. What it had printed is complete lines only: an identifier that
    /// was cut was not acknowledged.
    pub fn killed(&self, words: &[&str], delay: Duration) -> Result<Vec<String>> {
        let mut child = self.command(words).spawn()?;
        let reader = lines(child.stdout.take().context("no output")?);
        let silence = collect(child.stderr.take());
        std::thread::sleep(delay);
        let _ = child.kill();
        child.wait()?;
        let _ = silence.join();
        Ok(reader.join().unwrap_or_default())
    }

    /// Hands every acknowledged identifier to `solidaire proof check`, which says whether each had its effect once.
    pub fn check(&self, acknowledged: &[String]) -> Result<Output> {
        let mut child = self
            .command(&["proof", "check"])
            .stdin(Stdio::piped())
            .spawn()?;
        let mut input = child.stdin.take().context("no input")?;
        let text = acknowledged.join("\n") + "\n";
        let writer = std::thread::spawn(move || {
            // A check that ends early says why with its exit code.
            let _ = input.write_all(text.as_bytes());
        });
        let output = child.wait_with_output()?;
        let _ = writer.join();
        Ok(output)
    }

    /// The public export of the register, as text.
    pub fn export(&self, name: &str) -> Result<String> {
        let file = self.dir.join(format!("proof-{name}.csv"));
        self.must(&["export", name, "--out", &file.to_string_lossy()])?;
        let text = std::fs::read_to_string(&file)?;
        std::fs::remove_file(&file)?;
        Ok(text)
    }
}

fn collect(from: Option<impl std::io::Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut from) = from {
            let _ = from.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn lines(from: impl std::io::Read + Send + 'static) -> std::thread::JoinHandle<Vec<String>> {
    std::thread::spawn(move || {
        let mut reader = BufReader::new(from);
        let mut all = Vec::new();
        let mut line = String::new();
        while matches!(reader.read_line(&mut line), Ok(read) if read > 0) {
            if let Some(whole) = line.strip_suffix('\n') {
                all.push(whole.trim().to_owned());
            }
            line.clear();
        }
        all
    })
}
