//! Files in and out: the commands of the doors.

use std::path::{Path, PathBuf};

use associations::masks;
use associations::masks::model::{MaskError, Reason};
use associations::open_data::{self, Export};
use associations::publication::{self, Options, Register, Report};

use crate::args::{ExportName, RegisterName};
use crate::failure::Failure;
use crate::house::{Open, Place};
use crate::progress::Bars;

/// `solidaire import`.
pub(crate) async fn import(
    place: Place,
    register: RegisterName,
    file: PathBuf,
    keep_valid: bool,
) -> Result<(), Failure> {
    readable(&file)?;
    let opened = Open::city(place).await?;
    let register = match register {
        RegisterName::Rna => Register::Rna,
        RegisterName::Sirene => Register::Sirene,
        RegisterName::Grants => Register::Grants,
        RegisterName::BudgetAnnex => Register::BudgetAnnex,
        RegisterName::Streets => {
            let count = associations::streets::import(&opened.house, &file).await?;
            say!("{count} rues importées");
            return opened.close().await;
        }
    };
    let options = Options {
        keep_valid,
        rejects_dir: None,
    };
    let bars = Bars::new();
    let tell = |progress| bars.tell(progress);
    let done = publication::import(&opened.house, register, &file, &options, &tell).await;
    bars.clear();
    // What a failed import left is closed too.
    let closed = opened.close().await;
    let report = done?;
    closed?;
    print_report(&report);
    Ok(())
}

/// The counts of an import, in words.
pub(crate) fn print_report(report: &Report) {
    let counts = &report.counts;
    say!(
        "{} lignes importées\u{a0}: {} nouvelles, {} changées, {} inchangées",
        report.imported(),
        counts.added,
        counts.changed,
        counts.unchanged
    );
    if counts.gone > 0 {
        say!(
            "{} ne figurent plus dans le fichier\u{a0}: marquées, non effacées",
            counts.gone
        );
    }
    if counts.ignored > 0 {
        say!("{} lignes ne concernent pas ce registre", counts.ignored);
    }
    if counts.rejected > 0 {
        say!("{} lignes refusées", counts.rejected);
    }
    if counts.warnings > 0 {
        say!("{} remarques", counts.warnings);
    }
    if let Some(rejects) = &report.rejects {
        say!("détail\u{a0}: {}", rejects.display());
    }
    if report.generation.is_none() {
        say!("rien n’a changé");
    }
}

/// `solidaire mask`: hides street and quarter of an association, or shows them again without a reason.
pub(crate) async fn mask(
    place: Place,
    number: String,
    reason: Option<String>,
) -> Result<(), Failure> {
    let reason = match reason {
        None => None,
        Some(name) => Some(Reason::from_key(&name).ok_or_else(|| {
            let known = Reason::ALL.map(Reason::key).join(", ");
            Failure::input(format!(
                "motif «\u{a0}{name}\u{a0}» inconnu\u{a0}: choisissez parmi {known}"
            ))
        })?),
    };
    let opened = Open::city(place).await?;
    let done = masks::set(&opened.house, &number, reason).await;
    let closed = opened.close().await;
    let reference = done.map_err(|error| match error {
        MaskError::NoSuchBody => Failure::input(error),
        MaskError::Storage(error) => error.into(),
    })?;
    closed?;
    let state = if reason.is_some() {
        "masquée"
    } else {
        "montrée de nouveau"
    };
    say!("adresse {state}, pages et fichiers compris\u{a0}: {reference}");
    Ok(())
}

/// `solidaire export`.
pub(crate) async fn export(place: Place, what: ExportName, out: PathBuf) -> Result<(), Failure> {
    let extension = out.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let export = match (what, extension) {
        (ExportName::Associations, "csv") => Export::AssociationsCsv,
        (ExportName::Associations, "json") => Export::AssociationsJson,
        (ExportName::Grants, "csv") => Export::GrantsCsv,
        (ExportName::Grants, "json") => Export::GrantsJson,
        (ExportName::GrantsScdl, "csv") => Export::GrantsScdl,
        (ExportName::GrantsScdl, _) => {
            return Err(Failure::input(format!(
                "{}\u{a0}: le SCDL s’écrit en .csv",
                out.display()
            )));
        }
        _ => {
            return Err(Failure::input(format!(
                "{}\u{a0}: donnez un nom en .csv ou en .json",
                out.display()
            )));
        }
    };
    let folder = match out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(Failure::input(format!(
            "{}\u{a0}: ce dossier n’existe pas",
            folder.display()
        )));
    }
    let opened = Open::city(place).await?;
    let done = open_data::export(&opened.house, export, &out).await;
    opened.house.storage().close().await;
    say!("{}\u{a0}: {} lignes", out.display(), done?);
    Ok(())
}

/// Says at once that a file is not there, before a database is opened.
fn readable(file: &Path) -> Result<(), Failure> {
    if file.is_dir() {
        return Err(Failure::input(format!(
            "{} est un dossier\u{a0}: donnez un fichier",
            file.display()
        )));
    }
    std::fs::File::open(file)
        .map(|_| ())
        .map_err(|error| match Failure::file(file, &error) {
            Failure::Other(text) => Failure::Input(text),
            failure => failure,
        })
}
