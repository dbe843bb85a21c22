//! The software with which a city leaves no one behind.
fn main() {}
