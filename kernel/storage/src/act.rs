use std::collections::BTreeMap;

use serde_json::Value;

/// Who performs an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The product itself: a job, a migration, a command of the machine's administrator.
    System,
    /// A person or body by the text form of its id. The record keeps a pseudonym, never this id.
    Person(String),
}

/// An act worth remembering: what was done, by whom, to what. It becomes one entry of the journal.
#[derive(Clone, Debug)]
pub struct Act {
    /// What was done, as `door.verb_past` (`associations.register_published`).
    pub kind: &'static str,
    /// By whom.
    pub actor: Actor,
    /// What it was done to: a table and a reference, never a name (`association/4F7K2M9QC`).
    pub subject: String,
    /// Facts that are not personal data: counts, hashes, states.
    pub facts: BTreeMap<String, Value>,
    /// Personal data: the record keeps only salted commitments to these values.
    pub sealed: BTreeMap<String, String>,
}

impl Act {
    /// An act of the product itself.
    #[must_use]
    pub fn system(kind: &'static str, subject: impl Into<String>) -> Self {
        Self {
            kind,
            actor: Actor::System,
            subject: subject.into(),
            facts: BTreeMap::new(),
            sealed: BTreeMap::new(),
        }
    }

    /// Adds a fact.
    #[must_use]
    pub fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    /// Adds a value of which only a salted commitment is kept.
    #[must_use]
    pub fn sealed(mut self, name: &str, value: impl Into<String>) -> Self {
        self.sealed.insert(name.to_owned(), value.into());
        self
    }
}
