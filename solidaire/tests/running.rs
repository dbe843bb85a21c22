//! The running server: its beginning, its end, and what it does when the ground gives way.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use support::{Server, city, get, run};

#[test]
fn systemd_hears_of_the_beginning_and_the_end() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let place = dir.path().join("notify.sock");
    let socket = UnixDatagram::bind(&place).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let server = Server::start(dir.path(), |command| {
        command
            .env("NOTIFY_SOCKET", &place)
            .env("WATCHDOG_USEC", "400000");
    });
    let hear = || {
        let mut bytes = [0u8; 200];
        let count = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    };
    let mut heard = vec![hear(), hear(), hear()];
    assert!(
        heard.iter().any(|text| text.starts_with("READY=1")),
        "{heard:?}"
    );
    assert!(
        heard.iter().filter(|text| *text == "WATCHDOG=1").count() >= 1,
        "{heard:?}"
    );
    server.signal("-TERM");
    let (code, out, took) = server.wait();
    assert_eq!(code, 0);
    assert!(took < Duration::from_secs(5), "{took:?}");
    heard.clear();
    socket
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let mut bytes = [0u8; 200];
    while let Ok(count) = socket.recv(&mut bytes) {
        heard.push(String::from_utf8_lossy(&bytes[..count]).into_owned());
    }
    assert!(heard.iter().any(|text| text == "STOPPING=1"), "{heard:?}");
    // The log is JSON, line by line.
    for line in out.lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
    }
    // Closed for good: SQLite folded its log back.
    assert!(!dir.path().join("solidaire.sqlite3-wal").exists());
    assert_eq!(run(dir.path(), &["journal", "verify"]).code, 0);
}

#[test]
fn health_measures_and_pages_answer_on_their_ports() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let server = Server::start(dir.path(), |_| ());
    for (path, status) in [
        ("/", 200),
        ("/associations", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/metrics", 404),
        ("/rien", 404),
    ] {
        assert_eq!(server.get(path).unwrap().0, status, "{path}");
    }
    let (status, text) = get(server.metrics, "/metrics").unwrap();
    assert_eq!(status, 200);
    assert!(
        text.contains("solidaire_route_requests_total{route=\"/associations\",class=\"2xx\"} 1"),
        "{text}"
    );
    // A second server on the same port says so.
    let port = server.port.to_string();
    let second = run(dir.path(), &["serve", "--port", &port]);
    assert_eq!(second.code, 3);
    assert!(second.err.contains("déjà pris"), "{}", second.err);
    drop(server);

    // A door that is closed has no route.
    let closed = dir.path().join("fermee");
    city(&closed, &[]);
    let file = closed.join("solidaire.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{text}doors = []\n")).unwrap();
    let server = Server::start(&closed, |_| ());
    assert_eq!(server.get("/associations").unwrap().0, 404);
    assert!(!server.get("/").unwrap().1.contains("/associations"));
}

#[test]
fn a_request_that_is_open_at_the_end_is_answered() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let server = Server::start(dir.path(), |_| ());
    // The head of the request is half sent when the order to stop comes.
    let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    stream
        .write_all(b"GET /associations HTTP/1.1\r\nHost: loc")
        .unwrap();
    std::thread::sleep(Duration::from_millis(200));
    server.signal("-TERM");
    std::thread::sleep(Duration::from_millis(300));
    assert!(
        TcpStream::connect(("127.0.0.1", server.port)).is_err(),
        "no new visitor"
    );
    let (code, _, took) = server.wait();
    assert_eq!(code, 0);
    assert!(took < Duration::from_secs(15), "{took:?}");
}

/// A file system of 20 MB, taken away at the end. Only root may make one.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn make(place: &'a Path) -> Option<Self> {
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=20m", "tmpfs"])
            .arg(place)
            .output()
            .ok()?;
        done.status.success().then_some(Self(place))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[test]
