use storage::Steps;
use storage::sea_orm_migration::prelude::*;

/// The steps of the queue's own schema.
#[must_use]
pub fn migrations() -> Steps {
    vec![Box::new(Create)]
}

/// The queue and the calendar of periodic jobs.
#[derive(Debug)]
struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "20261102_jobs_create"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Create {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for statement in TABLES {
            db.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// The same text on SQLite and PostgreSQL. At most one job of a key waits: asking again for what is not
/// begun yet changes nothing; asking for what is being done right now queues one more run.
const TABLES: &[&str] = &[
    "CREATE TABLE jobs_job (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        unique_key TEXT,
        state TEXT NOT NULL,
        run_at BIGINT NOT NULL,
        attempts BIGINT NOT NULL,
        lease_until BIGINT NOT NULL,
        lease_token TEXT NOT NULL,
        last_error TEXT,
        created_at BIGINT NOT NULL,
        finished_at BIGINT
    )",
    "CREATE UNIQUE INDEX jobs_job_waiting_key ON jobs_job (unique_key) WHERE state = 'waiting'",
    "CREATE INDEX jobs_job_due ON jobs_job (state, run_at)",
    "CREATE TABLE jobs_periodic (
        kind TEXT PRIMARY KEY,
        next_at BIGINT NOT NULL
    )",
];
