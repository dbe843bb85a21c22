//! The list as a page.

use std::sync::Arc;

use askama::Template;
use pages::axum::extract::{RawQuery, State as Shared};
use pages::axum::response::Response;
use pages::{PageError, Pager, Shell, Visit, format};
use values::{Cents, Lang};

use crate::listing::find::{Found, find};
use crate::listing::model::{Ask, AskError, PAGE, Sort};
use crate::register::entry::{Entry, Size};
use crate::state::{Moment, State};
use crate::words::Msg;
use crate::words::names;

/// The page.
#[derive(Template)]
#[template(path = "list.html")]
pub struct ListPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) action: String,
    pub(crate) q: String,
    pub(crate) headline: String,
    pub(crate) cut: Option<String>,
    pub(crate) near: bool,
    pub(crate) rows: Vec<Row>,
    pub(crate) quarters: Vec<Choice>,
    pub(crate) themes: Vec<Choice>,
    pub(crate) sizes: Vec<Choice>,
    pub(crate) sorts: Vec<Choice>,
    pub(crate) grants: bool,
    pub(crate) narrowed: bool,
    pub(crate) searching: bool,
    pub(crate) all: bool,
    pub(crate) others: Option<String>,
    pub(crate) other_view: String,
    pub(crate) register_empty: bool,
    pub(crate) pager: Pager,
    pub(crate) figures: String,
    pub(crate) data: String,
}

/// One association of the list.
pub struct Row {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) about: String,
    /// The page is not in French, and the texts of the register are.
    pub(crate) translated: bool,
    pub(crate) state: Option<String>,
    pub(crate) heard: String,
    pub(crate) money: Option<String>,
}

/// One value of a filter.
pub struct Choice {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) selected: bool,
}

/// `GET /associations`
///
/// # Errors
/// When the address asks for what does not exist, or the database does not answer.
pub async fn list(
    visit: Visit,
    RawQuery(query): RawQuery,
    Shared(state): Shared<Arc<State>>,
) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let ask = read(query.as_deref().unwrap_or_default(), m)?;
    let moment = state.moment().await?;
    let found = find(&state, &moment, &ask).await?;
    let pages = found.total.div_ceil(PAGE).max(1);
    if ask.page > pages {
        let message = m
            .list_bad_page(i64::try_from(pages).unwrap_or(i64::MAX))
            .to_string();
        return Err(PageError::BadRequest { message });
    }
    Ok(pages::render(
        &page(&visit, &state, &moment, &ask, found).await?,
    ))
}

