//! The demonstration city: invented records, written as the registers would write them and imported like
//! any other file.

use std::fs::File;
use std::path::Path;

use ::door::House;

use crate::publication::run::Teller;
use crate::publication::{ImportError, Options, Register, Report, import};

/// A step of the making of the demonstration city.
#[derive(Debug)]
pub struct Step {
    /// The register of the file.
    pub register: Register,
    /// What came of it.
    pub report: Report,
}

/// Makes the demonstration city from `seed` as of today: its streets, its associations, five years of
/// grants. Done a second time with the same seed on the same day it changes nothing.
///
/// # Errors
/// [`ImportError`].
pub async fn make(house: &House, seed: u64, tell: Teller<'_>) -> Result<Vec<Step>, ImportError> {
    let city = demo_city::generate(seed, house.today());
    let folder = house.dir().join("demonstration");
    let io = |error| ImportError::Io {
        path: folder.display().to_string(),
        error,
    };
    std::fs::create_dir_all(&folder).map_err(io)?;
    let stamp = house.today().to_string().replace('-', "");

    crate::register::streets::replace(house, &city.streets).await?;
    let mut steps = Vec::new();
    let rna = folder.join(format!("rna_waldec_{stamp}_dpt_25.csv"));
    write(&rna, |file| {
        rna::write_waldec(file, &city.associations).map(|_| ())
    })?;
    let units = folder.join(format!("sirene_{stamp}.csv"));
    write(&units, |file| {
        sirene::write_units(file, &city.units).map(|_| ())
    })?;
    let grants = folder.join(format!("subventions_{stamp}.csv"));
    write(&grants, |file| scdl::write(file, &city.grants).map(|_| ()))?;
    for (register, path) in [
        (Register::Rna, &rna),
        (Register::Sirene, &units),
        (Register::Grants, &grants),
    ] {
        let report = import(house, register, path, &Options::default(), tell).await?;
        steps.push(Step { register, report });
    }
    Ok(steps)
}

fn write(path: &Path, fill: impl FnOnce(File) -> std::io::Result<()>) -> Result<(), ImportError> {
    let io = |error| ImportError::Io {
        path: path.display().to_string(),
        error,
    };
    fill(File::create(path).map_err(io)?).map_err(io)
}
