//! Pages that the law asks for: accessibility declaration, personal data, legal notice.

use std::borrow::Cow;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use door::{DoorKey, House};
use pages::{Accessibility, PageError, Shell, Visit};

use crate::msg::Msg;

/// The accessibility declaration. It ships as « non conforme », as décret 2019-768 asks where no valid
/// audit exists, and says otherwise only when the city's settings do. Format: accessibilite.numerique.gouv.fr.
#[derive(Template)]
#[template(path = "accessibility.html")]
pub(crate) struct AccessibilityPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) city: String,
    pub(crate) base_url: String,
    pub(crate) declared: Declared,
    pub(crate) email: Option<String>,
}

/// What the declaration says, which must agree with the mention in the footer of every page.
pub(crate) struct Declared {
    pub(crate) answer: Cow<'static, str>,
    pub(crate) lead: Cow<'static, str>,
    pub(crate) state: Cow<'static, str>,
    pub(crate) results: Cow<'static, str>,
    pub(crate) content: Cow<'static, str>,
    pub(crate) established: String,
    /// An audit is claimed: its details are then due and marked as missing, for no record of it exists here.
    pub(crate) audited: bool,
}

impl Declared {
    fn of(level: Accessibility, m: Msg, today: &str) -> Self {
        let (answer, state) = match level {
            Accessibility::NonCompliant => {
                return Self {
                    answer: m.accessibility_answer(),
                    lead: m.accessibility_lead(),
                    state: m.accessibility_state(),
                    results: m.accessibility_results(),
                    content: m.accessibility_content(),
                    established: m.accessibility_established(today),
                    audited: false,
                };
            }
            Accessibility::Partly => (
                m.accessibility_answer_partly(),
                m.accessibility_state_partly(),
            ),
            Accessibility::Fully => (
                m.accessibility_answer_fully(),
                m.accessibility_state_fully(),
            ),
        };
        Self {
            answer,
            lead: m.accessibility_lead_audited(),
            state,
            results: m.accessibility_results_audited(),
            content: m.accessibility_content_audited(),
            established: m.accessibility_as_of(today),
            audited: true,
        }
    }
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
        declared: Declared::of(
            visit.site.accessibility,
            m,
            &pages::format::day(house.today(), visit.lang),
        ),
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
    let entry = |name: Cow<'static, str>, value: Option<String>| Entry {
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
