#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use identifiers::{Iban, IdentifierError, Rna, Siren, Siret};
use proptest::prelude::*;

#[test]
fn real_sirens_hold_and_placeholders_do_not() {
    for good in [
        "775664634",
        "778715375",
        "775 664 634",
        "775\u{a0}664\u{202f}634",
    ] {
        assert!(good.parse::<Siren>().is_ok(), "{good}");
    }
    for bad in ["219000156", "775664635", "000000000"] {
        assert_eq!(
            bad.parse::<Siren>(),
            Err(IdentifierError::CheckDigit("SIREN")),
            "{bad}"
        );
    }
    assert_eq!("".parse::<Siren>(), Err(IdentifierError::Empty("SIREN")));
    assert!(matches!(
        "77566463".parse::<Siren>(),
        Err(IdentifierError::Length { found: 8, .. })
    ));
    assert!(matches!(
        "77566463X".parse::<Siren>(),
        Err(IdentifierError::NotADigit { found: 'X', .. })
    ));
    assert!(
        "٧٧٥٦٦٤٦٣٤".parse::<Siren>().is_err(),
        "only ASCII digits count"
    );
}

#[test]
fn sirets_of_the_post_office_follow_their_own_rule() {
    // Fails Luhn, digit sum 30 + … is a multiple of 5 (python-stdnum issue 291).
    assert!("35600000009075".parse::<Siret>().is_ok());
    assert!(
        "35600000000048".parse::<Siret>().is_ok(),
        "head office, Luhn holds"
    );
    assert!("35600000009076".parse::<Siret>().is_err());
    // The same leniency must not leak to others.
    assert!("77566463400010".parse::<Siret>().is_err());
}

#[test]
fn a_siret_needs_a_valid_siren_too() {
    // Whole number passes Luhn but its SIREN does not.
    let mut found = 0;
    for nic in 0..100_000u32 {
        let text = format!("219000156{nic:05}");
        assert!(text.parse::<Siret>().is_err());
        found += 1;
    }
    assert_eq!(found, 100_000);
    let siret: Siret = "21060004500392".parse().unwrap();
    assert_eq!(siret.siren().as_str(), "210600045");
    assert_eq!(siret.nic(), "00392");
}

#[test]
fn rna_numbers_wide_and_strict() {
    let besancon: Rna = "w251000001".parse().unwrap();
    assert_eq!(besancon.as_str(), "W251000001");
    assert!(besancon.strict_scdl());
    let overseas: Rna = "W9T1002867".parse().unwrap();
    assert!(!overseas.strict_scdl());
    for bad in [
        "W25100001",
        "W2510000012",
        "X251000001",
        "W25A000001",
        "251000001",
        "WA51000001",
        "W9é1002867",
    ] {
        assert_eq!(bad.parse::<Rna>(), Err(IdentifierError::Rna), "{bad}");
    }
    assert_eq!(Rna::from_parts(251, 42).as_str(), "W251000042");
}

#[test]
fn ibans() {
    // The example of the ISO 13616 registry for France, Germany and Norway.
    for good in [
        "FR14 2004 1010 0505 0001 3M02 606",
        "DE89 3704 0044 0532 0130 00",
        "NO9386011117947",
    ] {
        assert!(good.parse::<Iban>().is_ok(), "{good}");
    }
    assert_eq!(
        "FR1420041010050500013M0260".parse::<Iban>(),
        Err(IdentifierError::IbanLength(26))
    );
    assert_eq!(
        "FR15 2004 1010 0505 0001 3M02 606".parse::<Iban>(),
        Err(IdentifierError::IbanCheck)
    );
    assert_eq!("bonjour".parse::<Iban>(), Err(IdentifierError::IbanShape));
    let iban: Iban = "FR14 2004 1010 0505 0001 3M02 606".parse().unwrap();
    assert_eq!(iban.grouped(), "FR14 2004 1010 0505 0001 3M02 606");
    assert_eq!(format!("{iban:?}"), "Iban(FR14…2606)");
}

#[test]
fn errors_speak_french_and_say_the_mend() {
    let error = "77566463".parse::<Siren>().unwrap_err().to_string();
    assert_eq!(
        error,
        "un numéro SIREN compte 9 chiffres, celui-ci en compte 8\u{202f}; recopiez le numéro depuis l’avis de situation de l’INSEE"
    );
}

proptest! {
    #[test]
    fn made_numbers_are_valid(body in 0u32..100_000_000, nic in 1u16..10_000, account in any::<u64>(), bank in any::<u32>()) {
        prop_assume!(body > 0);
        let siren = Siren::from_body(body);
        prop_assert_eq!(siren.as_str().parse::<Siren>().unwrap(), siren);
        let siret = Siret::from_parts(siren, nic);
        prop_assert_eq!(siret.as_str().parse::<Siret>().unwrap(), siret);
        prop_assert_eq!(siret.siren(), siren);
        let iban = Iban::from_french(bank, bank / 3, account);
        prop_assert_eq!(iban.as_str().parse::<Iban>().unwrap(), iban);
    }

    #[test]
    fn one_wrong_digit_is_always_seen(body in 1u32..100_000_000, place in 0usize..9, shift in 1u8..10) {
        let mut digits: Vec<u8> = Siren::from_body(body).as_str().bytes().collect();
        digits[place] = b'0' + (digits[place] - b'0' + shift) % 10;
        prop_assert!(String::from_utf8(digits).unwrap().parse::<Siren>().is_err());
    }

    #[test]
    fn no_text_breaks_a_reader(text in any::<String>()) {
        let _ = text.parse::<Siren>();
        let _ = text.parse::<Siret>();
        let _ = text.parse::<Rna>();
        let _ = text.parse::<Iban>();
    }
}
