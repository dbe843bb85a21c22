use calendar::Instant;
use serde_json::Value;

/// Longest wait between two attempts.
const LONGEST_WAIT: i64 = 3_600;

/// A job to be done.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// Which handler does it (`associations.reindex`).
    pub kind: &'static str,
    /// What the handler needs: references, never personal data.
    pub payload: Value,
    /// Not before this instant; `None` for as soon as possible.
    pub run_at: Option<Instant>,
    /// When a job with this key is waiting already, no second one is queued.
    pub unique_key: Option<String>,
}

impl NewJob {
    /// A job to be done as soon as possible.
    #[must_use]
    pub fn now(kind: &'static str, payload: Value) -> Self {
        Self {
            kind,
            payload,
            run_at: None,
            unique_key: None,
        }
    }

    /// Not before `instant`.
    #[must_use]
    pub fn at(mut self, instant: Instant) -> Self {
        self.run_at = Some(instant);
        self
    }

    /// At most one waiting job with this key.
    #[must_use]
    pub fn unique(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JobState {
    /// To be done, now or later.
    Waiting,
    /// A worker has it.
    Running,
    /// Done; kept a week for whoever wonders.
    Done,
    /// Given up: all attempts used, or refused. Stays until somebody looks.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Dead];

    /// As stored and as shown in metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Dead => "dead",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// What an administrator sees of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobInfo {
    /// Its identifier.
    pub id: String,
    /// Which handler.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// When it is (or was) due.
    pub run_at: Instant,
    /// How often it was begun.
    pub attempts: i64,
    /// What went wrong the last time.
    pub last_error: Option<String>,
    /// When it ended.
    pub finished_at: Option<Instant>,
}

/// Seconds to wait after failed attempt number `attempt` (from 1): 5, 10, 20 … up to an hour, plus up to
/// half of that, by `random`, so that many jobs that failed together do not come back together.
#[must_use]
pub fn retry_delay_seconds(attempt: i64, random: u64) -> i64 {
    let doublings = u32::try_from(attempt.clamp(1, 20) - 1).unwrap_or(0);
    let base = (5i64 << doublings).min(LONGEST_WAIT);
    let spread = u64::try_from(base / 2 + 1).unwrap_or(1);
    base + i64::try_from(random % spread).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn waits_grow_and_stay_bounded(attempt in -5i64..1_000, random in any::<u64>()) {
            let wait = retry_delay_seconds(attempt, random);
            prop_assert!((5..=LONGEST_WAIT * 3 / 2).contains(&wait));
            prop_assert!(retry_delay_seconds(attempt + 1, 0) >= retry_delay_seconds(attempt, 0));
        }
    }

    #[test]
    fn states_read_back() {
        for state in JobState::ALL {
            assert_eq!(JobState::from_name(state.name()), Some(state));
        }
    }
}
