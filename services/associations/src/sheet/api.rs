//! One association as JSON.

use std::sync::Arc;

use pages::PageError;
use pages::axum::Json;
use pages::axum::extract::{Path, State as Shared};
use serde::Serialize;

use crate::grants::store as grants;
use crate::open_data::associations::AssociationLine;
use crate::open_data::grants::GrantLine;
use crate::register::masks::model::key_of;
use crate::sheet::store;
use crate::state::State;

/// An association with the public money it received.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// What the register says.
    #[serde(flatten)]
    pub association: AssociationLine,
    /// Every known grant, newest first.
    pub subventions: Vec<GrantLine>,
}

/// `GET /api/v1/associations/{number}`: by public reference, RNA number, SIREN or SIRET.
///
/// # Errors
/// When nobody has this number, or the database does not answer.
pub async fn sheet(
    Path(number): Path<String>,
    Shared(state): Shared<Arc<State>>,
) -> Result<Json<Sheet>, PageError> {
    let (key, value) = key_of(&number).ok_or(PageError::NotFound)?;
    let db = state.house.storage().reader();
    let generation = state.moment().await?.seen.generation;
    let mut entry = store::visible(db, generation, key, &value).await?;
    if entry.is_none()
        && let Some(moved) = store::moved_to(db, generation, &value).await?
    {
        entry = store::visible(
            db,
            generation,
            crate::register::store::Key::Reference,
            &moved,
        )
        .await?;
    }
    let entry = entry.ok_or(PageError::NotFound)?;
    let grants =
        grants::visible_of(db, generation, entry.rna.as_deref(), entry.siren.as_deref()).await?;
    Ok(Json(Sheet {
        association: AssociationLine::of(&entry),
        subventions: grants.iter().map(GrantLine::of).collect(),
    }))
}
