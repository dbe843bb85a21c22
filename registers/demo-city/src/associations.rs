//! The associations of the city: names, objects, addresses, dates, and their double in Sirene.

use std::collections::HashSet;

use identifiers::{Rna, Siren, Siret};
use jiff::civil::{Date, date};
use rna::{Kind, ManagementAddress, Position, RnaAssociation, RnaId, SeatAddress, SocialObject};
use sirene::{
    Activity as Naf, Diffusion, SireneAddress, SireneEstablishment, SireneUnit, Staff, State,
};

use crate::activities::{self, Activity};
use crate::dice::{Dice, plus};
use crate::places::{QUARTERS, Street};
use crate::words::{EMBLEMS, FAMILIES, fill, sentence};
use crate::{ASSOCIATIONS, COMMUNE};

/// An association on its way into the city.
pub(crate) struct Draft {
    pub activity: &'static Activity,
    pub quarter: &'static str,
    pub life: Life,
    pub association: RnaAssociation,
    pub unit: Option<SireneUnit>,
    pub establishment: Option<SireneEstablishment>,
}

/// How alive an association is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Life {
    /// Heard of within the last three years.
    Awake,
    /// Not heard of for more than three years.
    Asleep,
    Dissolved,
}

/// Drafts all associations.
pub(crate) fn draft(dice: &mut Dice, today: Date, streets: &[Street]) -> Vec<Draft> {
    let mut taken = HashSet::new();
    (0..ASSOCIATIONS)
        .map(|number| one(dice, today, streets, number, &mut taken))
        .collect()
}

fn one(
    dice: &mut Dice,
    today: Date,
    streets: &[Street],
    number: u32,
    taken: &mut HashSet<String>,
) -> Draft {
    let activity = activity(dice);
    let quarters = QUARTERS
        .iter()
        .map(|(quarter, weight)| (quarter.name, *weight));
    let quarter = dice.weighted(quarters).unwrap_or("Battant");
    let title = name(dice, activity, quarter, taken);
    let id = RnaId::Rna(Rna::from_parts(251, 900_001 + number));
    let mut association = RnaAssociation::new(id, title);
    association.office = "251P".to_owned();
    association.object = sentence(&fill(
        dice.word(activity.objects),
        dice.word(&EMBLEMS),
        quarter,
    ));
    association.object1 = SocialObject::new(activity.code);
    association.object2 = SocialObject::new(activity.second);
    association.kind = Kind::Legal;
    association.seat = seat(dice, streets, quarter);
    association.management = management(&association.seat);
    if dice.chance(220) {
        association.website = format!("https://association-{:03}.example", number + 1);
        association.publish_website = dice.chance(800);
    }
    let life = match dice.below(1000) {
        0..60 => Life::Dissolved,
        60..360 => Life::Asleep,
        _ => Life::Awake,
    };
    dates(dice, today, life, oldest(activity.code), &mut association);
    let unit = unit(dice, today, number, activity, life, &mut association);
    let establishment = unit.as_ref().and_then(establishment);
    Draft {
        activity,
        quarter,
        life,
        association,
        unit,
        establishment,
    }
}

/// A kind of activity, common ones more often. The list is never empty.
pub(crate) fn activity(dice: &mut Dice) -> &'static Activity {
    static FALLBACK: Activity = Activity {
        code: 50_000,
        second: 0,
        naf: "94.99Z",
        weight: 1,
        supported: 0,
        median: 1,
        employs: 0,
        names: &["{E}"],
        objects: &["se retrouver"],
        projects: &["Projet"],
    };
    dice.weighted(activities::all().map(|one| (one, one.weight)))
        .unwrap_or(&FALLBACK)
}

/// A name that no other association bears, however it is accented or capitalised.
fn name(
    dice: &mut Dice,
    activity: &Activity,
    quarter: &str,
    taken: &mut HashSet<String>,
) -> String {
    let fold = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let mut title = String::new();
    for _ in 0..40 {
        title = fill(dice.word(activity.names), dice.word(&EMBLEMS), quarter);
        if taken.insert(fold(&title)) {
            return title;
        }
    }
    let mut rank = 2u32;
    loop {
        let ranked = format!("{title} {rank}");
        if taken.insert(fold(&ranked)) {
            return ranked;
        }
        rank += 1;
    }
}

fn seat(dice: &mut Dice, streets: &[Street], quarter: &str) -> SeatAddress {
    let here: Vec<&Street> = streets
        .iter()
        .filter(|street| street.quarter == quarter)
        .collect();
    let (kind, street) = dice.pick(&here).map_or(("", String::new()), |street| {
        (street.kind, street.name.clone())
    });
    let complement = match dice.below(1000) {
        0..120 => format!(
            "chez {} {}",
            dice.word(&["Mme", "Mme", "M."]),
            dice.word(&FAMILIES)
        ),
        120..220 => "Maison de quartier".to_owned(),
        220..300 => format!("Bâtiment {}", dice.word(&["A", "B", "C", "D"])),
        300..340 => "Groupe scolaire".to_owned(),
        _ => String::new(),
    };
    SeatAddress {
        complement,
        number: (1 + dice.below(80)).to_string(),
        repetition: if dice.chance(70) {
            "B".to_owned()
        } else {
            String::new()
        },
        street_kind: kind.to_owned(),
        street,
        insee: COMMUNE.to_owned(),
        postcode: "25000".to_owned(),
        commune: "Besançon".to_owned(),
        ..SeatAddress::default()
    }
}

