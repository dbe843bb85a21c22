use std::sync::Arc;
use std::time::Duration;

use storage::{Storage, StorageError, Tx};
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};
use values::Ids;

use crate::store::Claimed;
use crate::{JobError, JobRun, Registry, retry_delay_seconds, store};

/// How long done jobs stay visible.
const KEEP_DONE_SECONDS: i64 = 7 * 24 * 3_600;
const PURGE_EVERY_SECONDS: i64 = 3_600;

/// The workers of one process.
#[derive(Clone, Debug)]
pub struct Runner {
    storage: Storage,
    registry: Arc<Registry>,
    ids: Ids,
    workers: usize,
    lease_seconds: i64,
    poll: Duration,
    grace: Duration,
}

impl Runner {
    /// Two workers, leases of a minute, polling every 400 ms while idle.
    #[must_use]
    pub fn new(storage: Storage, registry: Registry) -> Self {
        Self {
            ids: Ids::system(storage.clock().clone()),
            storage,
            registry: Arc::new(registry),
            workers: 2,
            lease_seconds: 60,
            poll: Duration::from_millis(400),
            grace: Duration::from_secs(8),
        }
    }

    /// Where the jitter of retries and the tokens of leases come from.
    #[must_use]
    pub fn with_ids(mut self, ids: Ids) -> Self {
        self.ids = ids;
        self
    }

    /// How many jobs this process does at the same time.
    #[must_use]
    pub fn workers(mut self, workers: usize) -> Self {
        self.workers = workers.max(1);
        self
    }

    /// How long a job stays with a worker that gives no sign of life.
    #[must_use]
    pub fn lease_seconds(mut self, seconds: i64) -> Self {
        self.lease_seconds = seconds.max(1);
        self
    }

