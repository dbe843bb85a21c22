//! The only folder of the queue that speaks SQL.

use std::sync::Arc;

use calendar::{FixedClock, Instant};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, LockBehavior, LockType, OnConflict, Query};
use sea_orm::{Condition, Order, QueryOrder, QuerySelect, Set};
use serde_json::Value;
use storage::{Storage, StorageError, Tx};
use values::Ids;

use crate::{JobState, NewJob};

/// Longest error text kept.
const ERROR_CHARS: usize = 1_000;

mod entity;
mod overview;

pub use overview::{counts, list};

use entity::job::{self, Column};
use entity::periodic;

/// A claimed job.
#[derive(Debug)]
pub(crate) struct Claimed {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) payload: Value,
    pub(crate) attempts: i64,
    pub(crate) token: String,
    /// It was running when its worker disappeared.
    pub(crate) abandoned: bool,
}

/// Queues a job in the transaction of the act that asks for it. False when a job with the same unique key
/// is waiting already.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &Tx, job: NewJob) -> Result<bool, StorageError> {
    // Dated by the transaction; the random part is what tells two jobs of one instant apart.
    let ids = Ids::system(Arc::new(FixedClock::at(tx.now())));
    let row = job::ActiveModel {
        id: Set(ids.id().to_string()),
        kind: Set(job.kind.to_owned()),
        payload: Set(job.payload.to_string()),
        unique_key: Set(job.unique_key),
        state: Set(JobState::Waiting.name().to_owned()),
        run_at: Set(job.run_at.unwrap_or(tx.now()).0),
        attempts: Set(0),
        lease_until: Set(0),
        lease_token: Set(String::new()),
        last_error: Set(None),
        created_at: Set(tx.now().0),
        finished_at: Set(None),
    };
    let added = job::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await;
    inserted(added)
}

