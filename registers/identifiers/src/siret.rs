use std::fmt;
use std::str::FromStr;

use crate::{IdentifierError, Siren, digits};

/// SIRET: SIREN plus a five-digit NIC; names one establishment in the Sirene register.
///
/// Both the SIREN and the whole number must satisfy Luhn. The establishments of La Poste (SIREN 356 000 000) are
/// valid when Luhn holds **or** when the sum of their digits is a multiple of 5 (python-stdnum issue 291).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret([u8; 14]);

impl Siret {
    /// The valid SIRET of `siren` whose NIC begins with the four digits of `establishment` (taken modulo 10 000)
    /// and ends with the key. For generated data.
    #[must_use]
    pub fn from_parts(siren: Siren, establishment: u16) -> Self {
        let mut number = [b'0'; 14];
        let nic = digits::write::<4>(u64::from(establishment));
        for (place, digit) in number
            .iter_mut()
            .zip(siren.as_str().bytes().chain(nic).chain([b'0']))
        {
            *place = digit;
        }
        let key = digits::key(&number);
        let [.., last] = &mut number;
        *last = key;
        Self(number)
    }

    /// The fourteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        digits::text(&self.0)
    }

    /// The legal unit this establishment belongs to.
    #[must_use]
    pub fn siren(&self) -> Siren {
        let [a, b, c, d, e, f, g, h, i, ..] = self.0;
        Siren::from_digits([a, b, c, d, e, f, g, h, i])
    }

    /// The last five digits.
    #[must_use]
    pub fn nic(&self) -> &str {
        self.as_str().get(9..).unwrap_or_default()
    }
}

impl FromStr for Siret {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = digits::read::<14>("SIRET", text)?;
        let siret = Self(number);
        siret
            .siren()
            .as_str()
            .parse::<Siren>()
            .map_err(|_| IdentifierError::CheckDigit("SIRET"))?;
        let luhn = digits::luhn(&number).is_multiple_of(10);
        let sum: u32 = number.iter().map(|d| u32::from(d - b'0')).sum();
        if luhn || (siret.siren() == Siren::LA_POSTE && sum.is_multiple_of(5)) {
            Ok(siret)
        } else {
            Err(IdentifierError::CheckDigit("SIRET"))
        }
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Siret({})", self.as_str())
    }
}
