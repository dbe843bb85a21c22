use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use calendar::{CivilDate, SharedClock};
use storage::Storage;
use values::Ids;

use crate::{City, Door, DoorKey};

/// What the house hands to every door: the database, the clock, identifiers, the city. Clones share it.
#[derive(Clone)]
pub struct House(Arc<Parts>);

struct Parts {
    storage: Storage,
    clock: SharedClock,
    ids: Ids,
    city: City,
    dir: PathBuf,
    doors: Vec<Door>,
    shared: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl std::fmt::Debug for House {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("House")
            .field("city", &self.0.city.name)
            .finish_non_exhaustive()
    }
}

impl House {
    /// Assembles the house. `doors` are all doors of the program; those that the city did not open are
    /// left out. `dir` is the data directory (keys, search index, watched folder).
    #[must_use]
    pub fn new(storage: Storage, ids: Ids, city: City, dir: PathBuf, doors: Vec<Door>) -> Self {
        let doors = doors
            .into_iter()
            .filter(|door| city.doors.contains(&door.key))
            .collect();
        Self(Arc::new(Parts {
            clock: storage.clock().clone(),
            storage,
            ids,
            city,
            dir,
            doors,
            shared: Mutex::new(HashMap::new()),
        }))
    }

    /// The database.
    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.0.storage
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.0.clock
    }

    /// Identifiers and randomness.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// The city's settings.
    #[must_use]
    pub fn city(&self) -> &City {
        &self.0.city
    }

    /// The data directory.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        &self.0.dir
    }

    /// The doors that are open, in the order of the home page.
    #[must_use]
    pub fn doors(&self) -> &[Door] {
        &self.0.doors
    }

    /// Whether that door is open.
    #[must_use]
    pub fn has(&self, key: DoorKey) -> bool {
        self.0.doors.iter().any(|door| door.key == key)
    }

    /// What a door keeps in memory for all its parts (a search index, figures already summed): made the
    /// first time it is asked for, the same ever after.
    ///
    /// # Errors
    /// Whatever `make` returns; nothing is kept then.
    pub fn shared<T, E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E>
    where
        T: Any + Send + Sync,
    {
        let mut shared = match self.0.shared.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        let key = TypeId::of::<T>();
        if let Some(known) = shared.get(&key).cloned()
            && let Ok(known) = known.downcast::<T>()
        {
            return Ok(known);
        }
        let made = Arc::new(make()?);
        shared.insert(key, made.clone());
        Ok(made)
    }

    /// Today, in the city.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        self.0.city.zone.day(self.0.clock.now())
    }
}
