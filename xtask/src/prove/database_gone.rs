//! The database stops, or accepts connections and says nothing any more: 503 within five seconds, and back by
//! itself.

use std::time::Duration;

use anyhow::Result;

use super::city::City;
use super::{Findings, Ground, files, until};
use crate::guard::TempFolder;
use crate::run;
use crate::server::{Server, http};
use crate::test::Postgres;

/// A page that reads the database.
const PAGE: &str = "/associations?toutes=1&tri=nom";
const WITHIN: Duration = Duration::from_millis(5_500);
const RECOVERY: Duration = Duration::from_secs(30);

/// Runs the proof on a cluster of its own.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("database-gone")?;
    let postgres = Postgres::start()?;
    let city = City::found(
        &ground.binary,
        &temp.path().join("city"),
        Some(postgres.url()),
    )?;
    let register = temp.path().join("rna.csv");
    files::register(ground, 2_000, &register)?;
    city.must(&["import", "rna", &register.to_string_lossy()])?;
    let server = Server::serve(&ground.binary, city.dir(), &city.database())?;
    let first = http::get(server.port(), PAGE)?;
    found.rule(
        first.status == 200,
        "before",
        &format!("status {} in {}", first.status, run::time(first.taken)),
    );

    postgres.pause(true)?;
    gone(&server, found, "a database that says nothing");
    postgres.pause(false)?;
    back(&server, found, "the database speaks again");

    postgres.stop()?;
    gone(&server, found, "a database that is down");
    if !ground.short {
        let writer = city.run(&["proof", "writer", "--count", "1"])?;
        found.rule(
            matches!(writer.code, Some(code) if code != 0) && !writer.text.contains("panicked"),
            "a command without a database",
            &format!(
                "ended with {:?} in {}: {}",
                writer.code,
                run::time(writer.taken),
                writer.text.trim().lines().last().unwrap_or_default()
            ),
        );
    }
    postgres.resume()?;
    back(&server, found, "the database is up again");
    let verify = city.run(&["journal", "verify"])?;
    found.rule(
        verify.code == Some(0),
        "journal verify",
        verify.text.lines().next().unwrap_or_default(),
    );
    Ok(())
}

/// Several visitors at once, more than there are connections to the database.
fn gone(server: &Server, found: &mut Findings, what: &str) {
    let port = server.port();
    let visits: Vec<_> = (0..20)
        .map(|at| {
            std::thread::spawn(move || http::get(port, &format!("{PAGE}&page={}", at % 5 + 1)))
        })
        .collect();
    let answers: Vec<_> = visits
        .into_iter()
        .map(|visit| {
            visit
                .join()
                .map_err(|_| ())
                .and_then(|answer| answer.map_err(|_| ()))
        })
        .collect();
    let good = answers
        .iter()
        .flatten()
        .filter(|answer| answer.status == 503)
        .count();
    let slowest = answers
        .iter()
        .flatten()
        .map(|answer| answer.taken)
        .max()
        .unwrap_or(Duration::MAX);
    let figure = format!(
        "{good} of 20 visitors got 503, the slowest after {}",
        run::time(slowest)
    );
    found.rule(good == 20 && slowest <= WITHIN, what, &figure);
    if let Some(answer) = answers.iter().flatten().next() {
        let explains = answer.text().contains("<h1") && answer.header("retry-after").is_some();
        found.rule(
            explains,
            "the page says so",
            "a heading, and when to come back",
        );
    }
    let home = http::get(port, "/healthz");
    if let Ok(home) = home
        && home.status >= 500
    {
        found.rule(
            false,
            "the process is alive",
            &format!("/healthz answers {}", home.status),
        );
    }
}

fn back(server: &Server, found: &mut Findings, what: &str) {
    let time = until(RECOVERY, || {
        http::get(server.port(), PAGE).is_ok_and(|answer| answer.status == 200)
    });
    found.rule(
        time.is_some(),
        what,
        &time.map_or_else(
            || format!("no page after {}", run::time(RECOVERY)),
            |time| format!("a page after {}", run::time(time)),
        ),
    );
}
