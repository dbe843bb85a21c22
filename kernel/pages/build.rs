//! Generates the message functions, and embeds the stylesheets, the mark, the fonts and the icons.
//!
//! Fonts and icons come from npm (`assets/`, `npm ci && node build.mjs`); without them the pages use the
//! system's fonts and no icons, and the build says so.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::Digest as _;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    messages::build::generate("locales");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let own = root.join("assets");
    println!("cargo:rerun-if-changed={}", own.display());
    let npm = root.join("../../assets");
    let built = npm.join("build");
    let watched = if built.is_dir() { &built } else { &npm };
    println!("cargo:rerun-if-changed={}", watched.display());
    if !built.is_dir() {
        println!(
            "cargo:warning=assets/build absent : polices du système, aucune icône (npm ci && node build.mjs dans assets/)"
        );
    }

    let mut table = Table::new(&out);
    let latin = table.font(&built, "ahn.woff2")?;
    let arabic = table.font(&built, "nsa.woff2")?;
    table.add(
        "mark.svg",
        "image/svg+xml",
        &std::fs::read(own.join("mark.svg"))?,
    )?;
    let sheet = sheet(&own.join("css"), latin.as_deref())?;
    table.add("solidaire.css", "text/css; charset=utf-8", sheet.as_bytes())?;
    let arabic_sheet = std::fs::read_to_string(own.join("css/ar.css"))?;
    let arabic_sheet = with_font(&arabic_sheet, "nsa.woff2", arabic.as_deref());
    table.add("ar.css", "text/css; charset=utf-8", arabic_sheet.as_bytes())?;
    std::fs::write(out.join("assets.rs"), table.finish())?;
    std::fs::write(out.join("icons.rs"), icons(&built.join("icons.json"))?)?;
    Ok(())
}

/// Every numbered source file of the stylesheet, in order, as one.
fn sheet(folder: &Path, latin: Option<&str>) -> Outcome<String> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("");
            name.starts_with(|c: char| c.is_ascii_digit())
        })
        .collect();
    files.sort();
    let mut sheet = String::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        sheet.push_str(&with_font(&text, "ahn.woff2", latin));
    }
    Ok(sheet)
}

/// The sheet with the font's address filled in, or without the rule when there is no font.
fn with_font(text: &str, name: &str, file: Option<&str>) -> String {
    let mark = format!("@{name}@");
    let mut sheet = String::new();
    for line in text
        .lines()
        .filter(|line| file.is_some() || !line.contains(&mark))
    {
        sheet.push_str(&line.replace(&mark, file.unwrap_or("")));
        sheet.push('\n');
    }
    sheet
}

/// `name => inside of the svg`, as a `match`.
fn icons(file: &Path) -> Outcome<String> {
    let mut code =
        String::from("fn inside(name: &str) -> Option<&'static str> {\n    Some(match name {\n");
    if let Ok(text) = std::fs::read_to_string(file) {
        let icons: std::collections::BTreeMap<String, String> = serde_json::from_str(&text)?;
        for (name, inside) in icons {
            writeln!(code, "        {name:?} => {inside:?},")?;
        }
    }
    code.push_str("        _ => return None,\n    })\n}\n");
    Ok(code)
}

/// The table of embedded files, as code.
struct Table {
    out: PathBuf,
    entries: String,
}

impl Table {
    fn new(out: &Path) -> Self {
        Self {
            out: out.to_owned(),
            entries: String::new(),
        }
    }

    fn finish(self) -> String {
        format!(
            "/// Every file embedded in the binary.\nstatic ASSETS: &[Asset] = &[\n{}];\n",
            self.entries
        )
    }

    /// Adds a font if npm brought it; its file name with its hash, for the stylesheet.
    fn font(&mut self, folder: &Path, name: &str) -> Outcome<Option<String>> {
        match std::fs::read(folder.join(name)) {
            Ok(bytes) => Ok(Some(self.add(name, "font/woff2", &bytes)?)),
            Err(_) => Ok(None),
        }
    }

    /// Adds a file under its name with the hash of its content, compressed beside it when that helps.
    fn add(&mut self, name: &str, kind: &str, bytes: &[u8]) -> Outcome<String> {
        let mut hash = String::new();
        for byte in sha2::Sha256::digest(bytes).iter().take(6) {
            write!(hash, "{byte:02x}")?;
        }
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let file = format!("{stem}.{hash}.{extension}");
        let plain = self.out.join(name);
        std::fs::write(&plain, bytes)?;
        let mut gzip = String::from("None");
        if kind != "font/woff2" {
            let path = self.out.join(format!("{name}.gz"));
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(bytes)?;
            std::fs::write(&path, encoder.finish()?)?;
            gzip = format!("Some(include_bytes!({:?}))", path.display().to_string());
        }
        writeln!(
            self.entries,
            "    Asset {{ name: {name:?}, file: {file:?}, path: {:?}, kind: {kind:?}, \
             bytes: include_bytes!({:?}), gzip: {gzip} }},",
            format!("/assets/{file}"),
            plain.display().to_string()
        )?;
        Ok(file)
    }
}
