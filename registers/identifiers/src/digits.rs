//! What SIREN and SIRET share: compact digits and the Luhn sum.

use crate::IdentifierError;

/// The `N` digits of `text`, spaces of any kind ignored.
pub(crate) fn read<const N: usize>(
    kind: &'static str,
    text: &str,
) -> Result<[u8; N], IdentifierError> {
    let mut digits = [b'0'; N];
    let mut found = 0usize;
    for character in text.chars().filter(|c| !c.is_whitespace()) {
        if !character.is_ascii_digit() {
            return Err(IdentifierError::NotADigit {
                kind,
                found: character,
            });
        }
        if let Some(place) = digits.get_mut(found) {
            // An ASCII digit fits a byte.
            *place = character as u8;
        }
        found += 1;
    }
    match found {
        0 => Err(IdentifierError::Empty(kind)),
        n if n == N => Ok(digits),
        n => Err(IdentifierError::Length {
            kind,
            expected: N,
            found: n,
        }),
    }
}

/// The Luhn sum of ASCII digits: from the right, every second digit doubled, digits of the products added
/// (ISO/IEC 7812-1 annex B). Valid numbers have a sum that is a multiple of 10.
pub(crate) fn luhn(digits: &[u8]) -> u32 {
    digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            match (place % 2, digit) {
                (0, d) => d,
                (_, d) if d > 4 => d * 2 - 9,
                (_, d) => d * 2,
            }
        })
        .sum()
}

/// The ASCII digits of `number` in `N` places, leading zeros kept; higher digits are dropped.
pub(crate) fn write<const N: usize>(mut number: u64) -> [u8; N] {
    let mut digits = [b'0'; N];
    for place in digits.iter_mut().rev() {
        *place = b'0' + (number % 10) as u8;
        number /= 10;
    }
    digits
}

/// The last digit that makes the Luhn sum of `digits` (whose last place is still zero) a multiple of 10.
pub(crate) fn key(digits: &[u8]) -> u8 {
    b'0' + ((10 - luhn(digits) % 10) % 10) as u8
}

/// ASCII bytes as text. The types of this crate hold nothing else.
pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
