//! The access log: enough to run the house, nothing about who came or what they looked for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_line_has_the_route_and_never_the_address() {
    let sink = Sink::default();
    let writer = sink.clone();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    support::ask(
        "GET",
        "/en/liste/4F7K2M9QC?q=violences",
        &[("referer", "https://essai.example/secret")],
    )
    .await;
    support::get_page("/nadia/bernard").await;
    support::ask("GET", "/panique?q=violences", &[]).await;
    drop(guard);
    let text = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let access: Vec<&serde_json::Value> = lines
        .iter()
        .filter(|line| line["target"] == "access")
        .collect();
    assert_eq!(access.len(), 3, "{text}");
    let first = &access[0]["fields"];
    assert_eq!(first["route"], "/liste/{reference}");
    assert_eq!(
        (first["method"].as_str(), first["status"].as_u64()),
        (Some("GET"), Some(200))
    );
    assert_eq!(first["lang"], "en");
    assert!(first["ms"].as_f64().unwrap() >= 0.0);
    assert_eq!(first["request_id"].as_str().unwrap().len(), 16);
    assert_eq!(
        (
            access[1]["fields"]["route"].as_str(),
            access[1]["fields"]["status"].as_u64()
        ),
        (Some("-"), Some(404))
    );
    for private in ["violences", "4F7K2M9QC", "nadia", "bernard", "secret"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}
