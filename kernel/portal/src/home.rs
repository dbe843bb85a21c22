//! The home page: search, urgent numbers, open doors, what is going on now, figures.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use door::{DoorKey, Figure, House, NowItem};
use pages::{Shell, Visit};

use crate::msg::Msg;
use crate::numbers::{self, UrgentNumber};

/// At most this many lines under « En ce moment », so that the page stays short.
const MOST_NEWS: usize = 6;

#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) city: String,
    /// Where the search form leads, when there is something to search.
    pub(crate) search: Option<String>,
    pub(crate) examples: Vec<Example>,
    pub(crate) numbers: &'static [UrgentNumber],
    pub(crate) checked: Option<String>,
    pub(crate) cards: Vec<Card>,
    pub(crate) now: Vec<NowItem>,
    pub(crate) contact: Option<Contact>,
    pub(crate) figures: Vec<Figure>,
    /// A door could not read its records: the page says so, and shows the rest.
    pub(crate) unavailable: bool,
    /// The days from which the figures were taken, once each.
    pub(crate) figure_days: Vec<String>,
}

/// A search that may be tried.
pub(crate) struct Example {
    pub(crate) text: String,
    pub(crate) href: String,
}

/// A destination that exists.
pub(crate) struct Card {
    pub(crate) icon: &'static str,
    pub(crate) title: String,
    pub(crate) blurb: String,
    pub(crate) href: String,
}

/// How to reach a person of the city.
pub(crate) struct Contact {
    pub(crate) phone: Option<String>,
    /// The telephone number as a link wants it: digits and `+`.
    pub(crate) dial: String,
    pub(crate) email: Option<String>,
}

/// The page answers even when the database does not: somebody may be looking for an urgent number. Its
/// status then says 503, for machines.
pub(crate) async fn page(visit: Visit, State(house): State<House>) -> Response {
    let lang = visit.lang;
    let m = Msg::new(lang);
    let mut unavailable = false;
    let mut now: Vec<NowItem> = Vec::new();
    let mut figures: Vec<Figure> = Vec::new();
    for door in house.doors() {
        match (door.home)(&house, lang).await {
            Ok(part) => {
                now.extend(part.now);
                figures.extend(part.figures);
            }
            Err(error) => {
                tracing::error!(door = door.key.name(), %error, "home page without its part");
                unavailable = true;
            }
        }
    }
    now.truncate(MOST_NEWS);
    // Doors give paths of the portal; the visitor stays in their language.
    for href in now
        .iter_mut()
        .map(|item| &mut item.href)
        .chain(figures.iter_mut().map(|figure| &mut figure.href))
    {
        if href.starts_with('/') {
            *href = visit.link(href);
        }
    }
    let mut figure_days: Vec<String> = Vec::new();
    for figure in &figures {
        if !figure.as_of.is_empty() && !figure_days.contains(&figure.as_of) {
            figure_days.push(figure.as_of.clone());
        }
    }
    let page = HomePage {
        shell: visit.shell(m.home_title()).hero(),
        m,
        city: house.city().name.clone(),
        search: house
            .has(DoorKey::Associations)
            .then(|| visit.link("/associations")),
        examples: [m.home_example_1(), m.home_example_2(), m.home_example_3()]
            .map(|text| Example {
                href: format!("{}?q={}", visit.link("/associations"), query_value(&text)),
                text: text.into_owned(),
            })
            .into(),
        numbers: numbers::urgent(),
        checked: numbers::all_checked_since().map(|day| pages::format::day(day, lang)),
        cards: cards(&house, &visit, m),
        now,
        contact: contact(&house),
        figures,
        unavailable,
        figure_days,
    };
    if unavailable {
        pages::render_with_status(StatusCode::SERVICE_UNAVAILABLE, &page)
    } else {
        pages::render(&page)
    }
}

fn cards(house: &House, visit: &Visit, m: Msg) -> Vec<Card> {
    let mut cards: Vec<Card> = house
        .doors()
        .iter()
        .map(|door| Card {
            icon: door.icon,
            title: (door.title)(visit.lang),
            blurb: (door.blurb)(visit.lang),
            href: visit.link(door.path),
        })
        .collect();
    if !cards.is_empty() {
        cards.push(Card {
            icon: "database",
            title: m.home_data_title().into_owned(),
            blurb: m.home_data_blurb().into_owned(),
            href: visit.link("/donnees"),
        });
        cards.push(Card {
            icon: "file-text",
            title: m.home_api_title().into_owned(),
            blurb: m.home_api_blurb().into_owned(),
            href: visit.link("/api"),
        });
    }
    cards
}

fn contact(house: &House) -> Option<Contact> {
    let phone = house.city().contact_phone.clone();
    let email = house.city().contact_email.clone();
    if phone.is_none() && email.is_none() {
        return None;
    }
    let dial = phone.iter().flat_map(|shown| shown.chars());
    Some(Contact {
        dial: dial.filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        phone,
        email,
    })
}

/// A text as the value of a query parameter.
fn query_value(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn query_values_are_encoded() {
        assert_eq!(query_value("aide alimentaire"), "aide+alimentaire");
        assert_eq!(
            query_value("l’été & plus"),
            "l%E2%80%99%C3%A9t%C3%A9+%26+plus"
        );
    }
}
