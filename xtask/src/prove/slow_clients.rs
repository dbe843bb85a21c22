//! Visitors who send and read a byte at a time, by the hundred: others are served as if they were not there, and
//! the slow ones are let go.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Findings, Ground};
use crate::guard::TempFolder;
use crate::run;
use crate::server::{Server, http, memory_kb};

const SLOW: usize = 400;
const SERVED_WITHIN: Duration = Duration::from_millis(1_000);
/// What a visitor who never ends a request may hold a connection.
const LET_GO_WITHIN: Duration = Duration::from_secs(45);

/// Runs the proof on a demonstration city.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    let temp = TempFolder::new("slow")?;
    let server = Server::start(&ground.binary, &temp.path().join("city"), &["demo"])?;
    let port = server.port();
    let quick = served(port, 20)?;
    let before = memory_kb(server.pid(), "VmRSS").unwrap_or(0);

    let over = AtomicBool::new(false);
    std::thread::scope(|scope| -> Result<()> {
        let senders = scope.spawn(|| drip(port, &over));
        let readers = scope.spawn(|| ask_and_do_not_read(port, &over));
        std::thread::sleep(Duration::from_secs(3));
        let during = served(port, 60)?;
        let after = memory_kb(server.pid(), "VmRSS").unwrap_or(0);
        found.rule(
            during <= SERVED_WITHIN,
            &format!("others, while {SLOW} send slowly and {SLOW} do not read"),
            &format!(
                "slowest page {} (before: {}), at most {}",
                run::time(during),
                run::time(quick),
                run::time(SERVED_WITHIN)
            ),
        );
        found.rule(
            after < before + 100_000,
            "memory for them",
            &format!("{} MB, before {} MB", after / 1000, before / 1000),
        );
        if !ground.short {
            std::thread::sleep(LET_GO_WITHIN);
        }
        over.store(true, Ordering::Relaxed);
        let held = senders.join().unwrap_or(Ok(SLOW))?;
        let _ = readers.join();
        if !ground.short {
            found.rule(
                held == 0,
                "slow senders are let go",
                &format!(
                    "{held} of {SLOW} still connected after {}",
                    run::time(LET_GO_WITHIN)
                ),
            );
        }
        Ok(())
    })?;
    let after = served(port, 20)?;
    found.rule(
        after <= SERVED_WITHIN,
        "after them",
        &format!("slowest page {}", run::time(after)),
    );
    Ok(())
}

/// The slowest of `count` ordinary visits.
fn served(port: u16, count: u32) -> Result<Duration> {
    let mut slowest = Duration::ZERO;
    for at in 0..count {
        let path = if at % 2 == 0 { "/" } else { "/associations" };
        let answer = http::get(port, path)?;
        anyhow::ensure!(answer.status == 200, "{path}: status {}", answer.status);
        slowest = slowest.max(answer.taken);
    }
    Ok(slowest)
}

/// Sends one byte of a request per second on each of many connections; how many are still open at the end.
fn drip(port: u16, over: &AtomicBool) -> Result<usize> {
    let request = format!(
        "GET /associations HTTP/1.1\r\nHost: localhost\r\nX-Slow: {}",
        "a".repeat(10_000)
    );
    let mut open: Vec<TcpStream> = Vec::new();
    for _ in 0..SLOW {
        if let Ok(stream) = http::connect(port) {
            stream.set_nonblocking(true)?;
            open.push(stream);
        }
    }
    for byte in request.as_bytes() {
        let second = Instant::now();
        open.retain_mut(|stream| alive(stream) && stream.write_all(&[*byte]).is_ok());
        while second.elapsed() < Duration::from_secs(1) {
            if over.load(Ordering::Relaxed) {
                open.retain_mut(alive);
                return Ok(open.len());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    Ok(open.len())
}

/// Whether the other side has not closed.
fn alive(stream: &mut TcpStream) -> bool {
    let mut bytes = [0_u8; 4096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return false,
            Ok(_) => {}
            Err(error) => return error.kind() == std::io::ErrorKind::WouldBlock,
        }
    }
}

/// Asks for large files on many connections and reads nothing.
fn ask_and_do_not_read(port: u16, over: &AtomicBool) -> Result<()> {
    let mut open = Vec::new();
    for _ in 0..SLOW {
        if let Ok(mut stream) = http::connect(port) {
            let _ = stream.write_all(
                b"GET /associations/export/associations.csv HTTP/1.1\r\nHost: localhost\r\n\r\n",
            );
            open.push(stream);
        }
    }
    while !over.load(Ordering::Relaxed) {
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
