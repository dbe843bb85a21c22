//! The public register: what a reader finds about each association.

pub mod entry;
pub mod fold;
pub mod merge;
pub mod store;
