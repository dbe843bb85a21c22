//! Staging a batch: find the bodies, change their facts, write the versions that differ.

use std::collections::HashSet;

use storage::{StorageError, Tx};
use values::{Ids, Reference};

use crate::grants::store as grant_store;
use crate::publication::identify::{Bodies, Body};
use crate::publication::model::Counts;
use crate::register::entry::{ListedFacts, RnaFacts, SireneFacts};
use crate::register::merge::{self, Setting, merge};
use crate::register::store::{self, Key, Version};

/// What one line (or one gap) of a file does to a body.
#[derive(Clone, Debug)]
pub enum Change {
    /// The RNA says this.
    Rna(Box<RnaFacts>),
    /// Sirene says this. `known_only`: a body of another kind, of interest only if the register has it.
    Sirene {
        /// What it says.
        facts: Box<SireneFacts>,
        /// Ignore it unless the register knows the SIREN already.
        known_only: bool,
    },
    /// A list of public money names this body.
    Listed(Box<ListedFacts>),
    /// Grants of this body changed.
    Money {
        /// RNA number.
        rna: Option<String>,
        /// SIREN.
        siren: Option<String>,
    },
    /// A newer RNA file no longer has this number.
    RnaGone {
        /// RNA number.
        rna: String,
        /// Day of that file.
        on: String,
    },
    /// A newer Sirene file no longer has this number.
    SireneGone {
        /// SIREN.
        siren: String,
        /// Day of that file.
        on: String,
    },
    /// Streets or masks changed: make the entry anew.
    Again {
        /// Public reference.
        reference: String,
    },
}

impl Change {
    fn keys(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Self::Rna(f) => (Some(&f.rna), f.siret.as_deref().and_then(|s| s.get(..9))),
            Self::Sirene { facts, .. } => (facts.rna.as_deref(), Some(&facts.siren)),
            Self::Listed(f) => (f.rna.as_deref(), f.siren.as_deref()),
            Self::Money { rna, siren } => (rna.as_deref(), siren.as_deref()),
            Self::RnaGone { rna, .. } => (Some(rna), None),
            Self::SireneGone { siren, .. } => (None, Some(siren)),
            Self::Again { .. } => (None, None),
        }
    }
}

/// Where the references of an import's newcomers are drawn: a new neighbourhood every so many, counted over
/// the whole file, so that the same seed gives the same references however the file is cut into batches.
#[derive(Debug, Default)]
pub struct Shelf {
    drawn: u32,
    current: Option<Reference>,
}

/// How many references share a neighbourhood.
const SHELF: u32 = 512;

impl Shelf {
    fn reference(&mut self, ids: &Ids) -> String {
        if self.drawn.is_multiple_of(SHELF) {
            self.current = None;
        }
        self.drawn = self.drawn.wrapping_add(1);
        let reference = match &self.current {
            Some(shelf) => Reference::random_near(ids, shelf),
            None => Reference::random(ids),
        };
        if self.current.is_none() {
            self.current = Some(reference.clone());
        }
        reference.as_str().to_owned()
    }
}

/// Stages `changes` in `tx` as versions of `generation` and counts what they did.
///
/// # Errors
/// The database's.
pub async fn stage(
    tx: &Tx,
    generation: i64,
    setting: Setting<'_>,
    ids: &Ids,
    shelf: &mut Shelf,
    changes: Vec<Change>,
) -> Result<Counts, StorageError> {
    let mut counts = Counts::default();
    let mut bodies = load(tx, &changes).await?;
    for change in changes {
        apply(&mut bodies, change, &mut counts);
    }
    let mut touched: Vec<Body> = bodies.into_list().collect();
    fill_money(tx, &mut touched).await?;
    write(tx, generation, setting, ids, shelf, touched).await?;
    Ok(counts)
}

async fn load(tx: &Tx, changes: &[Change]) -> Result<Bodies, StorageError> {
    let mut rnas: Vec<String> = Vec::new();
    let mut sirens: Vec<String> = Vec::new();
    let mut references: Vec<String> = Vec::new();
    for change in changes {
        let (rna, siren) = change.keys();
        rnas.extend(rna.map(str::to_owned));
        sirens.extend(siren.map(str::to_owned));
        if let Change::Again { reference } = change {
            references.push(reference.clone());
        }
    }
    let mut versions = store::open_by(tx.db(), Key::Rna, &rnas).await?;
    versions.extend(store::open_by(tx.db(), Key::Siren, &sirens).await?);
    versions.extend(store::open_by(tx.db(), Key::Reference, &references).await?);
    Ok(Bodies::of(versions))
}

