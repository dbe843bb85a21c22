use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{TantivyDocument, Term};

use crate::SearchDoc;
use crate::words::{Stems, code, is_empty_word, whole, words};

/// Changes whenever documents are written in another way: an index of another format is rebuilt.
pub(crate) const FORMAT: &str = "1";

/// The fields of the index. Nothing is stored but the identifier, as a column.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    /// Identifier, exact; also the column that answers are read from.
    pub(crate) id: Field,
    /// The whole name as one key.
    pub(crate) whole: Field,
    /// Numbers, exact.
    pub(crate) code: Field,
    /// Words of the name, and their stems.
    pub(crate) name: Field,
    pub(crate) name_stem: Field,
    /// Words of the other names, and their stems.
    pub(crate) other: Field,
    pub(crate) other_stem: Field,
    /// Stems of the rest.
    pub(crate) body: Field,
}

impl Fields {
    pub(crate) fn new() -> Self {
        // Frequencies but no positions: phrases are not asked for, and the index stays small.
        let text = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::WithFreqs),
        );
        let mut builder = Schema::builder();
        let id = builder.add_text_field("id", STRING | FAST);
        let whole = builder.add_text_field("whole", STRING);
        let code = builder.add_text_field("code", STRING);
        let name = builder.add_text_field("name", text.clone());
        let name_stem = builder.add_text_field("name_stem", text.clone());
        let other = builder.add_text_field("other", text.clone());
        let other_stem = builder.add_text_field("other_stem", text.clone());
        let body = builder.add_text_field("body", text);
        Self {
            schema: builder.build(),
            id,
            whole,
            code,
            name,
            name_stem,
            other,
            other_stem,
            body,
        }
    }

    pub(crate) fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }

    pub(crate) fn document(&self, source: &SearchDoc, stems: &mut Stems) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_text(self.id, &source.id);
        for name in [&source.title, &source.other_names] {
            let key = whole(name);
            if !key.is_empty() {
                document.add_text(self.whole, key);
            }
        }
        for number in &source.codes {
            let number = code(number);
            if !number.is_empty() {
                document.add_text(self.code, number);
            }
        }
        let mut add = |field: Field, words: Vec<String>| {
            if !words.is_empty() {
                document.add_pre_tokenized_text(field, tokens(words));
            }
        };
        let name = words(&source.title);
        add(
            self.name_stem,
            name.iter().map(|word| stems.of(word)).collect(),
        );
        add(self.name, name);
        let other = words(&source.other_names);
        add(
            self.other_stem,
            other.iter().map(|word| stems.of(word)).collect(),
        );
        add(self.other, other);
        let body = words(&source.body);
        let telling = body.iter().filter(|word| !is_empty_word(word));
        add(self.body, telling.map(|word| stems.of(word)).collect());
        document
    }
}

fn tokens(words: Vec<String>) -> PreTokenizedString {
    let tokens = words.into_iter().enumerate().map(|(position, text)| Token {
        position,
        text,
        ..Token::default()
    });
    PreTokenizedString {
        text: String::new(),
        tokens: tokens.collect(),
    }
}