    /// How long running jobs may go on after the order to stop; then they go back to the queue.
    #[must_use]
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// Works until `shutdown` turns true (or its sender is gone), then lets running jobs end.
    pub async fn run(self, shutdown: watch::Receiver<bool>) {
        let mut tasks = JoinSet::new();
        for _ in 0..self.workers {
            let (worker, shutdown) = (self.clone(), shutdown.clone());
            tasks.spawn(async move { worker.work(shutdown).await });
        }
        let planner = self;
        tasks.spawn(async move { planner.plan(shutdown).await });
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a worker ended by itself");
            }
        }
    }

    /// Does every job that is due now, one after the other, and returns how many were begun. For tests and
    /// for commands that want the queue empty before they end.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn drain(&self) -> Result<usize, StorageError> {
        let (_keep, stopping) = watch::channel(false);
        let mut begun = 0;
        for (kind, seconds) in &self.registry.periodic {
            self.plan_one(kind, *seconds).await?;
        }
        while let Some(claimed) = self.claim().await? {
            begun += 1;
            self.perform(claimed, stopping.clone()).await;
        }
        Ok(begun)
    }

    async fn work(&self, mut shutdown: watch::Receiver<bool>) {
        while !*shutdown.borrow() {
            let wait = match self.claim().await {
                Ok(Some(claimed)) => {
                    self.perform(claimed, shutdown.clone()).await;
                    continue;
                }
                Ok(None) => self.poll,
                Err(error) => {
                    tracing::warn!(%error, "claiming a job");
                    self.poll * 4
                }
            };
            pause(wait, &mut shutdown).await;
        }
    }

    async fn plan(&self, mut shutdown: watch::Receiver<bool>) {
        let mut purged = None;
        while !*shutdown.borrow() {
            for (kind, seconds) in &self.registry.periodic {
                if let Err(error) = self.plan_one(kind, *seconds).await {
                    tracing::warn!(%error, kind, "planning a periodic job");
                }
            }
            let now = self.storage.clock().now();
            if purged
                .is_none_or(|last: calendar::Instant| last.plus_seconds(PURGE_EVERY_SECONDS) <= now)
            {
                purged = Some(now);
                let before = now.plus_seconds(-KEEP_DONE_SECONDS);
                let done: Result<(), StorageError> = self
                    .storage
                    .keep(async |tx: &Tx| store::purge(tx, before).await)
                    .await;
                if let Err(error) = done {
                    tracing::warn!(%error, "removing old jobs");
                }
            }
            pause(self.poll * 2, &mut shutdown).await;
        }
    }

    async fn plan_one(&self, kind: &'static str, seconds: i64) -> Result<(), StorageError> {
        let now = self.storage.clock().now();
        if store::periodic_due(&self.storage, kind, now).await? {
            self.storage
                .keep::<_, StorageError, _>(async |tx: &Tx| store::plan(tx, kind, seconds).await)
                .await?;
        }
        Ok(())
    }

    async fn claim(&self) -> Result<Option<Claimed>, StorageError> {
        let kinds: Vec<&str> = self.registry.kinds().collect();
        let now = self.storage.clock().now();
        if kinds.is_empty() || !store::anything_due(&self.storage, now, &kinds).await? {
            return Ok(None);
        }
        let token = format!("{:016x}", self.ids.random_u64());
        let until = now.plus_seconds(self.lease_seconds);
        self.storage
            .keep(async |tx: &Tx| store::claim(tx, &kinds, token, until).await)
            .await
    }

    async fn perform(&self, claimed: Claimed, stopping: watch::Receiver<bool>) {
        let Some(kind) = self.registry.kinds.get(claimed.kind.as_str()) else {
            return;
        };
        let outcome = if claimed.abandoned && claimed.attempts > kind.attempts {
            Err(JobError::Refused(
                "le processus s’est arrêté à chaque essai pendant ce travail".to_owned(),
            ))
        } else {
            let run = JobRun {
                id: claimed.id.clone(),
                kind: claimed.kind.clone(),
                payload: claimed.payload.clone(),
                attempt: claimed.attempts,
                token: claimed.token.clone(),
                stopping: stopping.clone(),
            };
            let handler = Arc::clone(&kind.handler);
            let mut tasks = JoinSet::new();
            tasks.spawn(async move { handler(run).await });
            self.watch_over(&claimed, &mut tasks, stopping).await
        };
        self.settle(&claimed, outcome, kind.attempts).await;
    }

    /// Waits for the handler, renews the lease meanwhile, and stops it when the lease is lost or the
    /// house closes. Dropping the set of tasks aborts the handler.
    async fn watch_over(
        &self,
        claimed: &Claimed,
        tasks: &mut JoinSet<Result<(), JobError>>,
        mut stopping: watch::Receiver<bool>,
    ) -> Result<(), JobError> {
        let third = u64::try_from(self.lease_seconds).unwrap_or(1) * 1_000 / 3;
        let mut heartbeat = tokio::time::interval(Duration::from_millis(third.max(1)));
        heartbeat.tick().await;
        let mut closing = *stopping.borrow();
        let deadline = tokio::time::sleep(self.grace);
        tokio::pin!(deadline);
        loop {
            tokio::select! {
                ended = tasks.join_next() => return outcome_of(ended),
                _ = heartbeat.tick() => {
                    if !self.renew(claimed).await {
                        return Err(JobError::LeaseLost);
                    }
                }
                changed = stopping.changed(), if !closing => {
                    closing = changed.is_err() || *stopping.borrow();
                    deadline.as_mut().reset(tokio::time::Instant::now() + self.grace);
                }
                () = &mut deadline, if closing => return Err(JobError::Stopped),
            }
        }
    }

    /// False when another worker has the job. A database that does not answer is no reason to stop.
    async fn renew(&self, claimed: &Claimed) -> bool {
        let until = self.storage.clock().now().plus_seconds(self.lease_seconds);
        let renewed: Result<bool, StorageError> = self
            .storage
            .keep(async |tx: &Tx| store::renew(tx, &claimed.id, &claimed.token, until).await)
            .await;
        renewed.unwrap_or(true)
    }

    async fn settle(&self, claimed: &Claimed, outcome: Result<(), JobError>, attempts: i64) {
        for _ in 0..5 {
            let settled: Result<bool, StorageError> = self
                .storage
                .keep(async |tx: &Tx| self.settle_in(tx, claimed, &outcome, attempts).await)
                .await;
            match settled {
                Ok(_) => return,
                Err(error) => tracing::warn!(%error, job = claimed.id, "settling a job"),
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        // The lease runs out and another worker takes the job.
    }

    async fn settle_in(
        &self,
        tx: &Tx,
        claimed: &Claimed,
        outcome: &Result<(), JobError>,
        attempts: i64,
    ) -> Result<bool, StorageError> {
        let (id, token) = (claimed.id.as_str(), claimed.token.as_str());
        match outcome {
            Ok(()) => store::finish(tx, id, token).await,
            Err(JobError::LeaseLost) => Ok(false),
            Err(JobError::Stopped) => {
                let begun = claimed.attempts - 1;
                store::put_back(tx, (id, token), begun, tx.now(), None).await
            }
            Err(error) => {
                let text = error.to_string();
                tracing::warn!(
                    job = id,
                    kind = claimed.kind,
                    attempt = claimed.attempts,
                    error = text,
                    "job failed"
                );
                let last = matches!(error, JobError::Refused(_)) || claimed.attempts >= attempts;
                if last {
                    return store::bury(tx, id, token, &text).await;
                }
                let wait = retry_delay_seconds(claimed.attempts, self.ids.random_u64());
                let again = tx.now().plus_seconds(wait);
                store::put_back(tx, (id, token), claimed.attempts, again, Some(&text)).await
            }
        }
    }
}

fn outcome_of(ended: Option<Result<Result<(), JobError>, JoinError>>) -> Result<(), JobError> {
    match ended {
        Some(Ok(outcome)) => outcome,
        Some(Err(error)) if error.is_panic() => Err(JobError::Failed(
            "erreur interne du programme pendant ce travail (voir les journaux du service)"
                .to_owned(),
        )),
        Some(Err(_)) | None => Err(JobError::Stopped),
    }
}

async fn pause(wait: Duration, shutdown: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(wait) => {}
        changed = shutdown.changed() => {
            if changed.is_err() {
                // Nobody can order a stop any more: treat it as one, after the usual pause.
                tokio::time::sleep(wait).await;
            }
        }
    }
}
