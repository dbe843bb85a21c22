//! What a door of the product registers, in one place, and what the house hands to it.
//!
//! A door is a service seen from the house: its routes, its steps of the schema, its jobs, its place
//! on the home page, its open data. The binary lists the doors; a door that the city switched off
//! has no route, no menu and no job.

mod catalogue;
mod city;
mod house;

pub use catalogue::{Dataset, Distribution};
pub use city::{City, DoorKey};
pub use house::House;

use std::future::Future;
use std::pin::Pin;

use pages::axum::Router;
use storage::StorageError;
use storage::sea_orm_migration::MigrationTrait;
use values::Lang;

/// A boxed future of a door's own work.
pub type DoorFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, StorageError>> + Send + 'a>>;

/// Everything a door gives to the house.
#[derive(Clone)]
pub struct Door {
    /// Its name in the configuration, in `--doors` and in table prefixes.
    pub key: DoorKey,
    /// Its address on the portal, for instance `/associations`.
    pub path: &'static str,
    /// Its icon in the house's set (`pages::icon`).
    pub icon: &'static str,
    /// Its name in a language.
    pub title: fn(Lang) -> String,
    /// One line that says what one finds behind it.
    pub blurb: fn(Lang) -> String,
    /// Its pages and its API, at their full paths.
    pub routes: fn(&House) -> Router,
    /// Its steps of the schema, named `date_door_verb`.
    pub migrations: fn() -> Vec<Box<dyn MigrationTrait>>,
    /// Registers the handlers of its jobs.
    pub jobs: fn(&House, &mut jobs::Registry),
    /// What it shows under "what is going on now" and in figures on the home page.
    pub home: for<'a> fn(&'a House, Lang) -> DoorFuture<'a, HomePart>,
    /// Its datasets in the catalogue of open data.
    pub datasets: for<'a> fn(&'a House, Lang) -> DoorFuture<'a, Vec<Dataset>>,
    /// Its part of the OpenAPI document: a JSON object with `paths`, `components` and `tags`.
    pub openapi: fn() -> serde_json::Value,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Door").field(&self.key).finish()
    }
}

/// A door's part of the home page.
#[derive(Clone, Debug, Default)]
pub struct HomePart {
    /// Going on now: title, small print, address, and a date or state in words.
    pub now: Vec<NowItem>,
    /// Figures that the records give, with the address of their proof.
    pub figures: Vec<Figure>,
}

/// One line under "what is going on now".
#[derive(Clone, Debug)]
pub struct NowItem {
    /// What it is, as a link text.
    pub title: String,
    /// Small print.
    pub note: String,
    /// Where it leads.
    pub href: String,
    /// A date or a state, in words.
    pub when: String,
}

/// One figure on the home page. Only what the records give; never a promise in disguise.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The number, formatted.
    pub value: String,
    /// What it counts, as a sentence without its number.
    pub what: String,
    /// Where it can be checked.
    pub href: String,
    /// The text of that link.
    pub link: String,
    /// Day of the records it was taken from, in words.
    pub as_of: String,
}
