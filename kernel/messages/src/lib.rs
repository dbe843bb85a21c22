//! Typed functions from Fluent messages, generated at build time and formatted at run time.
