//! The story that both databases must tell alike: storage, journal and jobs together.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use jobs::{JobState, NewJob};
use serde_json::json;
use storage::sea_orm::{ConnectionTrait, Statement};
use storage::{Act, MigrationState, Steps, Storage, StorageError, Tx};
use testkit::TestDb;

mod steps {
    use storage::sea_orm_migration::prelude::*;

    pub struct Places;
    impl MigrationName for Places {
        fn name(&self) -> &str {
            "20261103_test_places"
        }
    }
    #[async_trait::async_trait]
    impl MigrationTrait for Places {
        fn use_transaction(&self) -> Option<bool> {
            Some(true)
        }
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            let db = manager.get_connection();
            db.execute_unprepared(
                "CREATE TABLE places (id BIGINT PRIMARY KEY, taken BIGINT NOT NULL)",
            )
            .await?;
            db.execute_unprepared("INSERT INTO places VALUES (1, 0)")
                .await?;
            db.execute_unprepared("CREATE TABLE winners (racer BIGINT PRIMARY KEY)")
                .await?;
            Ok(())
        }
    }

    /// Does half of its work and then fails.
    pub struct Broken;
    impl MigrationName for Broken {
        fn name(&self) -> &str {
            "20261104_test_broken"
        }
    }
    #[async_trait::async_trait]
    impl MigrationTrait for Broken {
        fn use_transaction(&self) -> Option<bool> {
            Some(true)
        }
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            let db = manager.get_connection();
            db.execute_unprepared("CREATE TABLE half (id BIGINT PRIMARY KEY)")
                .await?;
            db.execute_unprepared("INSERT INTO nowhere VALUES (1)")
                .await?;
            Ok(())
        }
    }
}

fn all_steps() -> Steps {
    let mut all = jobs::migrations();
    all.push(Box::new(steps::Places));
    all
}

fn known() -> Steps {
    let mut all = journal::migrations();
    all.extend(all_steps());
    all
}

async fn number(storage: &Storage, sql: &str) -> i64 {
    let row = storage
        .reader()
        .query_one_raw(Statement::from_string(storage.backend(), sql.to_owned()))
        .await
        .unwrap()
        .unwrap();
    row.try_get_by_index(0).unwrap()
}

#[derive(Debug, thiserror::Error)]
enum Race {
    #[error("complet")]
    Full,
    #[error(transparent)]
    Storage(#[from] StorageError),
}

async fn run(storage: &Storage, racer: i64) -> Result<(), Race> {
    storage
        .write(
            Act::system("test.took_place", format!("racer/{racer}")),
            async |tx: &Tx| {
                let statement = |sql: String| Statement::from_string(tx.backend(), sql);
                let row = tx
                    .db()
                    .query_one_raw(statement("SELECT taken FROM places WHERE id = 1".into()))
                    .await
                    .map_err(StorageError::from)?
                    .unwrap();
                let taken: i64 = row.try_get_by_index(0).map_err(StorageError::from)?;
                if taken >= 100 {
                    return Err(Race::Full);
                }
                for sql in [
                    format!("UPDATE places SET taken = {} WHERE id = 1", taken + 1),
                    format!("INSERT INTO winners VALUES ({racer})"),
                ] {
                    tx.db()
                        .execute_raw(statement(sql))
                        .await
                        .map_err(StorageError::from)?;
                }
                tx.add_fact("taken", taken + 1);
                jobs::enqueue(tx, NewJob::now("test.letter", json!({ "racer": racer }))).await?;
                Ok(())
            },
        )
        .await
}

async fn race(db: &TestDb) -> usize {
    // Two processes, a hundred racers in each.
    let processes = [db.storage.clone(), db.open_again().await];
    let mut tasks = Vec::new();
    for racer in 0..200 {
        let storage = processes[usize::try_from(racer % 2).unwrap()].clone();
        tasks.push(tokio::spawn(async move { run(&storage, racer).await }));
    }
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => won += 1,
            Err(Race::Full) => {}
            Err(Race::Storage(error)) => panic!("{} : {error}", db.name),
        }
    }
    won
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_200_racers_for_100_places_exactly_100_win() {
    for db in testkit::databases(all_steps).await {
        assert_eq!(race(&db).await, 100, "{}", db.name);
        assert_eq!(number(&db.storage, "SELECT taken FROM places").await, 100);
        assert_eq!(
            number(&db.storage, "SELECT COUNT(*) FROM winners").await,
            100
        );
        // Every win has its entry and its job; the losers left nothing at all.
        let verdict = journal::verify(&db.storage, None).await.unwrap();
        assert!(verdict.is_whole(), "{} {verdict:?}", db.name);
        assert_eq!(verdict.entries, 100);
        let entries = journal::entries_after(&db.storage, 0, 1_000).await.unwrap();
        for (place, entry) in (1i64..).zip(&entries) {
            assert_eq!(entry.ordinal, place);
            // The order of entries is the order of the places taken.
            assert_eq!(
                entry.body,
                format!("{{\"facts\":{{\"taken\":{place}}},\"sealed\":{{}}}}")
            );
        }
        let counts = jobs::counts(&db.storage).await.unwrap();
        assert_eq!(counts[&JobState::Waiting], 100, "{}", db.name);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_snapshot_sees_one_instant_while_others_write() {
    for db in testkit::databases(all_steps).await {
        run(&db.storage, 1_000).await.unwrap();
        let snapshot = db.storage.snapshot().await.unwrap();
        let count = async || {
            let sql = "SELECT COUNT(*) FROM winners".to_owned();
            let row = snapshot
                .query_one_raw(Statement::from_string(db.storage.backend(), sql))
                .await
                .unwrap()
                .unwrap();
            row.try_get_by_index::<i64>(0).unwrap()
        };
        assert_eq!(count().await, 1);
        run(&db.storage, 1_001).await.unwrap();
        assert_eq!(count().await, 1, "{}", db.name);
        drop(snapshot);
        assert_eq!(number(&db.storage, "SELECT COUNT(*) FROM winners").await, 2);
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_an_older_one_named() {
    for db in testkit::databases(all_steps).await {
        db.storage.require_current(known).await.unwrap();
        let newer = db
            .storage
            .migration_state(journal::migrations)
            .await
            .unwrap_err();
        assert!(
            matches!(&newer, StorageError::NewerSchema(name) if name == "20261102_jobs_create")
        );
        assert!(
            db.storage.migrate(journal::migrations).await.is_err(),
            "{}",
            db.name
        );
        let more = || {
            let mut steps = known();
            steps.push(Box::new(steps::Broken));
            steps
        };
        let older = db.storage.require_current(more).await.unwrap_err();
        assert!(older.to_string().contains("solidaire migrate"), "{older}");
        // A step that fails is not taken at all.
        assert!(db.storage.migrate(more).await.is_err());
        let state = db.storage.migration_state(more).await.unwrap();
        assert_eq!(state.pending, ["20261104_test_broken"]);
        let half = db
            .storage
            .reader()
            .query_one_raw(Statement::from_string(
                db.storage.backend(),
                "SELECT COUNT(*) FROM half".to_owned(),
            ))
            .await;
        assert!(half.is_err(), "{}", db.name);
        let MigrationState { applied, .. } = db.storage.migration_state(more).await.unwrap();
        assert_eq!(applied.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_migrate_at_the_same_time_do_not_harm() {
    for db in testkit::databases(Vec::new).await {
        let mut tasks = Vec::new();
        for _ in 0..4 {
            let storage = db.open_again().await;
            tasks.push(tokio::spawn(async move { storage.migrate(known).await }));
        }
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        db.storage.require_current(known).await.unwrap();
    }
}
