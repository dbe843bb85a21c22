//! What a reader asks of the list, as it stands in the address.

use calendar::{CivilDate, add_months};
use rna::Theme;

use crate::register::entry::Size;

/// How many associations one page shows.
pub const PAGE: u64 = 50;
/// How many hits of a search are ranked; nobody pages beyond them.
pub const HITS: usize = 500;
/// Without a sign of life in so many months, a body is not browsed by default.
const ALIVE_MONTHS: i32 = 36;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// By name; the best hits first when something is searched.
    #[default]
    Name,
    /// Most public money first.
    Money,
    /// Latest sign of life first.
    Recent,
}

impl Sort {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Name, Self::Money, Self::Recent];

    /// The name in the address.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "nom",
            Self::Money => "montant",
            Self::Recent => "recent",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.key() == key)
    }
}

/// What a reader asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ask {
    /// Words searched; empty when browsing.
    pub q: String,
    /// Only this quarter.
    pub quarter: Option<String>,
    /// Only this theme.
    pub theme: Option<String>,
    /// Only this size.
    pub size: Option<Size>,
    /// Only those that received public money.
    pub grants: bool,
    /// Sleeping, dissolved and outside bodies too.
    pub all: bool,
    /// Order.
    pub sort: Sort,
    /// Page, from 1.
    pub page: u64,
}

/// Something in the address that the list does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskError {
    /// An unknown filter value, by the name of its field.
    Unknown(&'static str),
    /// A page that is no number.
    Page,
}

impl Ask {
    /// Reads the pairs of an address. Empty values are as good as absent ones: forms send them.
    ///
    /// # Errors
    /// When a value is not one of those offered.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, AskError> {
        let mut ask = Self {
            page: 1,
            ..Self::default()
        };
        for (name, value) in pairs {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            match name {
                "q" => ask.q = value.chars().take(200).collect(),
                "quartier" => ask.quarter = Some(value.chars().take(100).collect()),
                "theme" => {
                    let theme = Theme::from_key(value).ok_or(AskError::Unknown("theme"))?;
                    ask.theme = Some(theme.key().to_owned());
                }
                "taille" => {
                    ask.size = Some(Size::from_key(value).ok_or(AskError::Unknown("taille"))?);
                }
                "aides" => ask.grants = flag(value).ok_or(AskError::Unknown("aides"))?,
                "toutes" => ask.all = flag(value).ok_or(AskError::Unknown("toutes"))?,
                "tri" => ask.sort = Sort::from_key(value).ok_or(AskError::Unknown("tri"))?,
                "page" => {
                    ask.page = value
                        .parse()
                        .ok()
                        .filter(|page| *page > 0)
                        .ok_or(AskError::Page)?;
                }
                // Addresses come back with marks that others added to them.
                _ => {}
            }
        }
        Ok(ask)
    }

    /// The address of this list at another page, without the path: `?q=…&page=2`.
    #[must_use]
    pub fn query(&self, page: u64) -> String {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let number = page.to_string();
        if !self.q.is_empty() {
            pairs.push(("q", &self.q));
        }
        if let Some(quarter) = &self.quarter {
            pairs.push(("quartier", quarter));
        }
        if let Some(theme) = &self.theme {
            pairs.push(("theme", theme));
        }
        if let Some(size) = self.size {
            pairs.push(("taille", size.key()));
        }
        if self.grants {
            pairs.push(("aides", "1"));
        }
        if self.all {
            pairs.push(("toutes", "1"));
        }
        if self.sort != Sort::default() {
            pairs.push(("tri", self.sort.key()));
        }
        if page > 1 {
            pairs.push(("page", &number));
        }
        let mut text = String::new();
        for (name, value) in pairs {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            text.push_str(&encode(value));
        }
        text
    }

    /// Whether anything narrows the list.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !self.q.is_empty()
            || self.quarter.is_some()
            || self.theme.is_some()
            || self.size.is_some()
            || self.grants
    }

    /// Whether sleeping and dissolved bodies are left out. A search finds every one.
    #[must_use]
    pub fn living_only(&self) -> bool {
        !self.all && self.q.is_empty()
    }
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "1" | "oui" | "on" | "true" => Some(true),
        "0" | "non" | "false" => Some(false),
        _ => None,
    }
}

/// Percent-encoding of a query value (RFC 3986 unreserved characters stay).
#[must_use]
pub fn encode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The first day whose signs of life still count today.
#[must_use]
pub fn alive_since(today: CivilDate) -> String {
    add_months(today, -ALIVE_MONTHS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_the_form_sends() {
        let ask = Ask::read([
            ("q", " jardin "),
            ("quartier", ""),
            ("theme", "culture"),
            ("page", "2"),
        ])
        .unwrap();
        assert_eq!((ask.q.as_str(), ask.page), ("jardin", 2));
        assert!(!ask.living_only());
        assert_eq!(
            Ask::read([("theme", "foo")]),
            Err(AskError::Unknown("theme"))
        );
        assert_eq!(Ask::read([("page", "0")]), Err(AskError::Page));
        assert_eq!(
            Ask::read([("page", "99999999999999999999999")]),
            Err(AskError::Page)
        );
        assert!(Ask::read([("utm_source", "x")]).is_ok());
        assert!(Ask::read([]).unwrap().living_only());
    }

    #[test]
    fn addresses_are_encoded() {
        let ask = Ask {
            q: "l’été & co".into(),
            page: 1,
            ..Ask::default()
        };
        assert_eq!(ask.query(3), "?q=l%E2%80%99%C3%A9t%C3%A9%20%26%20co&page=3");
        assert_eq!(
            Ask {
                page: 1,
                ..Ask::default()
            }
            .query(1),
            ""
        );
    }

    proptest! {
        #[test]
        fn encoding_never_leaves_a_reserved_character(text in ".{0,40}") {
            let encoded = encode(&text);
            let allowed = encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b));
            prop_assert!(allowed);
        }
    }
}
