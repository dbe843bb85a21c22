//! The page of one association.

pub mod api;
pub mod pages;
pub mod store;
pub mod view;
