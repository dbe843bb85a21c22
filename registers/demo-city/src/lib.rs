//! The synthetic demonstration city, generated from a seed.
