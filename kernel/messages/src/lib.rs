//! Typed functions from Fluent messages, generated at build time and formatted at run time.
//!
//! A crate that speaks to people keeps `locales/{fr,en,ar}/*.ftl`, calls [`build::generate`] from its
//! `build.rs`, and includes the result:
//!
//! ```text
//! pub mod msg {
//!     include!(concat!(env!("OUT_DIR"), "/messages.rs"));
//! }
//! let m = msg::Msg::new(Lang::Fr);
//! m.results_count(1214)   // « 1 214 associations »
//! ```
//!
//! A key that one language lacks, has in excess, or has with other arguments stops the build, which
//! names the file, the language and the key. At run time the texts are resolved once per language.

pub mod build;
mod catalogue;
mod number;

pub use catalogue::{Arg, Catalogue, Source};
pub use number::{Count, decimal, integer};
