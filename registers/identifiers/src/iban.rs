use std::fmt;
use std::str::FromStr;

use crate::IdentifierError;

/// IBAN: a bank account number (ISO 13616): two letters of the country, two check digits, 11 to 30 letters or digits.
/// Valid when the number read with the first four characters moved to its end and A = 10 … Z = 35 leaves 1 by 97.
/// French ones have 27 characters.
///
/// A bank account is personal: the debug form hides its middle.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban(String);

impl Iban {
    /// The valid French IBAN of bank (5 digits), branch (5 digits) and account (11 digits), with its RIB key
    /// (97 − (89·bank + 15·branch + 3·account) mod 97) and its check digits. Higher digits are dropped.
    /// For generated data.
    #[must_use]
    pub fn from_french(bank: u32, branch: u32, account: u64) -> Self {
        let bank = u64::from(bank % 100_000);
        let branch = u64::from(branch % 100_000);
        let account = account % 100_000_000_000;
        let key = 97 - (89 * bank + 15 * branch + 3 * account) % 97;
        let number = format!("{bank:05}{branch:05}{account:011}{key:02}");
        let check = 98 - remainder(&format!("FR00{number}")).unwrap_or(0);
        Self(format!("FR{check:02}{number}"))
    }

    /// The characters without spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The characters in groups of four, as banks print them.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut out = String::with_capacity(self.0.len() * 5 / 4);
        for (place, character) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                out.push(' ');
            }
            out.push(character);
        }
        out
    }

    /// The two letters of the country.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

/// The remainder by 97 of `iban` read as ISO 7064 asks, or none when it holds a character that is not A–Z or 0–9.
fn remainder(iban: &str) -> Option<u32> {
    let (head, tail) = iban.split_at_checked(4)?;
    let mut rest = 0u32;
    for character in tail.chars().chain(head.chars()) {
        let value = character.to_digit(36)?;
        rest = (if value < 10 { rest * 10 } else { rest * 100 } + value) % 97;
    }
    Some(rest)
}

impl FromStr for Iban {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let compact: String = text
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase())
            .take(64)
            .collect();
        if compact.is_empty() {
            return Err(IdentifierError::Empty("IBAN"));
        }
        let bytes = compact.as_bytes();
        let shaped = bytes.iter().take(2).all(u8::is_ascii_uppercase)
            && bytes.iter().skip(2).take(2).all(u8::is_ascii_digit)
            && bytes.iter().all(u8::is_ascii_alphanumeric);
        if !shaped || !(15..=34).contains(&bytes.len()) {
            return Err(if shaped && compact.starts_with("FR") {
                IdentifierError::IbanLength(bytes.len())
            } else {
                IdentifierError::IbanShape
            });
        }
        if compact.starts_with("FR") && bytes.len() != 27 {
            return Err(IdentifierError::IbanLength(bytes.len()));
        }
        // 97 or 98 as remainder of 00, 01, 99 are never issued (ISO 7064: check digits run from 02 to 98).
        let issued = !matches!(compact.get(2..4), Some("00" | "01" | "99"));
        if issued && remainder(&compact) == Some(1) {
            Ok(Self(compact))
        } else {
            Err(IdentifierError::IbanCheck)
        }
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = self.0.get(..4).unwrap_or_default();
        let tail = self
            .0
            .get(self.0.len().saturating_sub(4)..)
            .unwrap_or_default();
        write!(f, "Iban({head}…{tail})")
    }
}
