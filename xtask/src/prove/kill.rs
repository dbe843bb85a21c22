//! `kill -9` in the middle of acts, jobs and imports: what was acknowledged is there once, the journal holds, and
//! an import is there whole or not at all.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

use super::city::City;
use super::files::{self, Dice};
use super::{Findings, Ground};
use crate::guard::TempFolder;

/// Kills in the long proof; the short one ends with its time.
const KILLS: u32 = 50;

/// Runs the proof.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("kill")?;
    let files = Files::make(ground, temp.path())?;
    let undisturbed = Undisturbed::run(ground, temp.path(), &files)?;
    let city = City::found(&ground.binary, &temp.path().join("city"), None)?;
    city.must(&["import", "rna", &files.less])?;
    let mut killer = Killer {
        now: city.export("associations")?,
        city,
        files,
        undisturbed,
        dice: Dice::new(50),
        state: 0,
        kills: 0,
        imports: 0,
        switched: 0,
        acts: Vec::new(),
        jobs: Vec::new(),
    };
    let begun = Instant::now();
    while killer.kills < KILLS && (!ground.short || begun.elapsed() < ground.time) {
        if let Some(wrong) = killer.round()? {
            found.rule(false, &format!("after kill {}", killer.kills), &wrong);
            return Ok(());
        }
    }
    let figure = format!(
        "{} acts acknowledged, each there once; {} imports cut, {} of them after their switch, the others without a \
         trace; journal verified after each",
        killer.acts.len(),
        killer.imports,
        killer.switched
    );
    found.rule(
        !killer.acts.is_empty(),
        &format!("{} kills", killer.kills),
        &figure,
    );
    killer
        .city
        .must(&["proof", "worker", "--count", "0", "--drain"])?;
    let wrong = killer.holds(&killer.jobs)?;
    let well = format!("{} jobs acknowledged, each done once", killer.jobs.len());
    found.rule(
        wrong.is_none() && !killer.jobs.is_empty(),
        "the queue, run empty",
        &wrong.unwrap_or(well),
    );
    let (target, file) = killer.next();
    killer.city.must(&["import", "rna", &file])?;
    let same = bodies(&killer.city.export("associations")?) == killer.undisturbed.state(target);
    found.rule(
        same,
        "an import after all that",
        "equals one that was never disturbed",
    );
    Ok(())
}

/// Two register files, the second without some lines of the first.
#[derive(Debug)]
struct Files {
    whole: String,
    less: String,
}

impl Files {
    fn make(ground: &Ground, folder: &Path) -> Result<Self> {
        let (whole, less) = (folder.join("whole.csv"), folder.join("less.csv"));
        let lines = if ground.short { 6_000 } else { 60_000 };
        files::register(ground, lines, &whole)?;
        files::first_lines(&whole, lines as usize * 9 / 10, &less)?;
        let name = |path: &Path| path.to_string_lossy().into_owned();
        Ok(Self {
            whole: name(&whole),
            less: name(&less),
        })
    }
}

/// What the export holds after each import of a city that nobody kills: less, whole, less again, whole again.
#[derive(Debug)]
struct Undisturbed {
    exports: Vec<Vec<String>>,
    time: Duration,
}

impl Undisturbed {
    fn run(ground: &Ground, folder: &Path, files: &Files) -> Result<Self> {
        let city = City::found(&ground.binary, &folder.join("undisturbed"), None)?;
        let mut exports = Vec::new();
        let mut time = Duration::ZERO;
        for file in [&files.less, &files.whole, &files.less, &files.whole] {
            time = time.max(city.must(&["import", "rna", file])?.taken);
            exports.push(bodies(&city.export("associations")?));
        }
        Ok(Self { exports, time })
    }

    fn state(&self, at: usize) -> &[String] {
        self.exports.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The lines of an export without their references, which are random in each city, in an order of their own.
fn bodies(export: &str) -> Vec<String> {
    let mut lines: Vec<String> = export
        .lines()
        .map(|line| {
            line.split_once(',')
                .map_or(line, |(_, rest)| rest)
                .to_owned()
        })
        .collect();
    lines.sort_unstable();
    lines
}

#[derive(Debug)]
struct Killer {
    city: City,
    /// What the export holds, byte by byte, as long as no import has switched.
    now: String,
    files: Files,
    undisturbed: Undisturbed,
    dice: Dice,
    /// Which of the undisturbed states the city is in.
    state: usize,
    kills: u32,
    imports: u32,
    switched: u32,
    /// Identifiers of acts that were acknowledged, and of jobs.
    acts: Vec<String>,
    jobs: Vec<String>,
}

impl Killer {
    /// The state that the next import leads to, and its file.
    fn next(&self) -> (usize, String) {
        let target = if self.state == 3 { 2 } else { self.state + 1 };
        let file = if target % 2 == 1 {
            &self.files.whole
        } else {
            &self.files.less
        };
        (target, file.clone())
    }

    /// One kill; what does not hold after it, if anything.
    fn round(&mut self) -> Result<Option<String>> {
        let kind = self.kills % 3;
        self.kills += 1;
        let delay = Duration::from_millis(100 + self.dice.below(700));
        if kind == 0 {
            let ids = self
                .city
                .killed(&["proof", "writer", "--count", "100000"], delay)?;
            self.acts.extend(ids);
            return self.holds(&self.acts);
        }
        if kind == 1 {
            // Few enough that some kills meet the asking and others the working.
            let count = (1 + self.dice.below(60)).to_string();
            let ids = self
                .city
                .killed(&["proof", "worker", "--count", &count], delay)?;
            self.jobs.extend(ids);
            return self.holds(&self.acts);
        }
        let (target, file) = self.next();
        let most = u64::try_from(self.undisturbed.time.as_millis()).context("a long import")?;
        // Some of the kills come after the end: then the whole import must be there.
        let delay = Duration::from_millis(self.dice.below(most + most / 10));
        self.city.killed(&["import", "rna", &file], delay)?;
        self.imports += 1;
        let after = self.city.export("associations")?;
        if bodies(&after) == self.undisturbed.state(target) {
            self.state = target;
            self.now = after;
            self.switched += 1;
        } else if after != self.now {
            return Ok(Some(format!(
                "the register is neither as before the import nor as after it: {} lines, before {}, after {}",
                after.lines().count(),
                self.now.lines().count(),
                self.undisturbed.state(target).len()
            )));
        }
        self.holds(&self.acts)
    }

    /// What does not hold of these acknowledged identifiers and of the journal, if anything.
    fn holds(&self, acknowledged: &[String]) -> Result<Option<String>> {
        let check = self.city.check(acknowledged)?;
        if !check.status.success() {
            return Ok(Some(format!(
                "`proof check` of {} acknowledged identifiers: {}{}",
                acknowledged.len(),
                String::from_utf8_lossy(&check.stdout),
                String::from_utf8_lossy(&check.stderr)
            )));
        }
        let verify = self.city.run(&["journal", "verify"])?;
        Ok((verify.code != Some(0)).then(|| {
            format!(
                "`journal verify` ended with {:?}: {}",
                verify.code, verify.text
            )
        }))
    }
}
