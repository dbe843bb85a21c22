use std::sync::{Arc, Mutex};

use calendar::{Clock, SharedClock};
use serde::{Deserialize, Serialize};

/// The identifier of a stored object: a UUIDv7, never shown outside the house (it reveals a minute).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub uuid::Uuid);

impl Id {
    /// Reads the hyphenated form, as stored.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        uuid::Uuid::parse_str(text).ok().map(Self)
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Where identifiers and random numbers come from: a clock and a seed, both injected.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: SharedClock,
    source: Arc<Source>,
}

#[derive(Debug)]
enum Source {
    System,
    Seeded(Mutex<u64>),
}

impl Ids {
    /// Unpredictable identifiers, from the operating system.
    #[must_use]
    pub fn system(clock: SharedClock) -> Self {
        Self {
            clock,
            source: Arc::new(Source::System),
        }
    }

    /// Repeatable identifiers, for tests and demonstrations.
    #[must_use]
    pub fn seeded(clock: SharedClock, seed: u64) -> Self {
        Self {
            clock,
            source: Arc::new(Source::Seeded(Mutex::new(seed))),
        }
    }

    /// A new identifier, ordered by time.
    #[must_use]
    pub fn id(&self) -> Id {
        let mut bytes = [0u8; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(self.clock.now().millis()).unwrap_or(0);
        Id(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }

    /// 64 random bits.
    #[must_use]
    pub fn random_u64(&self) -> u64 {
        let mut bytes = [0u8; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Fills `bytes` with random bits.
    pub fn fill(&self, bytes: &mut [u8]) {
        match &*self.source {
            Source::System => system_random(bytes),
            Source::Seeded(state) => {
                let mut state = match state.lock() {
                    Ok(guard) => guard,
                    Err(poisoned) => poisoned.into_inner(),
                };
                for chunk in bytes.chunks_mut(8) {
                    for (byte, random) in chunk.iter_mut().zip(split_mix(&mut state).to_le_bytes())
                    {
                        *byte = random;
                    }
                }
            }
        }
    }

    /// The clock that dates the identifiers.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }
}

/// The operating system's generator. It does not fail on a running Linux; if it ever did, stopping is
/// the only safe answer, because predictable identifiers would open every door.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the system's randomness enters"
)]
fn system_random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        std::process::abort();
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reference, ReferenceError};
    use calendar::{FixedClock, Instant};

    fn ids(seed: u64) -> Ids {
        Ids::seeded(
            Arc::new(FixedClock::at(Instant(1_700_000_000_000_000))),
            seed,
        )
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        assert_eq!(ids(1).id(), ids(1).id());
        assert_ne!(ids(1).id(), ids(2).id());
        assert_eq!(ids(1).id().0.get_version_num(), 7);
    }

    #[test]
    fn a_reference_survives_the_telephone() {
        let ids = ids(7);
        for _ in 0..200 {
            let reference = Reference::random(&ids);
            let shown = reference.to_string();
            assert_eq!(
                shown.to_lowercase().parse::<Reference>().as_ref(),
                Ok(&reference)
            );
            let plain = reference.as_str();
            for position in 0..8 {
                for wrong in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
                    let mut letters: Vec<char> = plain.chars().collect();
                    let right = letters[position];
                    let confusable = [right, wrong] == ['0', 'Z'] || [right, wrong] == ['Z', '0'];
                    if right == wrong || confusable {
                        continue;
                    }
                    letters[position] = wrong;
                    let text: String = letters.into_iter().collect();
                    assert_eq!(text.parse::<Reference>(), Err(ReferenceError::Check));
                }
            }
        }
    }
}
