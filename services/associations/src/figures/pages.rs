//! The figures as a page.

use std::sync::Arc;

use askama::Template;
use pages::axum::extract::State as Shared;
use pages::axum::response::Response;
use pages::chart::{Bar, Bars, Share, Shares, bars, shares};
use pages::{Html, PageError, Shell, Visit, format};
use values::{Cents, Lang};

use crate::figures::model::{Figures, GROUP_YEARS, GroupSum};
use crate::listing::model::encode;
use crate::state::State;
use crate::words::Msg;
use crate::words::names;

/// The page.
#[derive(Template)]
#[template(path = "figures.html")]
pub struct FiguresPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) living: String,
    pub(crate) known: String,
    pub(crate) last_year: Option<(String, String)>,
    pub(crate) years: Option<Html>,
    pub(crate) period: String,
    pub(crate) themes: Html,
    pub(crate) quarters: Html,
    pub(crate) grantors: Html,
    pub(crate) data: String,
}

/// `GET /associations/chiffres`
///
/// # Errors
/// When the database does not answer.
pub async fn figures(
    visit: Visit,
    Shared(state): Shared<Arc<State>>,
) -> Result<Response, PageError> {
    let moment = state.moment().await?;
    let figures = state.figures(&moment).await?;
    Ok(pages::render(&page(&visit, &figures)))
}

pub(crate) fn page(visit: &Visit, figures: &Figures) -> FiguresPage {
    let (m, lang) = (Msg::new(visit.lang), visit.lang);
    let number = |count: u64| format::number(i64::try_from(count).unwrap_or(i64::MAX), lang);
    let newest = figures.years.last().map_or(0, |year| year.year);
    let oldest = figures.years.first().map_or(0, |year| year.year);
    let first = oldest
        .max(newest.saturating_sub(GROUP_YEARS - 1))
        .to_string();
    let themes: Vec<Share> = figures
        .themes
        .iter()
        .map(|group| Share {
            label: names::theme(&group.key, m).into_owned(),
            href: Some(visit.link(&format!(
                "/associations?theme={}&aides=1&toutes=1&tri=montant",
                group.key
            ))),
            value: group.cents,
        })
        .collect();
    let quarters: Vec<Share> = figures
        .quarters
        .iter()
        .map(|group| Share {
            label: if group.key.is_empty() {
                m.figures_unknown_quarter().into_owned()
            } else {
                group.key.clone()
            },
            href: (!group.key.is_empty()).then(|| {
                let query = format!(
                    "/associations?quartier={}&aides=1&toutes=1&tri=montant",
                    encode(&group.key)
                );
                visit.link(&query)
            }),
            value: group.cents,
        })
        .collect();
    let grantors: Vec<Share> = figures.grantors.iter().map(plain).collect();
    let theme_title = finding(&themes, lang, |name, amount| {
        m.figures_by_theme_finding(name, amount).to_string()
    });
    let known_quarters: Vec<Share> = quarters
        .iter()
        .filter(|share| share.href.is_some())
        .cloned()
        .collect();
    let quarter_title = finding(&known_quarters, lang, |name, amount| {
        m.figures_by_quarter_finding(name, amount).to_string()
    });
    let table = |id: &str, title: &str, head: &str, rows: &[Share]| {
        if rows.is_empty() {
            return Html::default();
        }
        let chart = Shares {
            id,
            title,
            head,
            value_head: &m.figures_col_amount(),
            rows,
            cell: &|cents| format::euros(Cents(cents), lang),
        };
        shares(&chart, lang)
    };
    FiguresPage {
        shell: visit
            .shell(m.figures_title())
            .crumb(m.list_title(), Some("/associations"))
            .crumb(m.figures_kick(), None),
        m,
        living: number(figures.living),
        known: number(figures.known),
        last_year: figures.years.last().map(|year| {
            let label = m.figures_last_year(year.year.to_string()).to_string();
            (format::euros_short(Cents(year.cents), lang), label)
        }),
        years: years(figures, m, lang),
        period: m.figures_group_unit(&first, newest.to_string()).to_string(),
        themes: table("par-theme", &theme_title, &m.figures_col_theme(), &themes),
        quarters: table(
            "par-quartier",
            &quarter_title,
            &m.figures_col_quarter(),
            &quarters,
        ),
        grantors: table(
            "par-financeur",
            &m.figures_by_grantor(),
            &m.figures_col_grantor(),
            &grantors,
        ),
        data: visit.link("/donnees"),
    }
}

fn plain(group: &GroupSum) -> Share {
    Share {
        label: group.key.clone(),
        href: None,
        value: group.cents,
    }
}

fn finding(rows: &[Share], lang: Lang, say: impl Fn(&str, &str) -> String) -> String {
    rows.first().map_or_else(String::new, |top| {
        say(&top.label, &format::euros_short(Cents(top.value), lang))
    })
}

fn years(figures: &Figures, m: Msg, lang: Lang) -> Option<Html> {
    let (first, last) = (figures.years.first()?, figures.years.last()?);
    // Long gaps (a list of 2010 beside recent years) would make empty bars: the chart shows ten years.
    let from = first.year.max(last.year.saturating_sub(9));
    let rows: Vec<Bar> = (from..=last.year)
        .map(|year| Bar {
            label: year.to_string(),
            values: vec![
                figures
                    .years
                    .iter()
                    .filter(|y| y.year == year)
                    .map(|y| y.cents)
                    .sum(),
            ],
        })
        .collect();
    let total: i64 = rows.iter().flat_map(|bar| &bar.values).sum();
    let (from, to) = (from.to_string(), last.year.to_string());
    let chart = Bars {
        id: "par-annee",
        title: &m.figures_by_year_finding(format::euros_short(Cents(total), lang), &from),
        unit: &m.figures_by_year_unit(),
        summary: &m.figures_by_year_label(&from, &to),
        head: &m.figures_col_year(),
        series: &[&m.figures_col_amount()],
        rows: &rows,
        mark: &|cents| format::euros_short(Cents(cents), lang),
        cell: &|cents| format::euros(Cents(cents), lang),
    };
    Some(bars(&chart, lang))
}
