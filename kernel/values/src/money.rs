use serde::{Deserialize, Serialize};

/// An amount of money in integer euro cents. The one money type of the product.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Why a text is not an amount.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CentsError {
    /// Not a decimal number with at most two decimals.
    #[error("« {0} » n’est pas un montant : écrivez par exemple 1234,56")]
    NotAnAmount(String),
}

impl Cents {
    /// Reads `1234`, `1234.5`, `1234,56`, `-12.00`; spaces and non-breaking spaces between digits are ignored.
    ///
    /// # Errors
    /// When the text is not such a number, has more than two decimals that are not zero, or overflows.
    pub fn parse(text: &str) -> Result<Self, CentsError> {
        let error = || CentsError::NotAnAmount(text.to_owned());
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (negative, digits) = match compact.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, compact.as_str()),
        };
        let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
            return Err(error());
        }
        if !decimals.bytes().all(|b| b.is_ascii_digit())
            || decimals.bytes().skip(2).any(|b| b != b'0')
        {
            return Err(error());
        }
        let mut fraction = 0i64;
        for byte in decimals.bytes().chain([b'0', b'0']).take(2) {
            fraction = fraction * 10 + i64::from(byte - b'0');
        }
        let euros: i64 = whole.parse().map_err(|_| error())?;
        let cents = euros
            .checked_mul(100)
            .and_then(|c| c.checked_add(fraction))
            .ok_or_else(error)?;
        Ok(Self(if negative { -cents } else { cents }))
    }

    /// The amount as a plain decimal with two digits, for files and JSON: `1234.56`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let absolute = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", absolute / 100, absolute % 100)
    }
}

impl std::ops::Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0), |total, amount| total + amount)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, cents) in [
            ("0", 0),
            ("12", 1_200),
            ("12.5", 1_250),
            ("12,50", 1_250),
            ("1 234,56", 123_456),
            ("1\u{202f}234,56", 123_456),
            ("-0.01", -1),
            ("250.000", 25_000),
        ] {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
        for text in [
            "",
            "-",
            "1.234,5",
            "12€",
            "1e3",
            "0.001",
            "99999999999999999999",
        ] {
            assert!(Cents::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn decimal_round_trip(cents in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(Cents::parse(&Cents(cents).to_decimal()), Ok(Cents(cents)));
        }
    }
}
