//! Public money: who gave what to whom, when, for what, and who says so.

pub mod api;
pub mod model;
pub mod store;
