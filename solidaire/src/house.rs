//! Assembling: from a folder and its settings to the open house.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use calendar::{SharedClock, SystemClock};
use door::{Door, House};
use journal::{HeadFile, Journal, JournalError, Keys};
use pages::{Site, SiteDoor};
use storage::{NoRecord, Recorder, Steps, Storage, StorageError, Target};
use values::Ids;

use crate::failure::Failure;
use crate::settings::Settings;

/// How long a database may take to come up when the program starts.
const PATIENCE: Duration = Duration::from_secs(30);

/// Every door of the program. A new door is added here.
pub(crate) fn doors() -> Vec<Door> {
    vec![associations::door()]
}

/// Every step of the schema, in order; doors that the city closed keep theirs.
pub(crate) fn steps() -> Steps {
    let mut all = journal::migrations();
    all.extend(jobs::migrations());
    for door in doors() {
        all.extend((door.migrations)());
    }
    all
}

/// Where things are in a city's folder.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) dir: PathBuf,
    /// `--database`, which goes before the settings.
    pub(crate) database: Option<String>,
}

impl Place {
    pub(crate) fn keys(&self) -> PathBuf {
        self.dir.join("keys")
    }

    pub(crate) fn head(&self) -> PathBuf {
        self.dir.join("journal-head.json")
    }

    pub(crate) fn target(&self, settings: Option<&Settings>) -> Result<Target, Failure> {
        let configured = settings.and_then(|settings| settings.database.as_deref());
        let url = self.database.as_deref().or(configured);
        Ok(Target::choose(&self.dir, url)?)
    }
}

pub(crate) fn clock() -> SharedClock {
    Arc::new(SystemClock)
}

/// Opens a database that must exist; waits for one that is coming up.
pub(crate) async fn open_storage(
    target: &Target,
    recorder: Arc<dyn Recorder>,
) -> Result<Storage, Failure> {
    if let Target::Sqlite(path) = target
        && !path.exists()
    {
        return Err(Failure::input(format!(
            "il n’y a pas de base {} : créez la ville avec «\u{a0}solidaire init\u{a0}»",
            path.display()
        )));
    }
    open_or_make(target, recorder).await
}

/// Opens a database; a SQLite file is made when there is none.
pub(crate) async fn open_or_make(
    target: &Target,
    recorder: Arc<dyn Recorder>,
) -> Result<Storage, Failure> {
    let begun = Instant::now();
    let mut told = false;
    loop {
        match Storage::open(target, Arc::clone(&recorder), clock()).await {
            Ok(storage) => return Ok(storage),
            Err(error @ StorageError::Unavailable(_)) if begun.elapsed() < PATIENCE => {
                if !told {
                    eprintln!("solidaire\u{a0}: {error} (nouveaux essais pendant 30 s)");
                    told = true;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The open house of a city, and what belongs to it.
pub(crate) struct Open {
    pub(crate) house: House,
    pub(crate) journal: Arc<Journal>,
    pub(crate) settings: Settings,
    pub(crate) place: Place,
}

impl Open {
    /// Opens the city for work: settings, keys, a database of exactly this version.
    pub(crate) async fn city(place: Place) -> Result<Self, Failure> {
        let settings = Settings::load(&place.dir)?;
        Self::with(place, settings).await
    }

    pub(crate) async fn with(place: Place, settings: Settings) -> Result<Self, Failure> {
        let journal = Journal::recorder(&place.keys(), clock())?;
        let target = place.target(Some(&settings))?;
        let recorder = Arc::clone(&journal) as Arc<dyn Recorder>;
        let storage = open_storage(&target, recorder).await?;
        storage.require_current(steps).await?;
        let mut city = settings.city.clone();
        if city.base_url.is_empty() {
            city.base_url = settings.base_url(settings.port);
        }
        let ids = Ids::system(clock());
        Ok(Self {
            house: House::new(storage, ids, city, place.dir.clone(), doors()),
            journal,
            settings,
            place,
        })
    }

    /// What the layout of every page knows of the city.
    pub(crate) fn site(&self) -> Site {
        let city = self.house.city();
        Site {
            city: city.name.clone(),
            base_url: city.base_url.clone(),
            demonstration: city.demonstration,
            doors: self
                .house
                .doors()
                .iter()
                .map(|door| SiteDoor {
                    key: door.key.name(),
                    path: door.path,
                    title: door.title,
                })
                .collect(),
            accessibility: self.settings.accessibility,
            phone: city.contact_phone.clone(),
            theme: self.settings.theme.clone(),
        }
    }

    /// Signs the head of the journal and closes the database: the end of every command that wrote.
    pub(crate) async fn close(&self) -> Result<(), Failure> {
        let signed = self.sign_head().await;
        self.house.storage().close().await;
        signed.map(|_| ()).map_err(Failure::from)
    }

    async fn sign_head(&self) -> Result<HeadFile, JournalError> {
        let storage = self.house.storage();
        self.journal.write_head(storage, &self.place.head()).await
    }
}

/// Opens the database for reading and maintenance only: nothing is recorded.
pub(crate) async fn open_unrecorded(
    place: &Place,
    settings: &Settings,
) -> Result<Storage, Failure> {
    let target = place.target(Some(settings))?;
    open_storage(&target, Arc::new(NoRecord)).await
}

/// The keys of the city, made when there are none.
pub(crate) fn keys_or_new(dir: &Path) -> Result<bool, Failure> {
    if Keys::exist(dir) {
        Keys::open(dir)?;
        return Ok(false);
    }
    Keys::create(dir, &Ids::system(clock()))?;
    Ok(true)
}