/// Reads the address.
///
/// # Errors
/// With a message in the visitor's language.
pub fn read(query: &str, m: Msg) -> Result<Ask, PageError> {
    let pairs: Vec<(String, String)> = form_pairs(query);
    Ask::read(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
    .map_err(|error| {
        let message = match error {
            AskError::Unknown(name) => m.list_bad_filter(name).to_string(),
            AskError::Page => m.list_bad_page_number().into_owned(),
        };
        PageError::BadRequest { message }
    })
}

/// The pairs of a query, `+` and percent-encoding undone; what is no UTF-8 is replaced, never refused.
#[must_use]
pub fn form_pairs(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = [ahead.next(), ahead.next()];
                let value = match digits {
                    [Some(high), Some(low)] => hex(high).zip(hex(low)),
                    _ => None,
                };
                match value {
                    Some((high, low)) => {
                        bytes.push(high * 16 + low);
                        rest = ahead;
                    }
                    None => bytes.push(b'%'),
                }
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

async fn page(
    visit: &Visit,
    state: &State,
    moment: &Moment,
    ask: &Ask,
    found: Found,
) -> Result<ListPage, PageError> {
    let m = Msg::new(visit.lang);
    let lang = visit.lang;
    let facets = state.facets(moment, ask.all || !ask.q.is_empty()).await?;
    let total = i64::try_from(found.total).unwrap_or(i64::MAX);
    let headline = if ask.q.is_empty() {
        m.list_count(total).to_string()
    } else {
        m.list_found(total, &ask.q).to_string()
    };
    let everything = Ask {
        all: true,
        ..ask.clone()
    };
    let living = Ask {
        all: false,
        ..ask.clone()
    };
    let others = if ask.living_only() {
        let all = state.count(moment, &everything).await?;
        Some(all.saturating_sub(found.total)).filter(|others| *others > 0)
    } else {
        None
    };
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX), lang);
    let choice = |key: &str, label: String, chosen: Option<&str>| Choice {
        selected: chosen == Some(key),
        key: key.to_owned(),
        label,
    };
    let mut themes: Vec<Choice> = facets
        .themes
        .iter()
        .map(|(key, count)| {
            let label = format!("{} ({})", names::theme(key, m), number(*count));
            choice(key, label, ask.theme.as_deref())
        })
        .collect();
    themes.sort_by_key(|choice| crate::register::fold::sort_key(&choice.label));
    let known: u64 = facets.themes.iter().map(|(_, count)| count).sum();
    Ok(ListPage {
        shell: visit.shell(m.list_title()).crumb(m.list_title(), None),
        m,
        action: visit.link("/associations"),
        q: ask.q.clone(),
        headline,
        near: found.near,
        cut: found
            .cut
            .then(|| m.list_first_hits(number(found.total)).to_string()),
        rows: found
            .entries
            .iter()
            .map(|entry| row(entry, visit, m, moment))
            .collect(),
        quarters: facets
            .quarters
            .iter()
            .map(|(key, count)| {
                choice(
                    key,
                    format!("{key} ({})", number(*count)),
                    ask.quarter.as_deref(),
                )
            })
            .collect(),
        themes,
        sizes: Size::ALL
            .into_iter()
            .filter_map(|size| {
                let count = facets.sizes.iter().find(|(key, _)| key == size.key())?.1;
                let label = format!("{} ({})", names::size(size, m), number(count));
                Some(choice(size.key(), label, ask.size.map(Size::key)))
            })
            .collect(),
        sorts: Sort::ALL
            .into_iter()
            .map(|sort| {
                let label = match sort {
                    Sort::Name => m.list_sort_name(),
                    Sort::Money => m.list_sort_money(),
                    Sort::Recent => m.list_sort_recent(),
                };
                choice(sort.key(), label.into_owned(), Some(ask.sort.key()))
            })
            .collect(),
        grants: ask.grants,
        narrowed: ask.narrows(),
        searching: !ask.q.is_empty(),
        all: ask.all,
        others: others.map(|count| m.list_show_all(number(count)).to_string()),
        other_view: if ask.all {
            format!("{}{}", visit.link("/associations"), living.query(1))
        } else {
            format!("{}{}", visit.link("/associations"), everything.query(1))
        },
        register_empty: known == 0 && !ask.narrows(),
        pager: Pager::new(
            &visit.link("/associations"),
            ask.query(1).trim_start_matches('?'),
            usize::try_from(ask.page).unwrap_or(1),
            usize::try_from(PAGE).unwrap_or(50),
            usize::try_from(found.total).unwrap_or(usize::MAX),
            lang,
        ),
        figures: visit.link("/associations/chiffres"),
        data: visit.link("/donnees"),
    })
}

fn row(entry: &Entry, visit: &Visit, m: Msg, moment: &Moment) -> Row {
    let lang: Lang = visit.lang;
    let object = entry
        .facts
        .rna
        .as_ref()
        .map(|r| r.object.as_str())
        .unwrap_or_default();
    let mut parts = vec![names::theme(&entry.theme, m).into_owned()];
    parts.extend(entry.quarter.clone());
    if !entry.in_city {
        parts.push(m.list_elsewhere().into_owned());
    }
    let about = names::beginning(object, 110);
    let asleep = entry
        .sign_of_life
        .as_deref()
        .is_none_or(|day| day < moment.alive_since.as_str());
    let state = if !entry.active {
        Some(m.list_dissolved().into_owned())
    } else {
        asleep.then(|| m.sheet_tag_sleeping().into_owned())
    };
    Row {
        href: visit.link(&format!("/associations/{}", entry.reference)),
        name: names::tidy(&entry.name),
        place: parts.join(", "),
        about,
        translated: visit.lang != Lang::Fr,
        state,
        heard: match &entry.sign_of_life {
            Some(day) => m.list_heard(names::year(day)).to_string(),
            None => m.list_never_heard().into_owned(),
        },
        money: (entry.grants_cents > 0)
            .then(|| format::euros_short(Cents(entry.grants_cents), lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_and_never_refused() {
        assert_eq!(
            form_pairs("q=l%E2%80%99%C3%A9t%C3%A9+chaud&page=2&x"),
            [
                ("q".to_owned(), "l’été chaud".to_owned()),
                ("page".to_owned(), "2".to_owned()),
                ("x".to_owned(), String::new())
            ]
        );
        assert_eq!(form_pairs("q=100%&r=%zz%FF")[1].1, "%zz\u{fffd}");
    }
}
