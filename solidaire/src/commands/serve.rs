use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::failure::Failure;
use crate::house::{Open, Place};
use crate::serving;
use crate::settings::Settings;

/// `solidaire serve`.
pub(crate) async fn run(place: Place, port: Option<u16>) -> Result<(), Failure> {
    let mut settings = Settings::load(&place.dir)?;
    serving::log::to_stdout(&settings.log)?;
    if let Some(port) = port {
        settings.port = port;
    }
    let address = SocketAddr::new(settings.address, settings.port);
    let listener = listen(address).await?;
    let opened = Open::with(place, settings).await?;
    serving::serve(&opened, vec![listener]).await
}

/// Binds an address; a port that is taken is said in words.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        if error.kind() == std::io::ErrorKind::AddrInUse {
            Failure::refused(format!(
                "le port {} est déjà pris\u{a0}: choisissez-en un autre avec --port",
                address.port()
            ))
        } else {
            Failure::other(format!("{address}\u{a0}: {error}"))
        }
    })
}
