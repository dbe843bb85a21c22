use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RawTokenizer, SimpleTokenizer, Stemmer, TextAnalyzer,
};

/// Longest word kept, in characters: longer ones are cut, in documents and in queries alike.
const LONGEST_WORD: usize = 40;
/// What is read of a query, in characters.
const LONGEST_QUERY: usize = 200;
/// What is read of a query, in words.
const MOST_WORDS: usize = 12;

/// Words that say nothing by themselves, folded, with the elided articles (`l’art` gives `l` and `art`).
const EMPTY_WORDS: &[&str] = &[
    "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "j",
    "l", "la", "le", "les", "leur", "leurs", "m", "n", "ou", "par", "pour", "qu", "que", "qui",
    "s", "sa", "ses", "son", "sur", "t", "un", "une",
];

/// The words of a text as the index writes them: lower case, no accent, no mark, acronyms joined
/// (`C.E.M.E.A.` gives `cemea`).
pub(crate) fn words(text: &str) -> Vec<String> {
    let cleaned = join_acronyms(&without_marks(text));
    let mut analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build();
    let mut stream = analyzer.token_stream(&cleaned);
    let mut found = Vec::new();
    while stream.advance() {
        let word: String = stream.token().text.chars().take(LONGEST_WORD).collect();
        if !word.is_empty() {
            found.push(word);
        }
    }
    found
}

/// The words of a query: only its beginning is read, so that a query of one megabyte costs nothing.
pub(crate) fn query_words(query: &str) -> Vec<String> {
    let beginning: String = query.chars().take(LONGEST_QUERY).collect();
    let mut found = words(&beginning);
    found.truncate(MOST_WORDS);
    found
}

/// A whole name as one key. Names and queries are cut alike, so a name typed in full always meets itself.
pub(crate) fn whole(text: &str) -> String {
    query_words(text).join(" ")
}

/// Whether the word carries no meaning by itself.
pub(crate) fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

/// Reduces words to their French stem. Accents are folded before, so that « theatre » and « théâtre »
/// take the same way.
pub(crate) struct Stems(TextAnalyzer);

impl Stems {
    pub(crate) fn french() -> Self {
        let analyzer = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::French))
            .build();
        Self(analyzer)
    }

    pub(crate) fn of(&mut self, word: &str) -> String {
        let mut stream = self.0.token_stream(word);
        if stream.advance() && !stream.token().text.is_empty() {
            stream.token().text.clone()
        } else {
            word.to_owned()
        }
    }
}

/// A code as the index writes it: letters and digits only, upper case.
pub(crate) fn code(text: &str) -> String {
    let compact = text.chars().filter(char::is_ascii_alphanumeric);
    compact
        .take(LONGEST_WORD)
        .collect::<String>()
        .to_uppercase()
}

/// The codes that a query may mean: every run of words that hold digits, joined; with and without the
/// single letter before it if there is one (`W 25 1000123`, `n 775664634`); of a SIRET also its SIREN.
pub(crate) fn codes_in(words: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    let mut letter = String::new();
    // The empty word at the end closes the last run.
    for word in words.iter().map(String::as_str).chain([""]) {
        if word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_digit()) {
            run.push_str(word);
            continue;
        }
        if run.len() >= 5 {
            let code = run.to_uppercase();
            if code.len() == 14 {
                found.extend(code.get(..9).map(str::to_owned));
            }
            if !letter.is_empty() {
                found.push(format!("{}{code}", letter.to_uppercase()));
            }
            found.push(code);
        }
        run.clear();
        letter.clear();
        if word.len() == 1 {
            letter.push_str(word);
        }
    }
    found
}

/// Removes what is written inside a word without being part of it: combining accents (a text in
/// decomposed form), Arabic vowel marks and kashida, soft hyphens, invisible and direction characters.
fn without_marks(text: &str) -> String {
    text.chars()
        .filter(|c| {
            !matches!(*c,
                '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{0652}' | '\u{0640}' | '\u{00ad}'
                | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
        })
        .collect()
}

/// Joins letters separated by points (`M.J.C.`, `M. J. C.`) into one word.
fn join_acronyms(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = |place: usize| characters.get(place).copied();
    let mut out = String::with_capacity(text.len());
    let mut place = 0;
    while let Some(character) = at(place) {
        let starts_word =
            place == 0 || at(place - 1).is_none_or(|before| !before.is_alphanumeric());
        let mut letters = String::new();
        let mut next = place;
        if starts_word {
            while let Some(letter) = at(next) {
                let alone = at(next + 1).is_none_or(|after| !after.is_alphanumeric());
                if !letter.is_alphabetic() || !alone {
                    break;
                }
                letters.push(letter);
                if at(next + 1) != Some('.') {
                    next += 1;
                    break;
                }
                next += if at(next + 2) == Some(' ') && at(next + 4) == Some('.') {
                    3
                } else {
                    2
                };
            }
        }
        if letters.chars().nth(1).is_some() {
            out.push_str(&letters);
            out.push(' ');
            place = next;
        } else {
            out.push(character);
            place += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded() {
        assert_eq!(
            words("THÉÂTRE de l’Œuvre"),
            ["theatre", "de", "l", "oeuvre"]
        );
        assert_eq!(words("the\u{301}a\u{302}tre"), ["theatre"]);
        assert_eq!(
            words("Saint-Ferjeux, n°7 !"),
            ["saint", "ferjeux", "n", "7"]
        );
        assert_eq!(words("?!… « » ☂ \u{0}"), Vec::<String>::new());
        assert_eq!(words("جَمْعِيَّة"), ["جمعية"]);
    }

    #[test]
    fn acronyms_are_one_word() {
        for text in ["C.E.M.E.A.", "C.E.M.E.A", "C. E. M. E. A.", "CEMEA"] {
            assert_eq!(words(text), ["cemea"], "{text}");
        }
        assert_eq!(
            words("La M.J.C. de Palente"),
            ["la", "mjc", "de", "palente"]
        );
        assert_eq!(
            words("à l’école. Y aller"),
            ["a", "l", "ecole", "y", "aller"]
        );
        assert_eq!(words("U.S.A.B 25"), ["usab", "25"]);
    }

    #[test]
    fn codes_are_read_through_spaces() {
        let codes = |text: &str| codes_in(&query_words(text));
        assert_eq!(codes("775 664 634"), ["775664634"]);
        assert_eq!(codes("siren 775.664.634"), ["775664634"]);
        assert_eq!(codes("W251000123"), ["W251000123"]);
        assert!(codes("w 25 1000123").contains(&"W251000123".to_owned()));
        assert_eq!(codes("n° 775664634"), ["N775664634", "775664634"]);
        assert_eq!(codes("775664634 00012"), ["775664634", "77566463400012"]);
        assert_eq!(codes("loi 1901"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_text_gives_short_folded_words(text in "\\PC{0,300}") {
            for word in query_words(&text) {
                prop_assert!(word.chars().count() <= LONGEST_WORD);
                prop_assert!(!word.contains(char::is_whitespace));
            }
            prop_assert!(query_words(&text).len() <= MOST_WORDS);
            let _ = codes_in(&query_words(&text));
        }

        #[test]
        fn case_does_not_matter(text in "[a-zéèêàçôœ '’.-]{0,60}") {
            prop_assert_eq!(words(&text), words(&text.to_uppercase()));
        }
    }
}
