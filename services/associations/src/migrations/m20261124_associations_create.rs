//! First tables of the door: publications, entries of the register, grants, masks, streets.
//!
//! Entries and grants hold *versions*. A version is visible while
//! `from_generation <= current < to_generation`; an import writes the versions of the next generation
//! beside the current ones and then moves `associations_current` by one short update.

use storage::sea_orm_migration::prelude::*;

/// The step.
#[derive(Debug)]
pub struct Step;

impl MigrationName for Step {
    fn name(&self) -> &str {
        "20261124_associations_create"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
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

/// The same text on SQLite and PostgreSQL: only types that both know.
const TABLES: &[&str] = &[
    "CREATE TABLE associations_publication (
        generation BIGINT PRIMARY KEY,
        register TEXT NOT NULL,
        file_name TEXT NOT NULL,
        file_sha256 TEXT NOT NULL,
        snapshot_on TEXT NOT NULL,
        state TEXT NOT NULL,
        counts TEXT NOT NULL,
        started_at BIGINT NOT NULL,
        lease_until BIGINT NOT NULL,
        published_at BIGINT
    )",
    "CREATE TABLE associations_current (
        id BIGINT PRIMARY KEY,
        generation BIGINT NOT NULL,
        next_generation BIGINT NOT NULL,
        revision BIGINT NOT NULL
    )",
    "INSERT INTO associations_current (id, generation, next_generation, revision) VALUES (1, 0, 1, 0)",
    "CREATE TABLE associations_entry (
        id TEXT PRIMARY KEY,
        reference TEXT NOT NULL,
        from_generation BIGINT NOT NULL,
        to_generation BIGINT NOT NULL,
        name TEXT NOT NULL,
        sort_name TEXT NOT NULL,
        rna TEXT,
        siren TEXT,
        theme TEXT NOT NULL,
        quarter TEXT,
        in_city BIGINT NOT NULL,
        size TEXT NOT NULL,
        active BIGINT NOT NULL,
        sign_of_life TEXT,
        grants_cents BIGINT NOT NULL,
        detail TEXT NOT NULL
    )",
    "CREATE INDEX associations_entry_reference ON associations_entry (reference)",
    "CREATE INDEX associations_entry_rna ON associations_entry (rna)",
    "CREATE INDEX associations_entry_siren ON associations_entry (siren)",
    "CREATE INDEX associations_entry_name ON associations_entry (sort_name)",
    "CREATE INDEX associations_entry_from ON associations_entry (from_generation)",
    // Only ended versions: an index over the open ones would tempt planners to read them all.
    "CREATE INDEX associations_entry_to ON associations_entry (to_generation)
        WHERE to_generation < 9223372036854775807",
    "CREATE TABLE associations_grant (
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        from_generation BIGINT NOT NULL,
        to_generation BIGINT NOT NULL,
        reference TEXT,
        register TEXT NOT NULL,
        rna TEXT,
        siren TEXT,
        year BIGINT NOT NULL,
        grantor_siren TEXT,
        grantor TEXT NOT NULL,
        amount_cents BIGINT NOT NULL,
        person BIGINT NOT NULL,
        detail TEXT NOT NULL
    )",
    "CREATE INDEX associations_grant_key ON associations_grant (key)",
    "CREATE INDEX associations_grant_reference ON associations_grant (reference)",
    "CREATE INDEX associations_grant_rna ON associations_grant (rna)",
    "CREATE INDEX associations_grant_siren ON associations_grant (siren)",
    "CREATE INDEX associations_grant_from ON associations_grant (from_generation)",
    // Only ended versions: an index over the open ones would tempt planners to read them all.
    "CREATE INDEX associations_grant_to ON associations_grant (to_generation)
        WHERE to_generation < 9223372036854775807",
    "CREATE TABLE associations_moved (
        reference TEXT PRIMARY KEY,
        to_reference TEXT NOT NULL,
        generation BIGINT NOT NULL
    )",
    "CREATE TABLE associations_mask (
        reference TEXT PRIMARY KEY,
        reason TEXT NOT NULL,
        since BIGINT NOT NULL
    )",
    "CREATE TABLE associations_person (
        siren_sha256 TEXT PRIMARY KEY
    )",
    "CREATE TABLE associations_street (
        commune TEXT NOT NULL,
        street TEXT NOT NULL,
        quarter TEXT NOT NULL,
        PRIMARY KEY (commune, street)
    )",
];
