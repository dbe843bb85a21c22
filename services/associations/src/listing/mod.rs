//! Browsing and searching the register.

pub mod api;
pub mod find;
pub mod model;
pub mod pages;
pub mod store;
