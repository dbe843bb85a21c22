//! The messages of the layout, the components and the error pages.
#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
