//! `cargo xtask prove NAME`: the long proofs, timed and repeatable. `test` runs a short one of each.

mod city;
mod database_gone;
mod disk_full;
mod files;
mod fuzz;
mod kill;
mod peers;
mod scale;
mod slow_clients;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use crate::args::Args;
use crate::test::{self, Count};
use crate::{demo, machine, run};

/// A proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// `kill -9` in the middle of acts, jobs and imports.
    Kill,
    /// No space left: reads go on, nothing is lost, it recovers.
    DiskFull,
    /// One million lines: time, memory, and a citizen who saves meanwhile.
    Scale,
    /// Arbitrary bytes and values into everything that reads files.
    Fuzz,
    /// Every page, language, theme and width.
    Pages,
    /// schemathesis on the description of the interface.
    Api,
    /// frictionless and rdflib on what is published.
    OpenData,
    /// The database stops, or says nothing any more.
    DatabaseGone,
    /// Visitors who send and read a byte at a time.
    SlowClients,
}

/// All of them, in the order they run.
pub const ALL: [Proof; 9] = [
    Proof::Kill,
    Proof::DiskFull,
    Proof::Scale,
    Proof::Fuzz,
    Proof::Api,
    Proof::OpenData,
    Proof::DatabaseGone,
    Proof::SlowClients,
    Proof::Pages,
];

/// What a proof works with.
#[derive(Debug)]
pub struct Ground {
    /// The repository.
    pub root: PathBuf,
    /// The binary under proof.
    pub binary: PathBuf,
    /// The profile it was built with: what else is built takes the same.
    pub profile: String,
    /// For about how long.
    pub time: Duration,
    /// Inside the tests: fewer rounds, smaller files.
    pub short: bool,
}

/// What a proof checked: each rule with what was found, printed as it is found.
#[derive(Debug, Default)]
pub struct Findings {
    count: Count,
}

impl Findings {
    /// A rule that held or not; `figure` says what was measured.
    pub fn rule(&mut self, held: bool, rule: &str, figure: &str) {
        let mark = if held { "ok  " } else { "FAIL" };
        eprintln!("   {mark} {rule}: {figure}");
        self.count = self.count.plus(Count::one(held));
    }

    /// How many rules held and how many did not.
    pub fn count(&self) -> Count {
        self.count
    }

    /// Rules that another program counted.
    pub fn counted(&mut self, count: Count) {
        self.count = self.count.plus(count);
    }
}

impl Proof {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::DiskFull => "disk-full",
            Self::Scale => "scale",
            Self::Fuzz => "fuzz",
            Self::Pages => "pages",
            Self::Api => "api",
            Self::OpenData => "opendata",
            Self::DatabaseGone => "database-gone",
            Self::SlowClients => "slow-clients",
        }
    }

    /// Runs it.
    pub fn run(self, ground: &Ground) -> Result<Count> {
        let mut found = Findings::default();
        match self {
            Self::Kill => kill::run(ground, &mut found)?,
            Self::DiskFull => disk_full::run(ground, &mut found)?,
            Self::Scale => scale::run(ground, &mut found)?,
            Self::Fuzz => fuzz::run(ground, &mut found)?,
            Self::Pages => found.counted(test::browse(
                &ground.root,
                &ground.binary,
                test::Pages::All,
            )?),
            Self::Api => peers::api(ground, &mut found)?,
            Self::OpenData => peers::open_data(ground, &mut found)?,
            Self::DatabaseGone => database_gone::run(ground, &mut found)?,
            Self::SlowClients => slow_clients::run(ground, &mut found)?,
        }
        Ok(found.count())
    }

    fn needs(self) -> &'static [machine::Need] {
        match self {
            Self::Pages => &[machine::NODE, machine::NPM, machine::CHROMIUM],
            Self::Api | Self::OpenData => &[machine::PYTHON],
            Self::DatabaseGone => &[machine::POSTGRES],
            _ => &[],
        }
    }
}

/// The chore: one proof, or `all`, on an optimised build unless said otherwise.
pub fn command(mut args: Args) -> Result<ExitCode> {
    let seconds = args.number("--seconds")?.unwrap_or(300);
    let profile = args
        .value("--profile")?
        .unwrap_or_else(|| "demo".to_owned());
    let names: Vec<&str> = ALL.iter().map(|proof| proof.name()).collect();
    let which = || format!("which proof? One of: {} or `all`", names.join(", "));
    let name = args.word().with_context(which)?;
    args.end()?;
    let chosen: Vec<Proof> = ALL
        .into_iter()
        .filter(|proof| name == "all" || proof.name() == name)
        .collect();
    if chosen.is_empty() {
        anyhow::bail!(which());
    }
    let root = run::root()?;
    machine::install(&[machine::COMPILER])?;
    if let Err(error) = demo::assets(&root) {
        eprintln!("   web assets: {error:#}");
    }
    let binary = run::binary(&root, &profile)?;
    let ground = Ground {
        root,
        binary,
        profile,
        time: Duration::from_secs(seconds),
        short: false,
    };
    let mut sum = Count::default();
    for proof in chosen {
        let _step = run::Step::begin(format!("prove {}", proof.name()));
        machine::install(proof.needs())?;
        sum = sum.plus(proof.run(&ground)?);
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(ExitCode::from(u8::from(sum.failed > 0 || sum.passed == 0)))
}

/// Where a program of the workspace's examples stands, built first with the profile of the ground.
fn example(ground: &Ground, package: &str, name: &str) -> Result<PathBuf> {
    run::call(run::cargo().current_dir(&ground.root).args([
        "build",
        "--locked",
        "--quiet",
        "--profile",
        &ground.profile,
        "--package",
        package,
        "--example",
        name,
    ]))?;
    Ok(folder_of(&ground.binary)?.join("examples").join(name))
}

fn folder_of(binary: &Path) -> Result<&Path> {
    binary.parent().context("the binary stands in no folder")
}

/// Tries until it succeeds; how long that took, or nothing when the limit is over.
fn until(limit: Duration, mut held: impl FnMut() -> bool) -> Option<Duration> {
    let begun = Instant::now();
    while begun.elapsed() < limit {
        if held() {
            return Some(begun.elapsed());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    None
}
