//! Work that survives a restart: a queue in the database and its workers.
//!
//! A job is enqueued in the transaction of the act that asks for it ([`enqueue`]), so there is never one
//! without the other. Workers poll; on PostgreSQL they claim with `FOR UPDATE SKIP LOCKED`, on SQLite the
//! one writer decides. A claim is a lease: it is renewed while the handler runs, and when its process dies
//! another worker takes the job again. So a handler may run twice; one that calls
//! [`JobRun::complete_in`] inside its own transaction takes effect exactly once.

mod error;
mod migrations;
mod model;
mod registry;
mod runner;
mod store;

pub use error::JobError;
pub use migrations::migrations;
pub use model::{JobInfo, JobState, NewJob, retry_delay_seconds};
pub use registry::{Handler, HandlerFuture, JobRun, Registry};
pub use runner::Runner;
pub use store::{counts, enqueue, list};