fn on_a_full_disk_reading_works_and_writing_recovers() {
    let outside = tempfile::tempdir().unwrap();
    let place = outside.path().join("disque");
    std::fs::create_dir(&place).unwrap();
    let Some(_disk) = SmallDisk::make(&place) else {
        println!("disque plein : passé (il faut être root pour monter un petit disque)");
        return;
    };
    let dir = place.join("ville");
    city(&dir, &[]);
    assert_eq!(run(&dir, &["proof", "writer", "--count", "20"]).code, 0);
    let server = Server::start(&dir, |_| ());
    // Fill the disk to the last byte.
    let filler = place.join("remplissage");
    let mut file = std::fs::File::create(&filler).unwrap();
    let block = vec![0u8; 4096];
    while file.write_all(&block).is_ok() {}
    drop(file);

    let refused = run(&dir, &["proof", "writer", "--count", "2000"]);
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(
        refused.err.contains("le disque est plein"),
        "{}",
        refused.err
    );
    let acknowledged = refused.out;
    for path in ["/", "/associations", "/healthz", "/readyz"] {
        assert_eq!(server.get(path).unwrap().0, 200, "{path}");
    }
    std::fs::remove_file(&filler).unwrap();
    assert_eq!(run(&dir, &["proof", "writer", "--count", "5"]).code, 0);
    let whole = run(&dir, &["journal", "verify"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert_eq!(check(&dir, &acknowledged), 0);
}

/// Whether each acknowledged act is there once.
fn check(dir: &Path, ids: &str) -> i32 {
    let mut child = support::command(dir, &["proof", "check"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(ids.as_bytes())
        .unwrap();
    child.wait().unwrap().code().unwrap()
}

#[test]
fn after_a_kill_every_acknowledged_act_and_job_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let mut acknowledged = String::new();
    for round in 0..3 {
        for args in [
            &["proof", "writer", "--count", "100000"][..],
            &["proof", "worker", "--count", "60"],
        ] {
            let mut child = support::command(dir.path(), args)
                .stdout(std::process::Stdio::piped())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_millis(400 + 130 * round));
            child.kill().unwrap();
            let mut out = String::new();
            child
                .stdout
                .take()
                .unwrap()
                .read_to_string(&mut out)
                .unwrap();
            child.wait().unwrap();
            // The last line may be cut.
            acknowledged.extend(
                out.split_inclusive('\n')
                    .filter(|line| line.ends_with('\n')),
            );
        }
    }
    assert!(acknowledged.lines().count() > 60, "{acknowledged}");
    // Whatever was confided is worked off, once; the wait is for leases of the dead.
    let drained = run(dir.path(), &["proof", "worker", "--count", "0", "--drain"]);
    assert_eq!(drained.code, 0, "{}", drained.err);
    assert_eq!(check(dir.path(), &acknowledged), 0);
    let whole = run(dir.path(), &["journal", "verify"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert_eq!(check(dir.path(), "jamais-confirme\n"), 3);
}

#[test]
fn an_import_ended_by_sigterm_leaves_nothing_to_see() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let file = support::rna_file(dir.path(), 40_000);
    let file = file.to_str().unwrap();
    let mut child = support::command(dir.path(), &["import", "rna", file])
        .spawn()
        .unwrap();
    // In the middle: some rows are staged.
    let sql = "SELECT COUNT(*) FROM associations_publication WHERE state = 'staging'";
    let begun = Instant::now();
    while support::sqlite3(dir.path(), sql) == "0" {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "it never began to stage"
        );
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before it was seen staging"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(!child.wait().unwrap().success());
    let out = dir.path().join("a.csv");
    let export = ["export", "associations", "--out", out.to_str().unwrap()];
    let nothing = run(dir.path(), &export);
    assert!(
        nothing.out.contains(": 0 lignes"),
        "{} {}",
        nothing.out,
        nothing.err
    );
    assert_eq!(run(dir.path(), &["journal", "verify"]).code, 0);
    let again = run(dir.path(), &["import", "rna", file]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(run(dir.path(), &export).out.contains(": 40000 lignes"));
}
