//! The quarters, by their real names, and streets that do not exist.

use crate::dice::Dice;
use crate::words::de;
use crate::{COMMUNE, Quarter, StreetQuarter};

/// Quarters of Besançon and how many of the associations have their seat there (invented proportions). The names are
/// geographic; nothing else about the quarters is meant.
pub(crate) const QUARTERS: [(Quarter, u32); 24] = [
    (quarter("la-boucle", "La Boucle"), 150),
    (quarter("battant", "Battant"), 70),
    (quarter("les-chaprais", "Les Chaprais"), 90),
    (quarter("planoise", "Planoise"), 110),
    (quarter("palente", "Palente"), 55),
    (quarter("orchamps", "Orchamps"), 35),
    (quarter("montrapon", "Montrapon"), 45),
    (quarter("fontaine-ecu", "Fontaine-Écu"), 25),
    (quarter("saint-claude", "Saint-Claude"), 40),
    (quarter("les-torcols", "Les Torcols"), 12),
    (quarter("saint-ferjeux", "Saint-Ferjeux"), 40),
    (quarter("rosemont", "Rosemont"), 18),
    (quarter("la-butte", "La Butte"), 45),
    (quarter("la-grette", "La Grette"), 25),
    (quarter("bregille", "Bregille"), 25),
    (quarter("les-cras", "Les Cras"), 30),
    (quarter("clairs-soleils", "Clairs-Soleils"), 25),
    (quarter("les-vaites", "Les Vaîtes"), 18),
    (quarter("les-montboucons", "Les Montboucons"), 25),
    (quarter("les-tilleroyes", "Les Tilleroyes"), 20),
    (quarter("velotte", "Velotte"), 22),
    (quarter("rivotte", "Rivotte"), 15),
    (quarter("chateaufarine", "Châteaufarine"), 15),
    (quarter("chailluz", "Chailluz"), 10),
];

const fn quarter(key: &'static str, name: &'static str) -> Quarter {
    Quarter { key, name }
}

/// An invented street.
#[derive(Clone, Debug)]
pub(crate) struct Street {
    /// Kind as registers abbreviate it.
    pub kind: &'static str,
    /// Name without the kind: `du Cadran bleu`.
    pub name: String,
    pub quarter: &'static str,
}

impl Street {
    /// Its row in the table of streets.
    pub fn row(&self) -> StreetQuarter {
        StreetQuarter {
            commune: COMMUNE.to_owned(),
            street: written(self.kind, &self.name),
            quarter: self.quarter.to_owned(),
        }
    }
}

/// Abbreviation, word, weight.
const KINDS: [(&str, &str, u32); 6] = [
    ("RUE", "Rue", 60),
    ("AV", "Avenue", 8),
    ("PL", "Place", 8),
    ("CHE", "Chemin", 10),
    ("ALL", "Allée", 8),
    ("IMP", "Impasse", 6),
];

/// A street as people write it.
pub(crate) fn written(kind: &str, name: &str) -> String {
    let word = KINDS
        .iter()
        .find(|(short, ..)| *short == kind)
        .map_or(kind, |(_, word, _)| *word);
    format!("{word} {name}")
}

const MASCULINE: [&str; 16] = [
    "Le Cadran",
    "Le Balancier",
    "Le Lavoir",
    "Le Pressoir",
    "Le Colombier",
    "Le Verger",
    "L’Horloger",
    "Le Meunier",
    "Le Tisserand",
    "Le Batelier",
    "Le Cerisier",
    "Le Noisetier",
    "Le Rucher",
    "Le Sablier",
    "L’Arrosoir",
    "Le Grillon",
];
const MASCULINE_ADJECTIVES: [&str; 10] = [
    "bleu",
    "doré",
    "ancien",
    "songeur",
    "rieur",
    "perché",
    "vert",
    "patient",
    "d’argent",
    "du matin",
];
const FEMININE: [&str; 16] = [
    "La Bergeronnette",
    "La Charmille",
    "La Margelle",
    "La Tonnelle",
    "La Brouette",
    "La Luge",
    "L’Aubépine",
    "La Capucine",
    "La Garance",
    "La Pervenche",
    "La Rainette",
    "La Sauterelle",
    "La Treille",
    "La Noria",
    "La Pendule",
    "La Verdure",
];
const FEMININE_ADJECTIVES: [&str; 10] = [
    "bleue",
    "dorée",
    "ancienne",
    "songeuse",
    "rieuse",
    "perchée",
    "verte",
    "patiente",
    "d’argent",
    "du matin",
];

/// Ten streets for each quarter, no name twice in the city.
pub(crate) fn streets(dice: &mut Dice) -> Vec<Street> {
    let mut names: Vec<String> = Vec::with_capacity(320);
    for (nouns, adjectives) in [
        (&MASCULINE, &MASCULINE_ADJECTIVES),
        (&FEMININE, &FEMININE_ADJECTIVES),
    ] {
        for noun in nouns {
            for adjective in adjectives {
                names.push(format!("{} {adjective}", de(noun)));
            }
        }
    }
    let mut streets = Vec::with_capacity(240);
    for (quarter, _) in &QUARTERS {
        for _ in 0..10 {
            let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let place = dice.below(count) as usize;
            if place >= names.len() {
                break;
            }
            let kinds = KINDS.iter().map(|(kind, _, weight)| (*kind, *weight));
            streets.push(Street {
                kind: dice.weighted(kinds).unwrap_or("RUE"),
                name: names.swap_remove(place),
                quarter: quarter.name,
            });
        }
    }
    streets
}
