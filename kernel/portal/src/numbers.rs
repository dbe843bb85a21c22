//! Urgent telephone numbers: dated data with a source, embedded from `data/urgent-numbers.toml`.

use std::sync::LazyLock;

use calendar::CivilDate;
use serde::Deserialize;
use values::Lang;

/// One number and what is known of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UrgentNumber {
    /// As shown.
    pub(crate) number: String,
    /// Address of its link, `tel:` or `sms:`.
    pub(crate) dial: String,
    what: What,
    /// Opening hours as read, in French.
    pub(crate) hours: String,
    /// The page of whoever answers for the number.
    pub(crate) source: String,
    /// The page that was really read, if any.
    #[serde(default)]
    pub(crate) read_in: Option<String>,
    /// The day of that reading.
    #[serde(default)]
    pub(crate) checked_on: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct What {
    fr: String,
    en: String,
    ar: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    number: Vec<UrgentNumber>,
}

const FILE: &str = include_str!("../data/urgent-numbers.toml");

/// The numbers in the order in which they are shown. The file is part of the program and read by a
/// test, so the empty list stands for nothing that can happen.
static NUMBERS: LazyLock<Vec<UrgentNumber>> = LazyLock::new(|| {
    toml::from_str::<File>(FILE)
        .map(|file| file.number)
        .unwrap_or_default()
});

/// The numbers in the order in which they are shown.
pub(crate) fn urgent() -> &'static [UrgentNumber] {
    &NUMBERS
}

/// The oldest day of check, or `None` as soon as one number has never been checked.
pub(crate) fn all_checked_since() -> Option<CivilDate> {
    let days: Option<Vec<CivilDate>> = urgent()
        .iter()
        .map(|number| {
            number.read_in.as_ref()?;
            number.checked_on.as_ref()?.parse().ok()
        })
        .collect();
    days?.into_iter().min()
}

impl UrgentNumber {
    /// For what or for whom it is.
    pub(crate) fn what(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.what.fr,
            Lang::En => &self.what.en,
            Lang::Ar => &self.what.ar,
        }
    }

    /// The host of its source, as a link text: `3977.fr`.
    pub(crate) fn source_name(&self) -> &str {
        let bare = self
            .source
            .trim_start_matches("https://")
            .trim_start_matches("www.");
        bare.split('/').next().unwrap_or(bare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_whole() {
        let file: File = toml::from_str(FILE).unwrap();
        assert_eq!(file.number.len(), urgent().len());
        let shown: Vec<&str> = urgent()
            .iter()
            .map(|number| number.number.as_str())
            .collect();
        for number in [
            "15", "17", "18", "112", "114", "115", "119", "39 19", "39 77",
        ] {
            assert!(shown.contains(&number), "{number}");
        }
    }

    #[test]
    fn each_number_dials_itself_and_names_its_source() {
        for number in urgent() {
            let digits: String = number.number.split(' ').collect();
            let (scheme, dialled) = number.dial.split_once(':').unwrap();
            assert!(matches!(scheme, "tel" | "sms"), "{}", number.dial);
            assert_eq!(dialled, digits);
            assert!(number.source.starts_with("https://"), "{}", number.number);
            assert!(!number.source_name().is_empty() && !number.hours.is_empty());
            assert_eq!(
                number.read_in.is_some(),
                number.checked_on.is_some(),
                "{}",
                number.number
            );
            for lang in Lang::ALL {
                assert!(!number.what(lang).is_empty(), "{} {lang:?}", number.number);
            }
        }
        assert!(all_checked_since().is_some());
    }
}
