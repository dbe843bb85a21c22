//! The running house: routes, jobs, health, measures, and a tidy end.

mod health;
pub(crate) mod log;
mod measures;
mod notify;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use jobs::{Registry, Runner};
use pages::WebSettings;
use pages::server::{self, Limits};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::failure::Failure;
use crate::house::Open;
use measures::Measures;

/// Serves until SIGTERM or Ctrl + C, then ends what is open and closes the database.
pub(crate) async fn serve(opened: &Open, listeners: Vec<TcpListener>) -> Result<(), Failure> {
    let settings = &opened.settings;
    let storage = opened.house.storage().clone();
    let site = Arc::new(opened.site());
    let web = WebSettings::new(opened.house.ids().clone());
    let measures = Arc::new(Measures::new(storage.clone(), Arc::clone(&web.traffic)));
    let router = router(opened, &site, web, &measures);
    let limits = Limits {
        connections: settings.connections,
        ..Limits::default()
    };

    let (stop, stopping) = watch::channel(false);
    let mut front = JoinSet::new();
    for listener in listeners {
        let (router, site, stopping) = (router.clone(), Arc::clone(&site), stopping.clone());
        front.spawn(server::serve(listener, router, site, limits, stopping));
    }
    let mut back = JoinSet::new();
    let mut registry = Registry::new();
    for door in opened.house.doors() {
        (door.jobs)(&opened.house, &mut registry);
    }
    let runner = Runner::new(storage.clone(), registry).workers(settings.workers);
    back.spawn(runner.run(stopping.clone()));
    let journal = Arc::clone(&opened.journal);
    back.spawn(journal.keep_head_file(storage.clone(), opened.place.head(), stopping.clone()));
    back.spawn(notify::watchdog(stopping.clone()));
    measure_port(
        settings.metrics_port,
        settings.port,
        measures,
        &site,
        stopping,
    )
    .await;

    let mut term = signal(SignalKind::terminate()).map_err(Failure::other)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(Failure::other)?;
    notify::tell("READY=1\nSTATUS=ouvert");
    tracing::info!(port = settings.port, "ouvert");
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
        ended = front.join_next() => {
            let reason = match ended {
                Some(Ok(Err(error))) => error.to_string(),
                _ => "le serveur s’est arrêté".to_owned(),
            };
            tracing::error!(reason, "arrêt");
        }
    }
    notify::tell("STOPPING=1");
    tracing::info!("arrêt demandé");
    let _ = stop.send(true);
    // The server gives open requests ten seconds; jobs have eight. A second order to stop is obeyed at once.
    let tidy = async {
        while front.join_next().await.is_some() {}
        while back.join_next().await.is_some() {}
    };
    tokio::select! {
        () = tidy => {}
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
        () = tokio::time::sleep(Duration::from_secs(20)) => {}
    }
    let closed = tokio::time::timeout(Duration::from_secs(5), storage.close()).await;
    tracing::info!(complete = closed.is_ok(), "fermé");
    Ok(())
}

fn router(
    opened: &Open,
    site: &Arc<pages::Site>,
    web: WebSettings,
    measures: &Arc<Measures>,
) -> Router {
    let mut routes = portal::routes(&opened.house).merge(pages::assets_router());
    for door in opened.house.doors() {
        routes = routes.merge((door.routes)(&opened.house));
    }
    let counted = routes.layer(from_fn_with_state(Arc::clone(measures), measures::count));
    let house = pages::house_layers(counted, Arc::clone(site), web);
    // Health is asked every few seconds by machines: outside the layers, so that the log stays readable.
    Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(opened.house.storage().clone())
        .fallback_service(house)
}

/// The measures, on a port of their own that only this machine reaches.
async fn measure_port(
    asked: Option<u16>,
    port: u16,
    measures: Arc<Measures>,
    site: &Arc<pages::Site>,
    stopping: watch::Receiver<bool>,
) {
    let port = asked.or_else(|| port.checked_add(1)).unwrap_or(0);
    if port == 0 {
        return;
    }
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(%address, %error, "pas de mesures");
            return;
        }
    };
    let router = Router::new()
        .route("/metrics", get(measures::page))
        .with_state(measures);
    let limits = Limits {
        connections: 16,
        ..Limits::default()
    };
    let site = Arc::clone(site);
    tokio::spawn(async move {
        if let Err(error) = server::serve(listener, router, site, limits, stopping).await {
            tracing::warn!(%error, "mesures arrêtées");
        }
    });
}
