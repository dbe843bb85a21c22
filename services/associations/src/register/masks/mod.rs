//! Addresses that the city hides: shelters, homes, bodies that asked for it.

pub mod model;
pub mod store;

use ::door::House;
use storage::{Act, Tx};

use crate::publication::store as publications;
use crate::register::masks::model::{MaskError, Reason};
use crate::register::merge::{Setting, merge};
use crate::register::store as entries;

/// Hides (or shows again, without a reason) street and quarter of an association, by public reference,
/// RNA number or SIREN. Holds at once, in every page and export, and for every later import. Gives the
/// public reference.
///
/// # Errors
/// [`MaskError`].
pub async fn set(house: &House, who: &str, reason: Option<Reason>) -> Result<String, MaskError> {
    let (key, value) = model::key_of(who).ok_or(MaskError::NoSuchBody)?;
    let quarters = crate::register::streets::store::load(house.storage().reader()).await?;
    let setting = Setting {
        city: &house.city().insee,
        quarters: &quarters,
    };
    let act = match reason {
        Some(reason) => {
            Act::system("associations.address_masked", "association").fact("reason", reason.key())
        }
        None => Act::system("associations.address_shown", "association"),
    };
    house
        .storage()
        .write(act, async |tx: &Tx| {
            let open = entries::open_by(tx.db(), key, std::slice::from_ref(&value)).await?;
            let Some(version) = open.first() else {
                return Err(MaskError::NoSuchBody);
            };
            let reference = version.entry.reference.clone();
            store::set(tx, &reference, reason).await?;
            // Also the version that readers see while an import stages another.
            let current = publications::current(tx.db()).await?;
            for version in store::seen_since(tx, &reference, current.generation).await? {
                let mut facts = version.entry.facts.clone();
                facts.masked = reason.is_some();
                store::rewrite(tx, &version.id, &merge(&reference, facts, setting)).await?;
            }
            tx.add_fact("reference", reference.clone());
            Ok(reference)
        })
        .await
}
