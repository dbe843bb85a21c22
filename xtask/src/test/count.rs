//! Counting what test programs say of themselves.

/// How many rules held and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Held.
    pub passed: u64,
    /// Did not.
    pub failed: u64,
}

impl Count {
    /// One rule.
    pub fn one(held: bool) -> Self {
        Self {
            passed: u64::from(held),
            failed: u64::from(!held),
        }
    }

    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Reads the summaries of cargo-nextest (`12 tests run: 11 passed, 1 failed`), of cargo test
/// (`test result: ok. 3 passed; 0 failed`) and of our own programs (`3 passed, 0 failed`). A program that fails
/// without naming a failed test counts as one failure: a crash must not look like silence.
pub fn read(text: &str, success: bool) -> Count {
    let mut all = Count::default();
    for line in text.lines() {
        let is_summary = line.contains(" tests run: ")
            || line.contains(" test run: ")
            || line.starts_with("test result: ")
            || line.split_once(' ').is_some_and(|(number, rest)| {
                number.parse::<u64>().is_ok()
                    && rest.starts_with("passed, ")
                    && rest.ends_with(" failed")
            });
        if is_summary {
            all = all.plus(Count {
                passed: before(line, " passed"),
                failed: before(line, " failed")
                    + before(line, " timed out")
                    + before(line, " exec failed"),
            });
        }
    }
    if !success && all.failed == 0 {
        all.failed = 1;
    }
    all
}

/// The number that stands before a word.
fn before(line: &str, word: &str) -> u64 {
    line.match_indices(word)
        .filter_map(|(at, _)| {
            line.get(..at)?
                .rsplit(|letter: char| !letter.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        })
        .next()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_is_understood() {
        let nextest = "     Summary [   0.123s] 14 tests run: 11 passed (1 slow), 2 failed, 1 timed out, 2 skipped";
        assert_eq!(
            read(nextest, false),
            Count {
                passed: 11,
                failed: 3
            }
        );
        let one = "     Summary [   0.005s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(
            read(one, true),
            Count {
                passed: 1,
                failed: 0
            }
        );
        let cargo = "test result: ok. 3 passed; 0 failed; 0 ignored\ntest result: FAILED. 1 passed; 2 failed;";
        assert_eq!(
            read(cargo, false),
            Count {
                passed: 4,
                failed: 2
            }
        );
        assert_eq!(
            read("a\n7 passed, 1 failed\n", false),
            Count {
                passed: 7,
                failed: 1
            }
        );
    }

    #[test]
    fn a_crash_is_a_failure() {
        assert_eq!(
            read("error: could not compile", false),
            Count {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            read(
                "     Summary [ 0.1s] 3 tests run: 3 passed, 0 skipped",
                false
            )
            .failed,
            1
        );
    }
}
