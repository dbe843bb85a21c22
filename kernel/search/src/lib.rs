//! Full-text search tolerant of accents and typos, rebuilt from the database.
