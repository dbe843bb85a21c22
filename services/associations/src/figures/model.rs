//! What the figures are.

use std::collections::BTreeMap;

/// Sums of public money, in cents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Every year of the records, with its sum and how many bodies received something.
    pub years: Vec<YearSum>,
    /// By theme of the body, largest first.
    pub themes: Vec<GroupSum>,
    /// By quarter, largest first; bodies without a known quarter apart, last.
    pub quarters: Vec<GroupSum>,
    /// By who gave, largest first.
    pub grantors: Vec<GroupSum>,
    /// Associations of the default list.
    pub living: u64,
    /// Associations of all kinds.
    pub known: u64,
}

/// A year's sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearSum {
    /// The year.
    pub year: i16,
    /// Cents.
    pub cents: i64,
    /// Grants.
    pub grants: u64,
}

/// A group's sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSum {
    /// Theme key, quarter or name; empty for "unknown".
    pub key: String,
    /// Cents over the years counted.
    pub cents: i64,
    /// Bodies that received something.
    pub bodies: u64,
}

/// How many years the sums by group go back, the newest year of the records included.
pub const GROUP_YEARS: i16 = 5;

/// Money of one body in one year, with its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyYear {
    /// Reference of the body.
    pub reference: String,
    /// Theme.
    pub theme: String,
    /// Quarter.
    pub quarter: Option<String>,
    /// Year.
    pub year: i16,
    /// Cents.
    pub cents: i64,
}

/// Sums by group, largest first, over the last [`GROUP_YEARS`] years; the unknown group comes last.
#[must_use]
pub fn by_group(
    rows: &[BodyYear],
    newest: i16,
    key: impl Fn(&BodyYear) -> String,
) -> Vec<GroupSum> {
    let mut sums: BTreeMap<String, (i64, std::collections::HashSet<&str>)> = BTreeMap::new();
    for row in rows
        .iter()
        .filter(|row| row.year > newest - GROUP_YEARS && row.year <= newest)
    {
        let sum = sums.entry(key(row)).or_default();
        sum.0 = sum.0.saturating_add(row.cents);
        sum.1.insert(&row.reference);
    }
    let mut list: Vec<GroupSum> = sums
        .into_iter()
        .map(|(key, (cents, bodies))| GroupSum {
            key,
            cents,
            bodies: bodies.len() as u64,
        })
        .collect();
    list.sort_by(|a, b| {
        (a.key.is_empty(), -a.cents, &a.key).cmp(&(b.key.is_empty(), -b.cents, &b.key))
    });
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(reference: &str, quarter: Option<&str>, year: i16, cents: i64) -> BodyYear {
        BodyYear {
            reference: reference.into(),
            theme: "culture".into(),
            quarter: quarter.map(str::to_owned),
            year,
            cents,
        }
    }

    #[test]
    fn groups_are_summed_and_the_unknown_come_last() {
        let rows = [
            row("a", Some("Planoise"), 2026, 100),
            row("a", Some("Planoise"), 2025, 100),
            row("b", None, 2026, 900),
            row("c", Some("Battant"), 2026, 300),
            row("d", Some("Battant"), 2010, 9_999),
        ];
        let sums = by_group(&rows, 2026, |row| row.quarter.clone().unwrap_or_default());
        let lines: Vec<(&str, i64, u64)> = sums
            .iter()
            .map(|g| (g.key.as_str(), g.cents, g.bodies))
            .collect();
        assert_eq!(
            lines,
            [("Battant", 300, 1), ("Planoise", 200, 1), ("", 900, 1)]
        );
    }
}
