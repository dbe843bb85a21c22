//! Arbitrary bytes and values into everything that reads files: the property tests of the registers with new
//! seeds, and spoiled files into the command line.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::city::City;
use super::files::{self, Dice};
use super::{Findings, Ground};
use crate::guard::TempFolder;
use crate::run;
use crate::test::{Count, read_counts};

/// Runs both, each for about half of the time.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    spoiled_files(ground, found)?;
    properties(ground, found)
}

/// Spoiled copies of good files: refused with a reason or taken, never a crash, and nothing stored when refused.
fn spoiled_files(ground: &Ground, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("fuzz")?;
    let good = files::city_files(ground, &temp.path().join("files"))?;
    let city = City::found(&ground.binary, &temp.path().join("city"), None)?;
    let spoiled = temp.path().join("spoiled.csv");
    let mut dice = Dice::new(1);
    let (mut taken, mut refused, mut slowest) = (0_u32, 0_u32, Duration::ZERO);
    let begun = Instant::now();
    while begun.elapsed() < ground.time / 2 {
        for (kind, file) in &good {
            std::fs::write(&spoiled, files::spoiled(&mut dice, &std::fs::read(file)?))?;
            let words = ["import", kind, &spoiled.to_string_lossy()];
            let before = city.export("associations")?;
            let ran = city.run(&words)?;
            slowest = slowest.max(ran.taken);
            match ran.code {
                Some(0) => taken += 1,
                Some(2) if city.export("associations")? == before => refused += 1,
                _ => {
                    let kept = ground.root.join("target/fuzz-finding.csv");
                    std::fs::copy(&spoiled, &kept)?;
                    let what = format!(
                        "import {kind} ended with {:?}; the file is {}\n{}",
                        ran.code,
                        kept.display(),
                        ran.text
                    );
                    found.rule(false, "spoiled files", &what);
                    return Ok(());
                }
            }
        }
    }
    let figure = format!(
        "{taken} taken, {refused} refused with nothing stored, the slowest {}",
        run::time(slowest)
    );
    found.rule(taken + refused > 0, "spoiled files", &figure);
    let verify = city.run(&["journal", "verify"])?;
    found.rule(
        verify.code == Some(0),
        "journal verify after them",
        verify.text.trim(),
    );
    Ok(())
}

/// Rounds of the property tests until the time is over, at least one; each begins at seeds of its own.
fn properties(ground: &Ground, found: &mut Findings) -> Result<()> {
    let packages: Vec<String> = crate::tidy::crates(&ground.root)?
        .into_iter()
        .filter(|member| member.folder.starts_with("registers/"))
        .flat_map(|member| ["--package".to_owned(), member.name])
        .collect();
    let cases = if ground.short { "500" } else { "20000" };
    let mut all = Count::default();
    let mut rounds = 0_u32;
    let begun = Instant::now();
    while all.failed == 0 && (rounds == 0 || begun.elapsed() < ground.time / 2) {
        let mut command = run::cargo();
        command
            .current_dir(&ground.root)
            .env("PROPTEST_CASES", cases)
            // Many cases mean many that a property sets aside.
            .env("PROPTEST_MAX_GLOBAL_REJECTS", "10000000");
        command
            .args(["test", "--locked", "--quiet", "--lib", "--tests"])
            .args(&packages);
        let heard = run::listen(&mut command)?;
        let count = read_counts(&heard.text, heard.success);
        if count.failed > 0 {
            eprintln!("{}", heard.text);
        }
        all = all.plus(count);
        rounds += 1;
    }
    let figure = format!(
        "{rounds} rounds of {cases} cases each, {} tests",
        all.passed
    );
    found.rule(
        all.failed == 0 && all.passed > 0,
        "properties of the registers",
        &figure,
    );
    Ok(())
}
