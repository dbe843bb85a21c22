use std::collections::{HashMap, HashSet};

use tantivy::collector::TopDocs;
use tantivy::columnar::StrColumn;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, Searcher, Term};

use crate::SearchError;
use crate::fields::Fields;
use crate::words::{Stems, codes_in, is_empty_word, query_words, whole};

/// Fewer exact answers than this, and mistyped words are tried too.
const FEW: usize = 5;
/// No answer is longer, whatever is asked.
const LONGEST_ANSWER: usize = 100_000;
/// Shortest unfinished last word, in letters.
const SHORTEST_BEGINNING: usize = 3;

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The document's identifier.
    pub id: String,
    /// Its weight, comparable only within one answer.
    pub score: f32,
    /// How well it answers. A page should say so when the first hit is not [`Match::Words`] or better.
    pub how: Match,
}

/// How well a document answers a query, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// It bears the number typed.
    Number,
    /// It holds every word.
    Words,
    /// It holds every word, some of them written differently: a typing error in the query or in the text.
    Mistyped,
    /// It holds only some of the words; nothing held all of them.
    Partial,
}

impl Match {
    /// Keeps better matches above weaker ones in one answer.
    const fn base(self) -> f32 {
        match self {
            Self::Number => 30_000.0,
            Self::Words => 20_000.0,
            Self::Mistyped => 10_000.0,
            Self::Partial => 0.0,
        }
    }
}

/// How strictly a word must be met.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    AsWritten,
    Mistyped,
}

/// One word of the query in its two forms.
struct Word {
    text: String,
    stem: String,
    may_be_unfinished: bool,
}

pub(crate) fn find(
    fields: &Fields,
    searcher: &Searcher,
    query: &str,
    limit: usize,
) -> Result<Vec<Hit>, SearchError> {
    let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = limit.min(LONGEST_ANSWER).min(documents);
    let asked = query_words(query);
    if limit == 0 || asked.is_empty() {
        return Ok(Vec::new());
    }
    let words = telling_words(&asked);
    let mut answer = Answer::new(searcher, limit);

    let codes = codes_in(&asked);
    if !codes.is_empty() {
        let clauses = codes.iter().map(|code| {
            let term = Term::from_field_text(fields.code, code);
            (Occur::Should, constant(exact(term), 1.0))
        });
        answer.add(&BooleanQuery::new(clauses.collect()), Match::Number)?;
    }

    let name = Term::from_field_text(fields.whole, &whole(query));
    let with_name = |required: BooleanQuery| {
        // The name typed in full stands above every other document that holds its words.
        BooleanQuery::new(vec![
            (Occur::Must, Box::new(required) as Box<dyn Query>),
            (Occur::Should, constant(exact(name.clone()), 1_000.0)),
        ])
    };
    let clauses = |reading: Reading, occur: Occur| -> Vec<(Occur, Box<dyn Query>)> {
        let word_query = |word| (occur, one_word(fields, word, reading));
        words.iter().map(word_query).collect()
    };
    let every_word = BooleanQuery::new(clauses(Reading::AsWritten, Occur::Must));
    answer.add(&with_name(every_word), Match::Words)?;
    if answer.hits.len() < FEW {
        let every_word = BooleanQuery::new(clauses(Reading::Mistyped, Occur::Must));
        answer.add(&every_word, Match::Mistyped)?;
    }
    // Nothing holds every word: all but one, then half, then any.
    for enough in [words.len().saturating_sub(1), words.len() / 2, 1] {
        if answer.hits.is_empty() && enough >= 1 && enough < words.len() {
            let some = clauses(Reading::Mistyped, Occur::Should);
            answer.add(
                &BooleanQuery::with_minimum_required_clauses(some, enough),
                Match::Partial,
            )?;
        }
    }
    Ok(answer.hits)
}

/// The words that carry meaning; all of them when none does (« Entre nous »).
fn telling_words(asked: &[String]) -> Vec<Word> {
    let all_empty = asked.iter().all(|word| is_empty_word(word));
    let mut stems = Stems::french();
    let last = asked.len().saturating_sub(1);
    let mut words: Vec<Word> = Vec::new();
    for (place, text) in asked.iter().enumerate() {
        let known = words.iter().any(|word| word.text == *text);
        if known || (is_empty_word(text) && !all_empty) {
            continue;
        }
        words.push(Word {
            stem: stems.of(text),
            text: text.clone(),
            may_be_unfinished: place == last && text.chars().count() >= SHORTEST_BEGINNING,
        });
    }
    words
}

