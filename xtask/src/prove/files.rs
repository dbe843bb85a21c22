//! Files to import: made by the demonstration city's generator, cut and spoiled.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};

use super::{Ground, example};
use crate::run;

/// Numbers that look like chance and are the same in every run.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit` (xorshift64*).
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit.max(1)
    }
}

/// A register of `count` invented lines on the true header.
pub fn register(ground: &Ground, count: u64, file: &Path) -> Result<()> {
    let program = example(ground, "demo-city", "rna_file")?;
    let status = Command::new(program)
        .arg(count.to_string())
        .stdout(File::create(file)?)
        .stderr(Stdio::null())
        .status()?;
    anyhow::ensure!(
        status.success(),
        "the generator of the register ended with {status}"
    );
    Ok(())
}

/// The files of the demonstration city, as a city would receive them: the kind of import and the file.
pub fn city_files(ground: &Ground, folder: &Path) -> Result<Vec<(&'static str, PathBuf)>> {
    let program = example(ground, "demo-city", "city_files")?;
    run::read(Command::new(program).arg(folder).args(["25", "2026-11-24"]))?;
    Ok([
        ("rna", "rna.csv"),
        ("sirene", "sirene.csv"),
        ("grants", "subventions.csv"),
        ("streets", "rues-quartiers.csv"),
    ]
    .into_iter()
    .map(|(kind, name)| (kind, folder.join(name)))
    .collect())
}

/// The header and the first `count` lines of a file without quoted line ends.
pub fn first_lines(from: &Path, count: usize, to: &Path) -> Result<()> {
    let text = std::fs::read_to_string(from)?;
    let end = text
        .match_indices('\n')
        .nth(count)
        .map_or(text.len(), |(at, _)| at + 1);
    std::fs::write(to, text.get(..end).context("cut inside a letter")?)?;
    Ok(())
}

/// A copy spoiled somewhere: bytes changed, lost, doubled, a quote left open, the end cut off.
pub fn spoiled(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(copy.len() as u64) as usize;
        match dice.below(8) {
            0 => copy.truncate(at),
            1 => copy.insert(at, b'"'),
            2 => copy.insert(at, 0),
            3 => copy.extend_from_within(at..),
            4 => {
                let end = (at + 1 + dice.below(200) as usize).min(copy.len());
                copy.drain(at..end);
            }
            5 => {
                let long = vec![b'x'; 1 + dice.below(3_000_000) as usize];
                copy.splice(at..at, long);
            }
            6 => {
                copy.splice(at..at, [0xE9, 0xFF, 0xFE, 0xC3, 0x28]);
            }
            _ => {
                if let Some(byte) = copy.get_mut(at) {
                    *byte = dice.below(256) as u8;
                }
            }
        }
        if copy.is_empty() {
            break;
        }
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_spoils_alike_and_spoils() {
        let good = b"a;b\n1;2\n".repeat(50);
        let spoil = |seed| spoiled(&mut Dice::new(seed), &good);
        assert_eq!(spoil(7), spoil(7));
        assert!((0..20).filter(|seed| spoil(*seed) != good).count() >= 18);
    }
}
