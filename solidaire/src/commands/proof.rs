//! Acts and jobs whose identifiers are printed once durable, so that a proof may kill this process at any
//! moment and then ask whether each of them took effect exactly once.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::sync::Arc;
use std::time::Duration;

use jobs::{JobError, JobRun, JobState, NewJob, Registry, Runner};
use serde_json::json;
use storage::{Act, Storage, StorageError, Tx};
use tokio::sync::watch;

use crate::args::ProofCommand;
use crate::failure::Failure;
use crate::house::{Open, Place};

const KIND: &str = "proof.job";
const PAGE: u64 = 2_000;

pub(crate) async fn run(place: Place, command: ProofCommand) -> Result<(), Failure> {
    let opened = Open::city(place).await?;
    match command {
        ProofCommand::Writer { count } => write(&opened, count).await?,
        ProofCommand::Worker { count, drain } => work(&opened, count, drain).await?,
        ProofCommand::Check => return check(&opened).await,
    }
    opened.close().await
}

fn acknowledge(id: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{id}")
        .and_then(|()| out.flush())
        .map_err(Failure::other)
}

async fn write(opened: &Open, count: u64) -> Result<(), Failure> {
    for _ in 0..count {
        let id = opened.house.ids().id().to_string();
        let act = Act::system("proof.written", format!("proof/{id}"));
        opened
            .house
            .storage()
            .write::<_, StorageError, _>(act, async |_tx: &Tx| Ok(()))
            .await?;
        acknowledge(&id)?;
    }
    Ok(())
}

async fn work(opened: &Open, count: u64, drain: bool) -> Result<(), Failure> {
    let storage = opened.house.storage();
    for _ in 0..count {
        let id = opened.house.ids().id().to_string();
        let act = Act::system("proof.asked", format!("asked/{id}"));
        storage
            .write::<_, StorageError, _>(act, async |tx: &Tx| {
                jobs::enqueue(tx, NewJob::now(KIND, json!({ "id": id }))).await?;
                Ok(())
            })
            .await?;
        acknowledge(&id)?;
    }
    let mut registry = Registry::new();
    let handler_storage = storage.clone();
    registry.add(
        KIND,
        Arc::new(move |run: JobRun| Box::pin(one_job(handler_storage.clone(), run))),
    );
    registry.attempts(KIND, 1_000);
    // A short lease: the proof kills and starts again at once.
    let runner = Runner::new(storage.clone(), registry).lease_seconds(2);
    let (stop, stopping) = watch::channel(false);
    let running = tokio::spawn(runner.run(stopping));
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let counts = jobs::counts(storage).await?;
        let left = [JobState::Waiting, JobState::Running]
            .iter()
            .filter_map(|state| counts.get(state))
            .sum::<i64>();
        if drain && left == 0 {
            break;
        }
    }
    let _ = stop.send(true);
    running.await.map_err(Failure::other)
}

async fn one_job(storage: Storage, run: JobRun) -> Result<(), JobError> {
    let id = run.payload.get("id").and_then(|id| id.as_str());
    let id = id.ok_or_else(|| JobError::Refused("identifiant absent".to_owned()))?;
    storage
        .write(
            Act::system("proof.worked", format!("proof/{id}")),
            async |tx: &Tx| run.complete_in(tx).await,
        )
        .await
}

async fn check(opened: &Open) -> Result<(), Failure> {
    let storage = opened.house.storage();
    let mut effects: BTreeMap<String, u64> = BTreeMap::new();
    let mut cursor = 0;
    loop {
        let entries = journal::entries_after(storage, cursor, PAGE).await?;
        let Some(last) = entries.last() else { break };
        cursor = last.ordinal;
        for entry in &entries {
            if let Some(id) = entry.subject.strip_prefix("proof/") {
                *effects.entry(id.to_owned()).or_default() += 1;
            }
        }
    }
    let mut expected = 0u64;
    let mut wrong = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(Failure::other)?;
        let id = line.trim();
        if id.is_empty() {
            continue;
        }
        expected += 1;
        match effects.get(id) {
            Some(1) => {}
            Some(times) => wrong.push(format!("{id}\u{a0}: {times} fois")),
            None => wrong.push(format!("{id}\u{a0}: perdu")),
        }
    }
    storage.close().await;
    let twice = effects.values().filter(|&&times| times > 1).count();
    if wrong.is_empty() && twice == 0 {
        say!(
            "{expected} confirmés, chacun une fois\u{202f}; {} au journal",
            effects.len()
        );
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{} confirmés, {} faux, {twice} en double\n{}",
        expected,
        wrong.len(),
        wrong.join("\n")
    )))
}
