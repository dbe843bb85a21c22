//! What the queue promises, on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jobs::{Handler, JobError, JobInfo, JobRun, JobState, NewJob, Registry, Runner, enqueue};
use serde_json::json;
use storage::{Act, Storage, StorageError, Tx};
use testkit::TestDb;
use tokio::sync::watch;

type Log = Arc<Mutex<Vec<String>>>;

fn handler<F, Fut>(work: F) -> Handler
where
    F: Fn(JobRun) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), JobError>> + Send + 'static,
{
    Arc::new(move |run| Box::pin(work(run)))
}

async fn queue(storage: &Storage, job: NewJob) -> bool {
    storage
        .keep::<_, StorageError, _>(async |tx: &Tx| enqueue(tx, job).await)
        .await
        .unwrap()
}

async fn only_job(db: &TestDb) -> JobInfo {
    let mut all = jobs::list(&db.storage).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[tokio::test]
async fn a_job_fails_waits_longer_and_is_given_up_visibly() {
    for db in testkit::databases(jobs::migrations).await {
        let mut registry = Registry::new();
        registry.add(
            "test.fail",
            handler(async |run: JobRun| Err(JobError::Failed(format!("essai {}", run.attempt)))),
        );
        registry.attempts("test.fail", 3);
        let runner = Runner::new(db.storage.clone(), registry).with_ids(db.ids.clone());
        queue(&db.storage, NewJob::now("test.fail", json!(null))).await;
        let mut waits = Vec::new();
        for attempt in 1..=3 {
            assert_eq!(runner.drain().await.unwrap(), 1, "{}", db.name);
            assert_eq!(runner.drain().await.unwrap(), 0, "not due yet");
            let job = only_job(&db).await;
            assert_eq!(job.attempts, attempt);
            assert_eq!(
                job.last_error.as_deref(),
                Some(format!("essai {attempt}").as_str())
            );
            let now = calendar::Clock::now(&*db.clock);
            waits.push((job.run_at.0 - now.0) / 1_000_000);
            db.clock.advance_seconds(10_000);
        }
        assert!(
            (5..=7).contains(&waits[0]) && (10..=15).contains(&waits[1]),
            "{waits:?}"
        );
        assert_eq!(only_job(&db).await.state, JobState::Dead);
        assert_eq!(runner.drain().await.unwrap(), 0);
        assert_eq!(jobs::counts(&db.storage).await.unwrap()[&JobState::Dead], 1);
    }
}

#[tokio::test]
async fn a_refusal_and_a_panic_are_told_apart() {
    for db in testkit::databases(jobs::migrations).await {
        let mut registry = Registry::new();
        registry.add(
            "test.refuse",
            handler(async |_| Err(JobError::Refused("fichier absent".into()))),
        );
        registry.add("test.panic", handler(async |_| panic!("boum")));
        let runner = Runner::new(db.storage.clone(), registry);
        queue(&db.storage, NewJob::now("test.refuse", json!(null))).await;
        queue(&db.storage, NewJob::now("test.panic", json!(null))).await;
        assert_eq!(runner.drain().await.unwrap(), 2);
        let all = jobs::list(&db.storage).await.unwrap();
        assert_eq!(all[0].state, JobState::Dead);
        assert_eq!(all[0].last_error.as_deref(), Some("fichier absent"));
        assert_eq!(all[1].state, JobState::Waiting);
        assert!(
            all[1]
                .last_error
                .as_deref()
                .unwrap()
                .contains("erreur interne")
        );
    }
}

#[tokio::test]
async fn a_key_waits_once_and_runs_again_when_asked_during_its_run() {
    for db in testkit::databases(jobs::migrations).await {
        let job = || NewJob::now("test.index", json!(null)).unique("index");
        let storage = db.storage.clone();
        let runs: Log = Log::default();
        let mut registry = Registry::new();
        let log = Arc::clone(&runs);
        registry.add(
            "test.index",
            handler(move |run: JobRun| {
                let (storage, log) = (storage.clone(), Arc::clone(&log));
                async move {
                    let first = log.lock().unwrap().is_empty();
                    log.lock().unwrap().push(run.id);
                    if first {
                        // Asked for again while it runs: what it has read may be stale.
                        assert!(
                            queue(
                                &storage,
                                NewJob::now("test.index", json!(null)).unique("index")
                            )
                            .await
                        );
                    }
                    Ok(())
                }
            }),
        );
        assert!(queue(&db.storage, job()).await);
        assert!(!queue(&db.storage, job()).await, "{}", db.name);
        let runner = Runner::new(db.storage.clone(), registry);
        assert_eq!(runner.drain().await.unwrap(), 2);
        assert!(queue(&db.storage, job()).await);
    }
}

#[tokio::test]
async fn a_failed_job_gives_way_to_a_younger_one_of_its_key() {
    for db in testkit::databases(jobs::migrations).await {
        let storage = db.storage.clone();
        let mut registry = Registry::new();
        registry.add(
            "test.index",
            handler(move |run: JobRun| {
                let storage = storage.clone();
                async move {
                    if run.payload == json!(1) {
                        queue(&storage, NewJob::now("test.index", json!(2)).unique("k")).await;
                        return Err(JobError::Failed("trop tôt".into()));
                    }
                    Ok(())
                }
            }),
        );
        queue(&db.storage, NewJob::now("test.index", json!(1)).unique("k")).await;
        let runner = Runner::new(db.storage.clone(), registry);
        assert_eq!(runner.drain().await.unwrap(), 2);
        assert_eq!(jobs::counts(&db.storage).await.unwrap()[&JobState::Done], 2);
    }
}

#[tokio::test]
async fn the_job_of_a_killed_worker_is_taken_again_and_takes_effect_once() {
    for db in testkit::databases(jobs::migrations).await {
        let effects: Log = Log::default();
        let make = |stall: bool| {
            let (storage, effects) = (db.storage.clone(), Arc::clone(&effects));
            let mut registry = Registry::new();
            registry.add(
                "test.act",
                handler(move |run: JobRun| {
                    let (storage, effects) = (storage.clone(), Arc::clone(&effects));
                    async move {
                        if stall {
                            std::future::pending::<()>().await;
                        }
                        storage
                            .write(Act::system("test.acted", "thing/1"), async |tx: &Tx| {
                                run.complete_in(tx).await
                            })
                            .await?;
                        effects
                            .lock()
                            .unwrap()
                            .push(format!("attempt {}", run.attempt));
                        Ok(())
                    }
                }),
            );
            Runner::new(db.storage.clone(), registry).lease_seconds(30)
        };
        queue(&db.storage, NewJob::now("test.act", json!(null))).await;
        // The first worker claims and is killed: its task is dropped in the middle.
        let killed = make(true);
        let _ = tokio::time::timeout(Duration::from_millis(300), killed.drain()).await;
        assert_eq!(only_job(&db).await.state, JobState::Running);
        let second = make(false);
        assert_eq!(second.drain().await.unwrap(), 0, "the lease still holds");
        db.clock.advance_seconds(31);
        assert_eq!(second.drain().await.unwrap(), 1);
        assert_eq!(*effects.lock().unwrap(), ["attempt 2"]);
        assert_eq!(journal::head(&db.storage).await.unwrap().ordinal, 1);
        assert_eq!(only_job(&db).await.state, JobState::Done);
    }
}

#[tokio::test]
async fn a_worker_that_lost_its_lease_cannot_finish() {
    for db in testkit::databases(jobs::migrations).await {
        let clock = Arc::clone(&db.clock);
        let storage = db.storage.clone();
        let mut registry = Registry::new();
        registry.add(
            "test.slow",
            handler(move |run: JobRun| {
                let (clock, storage) = (Arc::clone(&clock), storage.clone());
                async move {
                    if run.attempt == 1 {
                        // The machine slept; another worker takes over meanwhile.
                        clock.advance_seconds(120);
                        let mut other = Registry::new();
                        other.add("test.slow", handler(async |_| Ok(())));
                        assert_eq!(
                            Runner::new(storage.clone(), other).drain().await.unwrap(),
                            1
                        );
                    }
                    storage
                        .write(Act::system("test.acted", "thing/1"), async |tx: &Tx| {
                            run.complete_in(tx).await
                        })
                        .await
                }
            }),
        );
        queue(&db.storage, NewJob::now("test.slow", json!(null))).await;
        Runner::new(db.storage.clone(), registry)
            .drain()
            .await
            .unwrap();
        assert_eq!(only_job(&db).await.state, JobState::Done);
        assert_eq!(
            journal::head(&db.storage).await.unwrap().ordinal,
            0,
            "{}",
            db.name
        );
    }
}

#[tokio::test]
async fn periodic_jobs_come_once_per_period_for_the_whole_house() {
    for db in testkit::databases(jobs::migrations).await {
        let runs: Log = Log::default();
        let make = || {
            let log = Arc::clone(&runs);
            let mut registry = Registry::new();
            registry.add(
                "test.tick",
                handler(move |run: JobRun| {
                    let log = Arc::clone(&log);
                    async move {
                        log.lock().unwrap().push(run.id);
                        Ok(())
                    }
                }),
            );
            registry.every("test.tick", 60);
            Runner::new(db.storage.clone(), registry)
        };
        let (one, two) = (make(), make());
        for expected in 1..=3 {
            one.drain().await.unwrap();
            two.drain().await.unwrap();
            assert_eq!(runs.lock().unwrap().len(), expected, "{}", db.name);
            db.clock.advance_seconds(61);
        }
        // Only the last run stays on the list.
        assert_eq!(only_job(&db).await.state, JobState::Done);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_processes_do_each_job_exactly_once() {
    for db in testkit::databases(jobs::migrations).await {
        let runs: Log = Log::default();
        db.storage
            .keep::<_, StorageError, _>(async |tx: &Tx| {
                for n in 0..200 {
                    enqueue(tx, NewJob::now("test.count", json!(n))).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let (stop, stopping) = watch::channel(false);
        let mut processes = Vec::new();
        for _ in 0..3 {
            let storage = db.open_again().await;
            let log = Arc::clone(&runs);
            let mut registry = Registry::new();
            registry.add(
                "test.count",
                handler(move |run: JobRun| {
                    let log = Arc::clone(&log);
                    async move {
                        log.lock().unwrap().push(run.payload.to_string());
                        tokio::time::sleep(Duration::from_millis(1)).await;
                        Ok(())
                    }
                }),
            );
            let runner = Runner::new(storage, registry).workers(3);
            processes.push(tokio::spawn(runner.run(stopping.clone())));
        }
        for _ in 0..600 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if jobs::counts(&db.storage).await.unwrap()[&JobState::Done] == 200 {
                break;
            }
        }
        stop.send(true).unwrap();
        for process in processes {
            process.await.unwrap();
        }
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for run in runs.lock().unwrap().iter() {
            *count.entry(run.clone()).or_default() += 1;
        }
        assert_eq!(count.len(), 200, "{}", db.name);
        assert!(count.values().all(|&n| n == 1), "{} {count:?}", db.name);
    }
}

#[tokio::test]
async fn closing_puts_a_long_job_back_without_using_an_attempt() {
    for db in testkit::databases(jobs::migrations).await {
        let mut registry = Registry::new();
        registry.add(
            "test.long",
            handler(async |_| {
                std::future::pending::<()>().await;
                Ok(())
            }),
        );
        queue(&db.storage, NewJob::now("test.long", json!(null))).await;
        let (stop, stopping) = watch::channel(false);
        let runner = Runner::new(db.storage.clone(), registry).grace(Duration::from_millis(100));
        let process = tokio::spawn(runner.run(stopping));
        while jobs::counts(&db.storage).await.unwrap()[&JobState::Running] == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.send(true).unwrap();
        process.await.unwrap();
        let job = only_job(&db).await;
        assert_eq!(
            (job.state, job.attempts),
            (JobState::Waiting, 0),
            "{}",
            db.name
        );
    }
}
