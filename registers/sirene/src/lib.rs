//! Sirene: the fields of the national register of companies that concern associations.
