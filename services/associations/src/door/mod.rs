//! What this door registers with the house.

pub(crate) mod api;
pub mod demo;
mod openapi;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use ::door::{Door, DoorFuture, DoorKey, Figure, HomePart, House, NowItem};
use jobs::{JobError, JobRun, Registry};
use pages::axum::Router;
use pages::axum::routing::get;
use pages::format;
use storage::StorageError;
use values::{Cents, Lang};

use crate::publication::watch;
use crate::state::State;
use crate::state::search_cache;
use crate::words::Msg;
use crate::{figures, grants, listing, open_data, sheet};

/// The door of associations.
#[must_use]
pub fn door() -> Door {
    Door {
        key: DoorKey::Associations,
        path: "/associations",
        icon: "heart-handshake",
        title: |lang| Msg::new(lang).door_title().into_owned(),
        blurb: |lang| Msg::new(lang).door_blurb().into_owned(),
        routes,
        migrations: crate::migrations::migrations,
        jobs,
        home,
        datasets: |house, lang| Box::pin(open_data::datasets::datasets(house, lang)),
        openapi: openapi::part,
    }
}

/// The routes. When the folder of the search cache cannot be used there is no door: every address says
/// that the service is away, and the log says why.
fn routes(house: &House) -> Router {
    let state = match State::of(house) {
        Ok(state) => state,
        Err(error) => {
            tracing::error!(%error, "the search cache cannot be opened");
            let away = || async { pages::PageError::Unavailable { saved: false } };
            return Router::new()
                .route("/associations", get(away))
                .route("/associations/{*rest}", get(away));
        }
    };
    search_cache::follow(&state);
    Router::new()
        .route("/associations", get(listing::pages::list))
        .route("/associations/chiffres", get(figures::pages::figures))
        .route("/associations/export/{file}", get(open_data::pages::file))
        .route("/associations/{number}", get(sheet::pages::sheet))
        .route(
            "/associations/{number}/corriger",
            get(sheet::pages::correct),
        )
        .route("/api/v1/associations", get(listing::api::list))
        .route("/api/v1/associations/{number}", get(sheet::api::sheet))
        .route("/api/v1/grants", get(grants::api::list))
        .route("/api/v1/figures", get(figures::api::figures))
        .with_state(state)
}

fn jobs(house: &House, registry: &mut Registry) {
    let watched = house.clone();
    registry.add(
        "associations.watch_folder",
        Arc::new(move |run: JobRun| Box::pin(watch_folder(watched.clone(), run))),
    );
    registry.every("associations.watch_folder", 5);
    let swept = house.clone();
    registry.add(
        "associations.sweep_imports",
        Arc::new(move |_run: JobRun| {
            let house = swept.clone();
            Box::pin(async move {
                crate::publication::sweep(&house).await?;
                Ok(())
            })
        }),
    );
    registry.every("associations.sweep_imports", 30);
}

async fn watch_folder(house: House, _run: JobRun) -> Result<(), JobError> {
    let failed = |error: std::io::Error| JobError::Failed(error.to_string());
    watch::prepare(house.dir()).map_err(failed)?;
    let micros = u64::try_from(house.clock().now().0).unwrap_or_default();
    let now = UNIX_EPOCH + Duration::from_micros(micros);
    for dropped in watch::look(&house, now).await.map_err(failed)? {
        match dropped.outcome {
            Ok(report) => tracing::info!(
                imported = report.imported(),
                gone = report.counts.gone,
                "a dropped file was imported"
            ),
            Err(error) => tracing::warn!(%error, "a dropped file was not imported"),
        }
    }
    Ok(())
}

fn home(house: &House, lang: Lang) -> DoorFuture<'_, HomePart> {
    Box::pin(async move {
        let state = State::of(house).map_err(|error| StorageError::BadValue(error.to_string()))?;
        let moment = state.moment().await?;
        let numbers = state.figures(&moment).await?;
        let sources = state.sources(&moment).await?;
        let m = Msg::new(lang);
        let as_of = |registers: &[&str]| {
            let days = sources
                .iter()
                .filter(|s| registers.contains(&s.register.as_str()));
            let newest = days.map(|s| s.snapshot_on.as_str()).max();
            newest
                .map(|day| crate::words::names::day(day, lang))
                .unwrap_or_default()
        };
        let mut part = HomePart::default();
        if numbers.living > 0 {
            part.figures.push(Figure {
                value: format::number(i64::try_from(numbers.living).unwrap_or(i64::MAX), lang),
                what: m.home_figure_living().into_owned(),
                href: "/associations".to_owned(),
                link: m.home_figure_living_link().into_owned(),
                as_of: as_of(&["rna", "sirene"]),
            });
        }
        if let Some(year) = numbers.years.last() {
            part.figures.push(Figure {
                value: format::euros_short(Cents(year.cents), lang),
                what: m.home_figure_money(year.year.to_string()).to_string(),
                href: "/associations/chiffres".to_owned(),
                link: m.home_figure_money_link().into_owned(),
                as_of: as_of(&["grants", "budget-annex"]),
            });
            part.now.push(NowItem {
                title: m.home_now_figures().into_owned(),
                note: m.home_now_figures_note().into_owned(),
                href: "/associations/chiffres".to_owned(),
                when: year.year.to_string(),
            });
        }
        Ok(part)
    })
}
