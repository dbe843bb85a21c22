//! The door of associations: the public register, public money, open data.

mod door;
pub mod figures;
pub mod grants;
pub mod listing;
pub mod migrations;
pub mod open_data;
pub mod publication;
pub mod register;
pub mod sheet;
pub mod state;
mod store;
pub mod words;

pub use door::{demo, door};
pub use register::{masks, streets};