fn apply(bodies: &mut Bodies, change: Change, counts: &mut Counts) {
    let (rna, siren) = change.keys();
    let (rna, siren) = (rna.map(str::to_owned), siren.map(str::to_owned));
    if matches!(change, Change::Again { .. }) {
        return;
    }
    let Some((body, contradiction)) = bodies.find(rna.as_deref(), siren.as_deref()) else {
        return;
    };
    let known = body.version.is_some() || body.facts.names_a_body();
    let before = body.facts.clone();
    match change {
        Change::Rna(mut facts) => {
            if contradiction {
                facts.siret = None;
                counts.warnings += 1;
            }
            body.facts.rna = Some(*facts);
        }
        Change::Sirene {
            mut facts,
            known_only,
        } => {
            if known_only && !known {
                counts.ignored += 1;
                return;
            }
            if contradiction {
                // The RNA number that Sirene gives belongs to another body: keep the SIREN, drop the link.
                facts.rna = None;
                counts.warnings += 1;
                counts.ignored += 1;
                return;
            }
            body.facts.sirene = Some(*facts);
        }
        Change::Listed(facts) => {
            if body
                .facts
                .listed
                .as_ref()
                .is_none_or(|known| known.year <= facts.year)
            {
                body.facts.listed = Some(*facts);
            }
        }
        Change::RnaGone { on, .. } => {
            if let Some(facts) = &mut body.facts.rna
                && facts.gone_on.is_none()
            {
                facts.gone_on = Some(on);
                counts.gone += 1;
            }
            return;
        }
        Change::SireneGone { on, .. } => {
            if let Some(facts) = &mut body.facts.sirene
                && facts.gone_on.is_none()
            {
                facts.gone_on = Some(on);
                counts.gone += 1;
            }
            return;
        }
        Change::Money { .. } | Change::Again { .. } => return,
    }
    if !known {
        counts.added += 1;
    } else if before == body.facts && !body.rewritten {
        counts.unchanged += 1;
    } else {
        counts.changed += 1;
    }
}

/// Sums the grants of every body at work, by either of its numbers.
async fn fill_money(tx: &Tx, bodies: &mut [Body]) -> Result<(), StorageError> {
    let numbers: Vec<(Option<String>, Option<String>)> = bodies.iter().map(numbers_of).collect();
    let rnas: Vec<String> = numbers.iter().filter_map(|(rna, _)| rna.clone()).collect();
    let sirens: Vec<String> = numbers
        .iter()
        .filter_map(|(_, siren)| siren.clone())
        .collect();
    let money = grant_store::open_money(tx.db(), &rnas, &sirens).await?;
    for (body, (rna, siren)) in bodies.iter_mut().zip(numbers) {
        body.facts.money = money.of(rna.as_deref(), siren.as_deref());
    }
    Ok(())
}

fn numbers_of(body: &Body) -> (Option<String>, Option<String>) {
    merge::numbers(&body.facts)
}

async fn write(
    tx: &Tx,
    generation: i64,
    setting: Setting<'_>,
    ids: &Ids,
    shelf: &mut Shelf,
    bodies: Vec<Body>,
) -> Result<(), StorageError> {
    // One draw after the other in the order of the file, so that the same seed gives the same references
    // however the file was cut into batches.
    let mut drawn: Vec<(String, String)> = bodies
        .iter()
        .map(|body| {
            let reference = match &body.version {
                Some(version) => version.entry.reference.clone(),
                None => shelf.reference(ids),
            };
            (reference, ids.id().to_string())
        })
        .collect();
    redraw_taken(tx, ids, &bodies, &mut drawn).await?;
    let mut ended: Vec<&Version> = Vec::new();
    let mut written = Vec::new();
    for (body, (reference, row)) in bodies.iter().zip(drawn) {
        if !body.facts.names_a_body() {
            continue;
        }
        let entry = merge(&reference, body.facts.clone(), setting);
        match &body.version {
            Some(version) if version.entry == entry && !body.rewritten => continue,
            Some(version) => ended.push(version),
            None => {}
        }
        for absorbed in &body.absorbed {
            ended.push(absorbed);
            store::moved(tx, generation, &absorbed.entry.reference, &reference).await?;
        }
        written.push((row, entry));
    }
    store::end(tx, generation, &ended).await?;
    store::insert(tx, generation, written).await
}

/// Draws again the references of newcomers that some entry has already: forty random bits collide now and
/// then among a million.
async fn redraw_taken(
    tx: &Tx,
    ids: &Ids,
    bodies: &[Body],
    drawn: &mut [(String, String)],
) -> Result<(), StorageError> {
    let mut doubtful: Vec<usize> = bodies
        .iter()
        .enumerate()
        .filter(|(_, body)| body.version.is_none())
        .map(|(place, _)| place)
        .collect();
    let mut own: HashSet<String> = HashSet::new();
    while !doubtful.is_empty() {
        let tried: Vec<String> = doubtful
            .iter()
            .filter_map(|place| drawn.get(*place))
            .map(|(reference, _)| reference.clone())
            .collect();
        let taken = store::taken(tx, &tried).await?;
        doubtful.retain(|place| {
            let reference = drawn.get(*place).map(|(reference, _)| reference.clone());
            reference.is_some_and(|reference| taken.contains(&reference) || !own.insert(reference))
        });
        for place in &doubtful {
            if let Some(pair) = drawn.get_mut(*place) {
                pair.0 = Reference::random(ids).as_str().to_owned();
            }
        }
    }
    Ok(())
}
