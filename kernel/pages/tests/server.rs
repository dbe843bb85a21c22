//! The server itself, over real connections on the loopback.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use pages::server::{Limits, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<std::io::Result<()>>,
}

async fn start(limits: Limits) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(serve(
        listener,
        support::house(),
        Arc::new(support::site()),
        limits,
        stopped,
    ));
    Server {
        address,
        stop,
        task,
    }
}

async fn say(server: &Server, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_query_of_a_megabyte_gets_a_clear_page() {
    let server = start(Limits::default()).await;
    for (prefix, words) in [
        ("", "Adresse trop longue"),
        ("/en", "Address too long"),
        ("/ar", "العنوان طويل جدا"),
    ] {
        for size in [9_000, 70_000, 1_000_000] {
            let request = format!(
                "GET {prefix}/liste?q={} HTTP/1.1\r\nhost: essai.example\r\nconnection: close\r\n\r\n",
                "x".repeat(size)
            );
            let answer = say(&server, request.as_bytes()).await;
            assert!(
                answer.starts_with("HTTP/1.1 414 URI Too Long\r\n"),
                "{size}: {answer:.100}"
            );
            assert!(answer.contains(words), "{size}");
            assert!(
                answer
                    .to_lowercase()
                    .contains("content-security-policy: default-src 'none'")
            );
        }
    }
}

#[tokio::test]
async fn nonsense_gets_a_page_too() {
    let server = start(Limits::default()).await;
    let nonsense = say(
        &server,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 bonjour\r\n\r\n",
    )
    .await;
    assert!(nonsense.starts_with("HTTP/1.1 400"), "{nonsense:.100}");
    assert!(nonsense.contains("Cette demande n’est pas lisible"));
    let heads = format!(
        "GET / HTTP/1.1\r\nhost: essai.example\r\nx-a: {}\r\n\r\n",
        "y".repeat(300_000)
    );
    let heads = say(&server, heads.as_bytes()).await;
    assert!(heads.starts_with("HTTP/1.1 431"), "{heads:.100}");
}

#[tokio::test]
async fn ordinary_answers_pass_untouched() {
    let server = start(Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    for _ in 0..3 {
        stream
            .write_all(b"GET /refus HTTP/1.1\r\nhost: essai.example\r\n\r\n")
            .await
            .unwrap();
        let mut answer = vec![0; 16_384];
        let count = stream.read(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer[..count]).into_owned();
        assert!(
            answer.starts_with("HTTP/1.1 400") && answer.contains("Écrivez un mot."),
            "{answer:.100}"
        );
    }
}

#[tokio::test]
async fn a_body_too_large_is_answered_while_it_is_still_coming() {
    let server = start(Limits::default()).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    let head = "POST /envoi HTTP/1.1\r\nhost: essai.example\r\ncontent-length: 9000000\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let sending = tokio::spawn(async move {
        let _ = writing.write_all(&vec![b'a'; 9_000_000]).await;
    });
    let mut answer = Vec::new();
    reading.read_to_end(&mut answer).await.unwrap();
    sending.await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 413"));
    assert!(
        String::from_utf8(answer)
            .unwrap()
            .contains("Envoi trop volumineux")
    );
}

#[tokio::test]
async fn slow_visitors_are_let_go_and_others_served() {
    let limits = Limits {
        head: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = start(limits).await;
    let start = Instant::now();
    let mut slow = TcpStream::connect(server.address).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: es").await.unwrap();
    let other = say(
        &server,
        b"GET /liste HTTP/1.1\r\nhost: essai.example\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(other.starts_with("HTTP/1.1 200"));
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest).await;
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_visitor_who_takes_nothing_does_not_keep_the_connection() {
    let limits = Limits {
        stall: Duration::from_millis(200),
        linger: Duration::from_millis(100),
        ..Limits::default()
    };
    let server = start(limits).await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream
        .write_all(b"GET /flot HTTP/1.1\r\nhost: essai.example\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut got = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut got))
        .await
        .unwrap();
    assert!(got.len() < 60_000_000, "{}", got.len());
}

#[tokio::test]
async fn stopping_lets_open_requests_end() {
    let server = start(Limits::default()).await;
    let mut idle = TcpStream::connect(server.address).await.unwrap();
    let mut busy = TcpStream::connect(server.address).await.unwrap();
    busy.write_all(b"GET /lent HTTP/1.1\r\nhost: essai.example\r\n\r\n")
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.stop.send(true).unwrap();
    let mut answer = Vec::new();
    busy.read_to_end(&mut answer).await.unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 503"),
        "the answer came although the server was stopping"
    );
    let ended = tokio::time::timeout(Duration::from_secs(5), server.task)
        .await
        .unwrap();
    ended.unwrap().unwrap();
    let mut rest = Vec::new();
    let _ = idle.read_to_end(&mut rest).await;
    assert!(TcpStream::connect(server.address).await.is_err());
}
