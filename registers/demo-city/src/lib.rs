//! The synthetic demonstration city, generated from a seed.
//!
//! Nothing in it is real but the names of the quarters of Besançon, which stand for places only. Associations,
//! streets, people and sums are invented. RNA numbers (`W2519…`) and SIRENs (`0009…`) pass every check and are chosen
//! far from the numbers in common use, which was not checked against the registers. The same seed and day give the
//! same bytes on every machine: there is no clock, no ambient randomness and no floating-point number in here.
//!
//! Whoever shows this data must label it as synthetic.

mod activities;
mod associations;
mod dice;
mod grants;
mod lines;
mod places;
mod words;

use identifiers::{Siren, Siret};
use jiff::civil::Date;
use rna::RnaAssociation;
use scdl::ScdlGrant;
use sirene::{SireneEstablishment, SireneUnit};
pub use streets::StreetQuarter;

pub use lines::rna_lines;

/// How the demonstration city signs its grants.
pub const GRANTER: &str = "Ville de Besançon (données de démonstration)";

/// INSEE code of the commune.
pub const COMMUNE: &str = "25056";

/// How many associations the city has.
pub const ASSOCIATIONS: u32 = 1000;

/// A quarter of the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quarter {
    /// A stable key for URLs: `saint-ferjeux`.
    pub key: &'static str,
    /// Its name: `Saint-Ferjeux`.
    pub name: &'static str,
}

/// The whole demonstration city, as the registers would hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCity {
    /// The quarters, by name.
    pub quarters: Vec<Quarter>,
    /// Every invented street and its quarter; no street crosses two.
    pub streets: Vec<StreetQuarter>,
    /// The associations in the register of associations.
    pub associations: Vec<RnaAssociation>,
    /// Those that are in Sirene too, as legal units …
    pub units: Vec<SireneUnit>,
    /// … and as establishments (their seat).
    pub establishments: Vec<SireneEstablishment>,
    /// The city's grants over the five years up to the reference day, all strict SCDL.
    pub grants: Vec<ScdlGrant>,
}

impl DemoCity {
    /// The name of the quarter where an association of this city has its seat.
    #[must_use]
    pub fn quarter_of(&self, association: &RnaAssociation) -> Option<&str> {
        let street = places::written(&association.seat.street_kind, &association.seat.street);
        self.streets
            .iter()
            .find(|one| one.street == street)
            .map(|one| one.quarter.as_str())
    }
}

/// The SIRET of the demonstration city, invented.
#[must_use]
pub fn granter_siret() -> Siret {
    Siret::from_parts(Siren::from_body(90_000), 1)
}

/// Generates the city as it stands on the day `today`.
#[must_use]
pub fn generate(seed: u64, today: Date) -> DemoCity {
    let mut dice = dice::Dice::new(seed);
    let streets = places::streets(&mut dice);
    let mut drafts = associations::draft(&mut dice, today, &streets);
    let grants = grants::grants(&mut dice, today, &mut drafts);
    let mut city = DemoCity {
        quarters: places::QUARTERS
            .iter()
            .map(|(quarter, _)| *quarter)
            .collect(),
        streets: streets.iter().map(places::Street::row).collect(),
        associations: Vec::with_capacity(drafts.len()),
        units: Vec::new(),
        establishments: Vec::new(),
        grants,
    };
    for draft in drafts {
        city.associations.push(draft.association);
        city.units.extend(draft.unit);
        city.establishments.extend(draft.establishment);
    }
    city
}
