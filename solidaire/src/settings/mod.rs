//! The settings: a file, the environment, and a check of every key.

mod keys;
mod load;
mod nearest;

pub(crate) use load::{FILE, Settings, doors, is_insee, write_first};
