//! The append-only, hash-chained, signed record of acts.
