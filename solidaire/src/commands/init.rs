use std::path::Path;

use associations::publication::watch;
use journal::Journal;
use storage::{Act, Recorder, StorageError, Tx};

use crate::failure::Failure;
use crate::house::{self, Open, Place};
use crate::settings::{self, FILE, Settings};

/// What the first settings say.
pub(crate) struct First {
    pub(crate) insee: String,
    pub(crate) name: String,
    pub(crate) doors: Option<Vec<String>>,
    pub(crate) demonstration: bool,
}

/// `solidaire init`: makes what is missing, and changes nothing that exists.
pub(crate) async fn run(
    place: Place,
    city: Option<String>,
    name: Option<String>,
    doors: Option<Vec<String>>,
) -> Result<(), Failure> {
    if place.dir.join(FILE).exists() {
        let settings = Settings::load(&place.dir)?;
        let other =
            |asked: &Option<String>, here: &str| asked.as_deref().is_some_and(|a| a != here);
        if other(&city, &settings.city.insee)
            || other(&name, &settings.city.name)
            || doors.is_some()
        {
            return Err(Failure::refused(format!(
                "{} contient déjà {} ({}) : ses réglages se changent dans {FILE}",
                place.dir.display(),
                settings.city.name,
                settings.city.insee
            )));
        }
    } else {
        let missing = || {
            Failure::input(
                "donnez le code INSEE et le nom de la commune\u{a0}: solidaire init --city 25056 --name Besançon",
            )
        };
        let first = First {
            insee: city.ok_or_else(missing)?,
            name: name.ok_or_else(missing)?,
            doors,
            demonstration: false,
        };
        write_settings(&place, &first)?;
        say!("{} : réglages écrits", place.dir.join(FILE).display());
    }
    let opened = finish(place).await?;
    watch::prepare(opened.house.dir()).map_err(|e| Failure::file(opened.house.dir(), &e))?;
    opened.close().await?;
    say!(
        "{} est prête. Pour ouvrir le portail\u{a0}: solidaire serve --dir {}",
        opened.settings.city.name,
        opened.place.dir.display()
    );
    Ok(())
}

/// The first settings file.
pub(crate) fn write_settings(place: &Place, first: &First) -> Result<(), Failure> {
    if !settings::is_insee(&first.insee) {
        return Err(Failure::input(format!(
            "«\u{a0}{}\u{a0}» n’est pas un code INSEE\u{a0}: cinq caractères, par exemple 25056",
            first.insee
        )));
    }
    if first.name.trim().is_empty() {
        return Err(Failure::input("le nom de la commune est vide"));
    }
    make_dir(&place.dir)?;
    let mut city = toml::Table::new();
    city.insert("insee".into(), first.insee.clone().into());
    city.insert("name".into(), first.name.trim().into());
    if let Some(names) = &first.doors {
        settings::doors(names)?;
        city.insert("doors".into(), names.clone().into());
    }
    if first.demonstration {
        city.insert("demonstration".into(), true.into());
    }
    let mut all = toml::Table::new();
    all.insert("city".into(), city.into());
    if let Some(url) = &place.database {
        // Refuse an address that cannot be one before it is written down.
        place.target(None)?;
        let mut database = toml::Table::new();
        database.insert("url".into(), url.clone().into());
        all.insert("database".into(), database.into());
    }
    let text = toml::to_string(&all).map_err(Failure::other)?;
    let text = format!(
        "# Réglages de la ville : toutes les clés sont dans docs/configuration.md\n\n{text}"
    );
    settings::write_first(&place.dir, &text)
}

pub(crate) fn make_dir(dir: &Path) -> Result<(), Failure> {
    // Nobody else on the machine reads a city's folder.
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(builder.recursive(true), 0o700);
    builder
        .create(dir)
        .map_err(|error| Failure::file(dir, &error))
}

/// Keys, database, schema: whatever is missing. Returns the open city.
pub(crate) async fn finish(place: Place) -> Result<Open, Failure> {
    let settings = Settings::load(&place.dir)?;
    finish_with(place, settings).await
}

/// The same with settings that the command line has changed.
pub(crate) async fn finish_with(place: Place, settings: Settings) -> Result<Open, Failure> {
    let keys = place.keys();
    let new_keys = house::keys_or_new(&keys)?;
    let target = place.target(Some(&settings))?;
    let journal = Journal::recorder(&keys, house::clock())?;
    let recorder = std::sync::Arc::clone(&journal) as std::sync::Arc<dyn Recorder>;
    let storage = house::open_or_make(&target, recorder).await?;
    let state = storage.migrate(house::steps).await?;
    if state.applied.is_empty() {
        record(&storage, Act::system("house.opened", "house")).await?;
    } else if new_keys {
        let act = Act::system("house.keys_made", "house")
            .fact("public_key", journal.keys().public().to_hex());
        record(&storage, act).await?;
    }
    storage.close().await;
    if new_keys {
        say!(
            "{} : clés créées. Gardez-en une copie à part\u{a0}: elles ne sont pas dans les sauvegardes",
            keys.display()
        );
    }
    Open::with(place, settings).await
}

async fn record(storage: &storage::Storage, act: Act) -> Result<(), StorageError> {
    storage.write(act, async |_tx: &Tx| Ok(())).await
}
