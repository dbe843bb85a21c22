//! Work that survives a restart: a persisted queue and its workers.
