//! What pages are made of besides words: embedded files, icons, colours.

/// Stylesheets, fonts and the mark, embedded in the binary.
pub mod assets;
/// HTML that is already safe.
pub mod html;
/// The house's icons.
pub mod icon;
pub mod theme;
