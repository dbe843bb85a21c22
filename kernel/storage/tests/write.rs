//! The one way to write: all or nothing, one writer at a time, from any task.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::Arc;

use calendar::{FixedClock, Instant};
use storage::sea_orm::{ConnectionTrait, Statement};
use storage::{Act, NoRecord, Storage, StorageError, Target, Tx};

async fn open_again(dir: &std::path::Path) -> Storage {
    let clock = Arc::new(FixedClock::at(Instant(1_800_000_000_000_000)));
    let target = Target::choose(dir, None).unwrap();
    Storage::open(&target, Arc::new(NoRecord), clock)
        .await
        .unwrap()
}

async fn open(dir: &std::path::Path) -> Storage {
    let storage = open_again(dir).await;
    storage
        .keep(async |tx: &Tx| {
            run(
                tx,
                "CREATE TABLE place (n INTEGER PRIMARY KEY, taken INTEGER NOT NULL)",
            )
            .await
        })
        .await
        .unwrap();
    storage
}

async fn run(tx: &Tx, sql: &str) -> Result<(), StorageError> {
    tx.db()
        .execute_raw(Statement::from_string(tx.backend(), sql.to_owned()))
        .await?;
    Ok(())
}

async fn count(storage: &Storage) -> i64 {
    let row = storage
        .reader()
        .query_one_raw(Statement::from_string(
            storage.backend(),
            "SELECT COUNT(*) FROM place".to_owned(),
        ))
        .await
        .unwrap()
        .unwrap();
    row.try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn an_error_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open(dir.path()).await;
    let refused: Result<(), StorageError> = storage
        .write(Act::system("test.tried", "place/1"), async |tx: &Tx| {
            run(tx, "INSERT INTO place VALUES (1, 1)").await?;
            Err(StorageError::BadValue("changed my mind".into()))
        })
        .await;
    assert!(refused.is_err());
    assert_eq!(count(&storage).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tasks_write_one_after_the_other() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open(dir.path()).await;
    let mut tasks = Vec::new();
    for n in 0..50 {
        let storage = storage.clone();
        tasks.push(tokio::spawn(async move {
            storage
                .write(
                    Act::system("test.took", format!("place/{n}")),
                    async |tx: &Tx| run(tx, &format!("INSERT INTO place VALUES ({n}, 1)")).await,
                )
                .await
        }));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(count(&storage).await, 50);
}

#[tokio::test]
async fn readers_cannot_write() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open(dir.path()).await;
    let refused = storage
        .reader()
        .execute_raw(Statement::from_string(
            storage.backend(),
            "DELETE FROM place".to_owned(),
        ))
        .await;
    assert!(refused.is_err());
}

/// SQLite ends a transaction by itself when the disk is full. A connection that has lived through that must not
/// be written to again: what it then commits would be a part of something that never ends.
#[tokio::test]
async fn after_a_transaction_that_the_database_ended_writing_is_durable_again() {
    let dir = tempfile::tempdir().unwrap();
    let storage = open(dir.path()).await;
    let refuse = || StorageError::BadValue("as a full disk would".into());
    let ended: Result<(), StorageError> = storage
        .keep(async |tx: &Tx| {
            run(tx, "ROLLBACK").await?;
            Err(refuse())
        })
        .await;
    assert!(ended.is_err());
    let refused: Result<(), StorageError> = storage
        .keep(async |tx: &Tx| {
            run(tx, "INSERT INTO place VALUES (1, 1)").await?;
            Err(refuse())
        })
        .await;
    assert!(refused.is_err());
    storage
        .keep(async |tx: &Tx| run(tx, "INSERT INTO place VALUES (2, 1)").await)
        .await
        .unwrap();
    let other = open_again(dir.path()).await;
    assert_eq!(count(&other).await, 1, "another process sees what was kept");
    other
        .keep(async |tx: &Tx| run(tx, "INSERT INTO place VALUES (3, 1)").await)
        .await
        .unwrap();
}
