//! Fresh databases for tests, of both kinds: the same story runs on SQLite and on PostgreSQL.
//!
//! ```no_run
//! # async fn story() {
//! for db in testkit::databases(Vec::new).await {
//!     db.storage.ping().await.unwrap();
//! }
//! # }
//! ```
//!
//! Set `SOLIDAIRE_TEST_POSTGRES=postgres://user@127.0.0.1:5432/postgres` to include PostgreSQL; the user
//! must be allowed to create databases. Each test gets a database of its own, dropped at its end.
#![allow(
    clippy::panic,
    clippy::expect_used,
    reason = "a test kit fails by panicking: its only callers are tests"
)]

mod postgres;

use std::path::Path;
use std::sync::Arc;

use calendar::{FixedClock, Instant, SharedClock, SystemClock};
use journal::{Journal, Keys};
use storage::{Recorder, Steps, Storage, Target};
use tempfile::TempDir;
use values::Ids;

/// Environment variable with the address of a PostgreSQL server for tests.
pub const POSTGRES: &str = "SOLIDAIRE_TEST_POSTGRES";

/// Where the clocks of tests begin: 24 November 2026, 10:00 UTC.
pub const BEGINNING: Instant = Instant(1_795_514_400_000_000);

/// A fresh database with its journal, its clock and its identifiers.
#[derive(Debug)]
pub struct TestDb {
    /// The open database, recording acts in its journal.
    pub storage: Storage,
    /// Its clock: stands still until the test moves it.
    pub clock: Arc<FixedClock>,
    /// Repeatable identifiers.
    pub ids: Ids,
    /// `sqlite` or `postgres`, for messages.
    pub name: &'static str,
    /// A folder of its own: keys, files. Removed at the end.
    pub dir: TempDir,
    /// The recorder, for signing heads.
    pub journal: Arc<Journal>,
    // Dropped last: removes the PostgreSQL database.
    _database: Option<postgres::Database>,
}

impl TestDb {
    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Opens the same database once more, as another process would: with connections of its own.
    pub async fn open_again(&self) -> Storage {
        Storage::open(
            self.storage.target(),
            Arc::clone(&self.journal) as Arc<dyn Recorder>,
            Arc::clone(&self.clock) as SharedClock,
        )
        .await
        .expect("the database opens a second time")
    }
}

/// One fresh SQLite and, when [`POSTGRES`] is set, one fresh PostgreSQL database, with the steps of the
/// journal and then those of `steps`.
///
/// # Panics
/// When a database cannot be made: the test cannot say anything then.
pub async fn databases(steps: fn() -> Steps) -> Vec<TestDb> {
    let mut all = vec![sqlite(steps).await];
    match std::env::var(POSTGRES) {
        Ok(url) if !url.is_empty() => all.push(postgres_at(&url, steps).await),
        _ => println!("PostgreSQL : passé ({POSTGRES} absent)"),
    }
    all
}

/// One fresh SQLite database.
///
/// # Panics
/// When it cannot be made.
pub async fn sqlite(steps: fn() -> Steps) -> TestDb {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let target = Target::choose(dir.path(), None).expect("the SQLite target");
    open("sqlite", target, dir, None, steps).await
}

async fn postgres_at(url: &str, steps: fn() -> Steps) -> TestDb {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let database = postgres::Database::create(url).await;
    let target = Target::choose(dir.path(), Some(database.url())).expect("the PostgreSQL target");
    open("postgres", target, dir, Some(database), steps).await
}

async fn open(
    name: &'static str,
    target: Target,
    dir: TempDir,
    database: Option<postgres::Database>,
    steps: fn() -> Steps,
) -> TestDb {
    let clock = Arc::new(FixedClock::at(BEGINNING));
    let ids = Ids::seeded(Arc::clone(&clock) as SharedClock, 25_056);
    let keys = Keys::create(&dir.path().join("keys"), &ids).expect("keys");
    let journal = Journal::with(keys, Ids::system(Arc::new(SystemClock)));
    let storage = Storage::open(
        &target,
        Arc::clone(&journal) as Arc<dyn Recorder>,
        Arc::clone(&clock) as SharedClock,
    )
    .await
    .unwrap_or_else(|error| panic!("{name} : {error}"));
    storage
        .migrate(|| {
            let mut all = journal::migrations();
            all.extend(steps());
            all
        })
        .await
        .unwrap_or_else(|error| panic!("{name} : {error}"));
    TestDb {
        storage,
        clock,
        ids,
        name,
        dir,
        journal,
        _database: database,
    }
}