fn management(seat: &SeatAddress) -> ManagementAddress {
    ManagementAddress {
        identity: seat.complement.clone(),
        street: seat.street_line().to_uppercase(),
        postcode: seat.postcode.clone(),
        town: "BESANCON".to_owned(),
        country: "FRANCE".to_owned(),
        ..ManagementAddress::default()
    }
}

/// Three years and a margin, in days.
const THREE_YEARS: i64 = 3 * 365 + 45;

/// The first year in which an association of that activity is plausible.
fn oldest(code: u32) -> i16 {
    match code {
        30_050 | 11_130 | 20_010 => 1986,
        19_032 | 24_045 | 11_018 | 5010 | 4025 | 30_010 => 1976,
        10_017 | 32_520 | 17_120 | 19_040 => 1961,
        _ => 1905,
    }
}

fn dates(dice: &mut Dice, today: Date, life: Life, oldest: i16, association: &mut RnaAssociation) {
    let latest = match life {
        Life::Awake => plus(today, -40),
        Life::Asleep | Life::Dissolved => plus(today, -THREE_YEARS - 400),
    };
    let (first, last) = match dice.below(1000) {
        0..60 => (date(1905, 1, 15), date(1960, 12, 20)),
        60..220 => (date(1961, 1, 8), date(1985, 12, 20)),
        220..520 => (date(1986, 1, 8), date(2005, 12, 20)),
        _ => (date(2006, 1, 8), latest),
    };
    let first = first.max(date(oldest, 1, 8)).min(latest);
    let created = dice.day(first, last.min(latest));
    association.created = Some(created);
    association.published =
        Some(plus(created, 8 + i64::from(dice.below(50)))).filter(|day| *day <= today);
    let declared = match life {
        Life::Awake => dice.day(created.max(plus(today, 60 - 3 * 365)), plus(today, -3)),
        Life::Asleep => dice.day(created, latest),
        Life::Dissolved => {
            association.position = Position::Dissolved;
            let day = dice.day(plus(created, 200), plus(today, -20));
            association.dissolved = Some(day);
            plus(day, 10).min(today)
        }
    };
    association.declared = Some(declared);
    let (hour, minute) = (8 + dice.below(10) as i8, dice.below(60) as i8);
    association.updated = Some(plus(declared, 2).min(today).at(hour, minute, 0, 0));
    if life == Life::Awake && dice.chance(60) {
        association.old_id = format!("025100{:04}", dice.below(10_000));
    }
}

fn unit(
    dice: &mut Dice,
    today: Date,
    number: u32,
    activity: &Activity,
    life: Life,
    association: &mut RnaAssociation,
) -> Option<SireneUnit> {
    let known = match life {
        Life::Awake => 780,
        Life::Asleep => 480,
        Life::Dissolved => 550,
    };
    if !dice.chance(known) {
        return None;
    }
    let siren = Siren::from_body(90_001 + number);
    let siret = Siret::from_parts(siren, 1 + u16::from(dice.chance(200)));
    if dice.chance(220) {
        association.siret = Some(siret);
    }
    let mut unit = SireneUnit::new(siren, association.title.to_uppercase());
    unit.seat = Some(siret);
    unit.rna = association.id.rna();
    unit.activity = Naf {
        code: activity.naf.to_owned(),
        nomenclature: "NAFRev2".to_owned(),
    };
    unit.social_economy = Some(true);
    unit.created = association.created;
    unit.updated = Some(match life {
        Life::Awake => dice.day(plus(today, -900), plus(today, -5)),
        _ => association.declared.unwrap_or(today),
    });
    if dice.chance(35) {
        unit.diffusion = Diffusion::Partial;
    }
    if life == Life::Dissolved {
        unit.state = State::Ceased;
        unit.ceased = association.dissolved;
    } else if dice.chance(activity.employs) {
        let code = dice.weighted(
            [
                ("01", 40),
                ("02", 25),
                ("03", 15),
                ("11", 12),
                ("12", 6),
                ("21", 2),
            ]
            .into_iter(),
        );
        unit.staff = Staff::from_code(code.unwrap_or("01"));
    }
    let seat = &association.seat;
    unit.address = SireneAddress {
        complement: seat.complement.to_uppercase(),
        number: seat.number.clone(),
        repetition: seat.repetition.clone(),
        street_kind: seat.street_kind.clone(),
        street: seat.street.to_uppercase(),
        postcode: seat.postcode.clone(),
        insee: seat.insee.clone(),
        commune: "BESANCON".to_owned(),
        ..SireneAddress::default()
    };
    Some(unit)
}

fn establishment(unit: &SireneUnit) -> Option<SireneEstablishment> {
    Some(SireneEstablishment {
        line: 0,
        siret: unit.seat?,
        is_seat: true,
        diffusion: unit.diffusion,
        sign: String::new(),
        state: unit.state,
        activity: unit.activity.clone(),
        staff: unit.staff,
        created: unit.created,
        address: unit.address.clone(),
    })
}
