use crate::{TableError, fold};

/// The column names of a file, compared without case, accents, quotes, spaces and other punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    names: Vec<String>,
    folded: Vec<String>,
}

impl Header {
    pub(crate) fn new(names: Vec<String>) -> Self {
        let folded = names.iter().map(|name| fold(name)).collect();
        Self { names, folded }
    }

    /// The names as the file writes them.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of the column at `place`, as the file writes it.
    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The place of the first column of that name.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        let wanted = fold(name);
        self.folded.iter().position(|one| *one == wanted)
    }

    /// The place of the column that bears the first of these `names` the file has.
    ///
    /// # Errors
    /// [`TableError::TwiceColumn`] when two columns bear that name: guessing would read wrong data silently.
    pub fn find(&self, names: &[&str]) -> Result<Option<usize>, TableError> {
        for name in names {
            let wanted = fold(name);
            let mut places = self
                .folded
                .iter()
                .enumerate()
                .filter(|(_, one)| **one == wanted);
            if let Some((place, _)) = places.next() {
                if places.next().is_some() {
                    return Err(TableError::TwiceColumn(self.name(place).to_owned()));
                }
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// The error that says which of the `wanted` columns are missing.
    #[must_use]
    pub fn missing(&self, wanted: &[&str]) -> TableError {
        TableError::MissingColumns {
            missing: wanted.iter().map(|name| (*name).to_owned()).collect(),
            found: self
                .names
                .iter()
                .take(40)
                .map(|name| name.chars().take(40).collect())
                .collect(),
        }
    }
}
