#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use proptest::prelude::*;
use streets::{Quarters, StreetQuarter, read, write};

fn street(name: &str, quarter: &str) -> StreetQuarter {
    StreetQuarter {
        commune: "25056".to_owned(),
        street: name.to_owned(),
        quarter: quarter.to_owned(),
    }
}

#[test]
fn spellings_of_one_street() {
    let rows = [
        street("Avenue de l’Horloger doré", "Battant"),
        street("Place du Tilleul", "Palente"),
    ];
    let quarters = Quarters::new(&rows);
    assert_eq!(quarters.len(), 2);
    for (kind, name) in [
        ("AV", "de l'Horloger Doré"),
        ("", "12 bis avenue de l’Horloger doré"),
        ("AVENUE", "DE L HORLOGER DORE"),
        ("", "3B AV DE L’HORLOGER-DORÉ"),
    ] {
        assert_eq!(
            quarters.find("25056", kind, name),
            Some("Battant"),
            "{kind} {name}"
        );
    }
    assert_eq!(
        quarters.find("25056", "RUE", "du Tilleul"),
        None,
        "another kind is another street"
    );
    assert_eq!(
        quarters.find("25388", "PL", "du Tilleul"),
        None,
        "another commune too"
    );
    assert_eq!(quarters.find("25056", "", ""), None);
}

#[test]
fn empty_cells_are_rejected_and_what_is_written_is_read_back() {
    let rejects: Vec<_> = read("commune;rue;quartier\n25056;;Battant\n".as_bytes())
        .unwrap()
        .collect();
    let reject = rejects[0].as_ref().unwrap_err();
    assert_eq!((reject.line, reject.field.as_str()), (2, "rue"));
    assert!(
        read("rue;x\n".as_bytes())
            .err()
            .unwrap()
            .to_string()
            .contains("commune, rue, quartier")
    );
    let rows = [
        street("Rue du Cadran bleu", "Battant"),
        street("Quai, dit « du Lavoir »", "La Boucle"),
    ];
    let mut file = Vec::new();
    write(&mut file, &rows).unwrap();
    let again: Vec<_> = read(file.as_slice()).unwrap().map(Result::unwrap).collect();
    assert_eq!(again, rows);
}

proptest! {
    #[test]
    fn any_text(text in any::<String>(), bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let rows = [street(&text, "x")];
        let _ = Quarters::new(&rows).find("25056", "", &text);
        let mut file = b"commune,rue,quartier\n".to_vec();
        file.extend(bytes);
        prop_assert!(read(file.as_slice()).unwrap().count() <= file.len());
    }
}
