//! Lines of the register for a whole country, one after the other, for tests of size.

use identifiers::Rna;
use jiff::civil::date;
use rna::{Kind, Position, RnaAssociation, RnaId, SeatAddress, SocialObject};

use crate::associations::activity;
use crate::dice::{Dice, plus};
use crate::words::{EMBLEMS, fill, sentence};

/// INSEE code, postal code and name of communes; the first one is the city's own.
const COMMUNES: [(&str, &str, &str); 12] = [
    ("25056", "25000", "Besançon"),
    ("25388", "25200", "Montbéliard"),
    ("25462", "25300", "Pontarlier"),
    ("21231", "21000", "Dijon"),
    ("35238", "35000", "Rennes"),
    ("44109", "44000", "Nantes"),
    ("38185", "38000", "Grenoble"),
    ("59350", "59000", "Lille"),
    ("76540", "76000", "Rouen"),
    ("86194", "86000", "Poitiers"),
    ("29019", "29200", "Brest"),
    ("66136", "66000", "Perpignan"),
];

/// `count` associations with numbers `W…` that never repeat (up to 900 million), made one at a time in constant
/// memory; every twelfth one has its seat in the demonstration city. Names repeat as they do in the real register.
pub fn rna_lines(count: u64, seed: u64) -> impl Iterator<Item = RnaAssociation> {
    let mut dice = Dice::new(seed);
    (0..count).map(move |number| line(&mut dice, number))
}

fn line(dice: &mut Dice, number: u64) -> RnaAssociation {
    let office = 11 + (number % 900) as u16;
    let id = RnaId::Rna(Rna::from_parts(office, (number / 900 % 1_000_000) as u32));
    let activity = activity(dice);
    let (insee, postcode, commune) = dice.pick(&COMMUNES).copied().unwrap_or_default();
    let emblem = dice.word(&EMBLEMS);
    let mut one = RnaAssociation::new(id, fill(dice.word(activity.names), emblem, commune));
    one.office = format!("{office:03}P");
    one.object = sentence(&fill(dice.word(activity.objects), emblem, commune));
    one.object1 = SocialObject::new(activity.code);
    one.object2 = SocialObject::new(activity.second);
    one.kind = Kind::Legal;
    let created = plus(date(1960, 1, 4), i64::from(dice.below(23_000)));
    let declared = plus(created, i64::from(dice.below(2_500)));
    one.created = Some(created);
    one.published = Some(plus(created, 12));
    one.declared = Some(declared);
    one.updated = Some(plus(declared, 2).at(9, 30, 0, 0));
    if dice.chance(150) {
        one.position = Position::Dissolved;
        one.dissolved = Some(declared);
    }
    one.seat = SeatAddress {
        number: (1 + dice.below(120)).to_string(),
        street_kind: "RUE".to_owned(),
        street: crate::words::de(dice.word(&EMBLEMS)),
        insee: insee.to_owned(),
        postcode: postcode.to_owned(),
        commune: commune.to_owned(),
        ..SeatAddress::default()
    };
    one.management.street = one.seat.street_line().to_uppercase();
    one.management.postcode.clone_from(&one.seat.postcode);
    one.management.town = commune.to_uppercase();
    one.management.country = "FRANCE".to_owned();
    one
}
