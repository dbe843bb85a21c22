//! `cargo xtask test`: every rule once, counted.

mod browser;
mod count;
mod licences;
mod postgres;
mod touched;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::Result;

use crate::args::Args;
use crate::prove::{self, Ground, Proof};
use crate::{demo, machine, run, tidy};

pub use browser::{Pages, browse};
pub use count::{Count, read as read_counts};
pub use postgres::{Postgres, free_port};

/// How long each proof may run inside the tests.
const PROOF: Duration = Duration::from_secs(25);

/// What a step was, how it went and how long it took.
#[derive(Debug)]
struct Done {
    name: String,
    count: Count,
    taken: Duration,
}

/// The steps so far.
#[derive(Debug, Default)]
struct Report {
    done: Vec<Done>,
}

impl Report {
    /// Runs a step. What goes wrong with the step itself is a failure of it: the other steps still run.
    fn step(&mut self, name: &str, run: impl FnOnce() -> Result<Count>) {
        let step = run::Step::begin(name);
        let count = run().unwrap_or_else(|error| {
            eprintln!("error: {name}: {error:#}");
            Count::one(false)
        });
        self.done.push(Done {
            name: name.to_owned(),
            count,
            taken: step.taken(),
        });
    }

    /// A step that passes or fails as one rule.
    fn rule(&mut self, name: &str, command: &mut Command) {
        self.step(name, || Ok(Count::one(run::hear(command)?.success)));
    }

    /// Prints each step and, as the last line, the sum.
    fn end(self) -> ExitCode {
        let mut sum = Count::default();
        println!();
        for Done { name, count, taken } in &self.done {
            let mark = if count.failed == 0 { "ok  " } else { "FAIL" };
            println!(
                "{mark} {name:<44} {:>5} passed {:>3} failed {:>14}",
                count.passed,
                count.failed,
                run::time(*taken)
            );
            sum = sum.plus(*count);
        }
        println!("{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed == 0 && sum.passed > 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

/// The chore.
pub fn test(mut args: Args) -> Result<ExitCode> {
    let fast = args.flag("--fast");
    let filter = args.word();
    args.end()?;
    let root = run::root()?;
    let mut report = Report::default();
    let ran = if fast {
        quick(&root, filter.as_deref(), &mut report)
    } else if let Some(filter) = &filter {
        machine::install(&[machine::COMPILER, machine::POSTGRES]).map(|()| {
            rules(
                &root,
                &["--workspace".to_owned()],
                Some(filter),
                true,
                &mut report,
            );
        })
    } else {
        whole(&root, &mut report)
    };
    // What stops the run is a failure of it, and is counted: the last line is always the sum.
    if let Err(error) = ran {
        report.step("the run itself", || Err(error));
    }
    Ok(report.end())
}

/// The inner loop: what the edits since the last commit can have broken, on SQLite, without a browser.
fn quick(root: &Path, filter: Option<&str>, report: &mut Report) -> Result<()> {
    machine::install(&[machine::COMPILER])?;
    let members = tidy::crates(root)?;
    let touched = touched::touched(root, &members)?;
    report.rule("format", cargo(root).args(["fmt", "--all", "--check"]));
    report.step("tidy", || Ok(Count::one(tidy::tidy(root)?)));
    if touched.is_empty() {
        eprintln!("   nothing changed since the last commit: no crate to test");
        return Ok(());
    }
    eprintln!("   touched, with what stands on it: {}", touched.join(" "));
    let packages: Vec<String> = touched
        .iter()
        .flat_map(|name| ["--package".to_owned(), name.clone()])
        .collect();
    report.rule(
        "clippy",
        cargo(root).arg("clippy").args(&packages).args([
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]),
    );
    rules(root, &packages, filter, false, report);
    Ok(())
}

/// Everything.
fn whole(root: &Path, report: &mut Report) -> Result<()> {
    machine::install(&[
        machine::COMPILER,
        machine::NODE,
        machine::NPM,
        machine::CHROMIUM,
        machine::POSTGRES,
        machine::PYTHON,
    ])?;
    report.step("web assets", || {
        demo::assets(root).map(|()| Count::one(true))
    });
    report.rule("format", cargo(root).args(["fmt", "--all", "--check"]));
    report.step("tidy", || Ok(Count::one(tidy::tidy(root)?)));
    report.rule(
        "clippy",
        cargo(root).args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]),
    );
    report.step("licences and banned crates", || licences::check(root));
    rules(root, &["--workspace".to_owned()], None, true, report);
    report.step("examples in the documentation", || {
        let heard =
            run::hear(cargo(root).args(["test", "--locked", "--workspace", "--doc", "--quiet"]))?;
        Ok(count::read(&heard.text, heard.success))
    });
    let binary = run::binary(root, "dev")?;
    report.step("pages in a browser", || browse(root, &binary, Pages::Some));
    let ground = Ground {
        root: root.to_owned(),
        binary,
        profile: "dev".to_owned(),
        time: PROOF,
        short: true,
    };
    for proof in prove::ALL {
        // The pages have their own step, above.
        if proof != Proof::Pages {
            report.step(&format!("prove {}", proof.name()), || proof.run(&ground));
        }
    }
    Ok(())
}

/// Unit and integration tests; `both` adds PostgreSQL, on a cluster of our own.
fn rules(root: &Path, packages: &[String], filter: Option<&str>, both: bool, report: &mut Report) {
    let name = if both {
        "tests on SQLite and PostgreSQL"
    } else {
        "tests on SQLite"
    };
    let mut used = None;
    report.step(name, || {
        let postgres = both.then(Postgres::start).transpose()?;
        let mut command = cargo(root);
        if run::have("cargo-nextest") {
            command.args([
                "nextest",
                "run",
                "--locked",
                "--no-fail-fast",
                "--no-tests=warn",
            ]);
            command.args([
                "--status-level=fail",
                "--final-status-level=fail",
                "--hide-progress-bar",
            ]);
        } else {
            command.args([
                "test",
                "--locked",
                "--no-fail-fast",
                "--quiet",
                "--lib",
                "--bins",
                "--tests",
            ]);
        }
        command.args(packages).args(filter);
        match &postgres {
            Some(postgres) => command.env("SOLIDAIRE_TEST_POSTGRES", postgres.url()),
            None => command.env_remove("SOLIDAIRE_TEST_POSTGRES"),
        };
        let heard = run::hear(&mut command)?;
        used = postgres.map(|postgres| postgres.databases_created());
        Ok(count::read(&heard.text, heard.success))
    });
    // A run that never reached PostgreSQL would look the same: so this is counted too.
    if let (Some(used), None) = (used, filter) {
        report.step("PostgreSQL was reached", || {
            eprintln!("   {used} databases were created on it");
            Ok(Count::one(used > 0))
        });
    }
}

/// Cargo in the repository, with the same profile for every step.
fn cargo(root: &Path) -> Command {
    let mut command = run::cargo();
    command.current_dir(root);
    if std::env::var_os("CI").is_some() {
        // A machine that builds once gains nothing from incremental files, and they are large.
        command.env("CARGO_INCREMENTAL", "0");
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_breaks_is_a_failure_and_the_next_still_runs() {
        let mut report = Report::default();
        report.step("broken", || anyhow::bail!("no"));
        report.step("well", || {
            Ok(Count {
                passed: 3,
                failed: 0,
            })
        });
        assert_eq!(report.done[0].count.failed, 1);
        assert_eq!(report.done[1].count.passed, 3);
    }
}
