//! Budget annex listing State grants to associations.
