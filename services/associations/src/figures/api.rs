//! The figures as JSON.

use std::sync::Arc;

use pages::PageError;
use pages::axum::Json;
use pages::axum::extract::State as Shared;
use serde::Serialize;
use values::Cents;

use crate::figures::model::GroupSum;
use crate::state::State;

/// The city's figures. Amounts are decimal euros as text.
#[derive(Debug, Serialize)]
pub struct Numbers {
    /// Associations of the default list.
    pub associations_vivantes: u64,
    /// Associations of all times.
    pub associations_connues: u64,
    /// By year.
    pub annees: Vec<Year>,
    /// By theme, over the last five years of the records.
    pub themes: Vec<Group>,
    /// By quarter; an empty key is "unknown, masked or outside the city".
    pub quartiers: Vec<Group>,
    /// By who gave.
    pub attribuants: Vec<Group>,
}

/// One year.
#[derive(Debug, Serialize)]
pub struct Year {
    /// Year.
    pub annee: i16,
    /// Decimal euros.
    pub montant: String,
    /// Number of grants.
    pub subventions: u64,
}

/// One group.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Theme key, quarter or name.
    pub cle: String,
    /// Decimal euros.
    pub montant: String,
    /// Bodies that received something.
    pub beneficiaires: u64,
}

/// `GET /api/v1/figures`
///
/// # Errors
/// When the database does not answer.
pub async fn figures(Shared(state): Shared<Arc<State>>) -> Result<Json<Numbers>, PageError> {
    let moment = state.moment().await?;
    let figures = state.figures(&moment).await?;
    let groups = |list: &[GroupSum]| {
        list.iter()
            .map(|group| Group {
                cle: group.key.clone(),
                montant: Cents(group.cents).to_decimal(),
                beneficiaires: group.bodies,
            })
            .collect()
    };
    Ok(Json(Numbers {
        associations_vivantes: figures.living,
        associations_connues: figures.known,
        annees: figures
            .years
            .iter()
            .map(|year| Year {
                annee: year.year,
                montant: Cents(year.cents).to_decimal(),
                subventions: year.grants,
            })
            .collect(),
        themes: groups(&figures.themes),
        quartiers: groups(&figures.quarters),
        attribuants: groups(&figures.grantors),
    }))
}
