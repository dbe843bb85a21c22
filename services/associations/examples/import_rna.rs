//! Imports one RNA file into a fresh SQLite database and prints what it took, for measuring one change against another:
//! `cargo run --profile demo -p associations --example import_rna -- FILE DIR`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::PathBuf;
use std::sync::Arc;

use associations::publication::{Options, Register, import};
use calendar::{SharedClock, SystemClock, Territory, Zone};
use door::{City, DoorKey, House};
use storage::{Storage, Target};
use values::Ids;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = PathBuf::from(arguments.next().expect("FILE"));
    let dir = PathBuf::from(arguments.next().expect("DIR"));
    std::fs::create_dir_all(&dir).unwrap();
    let clock: SharedClock = Arc::new(SystemClock);
    let target = Target::choose(&dir, None).unwrap();
    let ids = Ids::system(clock.clone());
    let recorder =
        journal::Journal::with(journal::Keys::create(&dir.join("keys"), &ids).unwrap(), ids);
    let storage = Storage::open(&target, recorder, clock.clone())
        .await
        .unwrap();
    storage
        .migrate(|| {
            let mut steps = journal::migrations();
            steps.extend(associations::migrations::migrations());
            steps
        })
        .await
        .unwrap();
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
        storage,
        Ids::system(clock),
        city,
        dir,
        vec![associations::door()],
    );
    let watch = std::time::Instant::now();
    let report = import(&house, Register::Rna, &file, &Options::default(), &|_| {})
        .await
        .unwrap();
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or_default();
    println!(
        "{:?}\n{:.1} s, {peak}",
        report.counts,
        watch.elapsed().as_secs_f64()
    );
}
