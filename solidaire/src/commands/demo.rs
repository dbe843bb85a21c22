use std::net::{Ipv6Addr, SocketAddr};
use std::path::Path;

use associations::demo;
use storage::{Act, StorageError, Tx};
use tokio::net::TcpListener;

use crate::commands::init::{self, First};
use crate::commands::serve::listen;
use crate::failure::Failure;
use crate::house::{Open, Place};
use crate::progress::Bars;
use crate::serving;
use crate::settings::{FILE, Settings};

const SEED: u64 = 25_056;
const MADE: &str = "house.demonstration_made";

/// `solidaire demo`: makes the demonstration city once, then serves it.
pub(crate) async fn run(
    place: Place,
    port: u16,
    seed: Option<u64>,
    reset: bool,
) -> Result<(), Failure> {
    let listeners = loopback(port).await?;
    if reset {
        clear(&place)?;
    }
    if place.dir.join(FILE).exists() {
        require_demonstration(&Settings::load(&place.dir)?, &place.dir)?;
    } else {
        let first = First {
            insee: "25056".to_owned(),
            name: "Besançon".to_owned(),
            doors: None,
            demonstration: true,
        };
        init::write_settings(&place, &first)?;
    }
    let mut settings = Settings::load(&place.dir)?;
    // Before the city is opened: its public address, which the catalogue names, follows from the port.
    settings.port = port;
    // Only this machine sees a demonstration, whatever the environment says.
    settings.address = std::net::IpAddr::from([127, 0, 0, 1]);
    let opened = init::finish_with(place, settings).await?;
    make_once(&opened, seed).await?;
    say!("La ville de démonstration est ouverte\u{a0}: http://localhost:{port}");
    say!("(Ctrl + C pour l’arrêter)");
    serving::serve(&opened, listeners).await
}

/// The loopback interface, in both versions of the protocol where the machine has both.
async fn loopback(port: u16) -> Result<Vec<TcpListener>, Failure> {
    let mut listeners = vec![listen(SocketAddr::from(([127, 0, 0, 1], port))).await?];
    if let Ok(six) = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        listeners.push(six);
    }
    Ok(listeners)
}

fn require_demonstration(settings: &Settings, dir: &Path) -> Result<(), Failure> {
    if settings.city.demonstration {
        return Ok(());
    }
    Err(Failure::refused(format!(
        "{} contient une vraie ville, pas une démonstration\u{a0}: choisissez un autre dossier",
        dir.display()
    )))
}

/// Removes a demonstration city, and never anything else.
fn clear(place: &Place) -> Result<(), Failure> {
    if place.database.is_some() {
        return Err(Failure::refused(
            "--reset n’efface pas une base PostgreSQL\u{a0}: recréez-la vous-même, vide",
        ));
    }
    if !place.dir.exists() {
        return Ok(());
    }
    if !place.dir.join(FILE).exists() {
        let mut entries =
            std::fs::read_dir(&place.dir).map_err(|error| Failure::file(&place.dir, &error))?;
        if entries.next().is_none() {
            return Ok(());
        }
        return Err(Failure::refused(format!(
            "{} ne contient pas de ville\u{a0}: rien n’est effacé",
            place.dir.display()
        )));
    }
    require_demonstration(&Settings::load(&place.dir)?, &place.dir)?;
    std::fs::remove_dir_all(&place.dir).map_err(|error| Failure::file(&place.dir, &error))
}

/// Makes the records unless an earlier run finished doing so.
async fn make_once(opened: &Open, seed: Option<u64>) -> Result<(), Failure> {
    let storage = opened.house.storage();
    if let Some(made) = journal::latest(storage, MADE).await? {
        let other = |seed: u64| !made.body.contains(&format!("\"seed\":\"{seed}\""));
        if seed.is_some_and(other) {
            return Err(Failure::refused(
                "la ville de démonstration a été faite avec une autre graine\u{a0}: ajoutez --reset pour la refaire",
            ));
        }
        return Ok(());
    }
    let seed = seed.unwrap_or(SEED);
    say!("Création de la ville de démonstration (graine {seed})…");
    let bars = Bars::new();
    let tell = |progress| bars.tell(progress);
    let done = demo::make(&opened.house, seed, &tell).await;
    bars.clear();
    for step in done? {
        say!(
            "  {}\u{a0}: {} lignes",
            step.register.key(),
            step.report.imported()
        );
    }
    storage
        .write::<_, StorageError, _>(
            Act::system(MADE, "house").fact("seed", seed.to_string()),
            async |_tx: &Tx| Ok(()),
        )
        .await?;
    Ok(())
}
