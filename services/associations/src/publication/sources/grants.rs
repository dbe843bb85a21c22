//! Files of grants: their lines, and staging them.

use std::collections::{HashMap, HashSet};
use std::fs::File;

use ::door::House;
use scdl::{Nature, ScdlError, ScdlGrant};
use storage::Tx;
use tabular::Reject;

use crate::grants::model::GrantFacts;
use crate::grants::store::{self as grant_store, GrantVersion};
use crate::publication::check::{self, Checked, Content, Item, Lines, Passing};
use crate::publication::model::{Counts, ImportError, Register};
use crate::publication::store;
use crate::register::entry::ListedFacts;

/// RNA number and SIREN of a beneficiary.
pub type Numbers = (Option<String>, Option<String>);

/// What staging needs to know of the import it belongs to.
pub trait Staging {
    /// The house.
    fn house(&self) -> &House;
    /// The generation being staged.
    fn generation(&self) -> i64;
    /// The register.
    fn register(&self) -> Register;
}

/// The lines of a file of grants.
///
/// # Errors
/// When the file is not one.
pub fn lines(reader: Passing<File>, file_name: &str) -> Result<Lines, ScdlError> {
    let mut records = scdl::read(reader)?;
    let source = file_name.to_owned();
    Ok(Box::new(std::iter::from_fn(move || {
        let record = records.next()?;
        let warnings = records.take_warnings();
        Some(record.and_then(|grant| item(&grant, warnings, &source)))
    })))
}

fn item(grant: &ScdlGrant, warnings: Vec<tabular::Warning>, source: &str) -> Result<Item, Reject> {
    let facts = facts(grant, source)?;
    // A list of grants makes an entry only for what is certainly an association: an RNA number.
    let listed = facts.rna.as_ref().map(|rna| {
        Box::new(ListedFacts {
            siren: facts.siren.clone(),
            rna: Some(rna.clone()),
            name: facts.beneficiary.clone(),
            source: facts.source.clone(),
            year: facts.year,
            in_city: false,
        })
    });
    Ok(Item {
        line: grant.line,
        key: String::new(),
        scope: scope(&facts),
        warnings,
        content: Content::Grant(Box::new(facts), listed),
    })
}

/// A file of grants speaks for the years of the grantors it holds.
#[must_use]
pub fn scope(facts: &GrantFacts) -> String {
    format!(
        "{}:{}",
        facts.grantor_siren().unwrap_or(&facts.grantor),
        facts.year
    )
}

fn facts(grant: &ScdlGrant, source: &str) -> Result<GrantFacts, Reject> {
    let year = grant.year.ok_or_else(|| {
        Reject::new(
            grant.line,
            "dateConvention",
            "",
            "la date manque\u{202f}; écrivez au moins l’année, par exemple 2024",
        )
    })?;
    let rna = grant.beneficiary_rna.map(|rna| rna.as_str().to_owned());
    let siren = grant
        .beneficiary_siren
        .map(|siren| siren.as_str().to_owned());
    if rna.is_none() && siren.is_none() {
        return Err(Reject::new(
            grant.line,
            "idBeneficiaire",
            "",
            "le bénéficiaire n’a ni SIRET ni numéro RNA\u{a0}: ce peut être une personne, dont l’aide ne se publie pas\u{202f}; ajoutez l’un des deux numéros",
        ));
    }
    let cents = grant.received_cents().unwrap_or_default();
    Ok(GrantFacts {
        grantor: grant.granter.clone(),
        grantor_siret: grant.granter_siret.map(|siret| siret.as_str().to_owned()),
        decided_on: grant.convention_date.map(|day| day.to_string()),
        year,
        decision: grant.decision.clone(),
        beneficiary: grant.beneficiary.clone(),
        siret: grant
            .beneficiary_siret
            .map(|siret| siret.as_str().to_owned()),
        siren,
        rna,
        purpose: grant.object.clone(),
        cents,
        total_cents: grant.amount_cents.filter(|total| *total != cents),
        in_kind: matches!(grant.nature, Some(Nature::InKind | Nature::Both)),
        in_money: !matches!(grant.nature, Some(Nature::InKind)),
        conditions: grant.conditions.clone(),
        period: grant.payment.clone(),
        rae: grant.rae.clone(),
        notified: grant.eu_notified,
        share: grant.share.map(|share| share.0),
        scheme: grant.scheme.clone(),
        source: source.to_owned(),
    })
}

/// Counts equal lines of a file, so that two equal grants remain two.
#[derive(Debug, Default)]
pub struct Occurrences {
    by_first_key: HashMap<u64, u32>,
    keys: HashSet<u64>,
}

impl Occurrences {
    /// The stable identifier of the next grant of the file.
    pub fn key(&mut self, facts: &GrantFacts) -> String {
        let first = facts.key(0);
        let count = self
            .by_first_key
            .entry(check::key_hash(&first))
            .or_insert(0);
        let key = if *count == 0 {
            first
        } else {
            facts.key(*count)
        };
        *count += 1;
        self.keys.insert(check::key_hash(&key));
        key
    }

    /// Hashes of every identifier given.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.keys.iter().copied()
    }
}

