//! The door of associations: the public register, public money, open data.

mod api;
pub mod demo;
mod door;
pub mod figures;
pub mod grants;
pub mod listing;
pub mod masks;
pub mod migrations;
pub mod msg;
pub mod names;
pub mod open_data;
mod openapi;
pub mod publication;
pub mod register;
pub mod search_cache;
pub mod sheet;
pub mod state;
mod store;
pub mod streets;

pub use crate::door::door;
