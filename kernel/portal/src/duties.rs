//! Pages that the law asks for: accessibility declaration, personal data, legal notice.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use door::{DoorKey, House};
use pages::{PageError, Shell, Visit};

use crate::msg::Msg;

/// The declaration that ships until the city records an audit: « non conforme », as décret 2019-768
/// asks where no valid audit exists. Format: accessibilite.numerique.gouv.fr.
#[derive(Template)]
#[template(path = "accessibility.html")]
pub(crate) struct AccessibilityPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) city: String,
    pub(crate) base_url: String,
    pub(crate) today: String,
    pub(crate) email: Option<String>,
}

/// What is noted of a visit, what the registers hold, which rights people have.
#[derive(Template)]
#[template(path = "privacy.html")]
pub(crate) struct PrivacyPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) city: String,
    /// Whether public registers are shown at all.
    pub(crate) registers: bool,
    pub(crate) email: Option<String>,
}

/// Publisher, host, licence, software.
#[derive(Template)]
#[template(path = "legal.html")]
pub(crate) struct LegalPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) entries: Vec<Entry>,
    /// Whether anything mandatory is missing.
    pub(crate) incomplete: bool,
    pub(crate) data_href: String,
    pub(crate) version: &'static str,
}

/// One line of the publisher's details; without a value it is marked as missing.
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) href: Option<String>,
}

pub(crate) async fn accessibility(
    visit: Visit,
    State(house): State<House>,
) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let city = house.city();
    Ok(pages::render(&AccessibilityPage {
        shell: shell(&visit, m.accessibility_title().into_owned()),
        m,
        city: city.name.clone(),
        base_url: city.base_url.clone(),
        today: pages::format::day(house.today(), visit.lang),
        email: city.contact_email.clone(),
    }))
}

pub(crate) async fn privacy(
    visit: Visit,
    State(house): State<House>,
) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let city = house.city();
    Ok(pages::render(&PrivacyPage {
        shell: shell(&visit, m.privacy_title().into_owned()),
        m,
        city: city.name.clone(),
        registers: house.has(DoorKey::Associations),
        email: city.contact_email.clone(),
    }))
}

pub(crate) async fn legal(visit: Visit, State(house): State<House>) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let entries = entries(&house, m);
    Ok(pages::render(&LegalPage {
        shell: shell(&visit, m.legal_title().into_owned()),
        m,
        incomplete: entries.iter().any(|entry| entry.value.is_none()),
        entries,
        data_href: visit.link("/donnees"),
        version: env!("CARGO_PKG_VERSION"),
    }))
}

fn shell(visit: &Visit, title: String) -> Shell {
    visit.shell(title.clone()).crumb(title, None)
}

fn entries(house: &House, m: Msg) -> Vec<Entry> {
    let city = house.city();
    let entry = |name: std::borrow::Cow<'static, str>, value: Option<String>| Entry {
        name: name.into_owned(),
        value,
        href: None,
    };
    let phone = city.contact_phone.clone();
    let email = city.contact_email.clone();
    vec![
        entry(m.legal_publisher_name(), Some(city.name.clone())),
        entry(m.legal_publisher_insee(), Some(city.insee.clone())),
        entry(m.legal_publisher_siret(), city.siret.clone()),
        // Not among the city's settings yet: always marked as missing rather than invented.
        entry(m.legal_publisher_director(), None),
        entry(m.legal_publisher_host(), None),
        Entry {
            href: phone.as_ref().map(|shown| {
                let digits = shown.chars().filter(|c| c.is_ascii_digit() || *c == '+');
                format!("tel:{}", digits.collect::<String>())
            }),
            ..entry(m.legal_publisher_phone(), phone)
        },
        Entry {
            href: email.as_ref().map(|address| format!("mailto:{address}")),
            ..entry(m.legal_publisher_email(), email)
        },
    ]
}
