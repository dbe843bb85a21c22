use std::borrow::Cow;

/// `name` as headers are compared: lower case, French accents and ligatures removed, everything that is neither a
/// letter nor a digit dropped (`« Nom Attribuant »`, `nom_attribuant` and `nomAttribuant` are one).
#[must_use]
pub fn fold(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            // Combining accents of decomposed text are not alphanumeric and fall away here.
            other if other.is_alphanumeric() => out.push(other),
            _ => {}
        }
    }
    out
}

/// `value` fit for one line of text: surrounding space removed, runs of space, line ends and control characters
/// made one space. Registers hold line ends inside names and control characters that no page or XML may hold.
#[must_use]
pub fn tidy(value: &str) -> Cow<'_, str> {
    let trimmed = value.trim();
    let mut before_space = false;
    let clean = trimmed.chars().all(|c| {
        let fits = !(c.is_control() || c == ' ' && before_space);
        before_space = c == ' ';
        fits
    });
    if clean {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    for word in trimmed.split(|c: char| c == ' ' || c.is_control()) {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    Cow::Owned(out)
}

/// The day, month and year of a date written `AAAA-MM-JJ` (a time of day after a space or `T` is ignored) or
/// `JJ/MM/AAAA`, as (year, month, day) with month and day in 1..=12 and 1..=31. None when written otherwise; whether
/// the day exists in that month is for the calendar to say.
#[must_use]
pub fn parse_date(text: &str) -> Option<(i16, i8, i8)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let (year, month, day) = match bytes {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => {
            (number(y)?, pair(*m1, *m2)?, pair(*d1, *d2)?)
        }
        [d1, d2, b'/', m1, m2, b'/', y @ ..] if y.len() == 4 => {
            (number(y)?, pair(*m1, *m2)?, pair(*d1, *d2)?)
        }
        _ => {
            let (date, time) = text.split_at_checked(10)?;
            let hours = time.strip_prefix([' ', 'T'])?;
            let shaped = hours
                .bytes()
                .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z' | b'+'));
            return if shaped && date.contains('-') {
                parse_date(date)
            } else {
                None
            };
        }
    };
    let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
    fits.then_some((year, month, day))
}

fn pair(tens: u8, units: u8) -> Option<i8> {
    let both = tens.is_ascii_digit() && units.is_ascii_digit();
    // At most 99: fits.
    both.then(|| ((tens - b'0') * 10 + (units - b'0')) as i8)
}

fn number(digits: &[u8]) -> Option<i16> {
    digits.iter().try_fold(0i16, |sum, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + i16::from(digit - b'0'))
    })
}

/// An amount of money in euro cents: `1234`, `1234.5`, `-1 234,56`, `250.0`, `12 000 €`. None for anything else: more
/// than two decimals that are not zeros (fractions of a cent are a fault of the file, not ours to round) and amounts
/// that no `i64` of cents holds.
#[must_use]
pub fn parse_cents(text: &str) -> Option<i64> {
    let compact: String = text
        .trim()
        .trim_end_matches(['€', '\u{80}'])
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let (negative, digits) = match compact.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, compact.as_str()),
    };
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
        return None;
    }
    if decimals.bytes().skip(2).any(|b| b != b'0') {
        return None;
    }
    let fraction = decimals
        .bytes()
        .chain(*b"00")
        .take(2)
        .fold(0i64, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let cents = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(fraction)?;
    Some(if negative { -cents } else { cents })
}

/// Cents as a plain decimal for files: `1234.56`.
#[must_use]
pub fn write_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let absolute = cents.unsigned_abs();
    format!("{sign}{}.{:02}", absolute / 100, absolute % 100)
}
