//! Five years of grants by the city: operating grants that return, projects that do not, rooms lent.

use jiff::civil::{Date, date};
use scdl::{Nature, ScdlGrant, Share};

use crate::associations::{Draft, Life};
use crate::dice::{Dice, plus};
use crate::words::{EMBLEMS, fill};
use crate::{GRANTER, granter_siret};

/// How many associations receive something.
const RECIPIENTS: usize = 350;

/// All grants, oldest first.
pub(crate) fn grants(dice: &mut Dice, today: Date, drafts: &mut [Draft]) -> Vec<ScdlGrant> {
    let mut grants = Vec::new();
    for place in recipients(dice, drafts) {
        if let Some(draft) = drafts.get(place) {
            one_recipient(dice, today, draft, &mut grants);
        }
    }
    grants.sort_by(|a, b| {
        (a.convention_date, &a.beneficiary, &a.object, a.amount_cents).cmp(&(
            b.convention_date,
            &b.beneficiary,
            &b.object,
            b.amount_cents,
        ))
    });
    let mut last = (0, 0u32);
    for grant in &mut grants {
        let year = grant.year.unwrap_or(0);
        last = if last.0 == year {
            (year, last.1 + 1)
        } else {
            (year, 1)
        };
        grant.decision = format!("DEMO-{year}-{:04}", last.1);
    }
    grants
}

/// The places of the associations that receive: those whose activity is most supported, with chance.
fn recipients(dice: &mut Dice, drafts: &[Draft]) -> Vec<usize> {
    let mut ranked: Vec<(u32, usize)> = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.activity.supported > 0)
        .map(|(place, draft)| {
            let alive = match draft.life {
                Life::Awake => 700,
                Life::Asleep => 80,
                Life::Dissolved => 120,
            };
            (draft.activity.supported + alive + dice.below(700), place)
        })
        .collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let mut places: Vec<usize> = ranked
        .into_iter()
        .take(RECIPIENTS)
        .map(|(_, place)| place)
        .collect();
    places.sort_unstable();
    places
}

fn one_recipient(dice: &mut Dice, today: Date, draft: &Draft, grants: &mut Vec<ScdlGrant>) {
    let association = &draft.association;
    let base = dice.spread(draft.activity.median * 100, 900).max(30_000);
    let returns = 400 + dice.below(550);
    let lends = dice.chance(140);
    // Sleeping associations had their last grant before they fell asleep.
    let end = match draft.life {
        Life::Awake => today,
        Life::Asleep => association.declared.unwrap_or(today),
        Life::Dissolved => association.dissolved.unwrap_or(today),
    };
    let mut given = 0u32;
    for year in (today.year() - 4)..=today.year() {
        let opened = date(year, 2, 1);
        let voted = plus(opened, i64::from(dice.below(150)));
        let possible = voted < end && association.created.is_none_or(|day| day < opened);
        let operating = dice.chance(returns) || (given == 0 && year == today.year() - 1);
        let amount = round(base * (90 + i64::from(dice.below(26))) / 100);
        let project = dice.chance(240);
        let project_amount = round(dice.spread(base / 2, 500).max(20_000));
        let pattern = dice.word(draft.activity.projects);
        let emblem = dice.word(&EMBLEMS);
        if !possible {
            continue;
        }
        if operating {
            given += 1;
            grants.push(grant(draft, voted, "Fonctionnement", amount, Nature::Money));
        }
        if project && !pattern.is_empty() {
            given += 1;
            let object = fill(pattern, emblem, draft.quarter);
            let day = plus(voted, 20).min(end);
            grants.push(grant(draft, day, &object, project_amount, Nature::Money));
        }
        if lends {
            given += 1;
            let value = round(base / 3).max(20_000);
            grants.push(grant(
                draft,
                voted,
                "Mise à disposition de locaux municipaux",
                value,
                Nature::InKind,
            ));
        }
    }
}

fn grant(draft: &Draft, day: Date, object: &str, amount: i64, nature: Nature) -> ScdlGrant {
    let siret = draft.unit.as_ref().and_then(|unit| unit.seat);
    // Above 23 000 € an agreement is due (décret 2001-495), and the city pays in two parts.
    let parts = amount > 2_300_000;
    let first = plus(day, 30);
    let city = granter_siret();
    ScdlGrant {
        line: 0,
        granter: GRANTER.to_owned(),
        granter_siret: Some(city),
        granter_siren: Some(city.siren()),
        convention_date: Some(day),
        year: Some(day.year()),
        decision: String::new(),
        beneficiary: draft.association.title.clone(),
        beneficiary_siret: siret,
        beneficiary_siren: siret.map(|siret| siret.siren()),
        beneficiary_rna: draft.association.id.rna(),
        object: object.to_owned(),
        amount_cents: Some(amount),
        nature: Some(nature),
        conditions: if parts { "échelonné" } else { "unique" }.to_owned(),
        payment: if parts {
            format!("{first}/{}", plus(first, 180))
        } else {
            first.to_string()
        },
        rae: String::new(),
        eu_notified: Some(false),
        share: Some(Share::WHOLE),
        scheme: String::new(),
    }
}

/// Cents rounded as councils round: to 50 € below 5 000 €, to 100 € below 20 000 €, to 500 € above.
fn round(cents: i64) -> i64 {
    let step = match cents {
        ..500_000 => 5_000,
        500_000..2_000_000 => 10_000,
        _ => 50_000,
    };
    ((cents + step / 2) / step * step).max(step)
}
