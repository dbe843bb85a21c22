//! The colours of a city: checked before they are served.

/// A city's colours, checked, as a stylesheet of its own.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The stylesheet.
    pub css: String,
    /// Its address, with its hash.
    pub href: String,
}
