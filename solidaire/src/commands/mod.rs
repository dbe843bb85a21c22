//! One file per command.

mod backup;
mod data;
mod demo;
mod doctor;
mod init;
mod journal;
mod migrate;
mod proof;
mod serve;

use std::path::PathBuf;

use crate::args::{Args, Command};
use crate::failure::Failure;
use crate::house::Place;

/// Does what the command line asks.
pub(crate) async fn run(args: Args) -> Result<(), Failure> {
    let demo = matches!(args.command, Command::Demo { .. });
    if !matches!(args.command, Command::Serve { .. }) {
        log_to_stderr();
    }
    let usual = if demo { "var/demo" } else { "var" };
    let place = Place {
        dir: args.dir.unwrap_or_else(|| PathBuf::from(usual)),
        database: args.database,
    };
    match args.command {
        Command::Demo { port, seed, reset } => demo::run(place, port, seed, reset).await,
        Command::Init { city, name, doors } => init::run(place, city, name, doors).await,
        Command::Serve { port } => serve::run(place, port).await,
        Command::Migrate { check } => migrate::run(place, check).await,
        Command::Doctor => doctor::run(place).await,
        Command::Import {
            register,
            file,
            keep_valid,
        } => data::import(place, register, file, keep_valid).await,
        Command::Mask {
            number,
            reason,
            show: _,
        } => data::mask(place, number, reason).await,
        Command::Export { what, out } => data::export(place, what, out).await,
        Command::Backup {
            file,
            recipient,
            new_key,
        } => backup::save(place, file, recipient, new_key).await,
        Command::Restore { file, to, identity } => {
            backup::restore(place.database, file, to, identity).await
        }
        Command::Journal { command } => journal::run(place, command).await,
        Command::Proof { command } => proof::run(place, command).await,
    }
}

/// Commands speak to a person: only what went wrong, on the error output.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::new("warn,sqlx=error");
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .without_time()
        .try_init();
}
