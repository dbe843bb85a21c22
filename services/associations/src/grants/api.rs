//! Public grants as JSON.

use std::sync::Arc;

use pages::PageError;
use pages::axum::Json;
use pages::axum::extract::{RawQuery, State as Shared};
use serde::Serialize;
use values::Lang;

use crate::grants::store;
use crate::listing::pages::form_pairs;
use crate::open_data::grants::GrantLine;
use crate::state::State;
use crate::words::Msg;

/// How many grants one answer holds.
const PAGE: u32 = 100;

/// A part of the list of grants, in the order of their identifiers.
#[derive(Debug, Serialize)]
pub struct Part {
    /// Grants of this part.
    pub items: Vec<GrantLine>,
    /// What to give as `apres` for the next part; absent when this was the last.
    pub suite: Option<String>,
}

/// `GET /api/v1/grants?apres=…`
///
/// # Errors
/// When `apres` is no identifier, or the database does not answer.
pub async fn list(
    RawQuery(query): RawQuery,
    Shared(state): Shared<Arc<State>>,
) -> Result<Json<Part>, PageError> {
    let mut after = String::new();
    for (name, value) in form_pairs(query.as_deref().unwrap_or_default()) {
        if name == "apres" {
            if value.len() > 64 || !value.bytes().all(|b| b.is_ascii_hexdigit()) {
                let message = Msg::new(Lang::Fr).list_bad_filter("apres").to_string();
                return Err(PageError::BadRequest { message });
            }
            after = value;
        }
    }
    let generation = state.moment().await?.seen.generation;
    let db = state.house.storage().reader();
    let grants = store::visible_after(db, generation, &after, PAGE).await?;
    let full = grants.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
    Ok(Json(Part {
        suite: grants
            .last()
            .filter(|_| full)
            .map(|grant| grant.key.clone()),
        items: grants.iter().map(GrantLine::of).collect(),
    }))
}
