//! What a grant is.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A grant as a file tells it. Absent facts are empty; dates are ISO.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantFacts {
    /// Who gave it.
    pub grantor: String,
    /// SIRET of who gave it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grantor_siret: Option<String>,
    /// Day of the convention or decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<String>,
    /// Year of the decision.
    pub year: i16,
    /// Reference of the decision.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub decision: String,
    /// Name of the beneficiary as the file writes it.
    pub beneficiary: String,
    /// SIRET of the beneficiary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    /// SIREN of the beneficiary (from the SIRET when that is given).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siren: Option<String>,
    /// RNA number of the beneficiary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rna: Option<String>,
    /// What for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// What this beneficiary receives, in cents (the value of aid in kind; 0 when nobody valued it).
    pub cents: i64,
    /// Total in cents before it is split between beneficiaries, when it is another sum.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_cents: Option<i64>,
    /// Includes aid in kind.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_kind: bool,
    /// Includes money.
    pub in_money: bool,
    /// Conditions of payment.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// Period of payment as SCDL writes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub period: String,
    /// Identifier in the register of de minimis aids.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub rae: String,
    /// Notified to the European Commission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified: Option<bool>,
    /// Share of the total in millionths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<u64>,
    /// Scheme of aid.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// Name of the file or list, for the reader.
    pub source: String,
}

impl GrantFacts {
    /// The stable identifier: a hash of everything that tells this grant from another. `occurrence` numbers lines that are the same in every respect (0 for the first), because
    /// two equal grants may both be real.
    #[must_use]
    pub fn key(&self, occurrence: u32) -> String {
        let mut hash = Sha256::new();
        let cents = self.cents.to_string();
        let year = self.year.to_string();
        let occurrence = occurrence.to_string();
        let parts: [&str; 13] = [
            self.grantor_siret.as_deref().unwrap_or(&self.grantor),
            self.decided_on.as_deref().unwrap_or(""),
            &year,
            &self.decision,
            self.rna.as_deref().unwrap_or(""),
            self.siren.as_deref().unwrap_or(""),
            &self.beneficiary,
            &self.purpose,
            &cents,
            &self.period,
            &self.conditions,
            &self.scheme,
            &occurrence,
        ];
        for part in parts {
            hash.update(part.as_bytes());
            hash.update([0x1f]);
        }
        let digest = hash.finalize();
        let mut text = String::with_capacity(32);
        for byte in digest.iter().take(16) {
            text.push_str(&format!("{byte:02x}"));
        }
        text
    }

    /// SIREN of who gave it.
    #[must_use]
    pub fn grantor_siren(&self) -> Option<&str> {
        self.grantor_siret
            .as_deref()
            .and_then(|siret| siret.get(..9))
    }
}

/// Money received by the bodies of a batch, found by either number and never counted twice.
#[derive(Clone, Debug, Default)]
pub struct MoneyIndex {
    lines: Vec<MoneyLine>,
    by_rna: std::collections::HashMap<String, Vec<usize>>,
    by_siren: std::collections::HashMap<String, Vec<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct MoneyLine {
    year: i16,
    cents: i64,
}

impl MoneyIndex {
    /// Adds one grant.
    pub fn add(&mut self, rna: Option<String>, siren: Option<String>, year: i16, cents: i64) {
        let index = self.lines.len();
        self.lines.push(MoneyLine { year, cents });
        if let Some(rna) = rna {
            self.by_rna.entry(rna).or_default().push(index);
        }
        if let Some(siren) = siren {
            self.by_siren.entry(siren).or_default().push(index);
        }
    }

    /// Sums by year, in order, of the grants that carry either number.
    #[must_use]
    pub fn of(
        &self,
        rna: Option<&str>,
        siren: Option<&str>,
    ) -> Vec<crate::register::entry::YearMoney> {
        let mut indexes: Vec<usize> = Vec::new();
        indexes.extend(
            rna.and_then(|key| self.by_rna.get(key))
                .into_iter()
                .flatten(),
        );
        indexes.extend(
            siren
                .and_then(|key| self.by_siren.get(key))
                .into_iter()
                .flatten(),
        );
        indexes.sort_unstable();
        indexes.dedup();
        let mut sums: std::collections::BTreeMap<i16, i64> = std::collections::BTreeMap::new();
        for line in indexes
            .into_iter()
            .filter_map(|index| self.lines.get(index))
        {
            let sum = sums.entry(line.year).or_insert(0);
            *sum = sum.saturating_add(line.cents);
        }
        sums.into_iter()
            .map(|(year, cents)| crate::register::entry::YearMoney { year, cents })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_lines_are_told_apart_by_their_occurrence() {
        let grant = GrantFacts {
            grantor: "Ville".into(),
            cents: 100,
            year: 2024,
            ..GrantFacts::default()
        };
        assert_ne!(grant.key(0), grant.key(1));
        assert_eq!(grant.key(0), grant.clone().key(0));
        let other = GrantFacts {
            purpose: "Fête".into(),
            ..grant.clone()
        };
        assert_ne!(grant.key(0), other.key(0));
    }

    #[test]
    fn a_grant_with_both_numbers_counts_once() {
        let mut money = MoneyIndex::default();
        money.add(Some("W1".into()), Some("5".into()), 2024, 100);
        money.add(None, Some("5".into()), 2024, 10);
        money.add(Some("W1".into()), None, 2023, 1);
        let sums: Vec<(i16, i64)> = money
            .of(Some("W1"), Some("5"))
            .iter()
            .map(|m| (m.year, m.cents))
            .collect();
        assert_eq!(sums, [(2023, 1), (2024, 110)]);
        assert!(money.of(Some("W2"), None).is_empty());
    }
}
