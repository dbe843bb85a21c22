//! Folding of names, so that order and comparison are the same on every machine and database.

/// Letters and digits only, lower case, without accents, cut at 120 characters: the key by which names
/// are sorted. No separators, because databases disagree on how spaces and hyphens sort.
#[must_use]
pub fn sort_key(name: &str) -> String {
    folded(name).filter(|c| *c != ' ').take(120).collect()
}

/// Lower case without accents; every run of other characters is one space. For comparing what people
/// type with what is stored (street names, quarters).
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in folded(text) {
        if c != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|c| {
        let (first, second) = fold_char(c);
        [Some(first), second].into_iter().flatten()
    })
}

/// The letters that occur in French and neighbouring names; anything else becomes a space.
fn fold_char(c: char) -> (char, Option<char>) {
    let single = match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' | 'À' | 'Â' | 'Ä' | 'Á' | 'Ã' | 'Å' => 'a',
        'ç' | 'Ç' | 'č' | 'Č' | 'ć' | 'Ć' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'í' | 'ì' | 'Î' | 'Ï' | 'Í' | 'Ì' | 'İ' | 'ı' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' | 'Ô' | 'Ö' | 'Ó' | 'Ò' | 'Õ' | 'Ø' => 'o',
        'š' | 'Š' | 'ş' | 'Ş' => 's',
        'ù' | 'û' | 'ü' | 'ú' | 'Ù' | 'Û' | 'Ü' | 'Ú' => 'u',
        'ÿ' | 'ý' | 'Ÿ' | 'Ý' => 'y',
        'ğ' | 'Ğ' => 'g',
        'ł' | 'Ł' => 'l',
        'ž' | 'Ž' => 'z',
        'œ' | 'Œ' => return ('o', Some('e')),
        'æ' | 'Æ' => return ('a', Some('e')),
        'ß' => return ('s', Some('s')),
        _ => ' ',
    };
    (single, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_people_write() {
        assert_eq!(sort_key("L’Œuvre d’Été"), "loeuvredete");
        assert_eq!(
            plain("  Rue de l'Hôtel-de-Ville "),
            "rue de l hotel de ville"
        );
        assert_eq!(plain("C.E.M.E.A."), "c e m e a");
        assert_eq!(sort_key("日本"), "");
    }
}
