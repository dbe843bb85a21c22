//! One million lines of the register on the true header: time, memory, and a citizen who saves meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::city::City;
use super::{Findings, Ground, files};
use crate::guard::TempFolder;
use crate::run;
use crate::server::{Server, http};

const LINES: u64 = 1_000_000;
const LINES_SHORT: u64 = 20_000;
const TIME: Duration = Duration::from_secs(60);
const MEMORY_KB: u64 = 300_000;
const SAVE: Duration = Duration::from_secs(1);

/// Runs the proof. The limits on time and memory are those of an optimised build, whatever the profile: a small
/// file stays far under them.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("scale")?;
    let lines = if ground.short { LINES_SHORT } else { LINES };
    let file = temp.path().join("rna.csv");
    files::register(ground, lines, &file)?;
    let bytes = file.metadata()?.len();
    let city = City::found(&ground.binary, &temp.path().join("city"), None)?;
    let server = Server::serve(&ground.binary, city.dir(), &[])?;

    let over = AtomicBool::new(false);
    let (ran, saves) = std::thread::scope(|scope| {
        let citizen = scope.spawn(|| save_until(&city, &over));
        let ran = city.run(&["import", "rna", &file.to_string_lossy()]);
        over.store(true, Ordering::Relaxed);
        (ran, citizen.join())
    });
    let ran = ran?;
    let saves = saves.unwrap_or_else(|_| Err(anyhow::anyhow!("the citizen fell over")))?;
    let name = format!("import of {lines} lines ({} MB)", bytes / 1_000_000);
    found.rule(
        ran.code == Some(0),
        &name,
        &format!(
            "code {:?}: {}",
            ran.code,
            ran.text.trim().lines().last().unwrap_or_default()
        ),
    );
    found.rule(
        ran.taken <= TIME,
        &format!("{name}: time"),
        &format!("{}, at most {}", run::time(ran.taken), run::time(TIME)),
    );
    found.rule(
        ran.peak_kb <= MEMORY_KB,
        &format!("{name}: memory"),
        &format!(
            "{} MB at its highest, at most {} MB",
            ran.peak_kb / 1000,
            MEMORY_KB / 1000
        ),
    );
    let slowest = saves.iter().max().copied().unwrap_or(Duration::MAX);
    found.rule(
        slowest <= SAVE,
        "a citizen's save meanwhile",
        &format!(
            "{} saves, the slowest {}, at most {}",
            saves.len(),
            run::time(slowest),
            run::time(SAVE)
        ),
    );

    let begun = Instant::now();
    city.must(&["import", "rna", &file.to_string_lossy()])?;
    found.rule(true, "the same file once more", &run::time(begun.elapsed()));
    // The server's search follows the journal: it must find what was imported.
    let heard = super::until(Duration::from_secs(60), || {
        http::get(server.port(), "/associations?toutes=1")
            .is_ok_and(|answer| answer.status == 200 && answer.text().contains("class=\"go\""))
    });
    found.rule(
        heard.is_some(),
        "the list after it",
        &heard.map_or_else(|| "shows nothing after a minute".to_owned(), run::time),
    );
    let search = http::get(server.port(), "/associations?q=jardin")?;
    found.rule(
        search.status == 200,
        "a search after it",
        &run::time(search.taken),
    );
    let resident = crate::server::memory_kb(server.pid(), "VmRSS").unwrap_or(0);
    eprintln!("   the server's memory after it: {} MB", resident / 1000);
    Ok(())
}

/// One act, twice a second, each by a program of its own: its time includes opening the database.
fn save_until(city: &City, over: &AtomicBool) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    while !over.load(Ordering::Relaxed) || times.is_empty() {
        times.push(city.must(&["proof", "writer", "--count", "1"])?.taken);
        std::thread::sleep(Duration::from_millis(400));
    }
    Ok(times)
}
