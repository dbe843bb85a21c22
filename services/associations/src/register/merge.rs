//! From what the sources say to what the register shows. Pure: no database, no clock.

use crate::register::entry::{Entry, Facts, Size};
use crate::register::fold;
use ::streets::Quarters;

/// What the merge needs to know of the city.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// INSEE code of the city.
    pub city: &'a str,
    /// Which quarter a street lies in, where the city said so.
    pub quarters: &'a Quarters,
}

/// Makes the entry of `reference` from what the sources say.
#[must_use]
pub fn merge(reference: &str, facts: Facts, setting: Setting<'_>) -> Entry {
    let rna = facts.rna.as_ref();
    let sirene = facts.sirene.as_ref();
    let listed = facts.listed.as_ref();

    let name = rna
        .map(|r| r.title.as_str())
        .filter(|title| !title.is_empty())
        .or_else(|| {
            sirene
                .map(|s| s.name.as_str())
                .filter(|name| !name.is_empty())
        })
        .or_else(|| listed.map(|l| l.name.as_str()))
        .unwrap_or(reference)
        .to_owned();
    let (number, siren) = numbers(&facts);
    let address = address(&facts);
    let hidden = address_is_hidden(&facts);
    let quarter = if hidden {
        None
    } else {
        address
            .as_ref()
            .filter(|a| a.commune_code == setting.city)
            .and_then(|a| setting.quarters.find(&a.commune_code, "", &a.street))
            .map(str::to_owned)
    };
    let in_city = address.as_ref().map_or_else(
        || listed.is_some_and(|l| l.in_city),
        |a| a.commune_code == setting.city,
    );
    let entry = Entry {
        reference: reference.to_owned(),
        sort_name: fold::sort_key(&name),
        name,
        rna: number,
        siren,
        theme: rna
            .map(|r| r.theme.clone())
            .filter(|theme| !theme.is_empty())
            .unwrap_or_else(|| "other".to_owned()),
        quarter,
        in_city,
        size: Size::of_band(sirene.and_then(|s| s.employees_from)),
        active: is_active(&facts),
        sign_of_life: sign_of_life(&facts),
        grants_cents: facts
            .money
            .iter()
            .map(|m| m.cents)
            .fold(0, i64::saturating_add),
        facts,
    };
    debug_assert!(!(hidden && entry.quarter.is_some()));
    entry
}

/// The RNA number and the SIREN of a body, by whoever says so.
#[must_use]
pub fn numbers(facts: &Facts) -> (Option<String>, Option<String>) {
    let (rna, sirene, listed) = (
        facts.rna.as_ref(),
        facts.sirene.as_ref(),
        facts.listed.as_ref(),
    );
    let number = rna
        .map(|r| r.rna.clone())
        .or_else(|| sirene.and_then(|s| s.rna.clone()))
        .or_else(|| listed.and_then(|l| l.rna.clone()));
    let of_siret = rna
        .and_then(|r| r.siret.as_deref())
        .and_then(|s| s.get(..9));
    let siren = sirene
        .map(|s| s.siren.clone())
        .or_else(|| of_siret.map(str::to_owned))
        .or_else(|| listed.and_then(|l| l.siren.clone()));
    (number, siren)
}

/// An address as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// Commune.
    pub commune: String,
    /// INSEE code of the commune.
    pub commune_code: String,
}

/// The address of the seat: the RNA's, else the head office of Sirene.
#[must_use]
pub fn address(facts: &Facts) -> Option<Address> {
    let from_rna = facts.rna.as_ref().map(|r| Address {
        street: r.street.clone(),
        postcode: r.postcode.clone(),
        commune: r.commune.clone(),
        commune_code: r.commune_code.clone(),
    });
    let from_sirene = facts.sirene.as_ref().map(|s| Address {
        street: s.street.clone(),
        postcode: s.postcode.clone(),
        commune: s.commune.clone(),
        commune_code: s.commune_code.clone(),
    });
    from_rna
        .filter(|a| !a.commune_code.is_empty() || !a.commune.is_empty())
        .or(from_sirene)
        .filter(|a| !a.commune_code.is_empty() || !a.commune.is_empty())
}

/// Whether street and quarter stay hidden: the city masks them, Sirene restricts diffusion (code de
/// commerce, art. A123-96), or the address is somebody's home.
#[must_use]
pub fn address_is_hidden(facts: &Facts) -> bool {
    facts.masked
        || facts.sirene.as_ref().is_some_and(|s| s.restricted)
        || facts
            .rna
            .as_ref()
            .is_some_and(|r| is_home(&r.address_complement) || is_home(&r.street))
}

/// An address line that names the person who lives there.
fn is_home(line: &str) -> bool {
    let plain = fold::plain(line);
    let mut words = plain.split(' ');
    words.next() == Some("chez")
        || plain.contains(" chez ")
        || [
            "m ",
            "mr ",
            "mme ",
            "mlle ",
            "monsieur ",
            "madame ",
            "mademoiselle ",
            "c o ",
        ]
        .iter()
        .any(|title| plain.starts_with(title))
}

