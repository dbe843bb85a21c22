//! Keeps this machine's search cache up with what readers see.

use std::sync::{Arc, Weak};
use std::time::Duration;

use search::SearchDoc;
use storage::StorageError;

use crate::publication::store::Seen;
use crate::register::entry::Entry;
use crate::register::masks::store as masks;
use crate::register::store as entries;
use crate::state::State;

/// How many entries are handed to the cache at once.
const BATCH: u32 = 2_000;
/// How often the cache looks for something new.
const PAUSE: Duration = Duration::from_secs(1);

/// What prevented the cache from following. The old one goes on answering meanwhile.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The cache's folder.
    #[error(transparent)]
    Search(#[from] search::SearchError),
    /// The work was interrupted.
    #[error("recherche interrompue : {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// Follows as long as somebody holds the state. Each machine has its own cache, so this is no job of the
/// shared queue.
pub fn follow(state: &Arc<State>) {
    let weak: Weak<State> = Arc::downgrade(state);
    tokio::spawn(async move {
        let mut seen: Option<Seen> = None;
        while let Some(state) = weak.upgrade() {
            match catch_up(&state, seen).await {
                Ok(now) => seen = Some(now),
                Err(error) => tracing::warn!(%error, "the search cache could not follow"),
            }
            drop(state);
            tokio::time::sleep(PAUSE).await;
        }
    });
}

/// Brings the cache to what readers see now; `last` is what it followed before, to notice masks.
///
/// # Errors
/// [`FollowError`].
pub async fn catch_up(state: &State, last: Option<Seen>) -> Result<Seen, FollowError> {
    let db = state.house.storage().reader();
    let now = crate::publication::store::current(db).await?;
    let cursor = state.index.cursor();
    if cursor < now.generation {
        let gone = entries::vanished_between(db, cursor, now.generation).await?;
        let mut after = String::new();
        loop {
            let page = entries::renewed_between(db, cursor, now.generation, &after, BATCH).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            let docs = page
                .iter()
                .map(|version| document(&version.entry))
                .collect();
            apply(state, docs, Vec::new(), cursor).await?;
        }
        apply(state, Vec::new(), gone, now.generation).await?;
    }
    if last.is_none_or(|last| last.revision != now.revision) {
        let mut docs = Vec::new();
        for reference in masks::all(db).await? {
            let key = entries::Key::Reference;
            let entry = crate::sheet::store::visible(db, now.generation, key, &reference).await?;
            docs.extend(entry.as_ref().map(document));
        }
        if !docs.is_empty() {
            apply(state, docs, Vec::new(), state.index.cursor()).await?;
        }
    }
    Ok(now)
}

async fn apply(
    state: &State,
    docs: Vec<SearchDoc>,
    removed: Vec<String>,
    cursor: i64,
) -> Result<(), FollowError> {
    let index = state.index.clone();
    tokio::task::spawn_blocking(move || index.apply(&docs, &removed, cursor)).await??;
    Ok(())
}

/// What can be searched of an entry: never its address.
fn document(entry: &Entry) -> SearchDoc {
    let rna = entry.facts.rna.as_ref();
    let sirene = entry.facts.sirene.as_ref();
    let others = [
        rna.map(|r| r.short_title.as_str()),
        sirene.map(|s| s.name.as_str()),
        sirene.map(|s| s.acronym.as_str()),
        entry.facts.listed.as_ref().map(|l| l.name.as_str()),
    ];
    let body = [rna.map(|r| r.object.as_str()), entry.quarter.as_deref()];
    let join = |parts: &[Option<&str>]| {
        parts
            .iter()
            .flatten()
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let siret = sirene
        .and_then(|s| s.siret.clone())
        .or_else(|| rna.and_then(|r| r.siret.clone()));
    SearchDoc {
        id: entry.reference.clone(),
        title: entry.name.clone(),
        other_names: join(&others),
        body: join(&body),
        codes: [entry.rna.clone(), entry.siren.clone(), siret]
            .into_iter()
            .flatten()
            .collect(),
    }
}
