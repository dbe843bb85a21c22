//! The steps of this door's schema. Tables carry the prefix `associations_`.

mod m20261124_associations_create;

use storage::sea_orm_migration::MigrationTrait;

/// Every step, in order.
#[must_use]
pub fn migrations() -> Vec<Box<dyn MigrationTrait>> {
    vec![Box::new(m20261124_associations_create::Step)]
}