fn is_active(facts: &Facts) -> bool {
    if let Some(rna) = &facts.rna {
        if rna.dissolved_on.is_some() || matches!(rna.position.as_str(), "D" | "S" | "R") {
            return false;
        }
        if rna.gone_on.is_none() {
            return true;
        }
    }
    if let Some(sirene) = &facts.sirene {
        return sirene.active && sirene.gone_on.is_none();
    }
    facts.rna.is_none()
}

/// The latest day on which any source shows that somebody acted: declaration, publication, creation,
/// change in Sirene, or the end of a year in which public money was received.
fn sign_of_life(facts: &Facts) -> Option<String> {
    let mut latest: Option<String> = None;
    let mut see = |day: Option<&String>| {
        if let Some(day) = day
            && latest.as_ref().is_none_or(|known| known < day)
        {
            latest = Some(day.clone());
        }
    };
    if let Some(rna) = &facts.rna {
        see(rna.created_on.as_ref());
        see(rna.declared_on.as_ref());
        see(rna.published_on.as_ref());
    }
    if let Some(sirene) = &facts.sirene {
        see(sirene.created_on.as_ref());
        see(sirene.updated_on.as_ref());
    }
    let paid = facts.money.iter().map(|m| m.year).max();
    see(paid.map(|year| format!("{year:04}-12-31")).as_ref());
    see(facts
        .listed
        .as_ref()
        .map(|l| format!("{:04}-12-31", l.year))
        .as_ref());
    latest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::entry::{ListedFacts, RnaFacts, SireneFacts, YearMoney};
    use ::streets::StreetQuarter;

    fn made(facts: Facts) -> Entry {
        let quarters = Quarters::new(&[StreetQuarter {
            commune: "25056".into(),
            street: "Rue des Maraîchers".into(),
            quarter: "Planoise".into(),
        }]);
        merge(
            "R",
            facts,
            Setting {
                city: "25056",
                quarters: &quarters,
            },
        )
    }

    fn rna() -> RnaFacts {
        RnaFacts {
            rna: "W251000001".into(),
            title: "Les Jardins de la Boucle".into(),
            street: "4 bis RUE DES MARAÎCHERS".into(),
            postcode: "25000".into(),
            commune: "BESANCON".into(),
            commune_code: "25056".into(),
            created_on: Some("2009-03-14".into()),
            declared_on: Some("2022-06-02".into()),
            position: "A".into(),
            ..RnaFacts::default()
        }
    }

    #[test]
    fn the_rna_names_it_and_places_it() {
        let entry = made(Facts {
            rna: Some(rna()),
            ..Facts::default()
        });
        assert_eq!(entry.name, "Les Jardins de la Boucle");
        assert_eq!(entry.quarter.as_deref(), Some("Planoise"));
        assert!(entry.in_city && entry.active);
        assert_eq!(entry.sign_of_life.as_deref(), Some("2022-06-02"));
        assert_eq!(entry.size, Size::Unknown);
    }

    #[test]
    fn a_home_a_restricted_body_and_a_shelter_show_no_quarter() {
        let mut at_home = rna();
        at_home.address_complement = "Chez Mme Durand".into();
        let restricted = SireneFacts {
            siren: "1".into(),
            restricted: true,
            active: true,
            ..SireneFacts::default()
        };
        for facts in [
            Facts {
                rna: Some(at_home),
                ..Facts::default()
            },
            Facts {
                rna: Some(rna()),
                sirene: Some(restricted),
                ..Facts::default()
            },
            Facts {
                rna: Some(rna()),
                masked: true,
                ..Facts::default()
            },
        ] {
            assert!(address_is_hidden(&facts));
            assert_eq!(made(facts).quarter, None);
        }
        // A street named after a lady is not a home.
        let mut street = rna();
        street.street = "2 RUE MADAME DE STAEL".into();
        assert!(!address_is_hidden(&Facts {
            rna: Some(street),
            ..Facts::default()
        }));
    }

    #[test]
    fn the_dead_and_the_gone_are_not_active() {
        let mut dissolved = rna();
        dissolved.dissolved_on = Some("2020-01-01".into());
        let mut gone = rna();
        gone.gone_on = Some("2026-11-03".into());
        for rna in [dissolved, gone] {
            let entry = made(Facts {
                rna: Some(rna),
                ..Facts::default()
            });
            assert!(!entry.active);
        }
    }

    #[test]
    fn money_is_a_sign_of_life_and_a_list_alone_makes_an_entry() {
        let facts = Facts {
            listed: Some(ListedFacts {
                siren: Some("775664634".into()),
                name: "CEMEA".into(),
                year: 2010,
                in_city: true,
                ..ListedFacts::default()
            }),
            money: vec![YearMoney {
                year: 2010,
                cents: 527_288_400,
            }],
            ..Facts::default()
        };
        let entry = made(facts);
        assert_eq!(
            (entry.name.as_str(), entry.siren.as_deref()),
            ("CEMEA", Some("775664634"))
        );
        assert_eq!(entry.sign_of_life.as_deref(), Some("2010-12-31"));
        assert_eq!(entry.grants_cents, 527_288_400);
        assert!(entry.in_city && entry.active);
    }
}
