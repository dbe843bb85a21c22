//! Values that every floor above shares: money, identifiers, references, languages, translated text.

mod ids;
mod lang;
mod money;
mod reference;

pub use ids::{Id, Ids};
pub use lang::{Lang, Translated, TranslatedText};
pub use money::{Cents, CentsError};
pub use reference::{Reference, ReferenceError};
