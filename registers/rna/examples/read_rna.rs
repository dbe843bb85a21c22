//! Reads a register file and says how many lines were taken, how many not, and how long it took:
//! `cargo run --release -p rna --example read_rna -- rna.csv`.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("indiquez le fichier à lire")?;
    let start = Instant::now();
    let mut reader = rna::read(File::open(path)?)?;
    let (mut taken, mut rejected, mut warned) = (0u64, 0u64, 0usize);
    while let Some(line) = reader.next() {
        match line {
            Ok(_) => taken += 1,
            Err(_) => rejected += 1,
        }
        warned += reader.take_warnings().len();
    }
    writeln!(
        io::stdout(),
        "{taken} lues, {rejected} rejetées, {warned} avertissements, {} ms",
        start.elapsed().as_millis()
    )?;
    Ok(())
}
