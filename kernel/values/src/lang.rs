use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language of the interface, in which every message is complete or explicitly public-only.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the reference language.
    #[default]
    Fr,
    /// English.
    En,
    /// Arabic, written from right to left; public pages.
    Ar,
}

impl Lang {
    /// Every language, in the order in which the header shows them.
    pub const ALL: [Self; 3] = [Self::Fr, Self::En, Self::Ar];

    /// Its BCP 47 code: `fr`, `en`, `ar`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The language of that code, if the product speaks it.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// Its name in itself, as the language bar shows it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }

    /// `ltr` or `rtl`, for the `dir` attribute.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Ar => "rtl",
            Self::Fr | Self::En => "ltr",
        }
    }
}

/// One language's text of a piece of city data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranslatedText {
    /// The text itself.
    pub text: String,
    /// Who read it over; `None` while no person has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
    /// The day it was read over, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<String>,
}

/// A piece of city data in several languages (the interface itself speaks Fluent). French is always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translated {
    fr: TranslatedText,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    others: BTreeMap<Lang, TranslatedText>,
}

impl Translated {
    /// A text that exists in French only, as most city data begins.
    #[must_use]
    pub fn french(text: impl Into<String>) -> Self {
        Self {
            fr: TranslatedText {
                text: text.into(),
                reviewer: None,
                reviewed_on: None,
            },
            others: BTreeMap::new(),
        }
    }

    /// Adds or replaces one language.
    #[must_use]
    pub fn with(mut self, lang: Lang, text: TranslatedText) -> Self {
        match lang {
            Lang::Fr => self.fr = text,
            Lang::En | Lang::Ar => {
                self.others.insert(lang, text);
            }
        }
        self
    }

    /// The text in `lang`, else in French, with the language it is really in (for the `lang` attribute).
    #[must_use]
    pub fn get(&self, lang: Lang) -> (Lang, &str) {
        match self.others.get(&lang) {
            Some(text) => (lang, &text.text),
            None => (Lang::Fr, &self.fr.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_french_and_says_so() {
        let text = Translated::french("Culture").with(
            Lang::En,
            TranslatedText {
                text: "Arts".into(),
                reviewer: None,
                reviewed_on: None,
            },
        );
        assert_eq!(text.get(Lang::En), (Lang::En, "Arts"));
        assert_eq!(text.get(Lang::Ar), (Lang::Fr, "Culture"));
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(serde_json::from_str::<Translated>(&json).unwrap(), text);
    }
}
