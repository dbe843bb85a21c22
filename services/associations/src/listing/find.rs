//! Finding what a reader asks for: by the search cache when words are given, else by the database.

use search::Match;
use storage::StorageError;

use crate::listing::model::{Ask, HITS, PAGE, Sort};
use crate::listing::store;
use crate::register::entry::Entry;
use crate::register::fold;
use crate::state::{Moment, State};

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The entries of the page asked for.
    pub entries: Vec<Entry>,
    /// How many there are on all pages.
    pub total: u64,
    /// Nothing holds every word: these come near.
    pub near: bool,
    /// More would have been found, but only the best hits are ranked.
    pub cut: bool,
}

/// Finds a page of associations.
///
/// # Errors
/// The database's. A search cache that fails is no error: names are then searched in the database.
pub async fn find(state: &State, moment: &Moment, ask: &Ask) -> Result<Found, StorageError> {
    if ask.q.is_empty() {
        return browse(state, moment, ask).await;
    }
    let db = state.house.storage().reader();
    let generation = moment.seen.generation;
    let mut near = false;
    let (mut references, follows) = match state.index.find(&ask.q, HITS) {
        Ok(hits) => {
            near = hits.first().is_some_and(|hit| hit.how == Match::Partial);
            let references: Vec<String> = hits.into_iter().map(|hit| hit.id).collect();
            (references, true)
        }
        Err(error) => {
            tracing::warn!(%error, "the search cache failed");
            (Vec::new(), false)
        }
    };
    let cursor = if follows { state.index.cursor() } else { 0 };
    let cut = references.len() >= HITS;
    if cursor < generation {
        let needle = fold::sort_key(&ask.q);
        for newer in store::newer_than(db, generation, cursor, &needle, HITS).await? {
            if !references.contains(&newer) {
                references.push(newer);
            }
        }
        references.truncate(HITS);
    }
    let mut found: Vec<Entry> = store::hits(db, generation, ask, &references)
        .await?
        .into_iter()
        .map(|v| v.entry)
        .collect();
    match ask.sort {
        // The best hits come first: that is the order in which they were found.
        Sort::Name => {}
        Sort::Money => found.sort_by_key(|entry| std::cmp::Reverse(entry.grants_cents)),
        Sort::Recent => found.sort_by(|a, b| b.sign_of_life.cmp(&a.sign_of_life)),
    }
    let total = found.len() as u64;
    let skip =
        usize::try_from(ask.page.saturating_sub(1).saturating_mul(PAGE)).unwrap_or(usize::MAX);
    let entries = found
        .into_iter()
        .skip(skip)
        .take(usize::try_from(PAGE).unwrap_or(50))
        .collect();
    Ok(Found {
        entries,
        total,
        near: near && total > 0,
        cut,
    })
}

async fn browse(state: &State, moment: &Moment, ask: &Ask) -> Result<Found, StorageError> {
    let total = state.count(moment, ask).await?;
    // A page far beyond the end is not worth reading the table for.
    if ask.page > total.div_ceil(PAGE).max(1) {
        return Ok(Found {
            entries: Vec::new(),
            total,
            near: false,
            cut: false,
        });
    }
    let db = state.house.storage().reader();
    let page = store::page(db, moment.seen.generation, ask, &moment.alive_since).await?;
    Ok(Found {
        entries: page.into_iter().map(|v| v.entry).collect(),
        total,
        near: false,
        cut: false,
    })
}
