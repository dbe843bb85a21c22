use std::path::{Path, PathBuf};
use std::sync::Arc;

use backup::Extra;
use storage::{Act, NoRecord, StorageError, Target, Tx};

use crate::commands::init::make_dir;
use crate::failure::Failure;
use crate::house::{self, Open, Place};
use crate::progress::spinner;
use crate::settings::{self, FILE, Settings};

const KEYS_APART: &str = "ATTENTION\u{a0}: le dossier «\u{a0}keys\u{a0}» n’est pas dans la sauvegarde. Gardez-en une copie à part.";

/// `solidaire backup`.
pub(crate) async fn save(
    place: Place,
    file: Option<PathBuf>,
    mut recipients: Vec<String>,
    new_key: Option<PathBuf>,
) -> Result<(), Failure> {
    if let Some(path) = new_key {
        let public = backup::new_identity(&path)?;
        say!("{public}");
        eprintln!(
            "clé secrète écrite dans {}\u{a0}: gardez-la hors de ce serveur, sans elle aucune sauvegarde ne s’ouvre",
            path.display()
        );
        return Ok(());
    }
    let Some(file) = file else {
        return Err(Failure::input("donnez le fichier à écrire"));
    };
    let settings = Settings::load(&place.dir)?;
    if recipients.is_empty() {
        recipients.clone_from(&settings.recipients);
    }
    if recipients.is_empty() {
        return Err(Failure::refused(
            "une sauvegarde est toujours chiffrée\u{a0}: donnez la clé publique de qui pourra l’ouvrir \
             (--recipient age1…, ou backup.recipients dans les réglages). \
             «\u{a0}solidaire backup --new-key FICHIER\u{a0}» crée une paire de clés",
        ));
    }
    let text = std::fs::read_to_string(place.dir.join(FILE))
        .map_err(|error| Failure::file(&place.dir.join(FILE), &error))?;
    let extras = [Extra {
        name: FILE.to_owned(),
        text,
    }];
    let opened = Open::with(place, settings).await?;
    let storage = opened.house.storage();
    let bar = spinner("sauvegarde");
    let progress = |rows| bar.set_position(rows);
    let saved = backup::write(storage, &file, &recipients, &extras, &progress).await;
    bar.finish_and_clear();
    let summary = match saved {
        Ok(summary) => summary,
        Err(error) => {
            storage.close().await;
            return Err(error.into());
        }
    };
    let act = Act::system("house.backed_up", "house")
        .fact("tables", summary.tables.len())
        .fact("rows", summary.rows())
        .fact("bytes", summary.bytes);
    let noted: Result<(), StorageError> = storage.write(act, async |_tx: &Tx| Ok(())).await;
    if let Err(error) = noted {
        eprintln!("la sauvegarde est écrite, mais n’a pas pu être notée au journal\u{a0}: {error}");
    }
    opened.close().await?;
    say!(
        "{}\u{a0}: {} lignes de {} tables, {} octets, chiffrées",
        file.display(),
        summary.rows(),
        summary.tables.len(),
        summary.bytes
    );
    for mark in &summary.tables {
        say!("  {} {} {}", mark.sha256, mark.rows, mark.table);
    }
    say!("{KEYS_APART}");
    Ok(())
}

