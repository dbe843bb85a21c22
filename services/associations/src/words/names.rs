//! What themes, sizes and dates are called in a language.

use std::borrow::Cow;

use calendar::CivilDate;
use values::Lang;

use crate::register::entry::Size;
use crate::words::Msg;

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

/// A French text of a register as it is shown: spaces put in order, and those before `: ; ! ?` and inside
/// quotation marks made unbreakable, so that no line begins with a colon.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for word in text.split_whitespace() {
        if !shown.is_empty() {
            shown.push(match word.chars().next() {
                Some(':' | '»') => '\u{a0}',
                Some(';' | '!' | '?') => '\u{202f}',
                _ if shown.ends_with('«') => '\u{a0}',
                _ => ' ',
            });
        }
        shown.push_str(word);
    }
    shown
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
    fn no_line_begins_with_a_colon() {
        assert_eq!(
            tidy(" Le  club :  « sport »  pour tous ! "),
            "Le club\u{a0}: «\u{a0}sport\u{a0}» pour tous\u{202f}!"
        );
    }

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
