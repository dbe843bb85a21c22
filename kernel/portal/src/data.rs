//! The open data page and the catalogue in its three spellings.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use calendar::CivilDate;
use door::{Dataset, House};
use pages::{PageError, Shell, Visit};
use values::Lang;

use crate::catalogue;
use crate::msg::Msg;
use crate::rdf;

#[derive(Template)]
#[template(path = "data.html")]
pub(crate) struct DataPage {
    pub(crate) shell: Shell,
    pub(crate) m: Msg,
    pub(crate) datasets: Vec<ShownDataset>,
    pub(crate) api_href: String,
}

/// A dataset as the page shows it.
pub(crate) struct ShownDataset {
    pub(crate) identifier: &'static str,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) licence: &'static str,
    pub(crate) licence_name: &'static str,
    pub(crate) modified: Option<String>,
    pub(crate) period: Option<(String, String)>,
    pub(crate) frequency: String,
    pub(crate) keywords: String,
    pub(crate) files: Vec<ShownFile>,
}

/// A file as the page shows it.
pub(crate) struct ShownFile {
    pub(crate) title: String,
    pub(crate) href: String,
    pub(crate) format: &'static str,
    pub(crate) size: String,
    pub(crate) sha256: String,
    pub(crate) schema: Option<&'static str>,
}

pub(crate) async fn page(visit: Visit, State(house): State<House>) -> Result<Response, PageError> {
    let m = Msg::new(visit.lang);
    let datasets = datasets(&house, visit.lang).await?;
    let title = m.data_title().into_owned();
    Ok(pages::render(&DataPage {
        shell: visit.shell(title.clone()).crumb(title, None),
        m,
        datasets: datasets.into_iter().map(|each| shown(each, m)).collect(),
        api_href: visit.link("/api"),
    }))
}

pub(crate) async fn turtle(State(house): State<House>) -> Result<Response, PageError> {
    let nodes = catalogue::graph(house.city(), &datasets(&house, Lang::Fr).await?);
    Ok(file("text/turtle; charset=utf-8", rdf::turtle(&nodes)))
}

pub(crate) async fn json_ld(State(house): State<House>) -> Result<Response, PageError> {
    let nodes = catalogue::graph(house.city(), &datasets(&house, Lang::Fr).await?);
    Ok(file(
        "application/ld+json",
        rdf::json_ld(&nodes).to_string(),
    ))
}

pub(crate) async fn xml(State(house): State<House>) -> Result<Response, PageError> {
    let nodes = catalogue::graph(house.city(), &datasets(&house, Lang::Fr).await?);
    Ok(file("application/rdf+xml; charset=utf-8", rdf::xml(&nodes)))
}

fn file(media_type: &'static str, text: String) -> Response {
    ([(header::CONTENT_TYPE, media_type)], text).into_response()
}

async fn datasets(house: &House, lang: Lang) -> Result<Vec<Dataset>, PageError> {
    let mut all = Vec::new();
    for door in house.doors() {
        all.extend((door.datasets)(house, lang).await?);
    }
    Ok(all)
}

pub(crate) fn shown(dataset: Dataset, m: Msg) -> ShownDataset {
    let lang = m.lang();
    let day = |iso: &str| {
        let day: Option<CivilDate> = iso.get(..10).and_then(|text| text.parse().ok());
        day.map_or_else(|| iso.to_owned(), |day| pages::format::day(day, lang))
    };
    let files = dataset.distributions.into_iter().map(|file| ShownFile {
        title: file.title,
        href: file.path,
        format: file.format,
        size: pages::format::bytes(file.bytes, lang),
        sha256: file.sha256,
        schema: file.conforms_to,
    });
    ShownDataset {
        identifier: dataset.identifier,
        title: dataset.title,
        description: dataset.description,
        licence: dataset.licence,
        licence_name: licence_name(dataset.licence),
        modified: dataset.modified.as_deref().map(day),
        period: dataset.temporal.map(|(from, to)| (day(&from), day(&to))),
        frequency: frequency(dataset.frequency, m),
        keywords: dataset.keywords.join(", "),
        files: files.collect(),
    }
}

/// The name under which a licence is known; its address where we know no name.
fn licence_name(licence: &'static str) -> &'static str {
    if licence.contains("etalab") || licence.contains("licence-ouverte") {
        "Licence Ouverte 2.0"
    } else if licence.contains("odbl") {
        "ODbL 1.0"
    } else {
        licence
    }
}

/// The EU's frequency codes, in words.
fn frequency(code: &str, m: Msg) -> String {
    let text = match code {
        "DAILY" => m.data_frequency_daily(),
        "WEEKLY" => m.data_frequency_weekly(),
        "MONTHLY" => m.data_frequency_monthly(),
        "QUARTERLY" => m.data_frequency_quarterly(),
        "ANNUAL" => m.data_frequency_annual(),
        _ => m.data_frequency_irregular(),
    };
    text.into_owned()
}
