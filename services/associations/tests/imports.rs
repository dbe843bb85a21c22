//! What an import promises, told once and kept on both databases.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod common;

use associations::masks::model::Reason;
use associations::open_data::{Export, export};
use associations::publication::{ImportError, Options, Register, import, sweep};
use associations::register::store::Key;
use common::{HEADER, Town, towns, waldec};

const KEEP: Options = Options {
    keep_valid: true,
    rejects_dir: None,
};

#[tokio::test]
async fn an_import_is_all_or_nothing_and_twice_is_once() {
    for town in towns().await {
        let good = town.file(
            "rna_waldec_20261101_dpt_25.csv",
            &waldec(&[
                ("W251000001", "Les Jardins de la Boucle", "A", "2024-05-01"),
                ("W251000002", "Chorale du Doubs", "A", "2009-05-01"),
            ]),
        );
        let report = town.import(Register::Rna, &good).await.unwrap();
        assert_eq!(
            (report.counts.added, report.counts.gone),
            (2, 0),
            "{}",
            town.name
        );
        assert!(report.generation.is_some());

        let again = town.import(Register::Rna, &good).await.unwrap();
        assert_eq!(
            (again.counts.unchanged, again.generation),
            (2, None),
            "{}",
            town.name
        );

        let bad = town.file(
            "rna_waldec_20261201_dpt_25.csv",
            &format!(
                "{}W25;;;;;;;;;;;Sans numéro\n",
                waldec(&[("W251000003", "Nouvelle", "A", "2026-05-01")])
            ),
        );
        let refused = town.import(Register::Rna, &bad).await.unwrap_err();
        assert_eq!(refused.exit_code(), 2);
        assert!(
            matches!(&refused, ImportError::Rejected { rejected: 1, rejects, .. } if rejects.exists())
        );
        assert!(
            town.entry(Key::Rna, "W251000003").await.is_none(),
            "{}",
            town.name
        );

        let kept = import(&town.house, Register::Rna, &bad, &KEEP, &|_| {})
            .await
            .unwrap();
        assert_eq!(
            (kept.counts.added, kept.counts.gone, kept.counts.rejected),
            (1, 2, 1)
        );
        let gone = town.entry(Key::Rna, "W251000001").await.unwrap();
        assert!(!gone.active, "marked, not deleted");
        assert_eq!(
            gone.facts.rna.unwrap().gone_on.as_deref(),
            Some("2026-12-01")
        );
    }
}

#[tokio::test]
async fn a_newer_file_updates_and_keeps_the_reference() {
    for town in towns().await {
        let first = town.file(
            "a_20261101.csv",
            &waldec(&[("W251000001", "Ancien nom", "A", "2020-01-01")]),
        );
        town.import(Register::Rna, &first).await.unwrap();
        let before = town.entry(Key::Rna, "W251000001").await.unwrap();
        let second = town.file(
            "b_20261201.csv",
            &waldec(&[("W251000001", "Nouveau nom", "A", "2026-01-01")]),
        );
        let report = town.import(Register::Rna, &second).await.unwrap();
        assert_eq!((report.counts.changed, report.counts.added), (1, 0));
        let after = town.entry(Key::Rna, "W251000001").await.unwrap();
        assert_eq!(after.reference, before.reference);
        assert_eq!(after.name, "Nouveau nom");
    }
}

#[tokio::test]
async fn a_number_twice_in_a_file_is_rejected_with_its_first_line() {
    for town in towns().await {
        let twice = town.file(
            "twice.csv",
            &waldec(&[
                ("W251000001", "Une", "A", "2024-01-01"),
                ("W251000001", "Deux", "A", "2024-01-01"),
            ]),
        );
        let Err(ImportError::Rejected { rejects, .. }) = town.import(Register::Rna, &twice).await
        else {
            panic!("must be refused");
        };
        let list = std::fs::read_to_string(rejects).unwrap();
        assert!(
            list.contains("3;identifiant;W251000001;") && list.contains("ligne 2"),
            "{list}"
        );
    }
}

