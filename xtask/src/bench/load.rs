//! A small generator of load with an honest clock: at a constant rate, each request has its moment, and its time
//! counts from that moment, whether or not the request before it was answered in time.

use std::io::{BufReader, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::server::http;

/// Connections that share the requests of a rate: more than are ever busy at once on a server that keeps up.
const CONNECTIONS: u32 = 24;

/// What a rate found.
#[derive(Debug)]
pub struct Times {
    sorted: Vec<Duration>,
    /// Requests that were answered.
    pub count: usize,
    /// Requests that were not answered with 200.
    pub failed: u32,
}

impl Times {
    fn new(mut times: Vec<Duration>, failed: u32) -> Self {
        times.sort_unstable();
        Self {
            count: times.len(),
            sorted: times,
            failed,
        }
    }

    /// The time under which this share of the requests stayed (0 to 1).
    pub fn quantile(&self, share: f64) -> Duration {
        let last = self.sorted.len().saturating_sub(1);
        let at = ((self.sorted.len() as f64 * share).ceil() as usize)
            .saturating_sub(1)
            .min(last);
        self.sorted.get(at).copied().unwrap_or(Duration::MAX)
    }
}

/// A connection that is used again.
#[derive(Debug)]
struct Line {
    reader: BufReader<TcpStream>,
    request: String,
}

impl Line {
    fn open(port: u16, path: &str) -> Result<Self> {
        Ok(Self {
            reader: BufReader::new(http::connect(port)?),
            request: format!(
                "GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n"
            ),
        })
    }

    fn ask(&mut self) -> Result<()> {
        self.reader.get_mut().write_all(self.request.as_bytes())?;
        let answer = http::read_answer(&mut self.reader)?;
        if answer.status != 200 {
            bail!("status {}", answer.status);
        }
        Ok(())
    }
}

/// Asks again as soon as it is answered.
pub fn one_after_another(port: u16, path: &str, count: u32) -> Result<()> {
    let mut line = Line::open(port, path)?;
    (0..count).try_for_each(|_| line.ask())
}

/// Asks `rate` times a second for a time, whatever the answers do.
pub fn at_rate(port: u16, path: &str, rate: u32, time: Duration) -> Result<Times> {
    let total = u32::try_from(time.as_millis())?.saturating_mul(rate) / 1000;
    let (next, failed) = (AtomicU32::new(0), AtomicU32::new(0));
    let times = Mutex::new(Vec::new());
    let begun = Instant::now() + Duration::from_millis(200);
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut own = Vec::new();
                let mut line = Line::open(port, path);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= total {
                        break;
                    }
                    let due = begun + Duration::from_secs_f64(f64::from(number) / f64::from(rate));
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    match line.as_mut().map(Line::ask) {
                        Ok(Ok(())) => own.push(due.elapsed()),
                        _ => {
                            failed.fetch_add(1, Ordering::Relaxed);
                            line = Line::open(port, path);
                        }
                    }
                }
                if let Ok(mut all) = times.lock() {
                    all.append(&mut own);
                }
            });
        }
    });
    let all = times.into_inner().unwrap_or_default();
    Ok(Times::new(all, failed.into_inner()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_hundred() {
        let times = Times::new((1..=100).rev().map(Duration::from_millis).collect(), 0);
        assert_eq!(times.quantile(0.5), Duration::from_millis(50));
        assert_eq!(times.quantile(0.99), Duration::from_millis(99));
        assert_eq!(times.quantile(1.0), Duration::from_millis(100));
        assert_eq!(Times::new(Vec::new(), 1).quantile(0.99), Duration::MAX);
    }
}
