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
