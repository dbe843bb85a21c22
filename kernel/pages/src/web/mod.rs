//! From a request to an answer: languages, rendering, errors, and the layers around every route.

/// Why a page cannot be given.
pub mod error;
pub(crate) mod error_page;
pub(crate) mod headers;
/// The layers around every route.
pub mod layers;
/// From a template to an answer.
pub mod render;
/// Counts of requests.
pub mod traffic;
/// The language, path and query of a request.
pub mod visit;
