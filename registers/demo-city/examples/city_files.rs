//! Writes the files of the demonstration city into a folder, as a city would receive them:
//! `cargo run -p demo-city --example city_files -- FOLDER 25 2026-11-24`.

use std::error::Error;
use std::fs::{File, create_dir_all};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("indiquez le dossier à remplir")?);
    let seed = arguments.next().ok_or("indiquez la graine")?.parse()?;
    let today = arguments
        .next()
        .ok_or("indiquez le jour (AAAA-MM-JJ)")?
        .parse()?;
    let city = demo_city::generate(seed, today);
    create_dir_all(&folder)?;
    let file = |name: &str| File::create(folder.join(name));
    rna::write_waldec(file("rna.csv")?, &city.associations)?;
    scdl::write(file("subventions.csv")?, &city.grants)?;
    streets::write(file("rues-quartiers.csv")?, &city.streets)?;
    sirene::write_units(file("sirene.csv")?, &city.units)?;
    Ok(())
}