/// Stages grants and gives the numbers of the bodies whose money changed.
///
/// # Errors
/// The database's, or a lost lease.
pub async fn stage(
    run: &impl Staging,
    occurrences: &mut Occurrences,
    found: Vec<GrantFacts>,
) -> Result<(Counts, HashSet<Numbers>), ImportError> {
    let mut incoming: Vec<(String, GrantFacts)> = Vec::with_capacity(found.len());
    let mut places: HashMap<String, usize> = HashMap::new();
    for facts in found {
        let key = occurrences.key(&facts);
        // A publisher's own identifier may stand twice in a file: the later line is the right one.
        match places.get(&key).and_then(|place| incoming.get_mut(*place)) {
            Some(earlier) => earlier.1 = facts,
            None => {
                places.insert(key.clone(), incoming.len());
                incoming.push((key, facts));
            }
        }
    }
    let (generation, register) = (run.generation(), run.register().key());
    run.house()
        .storage()
        .keep(async |tx: &Tx| {
            store::renew(tx, generation).await?;
            let keys: Vec<String> = incoming.iter().map(|(key, _)| key.clone()).collect();
            let known: HashMap<String, GrantVersion> = grant_store::open_by_key(tx.db(), &keys)
                .await?
                .into_iter()
                .map(|version| (version.key.clone(), version))
                .collect();
            let sirens: Vec<String> = incoming
                .iter()
                .filter_map(|(_, facts)| facts.siren.clone())
                .collect();
            let persons = grant_store::persons_among(tx.db(), &sirens).await?;
            let mut counts = Counts::default();
            let mut touched: HashSet<Numbers> = HashSet::new();
            let mut ended: Vec<&GrantVersion> = Vec::new();
            let mut written: Vec<GrantVersion> = Vec::new();
            for (key, facts) in &incoming {
                let before = known.get(key);
                // The name of the file is no part of what the grant is: a copy changes nothing.
                let same = before.is_some_and(|version| {
                    GrantFacts {
                        source: String::new(),
                        ..version.facts.clone()
                    } == GrantFacts {
                        source: String::new(),
                        ..facts.clone()
                    }
                });
                if same {
                    counts.unchanged += 1;
                    continue;
                }
                match before {
                    Some(version) => {
                        counts.changed += 1;
                        touched.insert((version.facts.rna.clone(), version.facts.siren.clone()));
                        ended.push(version);
                    }
                    None => counts.added += 1,
                }
                touched.insert((facts.rna.clone(), facts.siren.clone()));
                written.push(GrantVersion {
                    id: run.house().ids().id().to_string(),
                    key: key.clone(),
                    register: register.to_owned(),
                    from_generation: generation,
                    person: facts.rna.is_none()
                        && facts
                            .siren
                            .as_ref()
                            .is_some_and(|siren| persons.contains(siren)),
                    facts: facts.clone(),
                });
            }
            grant_store::end(tx, generation, &ended).await?;
            grant_store::insert(tx, generation, register, &written).await?;
            Ok((counts, touched))
        })
        .await
}

/// Ends the grants that the file should hold and no longer does; they stay in the history.
///
/// # Errors
/// The database's, or a lost lease.
pub async fn end_gone(
    run: &impl Staging,
    checked: &Checked,
    seen: &HashSet<u64>,
    counts: &mut Counts,
) -> Result<HashSet<Numbers>, ImportError> {
    let generation = run.generation();
    let mut touched = HashSet::new();
    let mut after = String::new();
    loop {
        let versions = grant_store::open_after(
            run.house().storage().reader(),
            generation,
            run.register().key(),
            &after,
            500,
        )
        .await?;
        let Some(last) = versions.last() else {
            return Ok(touched);
        };
        after.clone_from(&last.id);
        let gone: Vec<&GrantVersion> = versions
            .iter()
            .filter(|version| {
                checked.scopes.contains(&scope(&version.facts))
                    && !seen.contains(&check::key_hash(&version.key))
            })
            .collect();
        if gone.is_empty() {
            continue;
        }
        run.house()
            .storage()
            .keep(async |tx: &Tx| {
                store::renew(tx, generation).await?;
                grant_store::end(tx, generation, &gone).await?;
                Ok::<(), ImportError>(())
            })
            .await?;
        counts.gone += gone.len() as u64;
        touched.extend(
            gone.iter()
                .map(|g| (g.facts.rna.clone(), g.facts.siren.clone())),
        );
    }
}

/// Sirene says that these SIREN are natural persons (legal form `1…`): their grants are shown no more.
///
/// # Errors
/// The database's, or a lost lease.
pub async fn hide_persons(
    run: &impl Staging,
    sirens: &[String],
) -> Result<HashSet<Numbers>, ImportError> {
    let generation = run.generation();
    run.house()
        .storage()
        .keep(async |tx: &Tx| {
            store::renew(tx, generation).await?;
            grant_store::remember_persons(tx, sirens).await?;
            let known = grant_store::open_by_siren(tx.db(), sirens).await?;
            let shown: Vec<&GrantVersion> = known
                .iter()
                .filter(|g| !g.person && g.facts.rna.is_none())
                .collect();
            let hidden: Vec<(String, GrantVersion)> = shown
                .iter()
                .map(|version| {
                    let id = run.house().ids().id().to_string();
                    (
                        version.register.clone(),
                        GrantVersion {
                            id,
                            person: true,
                            ..(*version).clone()
                        },
                    )
                })
                .collect();
            grant_store::end(tx, generation, &shown).await?;
            for (register, version) in &hidden {
                grant_store::insert(tx, generation, register, std::slice::from_ref(version))
                    .await?;
            }
            Ok(shown
                .iter()
                .map(|g| (g.facts.rna.clone(), g.facts.siren.clone()))
                .collect())
        })
        .await
}
