//! What the door keeps in memory: the search cache and what was already counted for what readers see.

pub mod search_cache;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use ::door::House;
use search::Index;
use storage::StorageError;

use crate::figures::model::Figures;
use crate::figures::store as figure_store;
use crate::listing::model::{Ask, alive_since};
use crate::listing::store::{self as listing, Facet};
use crate::publication::store::{self as publications, Seen};

/// How many counts are remembered; addresses can be made up without end.
const COUNTS_KEPT: usize = 500;

/// The door's memory.
#[derive(Debug)]
pub struct State {
    /// The house.
    pub house: House,
    /// The search cache of this machine.
    pub index: Index,
    /// Where exported files are kept.
    pub exports: crate::open_data::files::Exports,
    kept: RwLock<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    seen: Seen,
    day: String,
    figures: Option<Arc<Figures>>,
    facets: HashMap<bool, Arc<Facets>>,
    counts: HashMap<Ask, u64>,
    sources: Option<Arc<Vec<Source>>>,
}

/// Values of the filters with their counts.
#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Quarters.
    pub quarters: Vec<(String, u64)>,
    /// Themes.
    pub themes: Vec<(String, u64)>,
    /// Sizes.
    pub sizes: Vec<(String, u64)>,
}

/// A register's newest file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Register key.
    pub register: String,
    /// Day on which the file was cut, ISO.
    pub snapshot_on: String,
}

/// A moment of the register: what readers see and since when a sign of life counts.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Generation and revision.
    pub seen: Seen,
    /// First day whose signs of life count, ISO.
    pub alive_since: String,
}

impl State {
    /// The state shared by the parts of the door.
    ///
    /// # Errors
    /// When the folder of the search cache cannot be used.
    pub fn of(house: &House) -> Result<Arc<Self>, search::SearchError> {
        house.shared(|| {
            let cache = house.dir().join("cache");
            Ok(Self {
                house: house.clone(),
                index: Index::open(&cache.join("recherche-associations"))?,
                exports: crate::open_data::files::Exports::in_folder(cache.join("exports")),
                kept: RwLock::new(Kept::default()),
            })
        })
    }

    /// What readers see now.
    ///
    /// # Errors
    /// The database's.
    pub async fn moment(&self) -> Result<Moment, StorageError> {
        let seen = publications::current(self.house.storage().reader()).await?;
        Ok(Moment {
            seen,
            alive_since: alive_since(self.house.today()),
        })
    }

    /// The number of associations that answer, when browsing.
    ///
    /// # Errors
    /// The database's.
    pub async fn count(&self, moment: &Moment, ask: &Ask) -> Result<u64, StorageError> {
        let key = Ask {
            page: 0,
            sort: crate::listing::model::Sort::default(),
            ..ask.clone()
        };
        if let Some(count) = self.kept(moment, |kept| kept.counts.get(&key).copied()) {
            return Ok(count);
        }
        let db = self.house.storage().reader();
        let count = listing::count(db, moment.seen.generation, ask, &moment.alive_since).await?;
        self.keep(moment, |kept| {
            if kept.counts.len() >= COUNTS_KEPT {
                kept.counts.clear();
            }
            kept.counts.insert(key, count);
        });
        Ok(count)
    }

    /// The values of the filters.
    ///
    /// # Errors
    /// The database's.
    pub async fn facets(&self, moment: &Moment, all: bool) -> Result<Arc<Facets>, StorageError> {
        if let Some(facets) = self.kept(moment, |kept| kept.facets.get(&all).cloned()) {
            return Ok(facets);
        }
        let db = self.house.storage().reader();
        let (generation, since) = (moment.seen.generation, &moment.alive_since);
        let facets = Arc::new(Facets {
            quarters: listing::facet(db, generation, all, since, Facet::Quarter).await?,
            themes: listing::facet(db, generation, all, since, Facet::Theme).await?,
            sizes: listing::facet(db, generation, all, since, Facet::Size).await?,
        });
        self.keep(moment, |kept| {
            kept.facets.insert(all, facets.clone());
        });
        Ok(facets)
    }

    /// The figures of the city.
    ///
    /// # Errors
    /// The database's.
    pub async fn figures(&self, moment: &Moment) -> Result<Arc<Figures>, StorageError> {
        if let Some(figures) = self.kept(moment, |kept| kept.figures.clone()) {
            return Ok(figures);
        }
        let db = self.house.storage().reader();
        let figures =
            figure_store::figures(db, moment.seen.generation, &moment.alive_since).await?;
        let figures = Arc::new(figures);
        self.keep(moment, |kept| kept.figures = Some(figures.clone()));
        Ok(figures)
    }

    /// The newest file of each register.
    ///
    /// # Errors
    /// The database's.
    pub async fn sources(&self, moment: &Moment) -> Result<Arc<Vec<Source>>, StorageError> {
        if let Some(sources) = self.kept(moment, |kept| kept.sources.clone()) {
            return Ok(sources);
        }
        let newest = publications::newest(self.house.storage().reader()).await?;
        let sources: Vec<Source> = newest
            .into_iter()
            .map(|(register, snapshot_on, _)| Source {
                register,
                snapshot_on,
            })
            .collect();
        let sources = Arc::new(sources);
        self.keep(moment, |kept| kept.sources = Some(sources.clone()));
        Ok(sources)
    }

    fn kept<T>(&self, moment: &Moment, get: impl FnOnce(&Kept) -> Option<T>) -> Option<T> {
        let kept = self.kept.read().ok()?;
        (kept.seen == moment.seen && kept.day == moment.alive_since)
            .then(|| get(&kept))
            .flatten()
    }

    fn keep(&self, moment: &Moment, set: impl FnOnce(&mut Kept)) {
        let Ok(mut kept) = self.kept.write() else {
            return;
        };
        if kept.seen != moment.seen || kept.day != moment.alive_since {
            *kept = Kept {
                seen: moment.seen,
                day: moment.alive_since.clone(),
                ..Kept::default()
            };
        }
        set(&mut kept);
    }
}
