use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Ids;

/// Digits and letters that nobody confuses on the telephone (Crockford's base 32: no I, L, O, U).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM: usize = 8;

/// What stands for an object in URLs and on paper: eight random characters and a check character,
/// shown as `4F7K-2M9Q-C`. It reveals neither order nor minute, and one mistyped character is noticed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is not a reference.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReferenceError {
    /// Too long, too short, or a character that the alphabet does not have.
    #[error("une référence a 9 lettres ou chiffres, par exemple 4F7K-2M9Q-C")]
    Shape,
    /// The check character does not fit: something was mistyped.
    #[error("cette référence contient une faute de frappe")]
    Check,
}

impl Reference {
    /// A new random reference.
    #[must_use]
    pub fn random(ids: &Ids) -> Self {
        let mut value = ids.random_u64();
        let mut text = String::with_capacity(RANDOM + 1);
        for _ in 0..RANDOM {
            text.push(letter(usize::try_from(value % 32).unwrap_or(0)));
            value /= 32;
        }
        let check = check_letter(&text);
        text.push(check);
        Self(text)
    }

    /// A new random reference among the neighbours of `shelf` (the same first three characters), so that many new
    /// references of one import lie side by side in an index. It tells that two objects came in one file, no more.
    #[must_use]
    pub fn random_near(ids: &Ids, shelf: &Self) -> Self {
        let random = Self::random(ids);
        let mut text: String = shelf.0.chars().take(3).collect();
        text.extend(random.0.chars().take(RANDOM).skip(3));
        let check = check_letter(&text);
        text.push(check);
        Self(text)
    }

    /// The nine characters without separators, as stored and as used in URLs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn letter(index: usize) -> char {
    ALPHABET.get(index).copied().map_or('0', char::from)
}

fn value_of(character: char) -> Option<usize> {
    let folded = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|&b| char::from(b) == folded)
}

/// Weighted sum modulo 31 (prime, weights 2 to 9): notices every single error but 0 for Z, and every swap of
/// neighbours but 0 with Z.
fn check_letter(text: &str) -> char {
    let mut sum = 0usize;
    for (position, character) in text.chars().enumerate() {
        sum += (position + 2) * value_of(character).unwrap_or(0);
    }
    letter(sum % 31)
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, rest) = self.0.split_at_checked(4).unwrap_or((&self.0, ""));
        let (second, check) = rest.split_at_checked(4).unwrap_or((rest, ""));
        write!(f, "{first}-{second}-{check}")
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut clean = String::with_capacity(RANDOM + 1);
        for character in text.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}')) {
            let value = value_of(character).ok_or(ReferenceError::Shape)?;
            clean.push(letter(value));
        }
        if clean.len() != RANDOM + 1 {
            return Err(ReferenceError::Shape);
        }
        let (body, check) = clean
            .split_at_checked(RANDOM)
            .ok_or(ReferenceError::Shape)?;
        if !check.starts_with(check_letter(body)) {
            return Err(ReferenceError::Check);
        }
        Ok(Self(clean))
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}
