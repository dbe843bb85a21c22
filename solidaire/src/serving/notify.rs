//! systemd's protocol of readiness and watchdog (sd_notify(3)): lines of text to a datagram socket.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use tokio::sync::watch;

/// Tells systemd, when it listens.
pub(super) fn tell(state: &str) {
    let Some(place) = std::env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    let address = match place.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&place),
    };
    let sent = address
        .and_then(|address| UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address));
    if let Err(error) = sent {
        tracing::warn!(%error, "systemd ne répond pas");
    }
}

/// A sign of life at half the interval that systemd asks for.
pub(super) async fn watchdog(mut stopping: watch::Receiver<bool>) {
    let micros = std::env::var("WATCHDOG_USEC")
        .ok()
        .and_then(|text| text.parse::<u64>().ok())
        .filter(|micros| *micros > 0);
    let for_us = std::env::var("WATCHDOG_PID")
        .ok()
        .and_then(|text| text.parse::<u32>().ok())
        .is_none_or(|pid| pid == std::process::id());
    let (Some(micros), true) = (micros, for_us) else {
        return;
    };
    let mut tick = tokio::time::interval(Duration::from_micros((micros / 2).max(1)));
    loop {
        tokio::select! {
            _ = tick.tick() => tell("WATCHDOG=1"),
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}