/// The documents that hold the word, the name before the other names before the rest.
fn one_word(fields: &Fields, word: &Word, reading: Reading) -> Box<dyn Query> {
    let in_field = |field: Field, text: &str, weight: f32| -> Box<dyn Query> {
        let term = Term::from_field_text(field, text);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        Box::new(BoostQuery::new(Box::new(query), weight))
    };
    let mut ways = vec![
        in_field(fields.name, &word.text, 4.0),
        in_field(fields.name_stem, &word.stem, 3.0),
        in_field(fields.other, &word.text, 2.5),
        in_field(fields.other_stem, &word.stem, 2.0),
        in_field(fields.body, &word.stem, 1.0),
    ];
    if word.may_be_unfinished {
        for (field, weight) in [(fields.name, 1.5), (fields.other, 1.2)] {
            let term = Term::from_field_text(field, &word.text);
            let query = FuzzyTermQuery::new_prefix(term, 0, true);
            ways.push(Box::new(BoostQuery::new(Box::new(query), weight)));
        }
    }
    if reading == Reading::Mistyped {
        for (field, text, weight) in [
            (fields.name, &word.text, 1.0),
            (fields.other, &word.text, 0.8),
            (fields.body, &word.stem, 0.4),
        ] {
            let errors = errors_forgiven(text);
            if errors > 0 {
                let term = Term::from_field_text(field, text);
                let query = FuzzyTermQuery::new(term, errors, true);
                ways.push(Box::new(BoostQuery::new(Box::new(query), weight)));
            }
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.1))
}

/// A number is never mistyped into another one; a short word would become any word.
fn errors_forgiven(word: &str) -> u8 {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return 0;
    }
    match word.chars().count() {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

fn exact(term: Term) -> Box<dyn Query> {
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn constant(query: Box<dyn Query>, score: f32) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, score))
}

/// Collects what each reading of the query finds, once each, in order.
struct Answer<'a> {
    searcher: &'a Searcher,
    limit: usize,
    seen: HashSet<DocAddress>,
    hits: Vec<Hit>,
    /// Columns of identifiers, opened once for each part of the index.
    identifiers: HashMap<u32, Option<StrColumn>>,
}

impl<'a> Answer<'a> {
    fn new(searcher: &'a Searcher, limit: usize) -> Self {
        Self {
            searcher,
            limit,
            seen: HashSet::new(),
            hits: Vec::new(),
            identifiers: HashMap::new(),
        }
    }

    fn add(&mut self, query: &dyn Query, how: Match) -> Result<(), SearchError> {
        if self.hits.len() >= self.limit {
            return Ok(());
        }
        let found = self
            .searcher
            .search(query, &TopDocs::with_limit(self.limit).order_by_score())?;
        let mut hits = Vec::new();
        for (score, address) in found {
            if self.seen.insert(address)
                && let Some(id) = self.id_of(address)?
            {
                let score = how.base() + score.min(9_000.0);
                hits.push(Hit { id, score, how });
            }
        }
        // Equal weights in the order of identifiers: the same query gives the same page after a rebuild.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        hits.truncate(self.limit - self.hits.len());
        self.hits.extend(hits);
        Ok(())
    }

    fn id_of(&mut self, address: DocAddress) -> Result<Option<String>, SearchError> {
        let column = match self.identifiers.get(&address.segment_ord) {
            Some(known) => known,
            None => {
                let segment = self.searcher.segment_reader(address.segment_ord);
                let column = segment.fast_fields().str("id")?;
                self.identifiers
                    .entry(address.segment_ord)
                    .or_insert(column)
            }
        };
        let Some(column) = column else {
            return Ok(None);
        };
        let Some(ordinal) = column.term_ords(address.doc_id).next() else {
            return Ok(None);
        };
        let mut id = String::new();
        let found = column
            .ord_to_str(ordinal, &mut id)
            .map_err(tantivy::TantivyError::from)?;
        Ok(found.then_some(id))
    }
}
