//! Time as the product knows it: instants, civil days, French public holidays and month arithmetic.
//!
//! Nothing in the workspace reads the ambient clock but [`SystemClock`]: everything else takes a
//! [`Clock`], so that every rule can be tested at any date.

mod civil;
mod clock;
mod holidays;

pub use civil::{Zone, add_months, next_working_day, working_days_between};
pub use clock::{Clock, FixedClock, Instant, SharedClock, SystemClock};
pub use holidays::{Territory, holiday_name, holidays, is_holiday};

/// A civil day, written `AAAA-MM-JJ`. The one date type of the product.
pub use jiff::civil::Date as CivilDate;
