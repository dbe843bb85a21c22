//! `cargo xtask bench web`: what a page of the register costs, beside what the issue allows.

mod load;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::args::Args;
use crate::guard::TempFolder;
use crate::server::{Server, http, memory_kb, processor_time};
use crate::{demo, machine, run};

/// The page of the figure: fifty of the thousand associations.
const PAGE: &str = "/associations?toutes=1";
const REQUESTS: u32 = 2_000;
const RATE: u32 = 300;

/// A figure and its limit, in the same unit.
#[derive(Debug)]
struct Figure {
    what: &'static str,
    measured: f64,
    limit: f64,
    unit: &'static str,
}

/// The chore.
pub fn command(mut args: Args) -> Result<ExitCode> {
    let check = args.flag("--check");
    let seconds = args.number("--seconds")?.unwrap_or(20);
    let what = args.word();
    args.end()?;
    if what.as_deref() != Some("web") {
        bail!("what is to be measured? `cargo xtask bench web`");
    }
    let root = run::root()?;
    machine::install(&[machine::COMPILER])?;
    if let Err(error) = demo::assets(&root) {
        eprintln!("   web assets: {error:#}");
    }
    let binary = run::binary(&root, "demo")?;
    let temp = TempFolder::new("bench")?;
    let server = Server::start(&binary, &temp.path().join("city"), &["demo"])?;
    let figures = measure(&server, Duration::from_secs(seconds))?;

    println!(
        "{PAGE}, 1 000 associations, the generator on the same machine ({} cores)",
        cores()
    );
    let mut missed = 0;
    for Figure {
        what,
        measured,
        limit,
        unit,
    } in &figures
    {
        let held = measured <= limit;
        missed += usize::from(!held);
        let verdict = if held { "PASS" } else { "FAIL" };
        println!("{verdict}  {what:<46} {measured:>9.2} {unit:<4} at most {limit:>6} {unit}");
    }
    println!("{} passed, {missed} failed", figures.len() - missed);
    Ok(ExitCode::from(u8::from(check && missed > 0)))
}

fn measure(server: &Server, time: Duration) -> Result<Vec<Figure>> {
    let port = server.port();
    let page = http::get(port, PAGE)?;
    let listed = page.text().matches("class=\"go\"").count();
    if page.status != 200 || listed < 50 {
        bail!(
            "{PAGE}: status {}, {listed} associations listed, not 50",
            page.status
        );
    }
    // A browser's request, so that the page is compressed as it is for people.
    load::one_after_another(port, PAGE, REQUESTS / 10)?;
    let before = processor_time(server.pid()).context("no figures of the process")?;
    load::one_after_another(port, PAGE, REQUESTS)?;
    let used = processor_time(server.pid())
        .context("the server is gone")?
        .saturating_sub(before);
    let open = load::at_rate(port, PAGE, RATE, time)?;
    println!(
        "{} requests at {RATE} a second: median {:.2} ms, p99 {:.2} ms, slowest {:.2} ms, {} failed",
        open.count,
        ms(open.quantile(0.5)),
        ms(open.quantile(0.99)),
        ms(open.quantile(1.0)),
        open.failed
    );
    if open.failed > 0 {
        bail!("{} requests failed: {}", open.failed, server.log_tail());
    }
    let resident = memory_kb(server.pid(), "VmRSS").context("the server is gone")?;
    Ok(vec![
        Figure {
            what: "processor time for each request, compressed",
            measured: ms(used) / f64::from(REQUESTS),
            limit: 1.5,
            unit: "ms",
        },
        Figure {
            what: "HTML, before compression",
            measured: page.body.len() as f64 / 1000.0,
            limit: 60.0,
            unit: "kB",
        },
        Figure {
            what: "resident memory, after the load",
            measured: resident as f64 / 1000.0,
            limit: 100.0,
            unit: "MB",
        },
        Figure {
            what: "p99 at 300 requests a second, open loop",
            measured: ms(open.quantile(0.99)),
            limit: 20.0,
            unit: "ms",
        },
    ])
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
