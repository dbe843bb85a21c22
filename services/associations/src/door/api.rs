//! What the parts of the API share.

use serde::Serialize;

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// How many things there are on all pages.
    pub total: u64,
    /// This page, from 1.
    pub page: u64,
    /// How many pages there are.
    pub pages: u64,
    /// The things of this page.
    pub items: Vec<T>,
}