/// Whether an insert that tolerates a conflict inserted.
fn inserted(result: Result<u64, DbErr>) -> Result<bool, StorageError> {
    match result {
        Ok(rows) => Ok(rows > 0),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn due(now: Instant, kinds: &[&str]) -> Condition {
    let waiting = Condition::all()
        .add(Column::State.eq(JobState::Waiting.name()))
        .add(Column::RunAt.lte(now.0))
        .add(not_running_with_the_same_key());
    let abandoned = Condition::all()
        .add(Column::State.eq(JobState::Running.name()))
        .add(Column::LeaseUntil.lte(now.0));
    Condition::all()
        .add(Column::Kind.is_in(kinds.iter().copied()))
        .add(Condition::any().add(waiting).add(abandoned))
}

/// Two jobs of one key never run at the same time.
fn not_running_with_the_same_key() -> Condition {
    use sea_orm::ExprTrait;

    let other = Alias::new("other");
    let running = Query::select()
        .expr(Expr::val(1))
        .from_as(job::Entity, other.clone())
        .and_where(
            Expr::col((other.clone(), Column::UniqueKey)).equals((job::Entity, Column::UniqueKey)),
        )
        .and_where(Expr::col((other, Column::State)).eq(JobState::Running.name()))
        .to_owned();
    Condition::all().add(Expr::exists(running).not())
}

/// Whether a claim would find something; asks the readers, so that idle workers never take the writer.
pub(crate) async fn anything_due(
    storage: &Storage,
    now: Instant,
    kinds: &[&str],
) -> Result<bool, StorageError> {
    let found = job::Entity::find()
        .filter(due(now, kinds))
        .limit(1)
        .one(storage.reader())
        .await?;
    Ok(found.is_some())
}

/// Takes the next job due, if there is one, until `lease_until`.
pub(crate) async fn claim(
    tx: &Tx,
    kinds: &[&str],
    token: String,
    lease_until: Instant,
) -> Result<Option<Claimed>, StorageError> {
    let found = job::Entity::find()
        .filter(due(tx.now(), kinds))
        .order_by(Column::RunAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(tx.db())
        .await?;
    let Some(found) = found else {
        return Ok(None);
    };
    let attempts = found.attempts + 1;
    job::Entity::update_many()
        .set(job::ActiveModel {
            state: Set(JobState::Running.name().to_owned()),
            attempts: Set(attempts),
            lease_until: Set(lease_until.0),
            lease_token: Set(token.clone()),
            ..Default::default()
        })
        .filter(Column::Id.eq(found.id.as_str()))
        .exec(tx.db())
        .await?;
    Ok(Some(Claimed {
        abandoned: found.state == JobState::Running.name(),
        payload: serde_json::from_str(&found.payload).unwrap_or(Value::Null),
        id: found.id,
        kind: found.kind,
        attempts,
        token,
    }))
}

/// Changes a job that is still ours. False when it no longer is.
async fn change(
    tx: &Tx,
    id: &str,
    token: &str,
    set: job::ActiveModel,
) -> Result<bool, StorageError> {
    let done = job::Entity::update_many()
        .set(set)
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(JobState::Running.name()))
        .filter(Column::LeaseToken.eq(token))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected > 0)
}

/// Extends the lease.
pub(crate) async fn renew(
    tx: &Tx,
    id: &str,
    token: &str,
    until: Instant,
) -> Result<bool, StorageError> {
    let set = job::ActiveModel {
        lease_until: Set(until.0),
        ..Default::default()
    };
    change(tx, id, token, set).await
}

/// Marks the job done.
pub(crate) async fn finish(tx: &Tx, id: &str, token: &str) -> Result<bool, StorageError> {
    let set = job::ActiveModel {
        state: Set(JobState::Done.name().to_owned()),
        payload: Set("null".to_owned()),
        last_error: Set(None),
        finished_at: Set(Some(tx.now().0)),
        ..Default::default()
    };
    change(tx, id, token, set).await
}

/// Gives the job up.
pub(crate) async fn bury(
    tx: &Tx,
    id: &str,
    token: &str,
    error: &str,
) -> Result<bool, StorageError> {
    let set = job::ActiveModel {
        state: Set(JobState::Dead.name().to_owned()),
        last_error: Set(Some(shorten(error))),
        finished_at: Set(Some(tx.now().0)),
        ..Default::default()
    };
    change(tx, id, token, set).await
}

/// Puts the job back in the queue. When a younger job of the same key waits already, that one will do the
/// work, and this one is done.
pub(crate) async fn put_back(
    tx: &Tx,
    claimed: (&str, &str),
    attempts: i64,
    run_at: Instant,
    error: Option<&str>,
) -> Result<bool, StorageError> {
    let (id, token) = claimed;
    let own = job::Entity::find_by_id(id).one(tx.db()).await?;
    let key = own.and_then(|row| row.unique_key);
    if let Some(key) = key {
        let younger = job::Entity::find()
            .filter(Column::UniqueKey.eq(key))
            .filter(Column::State.eq(JobState::Waiting.name()))
            .one(tx.db())
            .await?;
        if younger.is_some() {
            return finish(tx, id, token).await;
        }
    }
    let set = job::ActiveModel {
        state: Set(JobState::Waiting.name().to_owned()),
        attempts: Set(attempts),
        run_at: Set(run_at.0),
        last_error: error.map_or(sea_orm::NotSet, |text| Set(Some(shorten(text)))),
        ..Default::default()
    };
    change(tx, id, token, set).await
}

fn shorten(text: &str) -> String {
    text.chars().take(ERROR_CHARS).collect()
}

/// Whether a periodic kind is due (or was never planned).
pub(crate) async fn periodic_due(
    storage: &Storage,
    kind: &str,
    now: Instant,
) -> Result<bool, StorageError> {
    let row = periodic::Entity::find_by_id(kind)
        .one(storage.reader())
        .await?;
    Ok(row.is_none_or(|row| row.next_at <= now.0))
}

/// Queues a periodic job if it is due and no other process was faster.
pub(crate) async fn plan(tx: &Tx, kind: &'static str, seconds: i64) -> Result<(), StorageError> {
    let first = periodic::ActiveModel {
        kind: Set(kind.to_owned()),
        next_at: Set(tx.now().0),
    };
    let added = periodic::Entity::insert(first)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await;
    inserted(added)?;
    let moved = periodic::Entity::update_many()
        .set(periodic::ActiveModel {
            next_at: Set(tx.now().plus_seconds(seconds).0),
            ..Default::default()
        })
        .filter(periodic::Column::Kind.eq(kind))
        .filter(periodic::Column::NextAt.lte(tx.now().0))
        .exec(tx.db())
        .await?;
    if moved.rows_affected > 0 {
        let key = format!("periodic:{kind}");
        // Of a periodic job only the last run is worth keeping.
        job::Entity::delete_many()
            .filter(Column::UniqueKey.eq(key.as_str()))
            .filter(Column::State.eq(JobState::Done.name()))
            .exec(tx.db())
            .await?;
        enqueue(tx, NewJob::now(kind, Value::Null).unique(key)).await?;
    }
    Ok(())
}

/// Removes jobs done before `before`.
pub(crate) async fn purge(tx: &Tx, before: Instant) -> Result<(), StorageError> {
    job::Entity::delete_many()
        .filter(Column::State.eq(JobState::Done.name()))
        .filter(Column::FinishedAt.lt(before.0))
        .exec(tx.db())
        .await?;
    Ok(())
}