#[tokio::test]
async fn a_list_of_money_makes_an_entry_that_the_registers_later_adopt() {
    for town in towns().await {
        let annex = town.file("annexe.csv", "siren,nom,total_subventions_etat_2010_eur\n775664634,CEMEA,5272884\n219000100,FICTIVE,10\n");
        assert_eq!(
            town.import(Register::BudgetAnnex, &annex)
                .await
                .unwrap_err()
                .exit_code(),
            2
        );
        let report = import(&town.house, Register::BudgetAnnex, &annex, &KEEP, &|_| {})
            .await
            .unwrap();
        assert_eq!((report.counts.added, report.counts.rejected), (1, 1));
        let listed = town.entry(Key::Siren, "775664634").await.unwrap();
        assert_eq!(
            (listed.name.as_str(), listed.grants_cents),
            ("CEMEA", 527_288_400)
        );

        // The RNA knows it without a SIREN, Sirene links the two: one body, the RNA's reference, the money kept.
        let rna = town.file(
            "rna.csv",
            &waldec(&[("W251000009", "Centres d’entraînement", "A", "2025-01-01")]),
        );
        town.import(Register::Rna, &rna).await.unwrap();
        let apart = town.entry(Key::Rna, "W251000009").await.unwrap();
        assert_ne!(apart.reference, listed.reference);
        let sirene = town.file("sirene.csv", "siren,nom,forme_juridique,etat_administratif,rna,tranche_effectif,code_commune\n775664634,CEMEA FC,9220,A,W251000009,12,25056\n");
        town.import(Register::Sirene, &sirene).await.unwrap();
        let one = town.entry(Key::Siren, "775664634").await.unwrap();
        assert_eq!(one.reference, apart.reference, "{}", town.name);
        assert_eq!((one.grants_cents, one.size.key()), (527_288_400, "medium"));
        let moved = associations::sheet::store::moved_to(
            town.reader(),
            town.generation().await,
            &listed.reference,
        );
        assert_eq!(moved.await.unwrap(), Some(one.reference));
    }
}

#[tokio::test]
async fn persons_are_never_in_open_grant_data() {
    let header = "nomAttribuant,idAttribuant,dateConvention,nomBeneficiaire,idBeneficiaire,rnaBeneficiaire,objet,montant,nature,conditionsVersement,datesPeriodeVersement,notificationUE,pourcentageSubvention\n";
    let line = |name: &str, siret: &str| {
        format!(
            "VILLE,21250056500016,2025-03-01,{name},{siret},,Fête,100,aide en numéraire,unique,2025-04-01,non,1\n"
        )
    };
    let siret = |siren: &str| {
        identifiers::Siret::from_parts(siren.parse().unwrap(), 1)
            .as_str()
            .to_owned()
    };
    for town in towns().await {
        let no_number = town.file("a.csv", &format!("{header}{}", line("Jeanne Dupont", "")));
        assert_eq!(
            town.import(Register::Grants, &no_number)
                .await
                .unwrap_err()
                .exit_code(),
            2
        );
        let list = std::fs::read_dir(town.house.dir().join("rejets")).unwrap();
        for file in list.flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert!(!text.contains("Dupont"), "the list of rejects names nobody");
        }
        // A sole trader: the SIREN looks like any other until Sirene says what it is.
        let trader = town.file(
            "b.csv",
            &format!(
                "{header}{}{}",
                line("JEANNE DUPONT", &siret("775664634")),
                line("ASSO", &siret("383729613"))
            ),
        );
        town.import(Register::Grants, &trader).await.unwrap();
        let sirene = town.file("s.csv", "siren,nom,forme_juridique,etat_administratif\n775664634,,1000,A\n383729613,ASSO,9220,A\n");
        town.import(Register::Sirene, &sirene).await.unwrap();
        for what in [Export::GrantsCsv, Export::GrantsJson, Export::GrantsScdl] {
            let out = town.dir().join(what.file_name());
            export(&town.house, what, &out).await.unwrap();
            let text = std::fs::read_to_string(&out).unwrap();
            assert!(
                !text.contains("DUPONT") && !text.contains("775664634"),
                "{what:?}: {text}"
            );
            assert!(text.contains("ASSO"), "{what:?}");
        }
        // A later file with the same person is hidden at once.
        let later = town.file(
            "c.csv",
            &format!(
                "{header}{}",
                line("JEANNE DUPONT", &siret("775664634")).replace("2025-03", "2026-03")
            ),
        );
        town.import(Register::Grants, &later).await.unwrap();
        let out = town.dir().join("again.csv");
        export(&town.house, Export::GrantsCsv, &out).await.unwrap();
        assert!(!std::fs::read_to_string(&out).unwrap().contains("DUPONT"));
    }
}

