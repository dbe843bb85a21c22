//! Writes N invented lines of the register of associations to standard output:
//! `cargo run --release -p demo-city --example rna_file -- 1000000 > rna.csv`.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    let count = std::env::args().nth(1).and_then(|text| text.parse().ok());
    let out = io::stdout().lock();
    let written = rna::write_waldec(out, demo_city::rna_lines(count.unwrap_or(1000), 25))?;
    writeln!(io::stderr(), "{written} lignes")
}
