//! What the catalogue says of this door's files.

use ::door::{Dataset, Distribution, House};
use storage::StorageError;
use values::Lang;

use crate::open_data::files::ExportFile;
use crate::open_data::{Export, ExportError};
use crate::state::State;
use crate::words::Msg;

/// Licence Ouverte 2.0 of Etalab.
const LICENCE: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence";
/// The SCDL schema in force.
const SCDL: &str = "https://schema.data.gouv.fr/schemas/scdl/subventions/2.1.1/schema.json";

/// The datasets of this door.
///
/// # Errors
/// The database's. Files that cannot be made for want of space are left out.
pub async fn datasets(house: &House, lang: Lang) -> Result<Vec<Dataset>, StorageError> {
    let state = State::of(house).map_err(|error| StorageError::BadValue(error.to_string()))?;
    let files = match state.exports.current(&state).await {
        Ok(files) => files,
        Err(ExportError::Storage(error)) => return Err(error),
        Err(ExportError::Io { path, error }) => {
            return Err(StorageError::Full(format!("{path} : {error}")));
        }
    };
    let moment = state.moment().await?;
    let sources = state.sources(&moment).await?;
    let figures = state.figures(&moment).await?;
    let m = Msg::new(lang);
    let modified = |registers: &[&str]| {
        sources
            .iter()
            .filter(|source| registers.contains(&source.register.as_str()))
            .map(|source| source.snapshot_on.clone())
            .max()
    };
    let years = figures.years.first().zip(figures.years.last());
    Ok(vec![
        Dataset {
            identifier: "associations",
            title: m.data_associations_title().into_owned(),
            description: m.data_associations_text().into_owned(),
            keywords: ["association", "rna", "sirene", "vie associative"]
                .map(str::to_owned)
                .into(),
            licence: LICENCE,
            frequency: "MONTHLY",
            modified: modified(&["rna", "sirene"]),
            temporal: None,
            distributions: distributions(
                &files,
                m,
                &[Export::AssociationsCsv, Export::AssociationsJson],
            ),
        },
        Dataset {
            identifier: "subventions",
            title: m.data_grants_title().into_owned(),
            description: m.data_grants_text().into_owned(),
            keywords: ["subvention", "association", "scdl", "dépense publique"]
                .map(str::to_owned)
                .into(),
            licence: LICENCE,
            frequency: "QUARTERLY",
            modified: modified(&["grants", "budget-annex"]),
            temporal: years.map(|(first, last)| {
                (
                    format!("{:04}-01-01", first.year),
                    format!("{:04}-12-31", last.year),
                )
            }),
            distributions: distributions(
                &files,
                m,
                &[Export::GrantsScdl, Export::GrantsCsv, Export::GrantsJson],
            ),
        },
    ])
}

fn distributions(files: &[ExportFile], m: Msg, wanted: &[Export]) -> Vec<Distribution> {
    files
        .iter()
        .filter(|file| wanted.contains(&file.export))
        .map(|file| {
            let (title, format, schema) = match file.export {
                Export::AssociationsCsv | Export::GrantsCsv => (m.data_csv(), "CSV", None),
                Export::AssociationsJson | Export::GrantsJson => (m.data_json(), "JSON", None),
                Export::GrantsScdl => (m.data_scdl(), "CSV", Some(SCDL)),
            };
            Distribution {
                title: title.into_owned(),
                path: format!("/associations/export/{}", file.export.file_name()),
                media_type: file
                    .export
                    .media_type()
                    .split(';')
                    .next()
                    .unwrap_or_default(),
                format,
                bytes: file.bytes,
                sha256: file.sha256.clone(),
                conforms_to: schema,
            }
        })
        .collect()
}
