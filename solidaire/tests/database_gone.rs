//! A PostgreSQL that goes away or hangs, seen through a proxy; needs `SOLIDAIRE_TEST_POSTGRES`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use support::{Server, city, run};

/// A proxy in front of PostgreSQL that can go silent or refuse.
struct Proxy {
    port: u16,
    silent: Arc<AtomicBool>,
    refusing: Arc<AtomicBool>,
}

impl Proxy {
    fn before(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let silent = Arc::new(AtomicBool::new(false));
        let refusing = Arc::new(AtomicBool::new(false));
        let (quiet, away) = (Arc::clone(&silent), Arc::clone(&refusing));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if away.load(Ordering::SeqCst) {
                    drop(stream);
                    continue;
                }
                let Ok(server) = TcpStream::connect(&target) else {
                    continue;
                };
                for (from, to) in [
                    (stream.try_clone().unwrap(), server.try_clone().unwrap()),
                    (server, stream),
                ] {
                    let (quiet, away) = (Arc::clone(&quiet), Arc::clone(&away));
                    std::thread::spawn(move || pump(from, to, &quiet, &away));
                }
            }
        });
        Self {
            port,
            silent,
            refusing,
        }
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, quiet: &AtomicBool, away: &AtomicBool) {
    from.set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let mut bytes = [0u8; 8192];
    loop {
        match from.read(&mut bytes) {
            Ok(0) => break,
            Ok(count) => {
                // Silent: bytes are held back, nothing is closed, as when a machine hangs.
                while quiet.load(Ordering::SeqCst) && !away.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(20));
                }
                if to.write_all(&bytes[..count]).is_err() {
                    break;
                }
            }
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                ) => {}
            Err(_) => break,
        }
        if away.load(Ordering::SeqCst) {
            break;
        }
    }
    let _ = from.shutdown(std::net::Shutdown::Both);
    let _ = to.shutdown(std::net::Shutdown::Both);
}

#[test]
fn a_database_that_goes_away_gives_503_in_time_and_comes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let dbs = runtime.block_on(testkit::databases(Vec::new));
    let Some(db) = dbs.iter().find(|db| db.name == "postgres") else {
        return;
    };
    let storage::Target::Postgres(url) = db.storage.target().clone() else {
        return;
    };
    // postgres://user@host:port/name through the proxy.
    let (scheme, rest) = url.split_once("://").unwrap();
    let (authority, name) = rest.split_once('/').unwrap();
    let (user, server) = authority.split_once('@').unwrap();
    let server = if server.contains(':') {
        server.to_owned()
    } else {
        format!("{server}:5432")
    };
    let proxy = Proxy::before(server);
    let through = format!("{scheme}://{user}@127.0.0.1:{}/{name}", proxy.port);

    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &["--database", &through]);
    assert_eq!(
        run(dir.path(), &["doctor"]).code,
        3,
        "no backup yet, all else fine"
    );
    let server = Server::start(dir.path(), |_| ());
    let within = |path: &str, expected: u16, limit: Duration| {
        let begun = Instant::now();
        let (status, text) = server
            .get(path)
            .unwrap_or_else(|| panic!("{path}: no answer"));
        let took = begun.elapsed();
        assert_eq!(status, expected, "{path} {text:.300}");
        assert!(took < limit, "{path} {took:?}");
    };
    within("/associations", 200, Duration::from_secs(5));
    let recovers = || {
        let begun = Instant::now();
        while server
            .get("/readyz")
            .is_none_or(|(status, _)| status != 200)
        {
            assert!(begun.elapsed() < Duration::from_secs(20), "no recovery");
            std::thread::sleep(Duration::from_millis(100));
        }
        within("/associations", 200, Duration::from_secs(5));
    };
    for flag in [&proxy.refusing, &proxy.silent] {
        flag.store(true, Ordering::SeqCst);
        for _ in 0..3 {
            within("/associations?q=a", 503, Duration::from_millis(5_500));
            within("/readyz", 503, Duration::from_millis(5_500));
            within("/healthz", 200, Duration::from_secs(1));
        }
        flag.store(false, Ordering::SeqCst);
        recovers();
    }
    server.signal("-TERM");
    let (code, _, took) = server.wait();
    assert_eq!(code, 0);
    assert!(took < Duration::from_secs(20), "{took:?}");
}
