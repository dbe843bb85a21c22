//! The public register: what a reader finds about each association.

pub mod entry;
pub mod fold;
pub mod masks;
pub mod merge;
pub mod store;
pub mod streets;
