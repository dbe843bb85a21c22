use jiff::civil::{Date, date};

/// Which list of public holidays holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Territory {
    /// Metropolitan France: the eleven holidays of code du travail, art. L3133-1.
    #[default]
    Metropole,
    /// Bas-Rhin, Haut-Rhin, Moselle: also Good Friday and 26 December (code du travail, art. L3134-13).
    AlsaceMoselle,
}

/// The public holidays of `year` in order, each with its French name.
#[must_use]
pub fn holidays(year: i16, territory: Territory) -> Vec<(Date, &'static str)> {
    let easter = easter_sunday(year);
    let after = |days: i32| easter.saturating_add(jiff::Span::new().days(days));
    let mut list = vec![
        (date(year, 1, 1), "Jour de l’an"),
        (after(1), "Lundi de Pâques"),
        (date(year, 5, 1), "Fête du Travail"),
        (date(year, 5, 8), "Victoire 1945"),
        (after(39), "Ascension"),
        (after(50), "Lundi de Pentecôte"),
        (date(year, 7, 14), "Fête nationale"),
        (date(year, 8, 15), "Assomption"),
        (date(year, 11, 1), "Toussaint"),
        (date(year, 11, 11), "Armistice 1918"),
        (date(year, 12, 25), "Noël"),
    ];
    if territory == Territory::AlsaceMoselle {
        list.push((after(-2), "Vendredi saint"));
        list.push((date(year, 12, 26), "Saint-Étienne"));
    }
    list.sort();
    list
}

/// Whether `day` is a public holiday.
#[must_use]
pub fn is_holiday(day: Date, territory: Territory) -> bool {
    holiday_name(day, territory).is_some()
}

/// The French name of the public holiday that falls on `day`, if any.
#[must_use]
pub fn holiday_name(day: Date, territory: Territory) -> Option<&'static str> {
    holidays(day.year(), territory)
        .into_iter()
        .find(|(holiday, _)| *holiday == day)
        .map(|(_, name)| name)
}

/// Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher).
fn easter_sunday(year: i16) -> Date {
    let year_number = i32::from(year);
    let golden = year_number % 19;
    let century = year_number / 100;
    let rest = year_number % 100;
    let epact =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let month_and_day = epact + weekday - 7 * correction + 114;
    let month = i8::try_from(month_and_day / 31).unwrap_or(4);
    let day = i8::try_from(month_and_day % 31 + 1).unwrap_or(1);
    date(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_of_known_years() {
        for (year, month, day) in [
            (2000, 4, 23),
            (2019, 4, 21),
            (2024, 3, 31),
            (2026, 4, 5),
            (2038, 4, 25),
        ] {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
    }

    #[test]
    fn eleven_holidays_and_two_more_in_the_east() {
        assert_eq!(holidays(2026, Territory::Metropole).len(), 11);
        assert_eq!(holidays(2026, Territory::AlsaceMoselle).len(), 13);
        assert_eq!(
            holiday_name(date(2026, 5, 14), Territory::Metropole),
            Some("Ascension")
        );
        assert!(is_holiday(date(2026, 4, 3), Territory::AlsaceMoselle));
        assert!(!is_holiday(date(2026, 4, 3), Territory::Metropole));
    }
}
