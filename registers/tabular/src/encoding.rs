/// How the text of a file is encoded, as far as it has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Only ASCII so far.
    #[default]
    Ascii,
    /// UTF-8.
    Utf8,
    /// Windows-1252, which holds ISO 8859-1.
    Windows1252,
    /// Some records in UTF-8, others in Windows-1252.
    Mixed,
}

impl Encoding {
    /// With one more record of `other` seen.
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::Ascii) => one,
            (Self::Ascii, one) => one,
            (one, two) if one == two => one,
            _ => Self::Mixed,
        }
    }
}

/// Turns the fields of a record (laid end to end in `bytes`, each ending at its place in `ends`) into UTF-8 text.
/// Gives the text and its encoding; the ends are moved where Windows-1252 letters grew.
pub(crate) fn decode(bytes: Vec<u8>, ends: &mut [usize]) -> (String, Encoding) {
    match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => (text, Encoding::Ascii),
        Ok(text) => (text, Encoding::Utf8),
        Err(error) => {
            let bytes = error.into_bytes();
            let mut text = String::with_capacity(bytes.len() * 5 / 4);
            let mut start = 0usize;
            for end in ends.iter_mut() {
                let field = bytes.get(start..*end).unwrap_or_default();
                start = *end;
                let (decoded, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(field);
                text.push_str(&decoded);
                *end = text.len();
            }
            (text, Encoding::Windows1252)
        }
    }
}