#[tokio::test]
async fn a_masked_address_is_nowhere() {
    for town in towns().await {
        let rna = town.file(
            "rna.csv",
            &waldec(&[("W251000001", "Accueil", "A", "2025-01-01")]),
        );
        town.import(Register::Rna, &rna).await.unwrap();
        let out = town.dir().join("out.csv");
        export(&town.house, Export::AssociationsCsv, &out)
            .await
            .unwrap();
        assert!(std::fs::read_to_string(&out).unwrap().contains("PASCAL"));
        associations::masks::set(&town.house, "W251000001", Some(Reason::Shelter))
            .await
            .unwrap();
        export(&town.house, Export::AssociationsCsv, &out)
            .await
            .unwrap();
        assert!(!std::fs::read_to_string(&out).unwrap().contains("PASCAL"));
        // A newer file does not bring it back.
        let newer = town.file(
            "rna2.csv",
            &waldec(&[("W251000001", "Accueil de nuit", "A", "2026-01-01")]),
        );
        town.import(Register::Rna, &newer).await.unwrap();
        export(&town.house, Export::AssociationsCsv, &out)
            .await
            .unwrap();
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(
            text.contains("Accueil de nuit") && !text.contains("PASCAL"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_dead_import_leaves_nothing_and_blocks_nobody() {
    for town in towns().await {
        let first = town.file(
            "a.csv",
            &waldec(&[("W251000001", "Une", "A", "2024-01-01")]),
        );
        town.import(Register::Rna, &first).await.unwrap();
        town.leave_half_an_import(&waldec(&[
            ("W251000001", "Autre nom", "A", "2026-01-01"),
            ("W251000002", "Deux", "A", "2026-01-01"),
        ]))
        .await;
        assert_eq!(
            town.entry(Key::Rna, "W251000001").await.unwrap().name,
            "Une"
        );
        town.clock.advance_seconds(60);
        assert_eq!(sweep(&town.house).await.unwrap(), 1);
        let third = town.file(
            "c.csv",
            &waldec(&[("W251000001", "Trois", "A", "2026-01-01")]),
        );
        let report = town.import(Register::Rna, &third).await.unwrap();
        assert_eq!(
            (report.counts.changed, report.counts.added),
            (1, 0),
            "{}",
            town.name
        );
        assert!(town.entry(Key::Rna, "W251000002").await.is_none());
    }
}

#[tokio::test]
async fn unreadable_files_say_why() {
    for town in towns().await {
        for (name, bytes) in [
            ("vide.csv", &b""[..]),
            ("autre.csv", b"a;b;c\n1;2;3\n"),
            ("utf16.csv", b"\xff\xfei\0d\0"),
            ("image.csv", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ] {
            let path = town.dir().join(name);
            std::fs::write(&path, bytes).unwrap();
            let error = town.import(Register::Rna, &path).await.unwrap_err();
            assert_eq!(error.exit_code(), 2, "{name}: {error}");
        }
        let missing = town
            .import(Register::Rna, &town.dir().join("absent.csv"))
            .await
            .unwrap_err();
        assert_eq!(missing.exit_code(), 2);
        let places = town.file("etablissements.csv", "siren,nic,siret,etablissementSiege,etatAdministratifEtablissement\n775664634,00017,77566463400017,true,A\n");
        let wrong = town.import(Register::Sirene, &places).await.unwrap_err();
        assert!(matches!(wrong, ImportError::Empty(_)), "{wrong}");
        let only_header = town.file("entete.csv", HEADER);
        assert!(matches!(
            town.import(Register::Rna, &only_header).await,
            Err(ImportError::Empty(_))
        ));
    }
}

#[tokio::test]
async fn both_databases_export_the_same_after_the_same_story() {
    let mut exports: Vec<Vec<String>> = Vec::new();
    for town in towns().await {
        associations::demo::make(&town.house, 7, &|_| {})
            .await
            .unwrap();
        let mut texts = Vec::new();
        for what in Export::ALL {
            let out = town.dir().join(what.file_name());
            export(&town.house, what, &out).await.unwrap();
            texts.push(std::fs::read_to_string(&out).unwrap());
        }
        exports.push(texts);
        // Made a second time, the city does not change.
        for step in associations::demo::make(&town.house, 7, &|_| {})
            .await
            .unwrap()
        {
            assert_eq!(
                step.report.generation, None,
                "{:?} in {}",
                step.register, town.name
            );
        }
    }
    if let [sqlite, postgres] = &exports[..] {
        for (ours, theirs) in sqlite.iter().zip(postgres) {
            assert!(ours == theirs, "exports differ");
        }
    }
    assert!(exports[0][0].lines().count() > 900);
}

#[tokio::test]
async fn the_real_annex_of_besancon() {
    let Some(file) = common::shared("associations/besancon_associations_jaune_plf2012.csv") else {
        return;
    };
    for town in towns().await {
        let refused = town.import(Register::BudgetAnnex, &file).await.unwrap_err();
        assert!(
            matches!(
                refused,
                ImportError::Rejected {
                    rejected: 15,
                    read: 155,
                    ..
                }
            ),
            "{refused}"
        );
        let report = import(&town.house, Register::BudgetAnnex, &file, &KEEP, &|_| {})
            .await
            .unwrap();
        assert_eq!((report.imported(), report.counts.rejected), (140, 15));
    }
}

#[allow(dead_code)]
fn types(_: &Town) {}
