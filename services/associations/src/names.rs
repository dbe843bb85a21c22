//! What themes, sizes and dates are called in a language.

use std::borrow::Cow;

use calendar::CivilDate;
use values::Lang;

use crate::msg::Msg;
use crate::register::entry::Size;

/// The name of a theme key.
#[must_use]
pub fn theme(key: &str, m: Msg) -> Cow<'static, str> {
    match key {
        "culture" => m.theme_culture(),
        "sport" => m.theme_sport(),
        "leisure" => m.theme_leisure(),
        "education" => m.theme_education(),
        "health" => m.theme_health(),
        "solidarity" => m.theme_solidarity(),
        "family" => m.theme_family(),
        "rights" => m.theme_rights(),
        "environment" => m.theme_environment(),
        "heritage" => m.theme_heritage(),
        "economy" => m.theme_economy(),
        "housing" => m.theme_housing(),
        "belief" => m.theme_belief(),
        "safety" => m.theme_safety(),
        _ => m.theme_other(),
    }
}

/// The name of a size.
#[must_use]
pub fn size(size: Size, m: Msg) -> Cow<'static, str> {
    match size {
        Size::Unknown => m.size_unknown(),
        Size::None => m.size_none(),
        Size::Small => m.size_small(),
        Size::Medium => m.size_medium(),
        Size::Large => m.size_large(),
    }
}

/// An ISO day in words; the text itself when it is no day.
#[must_use]
pub fn day(iso: &str, lang: Lang) -> String {
    iso.parse::<CivilDate>()
        .map_or_else(|_| iso.to_owned(), |date| pages::format::day(date, lang))
}

/// The year of an ISO day.
#[must_use]
pub fn year(iso: &str) -> &str {
    iso.get(..4).unwrap_or(iso)
}

/// Names that registers write in capitals, made readable: `THÉÂTRE DU GRANIT` stays as it is (accents and
/// acronyms cannot be guessed), but spaces are put in order.
#[must_use]
pub fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, cut between words at about `length` characters.
#[must_use]
pub fn beginning(text: &str, length: usize) -> String {
    let tidy = tidy(text);
    if tidy.chars().count() <= length {
        return tidy;
    }
    let mut short: String = tidy.chars().take(length).collect();
    if let Some(space) = short.rfind(' ') {
        short.truncate(space);
    }
    let trimmed = short.trim_end_matches([',', ';', ':', '.', '(']).len();
    short.truncate(trimmed);
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_words() {
        assert_eq!(
            beginning("Cultiver, cuisiner et manger", 40),
            "Cultiver, cuisiner et manger"
        );
        assert_eq!(
            beginning("Cultiver, cuisiner et manger ensemble", 17),
            "Cultiver…"
        );
        assert_eq!(beginning("été à l’ombre", 5), "été…");
    }
}
