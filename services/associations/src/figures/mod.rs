//! Figures of the city's public money: by object, by quarter, by year.

pub mod api;
pub mod model;

pub mod pages;
pub mod store;
