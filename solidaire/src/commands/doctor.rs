use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use associations::publication::store as publications;
use calendar::Instant;
use jobs::JobState;
use journal::{HeadFile, Keys, PublicKey};
use storage::Storage;

use crate::failure::Failure;
use crate::house::{self, Place};
use crate::settings::Settings;

/// Below this, imports and backups may fail for want of space.
const ENOUGH_SPACE: u64 = 500 * 1024 * 1024;
const OLD_BACKUP_DAYS: i64 = 7;

/// One line of the report: fine, or what to do.
type Line = Result<String, String>;

/// `solidaire doctor`: exit code 0 when everything is fine, 3 when something is to be done.
pub(crate) async fn run(place: Place) -> Result<(), Failure> {
    let settings = Settings::load(&place.dir)?;
    let mut report = Report::default();
    report.add(Ok(format!(
        "réglages lus\u{a0}: {} ({})",
        settings.city.name, settings.city.insee
    )));
    for line in keys(&place.keys()) {
        report.add(line);
    }
    report.add(space(&place.dir));
    let storage = house::open_unrecorded(&place, &settings).await?;
    let checks = database(&storage, &mut report).await;
    if checks.is_ok() && report.add(schema(&storage).await) {
        report.add(chain(&storage, &place).await);
        report.add(dead_jobs(&storage).await);
        report.add(staged(&storage).await);
        report.add(backups(&storage, &settings).await);
    }
    storage.close().await;
    checks?;
    match report.to_do {
        0 => Ok(()),
        1 => Err(Failure::refused("une chose à faire")),
        count => Err(Failure::refused(format!("{count} choses à faire"))),
    }
}

#[derive(Default)]
struct Report {
    to_do: usize,
}

impl Report {
    /// Prints the line; true when fine.
    fn add(&mut self, line: Line) -> bool {
        match line {
            Ok(text) => {
                say!("OK       {text}");
                true
            }
            Err(text) => {
                say!("À FAIRE  {text}");
                self.to_do += 1;
                false
            }
        }
    }
}

fn keys(dir: &Path) -> Vec<Line> {
    if let Err(error) = Keys::open(dir) {
        return vec![Err(error.to_string())];
    }
    let mut lines = Vec::new();
    for path in Keys::secret_files(dir) {
        let mode = path
            .metadata()
            .map(|meta| meta.permissions().mode() & 0o777);
        if let Ok(mode) = mode
            && mode & 0o077 != 0
        {
            lines.push(Err(format!(
                "{} peut être lue par d’autres\u{a0}: chmod 600 {}",
                path.display(),
                path.display()
            )));
        }
    }
    if lines.is_empty() {
        lines.push(Ok(
            "clés présentes, lisibles par leur seul propriétaire".to_owned()
        ));
    }
    lines
}

fn space(dir: &Path) -> Line {
    let found =
        rustix::fs::statvfs(dir).map_err(|error| format!("{}\u{a0}: {error}", dir.display()))?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let megabytes = free / (1024 * 1024);
    if free < ENOUGH_SPACE {
        return Err(format!(
            "il ne reste que {megabytes} Mo sur le disque\u{a0}: libérez de la place"
        ));
    }
    Ok(format!("{megabytes} Mo libres sur le disque"))
}

async fn database(storage: &Storage, report: &mut Report) -> Result<(), Failure> {
    report.add(Ok(storage.software().await?));
    let damage = storage.damage().await?;
    report.add(match damage {
        None => Ok("base intacte".to_owned()),
        Some(found) => Err(format!("{found}\u{a0}: restaurez une sauvegarde")),
    });
    Ok(())
}

async fn schema(storage: &Storage) -> Line {
    match storage.require_current(house::steps).await {
        Ok(()) => Ok("base au niveau de cette version".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

async fn chain(storage: &Storage, place: &Place) -> Line {
    let path = place.head();
    let words = |error: journal::JournalError| error.to_string();
    let head = if path.exists() {
        Some(HeadFile::read(&path).map_err(words)?)
    } else {
        None
    };
    let trusted = PublicKey::in_dir(&place.keys()).map_err(words)?;
    let verdict = journal::verify_trusting(storage, head.as_ref(), trusted.as_ref())
        .await
        .map_err(words)?;
    match verdict.broken {
        None => Ok(format!("journal intact (actes\u{a0}: {})", verdict.entries)),
        Some(broken) => Err(format!(
            "journal\u{a0}: {broken}. Gardez la base telle quelle et comparez avec une sauvegarde"
        )),
    }
}

async fn dead_jobs(storage: &Storage) -> Line {
    let all = jobs::list(storage)
        .await
        .map_err(|error| error.to_string())?;
    let dead: Vec<_> = all
        .iter()
        .filter(|job| job.state == JobState::Dead)
        .collect();
    match dead.first() {
        None => Ok("aucun travail abandonné".to_owned()),
        Some(job) => Err(format!(
            "{} travaux abandonnés, le dernier «\u{a0}{}\u{a0}»\u{a0}: {}",
            dead.len(),
            job.kind,
            job.last_error.as_deref().unwrap_or("sans raison notée")
        )),
    }
}

async fn staged(storage: &Storage) -> Line {
    let stale = publications::stale(storage.reader(), storage.clock().now())
        .await
        .map_err(|error| error.to_string())?;
    if stale.is_empty() {
        return Ok("aucun import interrompu".to_owned());
    }
    Err(format!(
        "{} import(s) interrompu(s)\u{a0}: le portail les nettoie quand il tourne (solidaire serve)",
        stale.len()
    ))
}

async fn backups(storage: &Storage, settings: &Settings) -> Line {
    let latest = journal::latest(storage, "house.backed_up")
        .await
        .map_err(|error| error.to_string())?;
    if let Some(entry) = latest {
        let age = storage.clock().now().0 - entry.at;
        let days = age / 86_400_000_000;
        let when = Instant(entry.at).to_rfc3339();
        if days > OLD_BACKUP_DAYS {
            return Err(format!(
                "la dernière sauvegarde a {days} jours ({when})\u{a0}: solidaire backup"
            ));
        }
        return Ok(format!("dernière sauvegarde le {when}"));
    }
    if settings.city.demonstration {
        return Ok("pas de sauvegarde, mais c’est une démonstration".to_owned());
    }
    Err("aucune sauvegarde\u{a0}: solidaire backup FICHIER --recipient age1…".to_owned())
}
