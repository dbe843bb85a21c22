use jiff::civil::Date;

use crate::{Instant, Territory, is_holiday};

/// The city's time zone, by its IANA name (`Europe/Paris`, `Indian/Reunion` …). The time zone data
/// is bundled, so the same instant gives the same day on every machine.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of that name, or an error that names it.
    ///
    /// # Errors
    /// When the bundled database has no such zone.
    pub fn named(name: &str) -> Result<Self, jiff::Error> {
        jiff::tz::TimeZone::get(name).map(Self)
    }

    /// The civil day at `instant` in this zone.
    #[must_use]
    pub fn day(&self, instant: Instant) -> Date {
        let timestamp =
            jiff::Timestamp::from_microsecond(instant.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        timestamp.to_zoned_datetime(self.0.clone()).date()
    }

    /// The civil day and the time of day (hour, minute) at `instant` in this zone.
    #[must_use]
    pub fn day_and_time(&self, instant: Instant) -> (Date, i8, i8) {
        let timestamp =
            jiff::Timestamp::from_microsecond(instant.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let zoned = timestamp.to_zoned_datetime(self.0.clone());
        (zoned.date(), zoned.hour(), zoned.minute())
    }

    /// The first instant of the civil day `date` in this zone.
    ///
    /// # Errors
    /// When the day lies outside what the time zone database can express.
    pub fn start_of(&self, date: Date) -> Result<Instant, jiff::Error> {
        let zoned = date.to_zoned_datetime(self.0.clone())?;
        Ok(Instant(zoned.timestamp().as_microsecond()))
    }
}

/// `date` plus `months` months; a day that the month does not have becomes its last day
/// (31 December + 2 months = 28 or 29 February). Saturates at the ends of the calendar.
#[must_use]
pub fn add_months(date: Date, months: i32) -> Date {
    date.saturating_add(jiff::Span::new().months(months))
}

/// `date` itself when it is neither Saturday, Sunday nor a public holiday, otherwise the next such
/// day (code de procédure civile, art. 642: a period that would end on one of them runs to the next
/// working day).
#[must_use]
pub fn next_working_day(date: Date, territory: Territory) -> Date {
    let mut day = date;
    while is_weekend(day) || is_holiday(day, territory) {
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => return day,
        }
    }
    day
}

/// Number of working days after `from` up to and including `to` (0 when `to` is not after `from`).
#[must_use]
pub fn working_days_between(from: Date, to: Date, territory: Territory) -> u32 {
    let mut count = 0;
    let mut day = from;
    while day < to {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        if !is_weekend(day) && !is_holiday(day, territory) {
            count += 1;
        }
    }
    count
}

fn is_weekend(day: Date) -> bool {
    matches!(
        day.weekday(),
        jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn month_ends_are_clamped() {
        assert_eq!(add_months(date(2023, 12, 31), 2), date(2024, 2, 29));
        assert_eq!(add_months(date(2024, 12, 31), 2), date(2025, 2, 28));
        assert_eq!(add_months(date(2024, 2, 29), 12), date(2025, 2, 28));
    }

    #[test]
    fn a_period_never_ends_on_a_day_off() {
        // 1 May 2026 is a Friday: the next working day is Monday the 4th.
        assert_eq!(
            next_working_day(date(2026, 5, 1), Territory::Metropole),
            date(2026, 5, 4)
        );
        assert_eq!(
            working_days_between(date(2026, 4, 30), date(2026, 5, 8), Territory::Metropole),
            4
        );
    }

    #[test]
    fn the_day_is_the_city_s_day() {
        let paris = Zone::named("Europe/Paris").unwrap();
        let reunion = Zone::named("Indian/Reunion").unwrap();
        // 31 December 2026, 23:30 UTC.
        let instant = Instant(1_798_759_800_000_000);
        assert_eq!(paris.day(instant), date(2027, 1, 1));
        assert_eq!(reunion.day(instant), date(2027, 1, 1));
        let morning = Instant(1_798_759_800_000_000 - 1_000_000 * 3_600);
        assert_eq!(paris.day(morning), date(2026, 12, 31));
        assert!(Zone::named("Europe/Besancon").is_err());
    }

    proptest! {
        #[test]
        fn next_working_day_is_stable(days in 0i32..40_000) {
            let day = date(1990, 1, 1).saturating_add(jiff::Span::new().days(days));
            let next = next_working_day(day, Territory::Metropole);
            prop_assert!(next >= day);
            prop_assert_eq!(next_working_day(next, Territory::Metropole), next);
        }
    }
}
