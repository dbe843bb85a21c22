//! A city's records in one encrypted file, and back.
