//! Check rules of French public identifiers: SIREN, SIRET, RNA, IBAN.
//!
//! Each identifier is a type of its own that can only hold a valid value. Reading one from text ignores spaces
//! (people copy `775 664 634`), and an error is a French sentence that says what to mend.
//!
//! ```
//! use identifiers::{Siren, Siret};
//! let siren: Siren = "775 664 634".parse()?;
//! assert_eq!(siren.as_str(), "775664634");
//! assert!("775664635".parse::<Siren>().is_err());
//! let siret = Siret::from_parts(siren, 12);
//! assert_eq!(siret.siren(), siren);
//! # Ok::<(), identifiers::IdentifierError>(())
//! ```

mod digits;
mod error;
mod iban;
mod rna;
mod siren;
mod siret;

pub use error::IdentifierError;
pub use iban::Iban;
pub use rna::Rna;
pub use siren::Siren;
pub use siret::Siret;
