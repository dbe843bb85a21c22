//! Charts as accessible SVG, each with the same numbers as a table.
//!
//! Coordinates are percentages and there is no `viewBox`, so bars stretch with the screen and text never shrinks.
//! Bars start at zero. The picture is `role="img"` with one sentence that points to the table.

mod bars;
mod shares;

pub use bars::{Bar, Bars, bars};
pub use shares::{Share, Shares, shares};

/// How numbers are written on a chart and in its table.
pub type Write<'a> = &'a dyn Fn(i64) -> String;
