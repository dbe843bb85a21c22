//! A small city on each database.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use associations::publication::stage::{Change, Shelf, stage};
use associations::publication::{ImportError, Options, Register, Report, import, store};
use associations::register::entry::Entry;
use associations::register::merge::Setting;
use associations::register::store::Key;
use calendar::{FixedClock, Territory, Zone};
use door::{City, DoorKey, House};
use storage::Tx;
use storage::sea_orm::DatabaseConnection;
use testkit::TestDb;

pub const HEADER: &str = "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;maj_time\n";

/// An RNA file with these (number, title, position, last declaration).
pub fn waldec(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut text = HEADER.to_owned();
    for (rna, title, position, declared) in rows {
        text.push_str(&format!(
            "{rna};;;;251P;2001-01-01;{declared};0001-01-01;0001-01-01;D;S;{title};;Un objet;006030;000000;;12;;RUE;PASCAL;_;25056;25000;BESANCON;;;;;;;;;PM;;0;;{position};2026-01-01 00:00:00\n"
        ));
    }
    text
}

pub struct Town {
    pub house: House,
    pub clock: Arc<FixedClock>,
    pub name: String,
    db: TestDb,
}

pub async fn towns() -> Vec<Town> {
    let mut towns = Vec::new();
    for db in testkit::databases(associations::migrations::migrations).await {
        let dir = db.path().to_path_buf();
        let city = City {
            insee: "25056".into(),
            name: "Besançon".into(),
            siret: None,
            zone: Zone::named("Europe/Paris").unwrap(),
            territory: Territory::Metropole,
            base_url: "http://localhost:8025".into(),
            contact_email: None,
            contact_phone: None,
            demonstration: true,
            doors: vec![DoorKey::Associations],
        };
        let house = House::new(
            db.storage.clone(),
            db.ids.clone(),
            city,
            dir,
            vec![associations::door()],
        );
        towns.push(Town {
            house,
            clock: db.clock.clone(),
            name: db.name.to_string(),
            db,
        });
    }
    towns
}

impl Town {
    pub fn dir(&self) -> &Path {
        self.db.path()
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.dir().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub async fn import(&self, register: Register, path: &Path) -> Result<Report, ImportError> {
        import(&self.house, register, path, &Options::default(), &|_| {}).await
    }

    pub fn reader(&self) -> &DatabaseConnection {
        self.house.storage().reader()
    }

    pub async fn generation(&self) -> i64 {
        store::current(self.reader()).await.unwrap().generation
    }

    pub async fn entry(&self, key: Key, value: &str) -> Option<Entry> {
        let generation = self.generation().await;
        associations::sheet::store::visible(self.reader(), generation, key, value)
            .await
            .unwrap()
    }

    /// Stages a file as an import does, and then dies.
    pub async fn leave_half_an_import(&self, text: &str) {
        let storage = self.house.storage();
        let beginning = store::Beginning {
            register: Register::Rna,
            file_name: "half.csv",
            file_sha256: "",
            snapshot_on: "2026-12-01",
        };
        let generation = storage
            .keep(async |tx: &Tx| store::begin(tx, &beginning).await)
            .await
            .unwrap();
        let changes: Vec<Change> = rna::read(text.as_bytes())
            .unwrap()
            .map(|record| {
                Change::Rna(Box::new(associations::publication::sources::rna::facts(
                    record.unwrap(),
                )))
            })
            .collect();
        let quarters = streets::Quarters::default();
        let setting = Setting {
            city: "25056",
            quarters: &quarters,
        };
        storage
            .keep(async |tx: &Tx| {
                stage(
                    tx,
                    generation,
                    setting,
                    self.house.ids(),
                    &mut Shelf::default(),
                    changes,
                )
                .await
            })
            .await
            .unwrap();
    }
}

/// A file of the shared data, or a printed line when the folder is absent.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("SOLIDAIRE_SHARED_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    println!("données réelles absentes : {path}");
    None
}
