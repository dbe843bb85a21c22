//! The append-only record of acts: chained by hashes, signed, and free of personal data.
//!
//! Every [`storage::Storage::write`] appends one entry in the same transaction. An entry holds the
//! SHA-256 of the entry before it, so that nothing can be altered, inserted or removed in the middle
//! without [`verify`] naming it; the signed [`HeadFile`], kept elsewhere, shows a cut or rewritten end.
//! Personal data stands in no entry: actors are pseudonyms, sealed values are salted commitments, and
//! erasing the salt ([`forget`]) erases what the commitment said without breaking the chain.
//!
//! The format is described in `docs/formats/journal.md`.

mod canonical;
mod entry;
mod error;
mod head;
mod keys;
mod migrations;
mod recorder;
mod seal;
mod store;
mod verify;

pub use canonical::{CanonicalError, canonical_json};
pub use entry::{Entry, NO_HASH};
pub use error::JournalError;
pub use head::{Head, HeadFile, head};
pub use keys::{Keys, PublicKey};
pub use migrations::migrations;
pub use recorder::Journal;
pub use seal::{Commitment, check_sealed, forget};
pub use store::{entries_after, latest};
pub use verify::{Broken, Verdict, verify, verify_trusting};
