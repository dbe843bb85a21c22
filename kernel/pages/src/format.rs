//! Numbers, money, days and sizes as each language writes them.

use calendar::CivilDate;
use values::{Cents, Lang};

const NBSP: char = '\u{a0}';
/// The left-to-right mark: without it a minus sign stands after its number in Arabic text.
const LTR: char = '\u{200e}';

const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The names used in the Maghreb, as most Arabic readers of French cities know them.
const MONTHS_AR: [&str; 12] = [
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
];

/// A whole number: `1 214` (U+202F) in French, `1,214` in English and Arabic.
#[must_use]
pub fn number(value: i64, lang: Lang) -> String {
    messages::integer(value, lang)
}

/// An amount; cents only when there are some: `12 000 €`, `1 234,56 €`, `€12,000`.
#[must_use]
pub fn euros(amount: Cents, lang: Lang) -> String {
    let magnitude = amount.0.unsigned_abs();
    let mut text = messages::integer(i64::try_from(magnitude / 100).unwrap_or(i64::MAX), lang);
    if !magnitude.is_multiple_of(100) {
        text.push(if lang == Lang::Fr { ',' } else { '.' });
        text.push_str(&format!("{:02}", magnitude % 100));
    }
    signed(amount.0 < 0, with_euro(&text, "", lang), lang)
}

/// An amount in three significant digits, for marks on charts: `20,5 k€`, `1,2 M€`, `950 €`.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn euros_short(amount: Cents, lang: Lang) -> String {
    let euros = amount.0.unsigned_abs() as f64 / 100.0;
    let (value, unit) = if euros >= 999_500.0 {
        (euros / 1e6, "M")
    } else if euros >= 999.5 {
        (euros / 1e3, "k")
    } else {
        (euros, "")
    };
    let decimals = usize::from(value < 99.95 && !unit.is_empty());
    let text = messages::decimal(value, 0, decimals, lang);
    let text = signed(amount.0 < 0, with_euro(&text, unit, lang), lang);
    // Between marks, or the « € » would jump over the Latin letter.
    if lang == Lang::Ar && !unit.is_empty() {
        format!("{LTR}{text}{LTR}")
    } else {
        text
    }
}

fn with_euro(text: &str, unit: &str, lang: Lang) -> String {
    match lang {
        Lang::Fr | Lang::Ar => format!("{text}{NBSP}{unit}€"),
        Lang::En => format!("€{text}{unit}"),
    }
}

fn signed(negative: bool, text: String, lang: Lang) -> String {
    match (negative, lang) {
        (false, _) => text,
        (true, Lang::Fr | Lang::En) => format!("\u{2212}{text}"),
        (true, Lang::Ar) => format!("{LTR}\u{2212}{text}"),
    }
}

/// A day in words: `20 novembre 2026`, `1er mai 2026`, `20 November 2026`.
#[must_use]
pub fn day(date: CivilDate, lang: Lang) -> String {
    let names = match lang {
        Lang::Fr => MONTHS_FR,
        Lang::En => MONTHS_EN,
        Lang::Ar => MONTHS_AR,
    };
    let index = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    let month = names.get(index).copied().unwrap_or("");
    let first = if lang == Lang::Fr && date.day() == 1 {
        "er"
    } else {
        ""
    };
    format!("{}{first}{NBSP}{month}{NBSP}{}", date.day(), date.year())
}

/// A day in figures, for tables: `20/11/2026`.
#[must_use]
pub fn day_short(date: CivilDate, _lang: Lang) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// A share between 0 and 1 with at most one decimal: `12,5 %`, `12.5%`.
#[must_use]
pub fn percent(share: f64, lang: Lang) -> String {
    let text = messages::decimal(share * 100.0, 0, 1, lang);
    match lang {
        Lang::Fr => format!("{text}{NBSP}%"),
        Lang::En | Lang::Ar => format!("{text}%"),
    }
}

/// A file size in powers of ten: `240 ko`, `1,9 Mo`; `kB` and `MB` outside French.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn bytes(size: u64, lang: Lang) -> String {
    let byte = if lang == Lang::Fr { "o" } else { "B" };
    let (value, prefix) = match size {
        0..1_000 => (size as f64, ""),
        1_000..1_000_000 => (size as f64 / 1e3, "k"),
        1_000_000..1_000_000_000 => (size as f64 / 1e6, "M"),
        _ => (size as f64 / 1e9, "G"),
    };
    let unit = if prefix.is_empty() && lang == Lang::Fr {
        if size < 2 {
            "octet".to_owned()
        } else {
            "octets".to_owned()
        }
    } else {
        format!("{prefix}{byte}")
    };
    let decimals = usize::from(!prefix.is_empty() && value < 9.95);
    format!(
        "{}{NBSP}{unit}",
        messages::decimal(value, 0, decimals, lang)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn money() {
        assert_eq!(euros(Cents(1_200_000), Lang::Fr), "12\u{202f}000\u{a0}€");
        assert_eq!(euros(Cents(123_456), Lang::Fr), "1\u{202f}234,56\u{a0}€");
        assert_eq!(euros(Cents(-5), Lang::En), "\u{2212}€0.05");
        assert_eq!(euros(Cents(123_400), Lang::Ar), "1,234\u{a0}€");
        for (cents, text) in [
            (95_000, "950\u{a0}€"),
            (99_960, "1\u{a0}k€"),
            (2_050_000, "20,5\u{a0}k€"),
            (52_728_840, "527\u{a0}k€"),
            (99_996_000, "1\u{a0}M€"),
            (123_000_000, "1,2\u{a0}M€"),
            (-2_050_000, "\u{2212}20,5\u{a0}k€"),
        ] {
            assert_eq!(euros_short(Cents(cents), Lang::Fr), text);
        }
        assert_eq!(
            euros_short(Cents(2_050_000), Lang::Ar),
            "\u{200e}20.5\u{a0}k€\u{200e}"
        );
        assert_eq!(euros(Cents(-500), Lang::Ar), "\u{200e}\u{2212}5\u{a0}€");
    }

    #[test]
    fn days_shares_and_sizes() {
        assert_eq!(day(date(2026, 5, 1), Lang::Fr), "1er\u{a0}mai\u{a0}2026");
        assert_eq!(
            day(date(2026, 11, 20), Lang::En),
            "20\u{a0}November\u{a0}2026"
        );
        assert_eq!(day(date(2026, 1, 31), Lang::Ar), "31\u{a0}جانفي\u{a0}2026");
        assert_eq!(day_short(date(2026, 1, 5), Lang::Fr), "05/01/2026");
        assert_eq!(percent(0.125, Lang::Fr), "12,5\u{a0}%");
        assert_eq!(percent(1.0, Lang::En), "100%");
        assert_eq!(bytes(240_400, Lang::Fr), "240\u{a0}ko");
        assert_eq!(bytes(1_900_000, Lang::Fr), "1,9\u{a0}Mo");
        assert_eq!(bytes(12, Lang::Fr), "12\u{a0}octets");
        assert_eq!(bytes(1_900_000, Lang::En), "1.9\u{a0}MB");
    }
}
