//! What an administrator sees.

use std::collections::BTreeMap;

use calendar::Instant;
use sea_orm::entity::prelude::*;
use sea_orm::{FromQueryResult, Order, QueryOrder, QuerySelect};
use storage::{Storage, StorageError};

use super::entity::job::{self, Column};
use crate::{JobInfo, JobState};

/// The jobs that an administrator may wonder about: dead ones first, then running, waiting, done; the
/// newest of each first, at most 500.
///
/// # Errors
/// When the database does not answer.
pub async fn list(storage: &Storage) -> Result<Vec<JobInfo>, StorageError> {
    let mut all = Vec::new();
    for state in [
        JobState::Dead,
        JobState::Running,
        JobState::Waiting,
        JobState::Done,
    ] {
        let rows = job::Entity::find()
            .filter(Column::State.eq(state.name()))
            .order_by(Column::RunAt, Order::Desc)
            .order_by(Column::Id, Order::Desc)
            .limit(500u64.saturating_sub(all.len() as u64))
            .all(storage.reader())
            .await?;
        all.extend(rows.into_iter().map(|row| JobInfo {
            id: row.id,
            kind: row.kind,
            state,
            run_at: Instant(row.run_at),
            attempts: row.attempts,
            last_error: row.last_error,
            finished_at: row.finished_at.map(Instant),
        }));
    }
    Ok(all)
}

#[derive(FromQueryResult)]
struct Count {
    state: String,
    jobs: i64,
}

/// How many jobs stand in each state; every state is there.
///
/// # Errors
/// When the database does not answer.
pub async fn counts(storage: &Storage) -> Result<BTreeMap<JobState, i64>, StorageError> {
    let found = job::Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "jobs")
        .group_by(Column::State)
        .into_model::<Count>()
        .all(storage.reader())
        .await?;
    let mut counts: BTreeMap<JobState, i64> = JobState::ALL.iter().map(|&s| (s, 0)).collect();
    for row in found {
        if let Some(state) = JobState::from_name(&row.state) {
            counts.insert(state, row.jobs);
        }
    }
    Ok(counts)
}
