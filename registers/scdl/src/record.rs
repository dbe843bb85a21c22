use identifiers::{Rna, Siren, Siret};
use jiff::civil::Date;

/// One grant to one beneficiary. What the file does not say, or says unusably, is none or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScdlGrant {
    /// The physical line of the file; 0 for a grant that was not read from one.
    pub line: u64,
    /// Who grants (`nomAttribuant`).
    pub granter: String,
    /// The granter's establishment (`idAttribuant`).
    pub granter_siret: Option<Siret>,
    /// The granter's legal unit: of the SIRET, or given alone.
    pub granter_siren: Option<Siren>,
    /// Day of the agreement (`dateConvention`).
    pub convention_date: Option<Date>,
    /// The year: of the agreement, or given alone, or of the first payment.
    pub year: Option<i16>,
    /// The authority's own reference of the decision (`referenceDecision`).
    pub decision: String,
    /// Who receives (`nomBeneficiaire`). A natural person's name is personal: never publish it.
    pub beneficiary: String,
    /// The beneficiary's establishment (`idBeneficiaire`).
    pub beneficiary_siret: Option<Siret>,
    /// The beneficiary's legal unit: of the SIRET, or given alone.
    pub beneficiary_siren: Option<Siren>,
    /// The beneficiary's RNA number (`rnaBeneficiaire`).
    pub beneficiary_rna: Option<Rna>,
    /// What for (`objet`).
    pub object: String,
    /// Total before it is split between beneficiaries, in euro cents (`montant`). None only for aid in kind without
    /// a value.
    pub amount_cents: Option<i64>,
    /// In money, in kind, or both (`nature`).
    pub nature: Option<Nature>,
    /// `unique`, `échelonné`, or other words (`conditionsVersement`).
    pub conditions: String,
    /// Day or period of payment as written, `AAAA-MM-JJ` or `AAAA-MM-JJ/AAAA-MM-JJ` when the file is clean
    /// (`datesPeriodeVersement`). See [`payment_period`].
    pub payment: String,
    /// Number in the directory of aids to companies (`idRAE`).
    pub rae: String,
    /// Notified to the European Commission (`notificationUE`).
    pub eu_notified: Option<bool>,
    /// This beneficiary's share of the total (`pourcentageSubvention`).
    pub share: Option<Share>,
    /// The aid scheme (`dispositifAide`).
    pub scheme: String,
}

impl ScdlGrant {
    /// What this beneficiary receives, in euro cents: the total times the share, rounded half up; the whole total
    /// when no share is given or it is not between 0 and 1.
    #[must_use]
    pub fn received_cents(&self) -> Option<i64> {
        let total = self.amount_cents?;
        match self.share {
            Some(share) if share.0 > 0 && share.0 < Share::WHOLE.0 => {
                let product = i128::from(total) * i128::from(share.0);
                let half = i128::from(Share::WHOLE.0) / 2;
                i64::try_from((product + half).div_euclid(i128::from(Share::WHOLE.0))).ok()
            }
            _ => Some(total),
        }
    }
}

/// Whether aid is in money or in kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nature {
    /// `aide en numéraire`.
    Money,
    /// `aide en nature`.
    InKind,
    /// Both.
    Both,
}

impl Nature {
    /// The value of the schema.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Money => "aide en numéraire",
            Self::InKind => "aide en nature",
            Self::Both => "aide en numéraire;aide en nature",
        }
    }

    /// Reads the value of the schema or one of its shortened forms (`Numéraire`, `en nature`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded = tabular::fold(text);
        match (folded.contains("numeraire"), folded.contains("nature")) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Money),
            (false, true) => Some(Self::InKind),
            (false, false) => None,
        }
    }
}

/// A share in millionths: 1 000 000 is the whole. The schema asks for 0.01 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(pub u64);

impl Share {
    /// The whole.
    pub const WHOLE: Self = Self(1_000_000);

    /// Reads a decimal number with a point or comma; digits beyond the sixth are dropped. `45 %` is 0.45.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (number, per_cent) = match text.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (text, false),
        };
        let (whole, decimals) = number.split_once(['.', ',']).unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            return None;
        }
        let whole: u64 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let millionths = decimals
            .bytes()
            .chain(*b"000000")
            .take(6)
            .fold(0u64, |sum, digit| sum * 10 + u64::from(digit - b'0'));
        let value = whole.checked_mul(1_000_000)?.checked_add(millionths)?;
        Some(Self(if per_cent { value / 100 } else { value }))
    }

    /// The share as a decimal number without needless zeros: `0.45`, `1`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let text = format!("{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

/// The first and last day of a payment text, when both exist in the calendar; the last is none for a single day.
/// Reads `AAAA-MM-JJ`, `AAAA-MM-JJ/AAAA-MM-JJ` and the older `AAAA-MM-JJ_AAAA-MM-JJ`.
#[must_use]
pub fn payment_period(text: &str) -> Option<(Date, Option<Date>)> {
    let day = |part: &str| {
        let (year, month, day) = tabular::parse_date(part)?;
        Date::new(year, month, day).ok()
    };
    match text.split_once(['/', '_']) {
        Some((first, last)) if text.contains('-') => Some((day(first)?, Some(day(last)?))),
        _ => Some((day(text)?, None)),
    }
}
