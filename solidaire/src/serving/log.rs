use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

/// The service's log: JSON lines on the standard output, one per request and per event, without personal
/// data (the layers of the pages see to that).
pub(crate) fn to_stdout(filter: &str) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(format!("sqlx=warn,sea_orm=warn,{filter}"))
        .map_err(|error| Failure::input(format!("log.filter\u{a0}: {error}")))?;
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        // A log that cannot be written (its disk is full) is lost; saying so on a standard error that cannot be
        // written either would panic, and take the visitor's connection with it.
        .log_internal_errors(false)
        .with_env_filter(filter)
        .try_init()
        .map_err(Failure::other)
}
