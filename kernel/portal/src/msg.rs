#![allow(
    missing_docs,
    reason = "generated: one function per message, named after it"
)]

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
