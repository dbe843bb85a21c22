//! The words after a chore's name.

use anyhow::{Context as _, Result, bail};

/// What is left to read of the command line. Each reader takes its words out, so that [`Args::end`] can refuse
/// what nobody understood.
#[derive(Debug)]
pub struct Args {
    words: Vec<String>,
}

impl Args {
    /// The words as they came.
    pub fn new(words: impl Iterator<Item = String>) -> Self {
        Self {
            words: words.collect(),
        }
    }

    /// Whether `--name` stands there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.words.len();
        self.words.retain(|word| word != name);
        self.words.len() != before
    }

    /// The value of `--name VALUE` or `--name=VALUE`.
    pub fn value(&mut self, name: &str) -> Result<Option<String>> {
        let joined = format!("{name}=");
        let Some(at) = self
            .words
            .iter()
            .position(|word| word == name || word.starts_with(&joined))
        else {
            return Ok(None);
        };
        let word = self.words.remove(at);
        if let Some(value) = word.strip_prefix(&joined) {
            return Ok(Some(value.to_owned()));
        }
        if at >= self.words.len() {
            bail!("`{name}` wants a value after it");
        }
        Ok(Some(self.words.remove(at)))
    }

    /// The value of `--name` as a whole number.
    pub fn number(&mut self, name: &str) -> Result<Option<u64>> {
        self.value(name)?
            .map(|value| {
                value
                    .parse()
                    .with_context(|| format!("`{name} {value}`: not a whole number"))
            })
            .transpose()
    }

    /// The next word that is no option.
    pub fn word(&mut self) -> Option<String> {
        let at = self.words.iter().position(|word| !word.starts_with('-'))?;
        Some(self.words.remove(at))
    }

    /// Everything that is left, for another program.
    pub fn rest(self) -> Vec<String> {
        self.words
    }

    /// Refuses words that nobody read.
    pub fn end(self) -> Result<()> {
        match self.words.first() {
            None => Ok(()),
            Some(word) => bail!("`{word}` is not understood here; see `cargo xtask help`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_and_words_in_any_order() {
        let mut given = args("kill --seconds 30 --fast");
        assert!(given.flag("--fast"));
        assert_eq!(given.number("--seconds").unwrap(), Some(30));
        assert_eq!(given.word().as_deref(), Some("kill"));
        given.end().unwrap();
    }

    #[test]
    fn what_nobody_understands_is_refused() {
        assert!(args("--quick").end().is_err());
        assert!(args("--seconds").number("--seconds").is_err());
        assert!(args("--seconds=soon").number("--seconds").is_err());
    }
}
