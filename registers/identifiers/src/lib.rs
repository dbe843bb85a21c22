//! Check rules of French public identifiers: SIREN, SIRET, RNA, IBAN.
