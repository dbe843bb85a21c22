//! The page of one association, and how to have it corrected.

use std::sync::Arc;

use askama::Template;
use pages::axum::extract::{Path, State as Shared};
use pages::axum::response::{IntoResponse, Redirect, Response};
use pages::{Html, PageError, Shell, Visit};

use crate::grants::store as grants;
use crate::publication::Register;
use crate::register::entry::Entry;
use crate::register::masks::model::key_of;
use crate::register::store::Key;
use crate::sheet::store;
use crate::sheet::view::{self, Fact, GrantRow, Stat};
use crate::state::{Moment, State};
use crate::words::Msg;
use crate::words::names;

/// The page of an association.
#[derive(Template)]
#[template(path = "sheet.html")]
pub struct SheetPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) kick: String,
    pub(crate) name: String,
    pub(crate) tag: (&'static str, String),
    pub(crate) stats: Vec<Stat>,
    pub(crate) object: String,
    pub(crate) object_source: String,
    pub(crate) chart: Option<Html>,
    pub(crate) grants: Vec<GrantRow>,
    pub(crate) total: String,
    pub(crate) identity: Vec<Fact>,
    pub(crate) website: Option<String>,
    pub(crate) provenance: Vec<String>,
    pub(crate) correct: String,
    pub(crate) json: String,
    pub(crate) data: String,
}

/// The page that says how to have a fact corrected.
#[derive(Template)]
#[template(path = "correct.html")]
pub struct CorrectPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) name: String,
    pub(crate) back: String,
    pub(crate) email: Option<String>,
}

/// Finds the entry a visitor asks for: by its reference, or by a number that leads to it.
enum Wanted {
    Here(Box<Entry>),
    Elsewhere(String),
}

async fn wanted(state: &State, moment: &Moment, number: &str) -> Result<Wanted, PageError> {
    let (key, value) = key_of(number).ok_or(PageError::NotFound)?;
    let db = state.house.storage().reader();
    let generation = moment.seen.generation;
    match store::visible(db, generation, key, &value).await? {
        Some(entry) if key == Key::Reference && value == number => {
            Ok(Wanted::Here(Box::new(entry)))
        }
        Some(entry) => Ok(Wanted::Elsewhere(entry.reference)),
        None if key == Key::Reference => store::moved_to(db, generation, &value)
            .await?
            .map(Wanted::Elsewhere)
            .ok_or(PageError::NotFound),
        None => Err(PageError::NotFound),
    }
}

/// `GET /associations/{number}`
///
/// # Errors
/// When nobody has this number, or the database does not answer.
pub async fn sheet(
    visit: Visit,
    Path(number): Path<String>,
    Shared(state): Shared<Arc<State>>,
) -> Result<Response, PageError> {
    let moment = state.moment().await?;
    let entry = match wanted(&state, &moment, &number).await? {
        Wanted::Here(entry) => entry,
        Wanted::Elsewhere(reference) => {
            let to = visit.link(&format!("/associations/{reference}"));
            return Ok(Redirect::permanent(&to).into_response());
        }
    };
    let db = state.house.storage().reader();
    let (rna, siren) = (entry.rna.as_deref(), entry.siren.as_deref());
    let list = grants::visible_of(db, moment.seen.generation, rna, siren).await?;
    let sources = state.sources(&moment).await?;
    Ok(pages::render(&page(
        &visit, &entry, &list, &sources, &moment,
    )))
}

fn page(
    visit: &Visit,
    entry: &Entry,
    list: &[grants::GrantVersion],
    sources: &[crate::state::Source],
    moment: &Moment,
) -> SheetPage {
    let (m, lang) = (Msg::new(visit.lang), visit.lang);
    let name = names::tidy(&entry.name);
    let rna = entry.facts.rna.as_ref();
    let asleep = entry
        .sign_of_life
        .as_deref()
        .is_none_or(|day| day < moment.alive_since.as_str());
    let tag = match (entry.active, asleep) {
        (false, _) => ("no", m.sheet_tag_dissolved().into_owned()),
        (true, true) => ("wait", m.sheet_tag_sleeping().into_owned()),
        (true, false) => ("ok", m.sheet_tag_living().into_owned()),
    };
    let snapshot = view::snapshot(Register::Rna.key(), sources);
    let total = entry.grants_cents;
    SheetPage {
        shell: visit
            .shell(name.clone())
            .crumb(m.list_title(), Some("/associations"))
            .crumb(name.clone(), None),
        m,
        kick: match &entry.quarter {
            Some(quarter) => format!("{}, {quarter}", names::theme(&entry.theme, m)),
            None => names::theme(&entry.theme, m).into_owned(),
        },
        name,
        tag,
        stats: view::stats(entry, m, lang),
        object: rna.map(|r| names::tidy(&r.object)).unwrap_or_default(),
        object_source: snapshot
            .map(|day| m.sheet_object_source(names::day(day, lang)).to_string())
            .unwrap_or_default(),
        chart: view::chart(entry, m, lang),
        grants: view::grants(list, sources, m, lang),
        total: pages::format::euros(values::Cents(total), lang),
        identity: view::identity(entry, m, lang),
        website: rna
            .map(|r| r.website.clone())
            .and_then(|site| web_address(&site)),
        provenance: view::provenance(entry, sources, m, lang),
        correct: visit.link(&format!("/associations/{}/corriger", entry.reference)),
        json: format!("/api/v1/associations/{}", entry.reference),
        data: visit.link("/donnees"),
    }
}

/// A declared web site as an address that is safe to follow: `http` or `https` only.
fn web_address(declared: &str) -> Option<String> {
    let text = declared.trim();
    let lower = text.to_ascii_lowercase();
    let harmless = !text.is_empty()
        && text.len() <= 200
        && !text.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\')
        });
    if !harmless {
        return None;
    }
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return Some(text.to_owned());
    }
    let is_host = lower.split(['/', '?', '#']).next().is_some_and(|host| {
        host.contains('.')
            && host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    });
    is_host.then(|| format!("http://{text}"))
}

/// `GET /associations/{number}/corriger`
///
/// # Errors
/// When nobody has this number, or the database does not answer.
pub async fn correct(
    visit: Visit,
    Path(number): Path<String>,
    Shared(state): Shared<Arc<State>>,
) -> Result<Response, PageError> {
    let moment = state.moment().await?;
    let entry = match wanted(&state, &moment, &number).await? {
        Wanted::Here(entry) => entry,
        Wanted::Elsewhere(reference) => {
            let to = visit.link(&format!("/associations/{reference}/corriger"));
            return Ok(Redirect::permanent(&to).into_response());
        }
    };
    let m = Msg::new(visit.lang);
    let name = names::tidy(&entry.name);
    let back = format!("/associations/{}", entry.reference);
    Ok(pages::render(&CorrectPage {
        shell: visit
            .shell(m.correct_title())
            .crumb(m.list_title(), Some("/associations"))
            .crumb(name.clone(), Some(&back))
            .crumb(m.correct_title(), None)
            .unlisted(),
        m,
        name,
        back: visit.link(&back),
        email: state.house.city().contact_email.clone(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(
            web_address("www.jardin.fr").as_deref(),
            Some("http://www.jardin.fr")
        );
        assert_eq!(
            web_address("https://jardin.fr/x").as_deref(),
            Some("https://jardin.fr/x")
        );
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "non",
            "",
            "a b.fr",
            "jardin.fr\"onclick",
        ] {
            assert_eq!(web_address(bad), None, "{bad}");
        }
    }
}
