use std::sync::Arc;

use crate::Header;

/// One record. Its buffers are reused when it is read into again, so that reading a million lines allocates little.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub(crate) line: u64,
    pub(crate) text: String,
    pub(crate) ends: Vec<usize>,
    pub(crate) header: Arc<Header>,
}

impl Row {
    /// The physical line of the file where the record begins; the header is line 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many fields the record has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether every field is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The field at `place`, surrounding space removed; empty when there is none.
    #[must_use]
    pub fn at(&self, place: usize) -> &str {
        let start = match place.checked_sub(1) {
            None => 0,
            Some(before) => match self.ends.get(before) {
                Some(end) => *end,
                None => return "",
            },
        };
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.text.get(start..end).unwrap_or_default().trim()
    }

    /// The field at `place` when the file has that column; empty otherwise. See [`Header::find`].
    #[must_use]
    pub fn opt(&self, place: Option<usize>) -> &str {
        place.map_or("", |place| self.at(place))
    }

    /// The field of the column `name` (case, accents and punctuation ignored); empty when there is none. Slower than
    /// [`Row::at`]: for a loop, find the place once.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.opt(self.header.place(name))
    }

    /// All fields in order.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|place| self.at(place))
    }
}
