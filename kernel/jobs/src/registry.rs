use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;
use storage::Tx;
use tokio::sync::watch;

use crate::{JobError, store};

/// What a handler answers.
pub type HandlerFuture = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;

/// Does the jobs of one kind.
pub type Handler = Arc<dyn Fn(JobRun) -> HandlerFuture + Send + Sync>;

/// One run of a job, as its handler sees it.
#[derive(Clone, Debug)]
pub struct JobRun {
    /// Its identifier, the same at every attempt.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What was asked.
    pub payload: Value,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    pub(crate) token: String,
    pub(crate) stopping: watch::Receiver<bool>,
}

impl JobRun {
    /// Marks the job done inside the handler's own transaction: either both the work and the mark are
    /// durable, or neither. Call it last.
    ///
    /// # Errors
    /// [`JobError::LeaseLost`] when another worker took over: return it, so that the transaction is undone.
    pub async fn complete_in(&self, tx: &Tx) -> Result<(), JobError> {
        if store::finish(tx, &self.id, &self.token).await? {
            Ok(())
        } else {
            Err(JobError::LeaseLost)
        }
    }

    /// Whether the house is closing: a long handler asks between two steps and then returns
    /// [`JobError::Stopped`].
    #[must_use]
    pub fn stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

pub(crate) struct Kind {
    pub(crate) handler: Handler,
    pub(crate) attempts: i64,
}

/// Which handler does which kind of job, and what is done periodically.
#[derive(Default)]
pub struct Registry {
    pub(crate) kinds: BTreeMap<&'static str, Kind>,
    pub(crate) periodic: BTreeMap<&'static str, i64>,
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registry")
            .field("kinds", &self.kinds.keys())
            .field("periodic", &self.periodic)
            .finish()
    }
}

impl Registry {
    /// How often a job is begun before it is given up, unless [`Registry::attempts`] says otherwise.
    pub const ATTEMPTS: i64 = 10;

    /// No handler yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Registers the handler of a kind; the last one registered counts.
    pub fn add(&mut self, kind: &'static str, handler: Handler) {
        self.kinds.insert(
            kind,
            Kind {
                handler,
                attempts: Self::ATTEMPTS,
            },
        );
    }

    /// How often jobs of `kind` are begun before they are given up.
    pub fn attempts(&mut self, kind: &'static str, attempts: i64) {
        if let Some(entry) = self.kinds.get_mut(kind) {
            entry.attempts = attempts.max(1);
        }
    }

    /// Queues a job of `kind`, with the payload `null`, every `seconds`: once in the whole house, however
    /// many processes run, and never while the last one still waits.
    pub fn every(&mut self, kind: &'static str, seconds: i64) {
        self.periodic.insert(kind, seconds.max(1));
    }

    /// The kinds that have a handler.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.kinds.keys().copied()
    }
}
