use values::Lang;

/// What a message takes where it counts: any integer or floating number, or a reference to one.
pub trait Count {
    /// The number. Whole numbers beyond 2⁵³ lose their last digits: no count of a city comes near.
    fn count(&self) -> f64;
}

macro_rules! whole {
    ($($kind:ty),*) => {$(
        impl Count for $kind {
            #[allow(clippy::cast_precision_loss, clippy::cast_lossless)]
            fn count(&self) -> f64 { *self as f64 }
        }
    )*};
}
whole!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize, f32, f64);

impl<T: Count + ?Sized> Count for &T {
    fn count(&self) -> f64 {
        (**self).count()
    }
}

/// What separates groups of three digits: U+202F in French, a comma in English and Arabic (which the
/// product writes with Latin digits, as the Maghreb does).
const fn group_separator(lang: Lang) -> char {
    match lang {
        Lang::Fr => '\u{202f}',
        Lang::En | Lang::Ar => ',',
    }
}

const fn decimal_separator(lang: Lang) -> char {
    match lang {
        Lang::Fr => ',',
        Lang::En | Lang::Ar => '.',
    }
}

/// The minus sign. In Arabic text a left-to-right mark keeps it before its number.
const fn minus(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr | Lang::En => "\u{2212}",
        Lang::Ar => "\u{200e}\u{2212}",
    }
}

/// A whole number as the language writes it: `1 214` (with U+202F), `1,214`. The minus sign is U+2212.
#[must_use]
pub fn integer(value: i64, lang: Lang) -> String {
    let mut text = String::with_capacity(16);
    if value < 0 {
        text.push_str(minus(lang));
    }
    push_grouped(&mut text, &value.unsigned_abs().to_string(), lang);
    text
}

/// A number with at least `least` and at most `most` decimals, rounded to the nearest (ties to the even digit).
#[must_use]
pub fn decimal(value: f64, least: usize, most: usize, lang: Lang) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let plain = format!("{:.*}", most.max(least), value.abs());
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut kept = decimals;
    while kept.len() > least && kept.ends_with('0') {
        kept = kept.get(..kept.len() - 1).unwrap_or("");
    }
    let mut text = String::with_capacity(plain.len() + 4);
    if value < 0.0 && plain.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        text.push_str(minus(lang));
    }
    push_grouped(&mut text, whole, lang);
    if !kept.is_empty() {
        text.push(decimal_separator(lang));
        text.push_str(kept);
    }
    text
}

fn push_grouped(text: &mut String, digits: &str, lang: Lang) {
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(group_separator(lang));
        }
        text.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_language_separates_its_own_way() {
        assert_eq!(integer(0, Lang::Fr), "0");
        assert_eq!(integer(999, Lang::Fr), "999");
        assert_eq!(integer(1_214, Lang::Fr), "1\u{202f}214");
        assert_eq!(integer(-1_234_567, Lang::En), "\u{2212}1,234,567");
        assert_eq!(integer(5_000, Lang::Ar), "5,000");
        assert_eq!(integer(-5, Lang::Ar), "\u{200e}\u{2212}5");
        assert_eq!(decimal(1_234.5, 0, 2, Lang::Fr), "1\u{202f}234,5");
        assert_eq!(decimal(1_234.5, 2, 2, Lang::En), "1,234.50");
        assert_eq!(decimal(-0.001, 0, 2, Lang::En), "0");
        assert_eq!(decimal(f64::NAN, 0, 2, Lang::En), "—");
    }

    proptest! {
        #[test]
        fn grouping_only_adds_separators(value in i64::MIN..i64::MAX) {
            let text = integer(value, Lang::Fr).replace('\u{202f}', "").replace('\u{2212}', "-");
            prop_assert_eq!(text, value.to_string());
        }
    }
}
