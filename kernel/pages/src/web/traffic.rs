use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS: [u64; 8] = [1, 2, 5, 10, 20, 100, 1_000, 5_000];

/// Counts of requests, for `/metrics`. Nothing in it leads to a visitor.
#[derive(Debug, Default)]
pub struct Traffic {
    in_flight: AtomicI64,
    classes: [AtomicU64; 5],
    buckets: [AtomicU64; 9],
    micros: AtomicU64,
}

/// A request that has begun. It counts as ended when dropped, whatever happens to it.
#[derive(Debug)]
pub(super) struct InFlight<'a>(&'a Traffic);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Traffic {
    pub(super) fn begin(&self) -> InFlight<'_> {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(self)
    }

    pub(super) fn end(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(1);
        if let Some(count) = self.classes.get(class) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS
            .iter()
            .position(|bound| micros <= bound * 1_000)
            .unwrap_or(BOUNDS.len());
        if let Some(count) = self.buckets.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// The counts in the text format of Prometheus (version 0.0.4).
    #[must_use]
    pub fn prometheus(&self) -> String {
        // Writing into a String cannot fail.
        let mut text = String::from("# TYPE solidaire_requests_total counter\n");
        for (class, count) in self.classes.iter().enumerate() {
            let count = count.load(Ordering::Relaxed);
            let _ = writeln!(
                text,
                "solidaire_requests_total{{class=\"{}xx\"}} {count}",
                class + 1
            );
        }
        text.push_str("# TYPE solidaire_request_seconds histogram\n");
        let mut sum = 0;
        for (position, count) in self.buckets.iter().enumerate() {
            sum += count.load(Ordering::Relaxed);
            #[allow(clippy::cast_precision_loss)]
            let bound = BOUNDS
                .get(position)
                .map_or("+Inf".to_owned(), |ms| (*ms as f64 / 1e3).to_string());
            let _ = writeln!(
                text,
                "solidaire_request_seconds_bucket{{le=\"{bound}\"}} {sum}"
            );
        }
        #[allow(clippy::cast_precision_loss)]
        let seconds = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let _ = writeln!(
            text,
            "solidaire_request_seconds_sum {seconds}\nsolidaire_request_seconds_count {sum}"
        );
        let _ = writeln!(
            text,
            "# TYPE solidaire_requests_in_flight gauge\nsolidaire_requests_in_flight {}",
            self.in_flight.load(Ordering::Relaxed)
        );
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_is_counted_once() {
        let traffic = Traffic::default();
        {
            let _one = traffic.begin();
            assert!(traffic.prometheus().contains("in_flight 1\n"));
        }
        traffic.end(200, Duration::from_micros(900));
        traffic.end(404, Duration::from_millis(3));
        traffic.end(503, Duration::from_secs(6));
        let text = traffic.prometheus();
        for line in [
            "solidaire_requests_total{class=\"2xx\"} 1",
            "solidaire_requests_total{class=\"5xx\"} 1",
            "solidaire_request_seconds_bucket{le=\"0.001\"} 1",
            "solidaire_request_seconds_bucket{le=\"0.005\"} 2",
            "solidaire_request_seconds_bucket{le=\"5\"} 2",
            "solidaire_request_seconds_bucket{le=\"+Inf\"} 3",
            "solidaire_request_seconds_count 3",
            "solidaire_requests_in_flight 0",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
