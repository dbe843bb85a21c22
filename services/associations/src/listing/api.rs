//! The list as JSON.

use std::sync::Arc;

use pages::PageError;
use pages::axum::Json;
use pages::axum::extract::{RawQuery, State as Shared};
use values::Lang;

use crate::door::api::Page;
use crate::listing::find::find;
use crate::listing::model::PAGE;
use crate::listing::pages::read;
use crate::open_data::associations::AssociationLine;
use crate::state::State;
use crate::words::Msg;

/// `GET /api/v1/associations`: the same questions as the page, the same answers as the export. A page
/// beyond the last is empty.
///
/// # Errors
/// When the address asks for what does not exist, or the database does not answer.
pub async fn list(
    RawQuery(query): RawQuery,
    Shared(state): Shared<Arc<State>>,
) -> Result<Json<Page<AssociationLine>>, PageError> {
    let ask = read(query.as_deref().unwrap_or_default(), Msg::new(Lang::Fr))?;
    let moment = state.moment().await?;
    let found = find(&state, &moment, &ask).await?;
    Ok(Json(Page {
        total: found.total,
        page: ask.page,
        pages: found.total.div_ceil(PAGE).max(1),
        items: found.entries.iter().map(AssociationLine::of).collect(),
    }))
}
