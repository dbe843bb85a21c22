use calendar::{Territory, Zone};
use serde::{Deserialize, Serialize};

/// A door's name in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DoorKey {
    /// Associations: register, grants, services to them.
    Associations,
}

impl DoorKey {
    /// Every door of this version.
    pub const ALL: [Self; 1] = [Self::Associations];

    /// The name as written in the configuration and in `--doors`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Associations => "associations",
        }
    }

    /// The door of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.name() == name)
    }
}

/// What the house knows of its city: settings, not records.
#[derive(Clone, Debug)]
pub struct City {
    /// INSEE code of the commune, five characters (`25056`).
    pub insee: String,
    /// Its name (`Besançon`).
    pub name: String,
    /// SIRET of the body that publishes the data, when known.
    pub siret: Option<String>,
    /// Its time zone.
    pub zone: Zone,
    /// Its list of public holidays.
    pub territory: Territory,
    /// The address under which the portal is reached, without a final slash.
    pub base_url: String,
    /// Where people write to the city: an e-mail address shown on the legal pages.
    pub contact_email: Option<String>,
    /// The telephone number of the town hall, as shown.
    pub contact_phone: Option<String>,
    /// Everything shown is invented: a strip on every page says so.
    pub demonstration: bool,
    /// The doors that are open.
    pub doors: Vec<DoorKey>,
}
