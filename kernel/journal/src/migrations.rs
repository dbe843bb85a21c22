use storage::Steps;
use storage::sea_orm_migration::prelude::*;

/// The steps of the journal's own schema.
#[must_use]
pub fn migrations() -> Steps {
    vec![Box::new(Create)]
}

/// The record, its head and the salts.
#[derive(Debug)]
struct Create;

impl MigrationName for Create {
    fn name(&self) -> &str {
        "20261101_journal_create"
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

/// The same text on SQLite and PostgreSQL. The head is one row, locked before anything else is
/// written, so that entries stand in the order in which their transactions commit.
const TABLES: &[&str] = &[
    "CREATE TABLE journal_entry (
        ordinal BIGINT PRIMARY KEY,
        at BIGINT NOT NULL,
        kind TEXT NOT NULL,
        actor TEXT NOT NULL,
        subject TEXT NOT NULL,
        body TEXT NOT NULL,
        prev TEXT NOT NULL,
        hash TEXT NOT NULL
    )",
    "CREATE INDEX journal_entry_subject ON journal_entry (subject)",
    "CREATE TABLE journal_head (
        id BIGINT PRIMARY KEY CHECK (id = 1),
        ordinal BIGINT NOT NULL,
        hash TEXT NOT NULL
    )",
    "INSERT INTO journal_head (id, ordinal, hash)
        VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')",
    "CREATE TABLE journal_salt (
        ordinal BIGINT NOT NULL,
        field TEXT NOT NULL,
        salt TEXT NOT NULL,
        PRIMARY KEY (ordinal, field)
    )",
];
