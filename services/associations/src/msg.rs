//! The messages of this door, one method each.

#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
