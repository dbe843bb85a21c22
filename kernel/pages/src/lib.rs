//! The components, layout, languages and middleware of every page.
//!
//! A service writes askama templates that extend `layout.html` with a `shell: Shell` field, renders them with
//! [`render`], takes [`Visit`] as an extractor and returns [`PageError`] when it cannot answer. The binary wraps
//! all routes once with [`house_layers`].

pub mod chart;
pub mod format;
pub mod look;
pub mod msg;
mod pager;
pub mod samples;
pub mod server;
mod shell;
mod site;
pub mod web;

/// The web framework, re-exported so that every crate uses the same version.
pub use axum;

pub use look::assets::{asset, assets_router};
pub use look::html::Html;
pub use look::icon::{icon, icon_flip};
pub use look::theme;
pub use pager::{Pager, PagerLink};
pub use shell::{Crumb, LangLink, Shell};
pub use site::{Accessibility, Site, SiteDoor};
pub use web::error::{PageError, Saved};
pub use web::headers::open_data;
pub use web::layers::{RequestId, WebSettings, house_layers};
pub use web::render::{render, render_with_status};
pub use web::traffic::Traffic;
pub use web::visit::Visit;
