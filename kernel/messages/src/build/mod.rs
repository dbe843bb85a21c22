//! What runs at build time: reads the Fluent files, checks them, writes the typed functions.

mod check;
mod emit;
mod read;

use std::path::{Path, PathBuf};

pub use check::Problem;
pub use read::{Kind, Signature};

/// The messages of one crate, checked.
#[derive(Clone, Debug)]
pub struct Report {
    /// Every key (`message` or `message.attribute`), sorted, with its arguments.
    pub messages: Vec<Signature>,
    /// Every file read, language by language.
    pub files: Vec<PathBuf>,
}

/// Called from a crate's `build.rs` with the folder of its languages (`"locales"`, beside `Cargo.toml`).
/// Writes `$OUT_DIR/messages.rs` and asks Cargo to run again when a text changes. When the languages do
/// not agree it prints every problem (file, line, language, key, what to do) and stops the build.
pub fn generate(folder: &str) {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    let folder = root.join(folder);
    println!("cargo:rerun-if-changed={}", folder.display());
    let stop = |text: &str| -> ! {
        eprintln!("{text}");
        std::process::exit(1)
    };
    let Some(out) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        stop("messages::build::generate s’appelle depuis un build.rs : OUT_DIR est absent");
    };
    match check_folder(&folder) {
        Ok(report) => {
            for file in &report.files {
                println!("cargo:rerun-if-changed={}", file.display());
            }
            if let Err(error) = std::fs::write(out.join("messages.rs"), emit::emit(&report)) {
                stop(&format!("messages.rs ne peut pas être écrit : {error}"));
            }
        }
        Err(problems) => {
            let mut text = String::new();
            for problem in &problems {
                text.push_str(&format!("{problem}\n"));
            }
            text.push_str(&format!("{} problème(s) dans les messages", problems.len()));
            stop(&text);
        }
    }
}

/// Reads and checks a folder of languages without writing anything; for tests and `xtask tidy`.
///
/// # Errors
/// Every problem found, each with its file, language and key.
pub fn check_folder(folder: &Path) -> Result<Report, Vec<Problem>> {
    let languages = read::read(folder)?;
    check::check(&languages)
}

/// The generated code for a checked folder, as [`generate`] writes it.
#[must_use]
pub fn code(report: &Report) -> String {
    emit::emit(report)
}