/// `solidaire restore`.
pub(crate) async fn restore(
    database: Option<String>,
    file: PathBuf,
    to: PathBuf,
    identity: PathBuf,
) -> Result<(), Failure> {
    require_free(&to)?;
    let contents = backup::open(&file, &identity).await?;
    let made_at = contents.made_at().to_owned();
    let settings_text = contents
        .extras()
        .iter()
        .find(|extra| extra.name == FILE)
        .map(|extra| own_settings(&extra.text, database.as_deref()))
        .transpose()?;
    make_dir(&to)?;
    let target = Target::choose(&to, database.as_deref())?;
    // A SQLite file bears its name only once everything in it was checked.
    let (working, partial) = match &target {
        Target::Sqlite(path) => {
            let partial = path.with_extension("restauration");
            remove(&partial)?;
            (
                Target::Sqlite(partial.clone()),
                Some((partial, path.clone())),
            )
        }
        Target::Postgres(_) => (target.clone(), None),
    };
    let storage = house::open_or_make(&working, Arc::new(NoRecord)).await?;
    let bar = spinner("restauration");
    let progress = |rows| bar.set_position(rows);
    let restored = contents.restore(&storage, house::steps, &progress).await;
    let migrated = match &restored {
        Ok(_) => storage
            .migrate(house::steps)
            .await
            .map(|state| state.pending),
        Err(_) => Ok(Vec::new()),
    };
    bar.finish_and_clear();
    storage.close().await;
    let failed = restored.is_err() || migrated.is_err();
    if let Some((partial, path)) = &partial {
        if failed {
            remove(partial)?;
        } else {
            std::fs::rename(partial, path).map_err(|error| Failure::file(path, &error))?;
        }
    }
    let marks = restored?;
    let later = migrated?;
    if let Some(text) = settings_text {
        settings::write_first(&to, &text)?;
    }
    say!(
        "sauvegarde du {made_at} restaurée dans {}\u{a0}: {} lignes de {} tables, empreintes vérifiées",
        to.display(),
        marks.iter().map(|mark| mark.rows).sum::<u64>(),
        marks.len()
    );
    for mark in &marks {
        say!("  {} {} {}", mark.sha256, mark.rows, mark.table);
    }
    if !later.is_empty() {
        say!("{} étape(s) plus récentes ajoutées", later.len());
    }
    if journal::Keys::exist(&to.join("keys")) {
        say!("les clés sont en place");
    } else {
        say!(
            "Remettez maintenant le dossier «\u{a0}keys\u{a0}» gardé à part dans {}\u{202f}; s’il est perdu, \
             «\u{a0}solidaire init --dir {}\u{a0}» crée de nouvelles clés",
            to.display(),
            to.display()
        );
    }
    Ok(())
}

/// A folder that does not exist, is empty, or holds only the keys that somebody put there first.
fn require_free(to: &Path) -> Result<(), Failure> {
    let entries = match std::fs::read_dir(to) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Failure::file(to, &error)),
    };
    for entry in entries {
        let name = entry
            .map_err(|error| Failure::file(to, &error))?
            .file_name();
        let leftover = name.to_string_lossy().starts_with("solidaire.restauration");
        if name != "keys" && !leftover {
            return Err(backup::BackupError::NotEmpty(to.display().to_string()).into());
        }
    }
    Ok(())
}

/// The saved settings with the database of this place: the restored city must not write to the old one.
fn own_settings(text: &str, database: Option<&str>) -> Result<String, Failure> {
    let mut all: toml::Table = toml::from_str(text).map_err(Failure::input)?;
    all.remove("database");
    if let Some(url) = database {
        let mut section = toml::Table::new();
        section.insert("url".into(), url.into());
        all.insert("database".into(), section.into());
    }
    let text = toml::to_string(&all).map_err(Failure::other)?;
    Ok(format!(
        "# Réglages restaurés d’une sauvegarde : toutes les clés sont dans docs/configuration.md\n\n{text}"
    ))
}

/// Removes a SQLite file and its companions, if they are there.
fn remove(path: &Path) -> Result<(), Failure> {
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(&name) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failure::file(Path::new(&name), &error)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restored_city_forgets_the_old_database() {
        let saved = "[city]\nname = \"B\"\n[database]\nurl = \"postgres://prod/ville\"\n";
        let here = own_settings(saved, None).unwrap();
        assert!(
            here.contains("name = \"B\"") && !here.contains("prod"),
            "{here}"
        );
        let there = own_settings(saved, Some("postgres://new/ville")).unwrap();
        assert!(there.contains("postgres://new/ville") && !there.contains("prod"));
    }
}
