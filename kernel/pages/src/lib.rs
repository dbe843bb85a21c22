//! The components, layout, languages and middleware of every page.
