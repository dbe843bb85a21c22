//! The words of this door: its messages, one method each, and what things are called.

#![allow(missing_docs)]

pub mod names;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
