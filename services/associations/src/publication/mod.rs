//! How a file becomes public: read twice, staged beside what readers see, switched at once.
//!
//! 1. The whole file is read and checked; its hash and every rejected line are noted. A rejected line
//!    means that nothing is imported, unless the rest was asked for.
//! 2. The file is read again and staged in transactions of at most some 50 ms as versions of the next
//!    generation, which no reader sees.
//! 3. One short act moves the current generation: every reader sees all of it or nothing.
//!
//! A process that dies in between leaves invisible rows; [`sweep`] removes them.

mod batches;
pub mod check;
mod course;
pub mod identify;
pub mod model;
pub mod run;
pub mod sources;
pub mod stage;
pub mod store;
pub mod watch;

pub use model::{ImportError, Options, Progress, Register, Report};
pub use run::{import, sweep};
