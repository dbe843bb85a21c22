//! A file system of 20 MB that fills up: reads go on, an import says what is wrong and leaves nothing by halves,
//! nothing acknowledged is lost, and everything goes on when there is space again.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::city::City;
use super::{Findings, Ground, files};
use crate::guard::{Guard, TempFolder};
use crate::machine;
use crate::run;
use crate::server::{Server, http};

/// Runs the proof, where we may mount a file system.
pub fn run(ground: &Ground, found: &mut Findings) -> Result<()> {
    if !machine::is_root() {
        eprintln!("   skipped: only root may mount a file system of 20 MB");
        return Ok(());
    }
    let temp = TempFolder::new("disk-full")?;
    let disk = match Disk::mount(temp.path().join("disk")) {
        Ok(disk) => disk,
        Err(error) => {
            eprintln!("   skipped: this machine mounts no temporary file system: {error:#}");
            return Ok(());
        }
    };
    let register = temp.path().join("rna.csv");
    files::register(ground, 3_000, &register)?;
    let larger = temp.path().join("larger.csv");
    files::register(ground, 60_000, &larger)?;
    let city = City::found(&ground.binary, &disk.path.join("city"), None)?;
    city.must(&["import", "rna", &register.to_string_lossy()])?;
    let before = city.export("associations")?;
    let server = Server::serve(&ground.binary, city.dir(), &[])?;

    // Less and less space: every act until then is acknowledged or refused.
    let mut acknowledged = Vec::new();
    let filler = disk.path.join("filler");
    fill(&filler)?;
    // Long enough for the server's own periodic work to meet the full disk too: its connection must survive that.
    std::thread::sleep(Duration::from_secs(8));
    let full = city.run(&["proof", "writer", "--count", "2000"])?;
    acknowledged.extend(identifiers(&full.text));
    found.rule(
        matches!(full.code, Some(code) if code != 0) && !full.text.contains("panicked"),
        "writing on a full disk",
        &format!(
            "ended with {:?} after {} acts: {}",
            full.code,
            acknowledged.len(),
            last_line(&full.text)
        ),
    );
    let import = city.run(&["import", "rna", &larger.to_string_lossy()])?;
    found.rule(
        matches!(import.code, Some(code) if code != 0) && !import.text.contains("panicked"),
        "importing on a full disk",
        &format!("ended with {:?}: {}", import.code, last_line(&import.text)),
    );
    for path in ["/", "/associations", "/associations?q=jardin"] {
        let answer = http::get(server.port(), path)?;
        found.rule(
            answer.status == 200,
            &format!("reading {path} on a full disk"),
            &format!("status {}", answer.status),
        );
    }

    std::fs::remove_file(&filler)?;
    let again = city.run(&["proof", "writer", "--count", "10"])?;
    let ids = identifiers(&again.text);
    found.rule(
        again.code == Some(0) && ids.len() == 10,
        "writing when there is space again",
        &format!("{} of 10 acts", ids.len()),
    );
    acknowledged.extend(ids);
    let check = city.check(&acknowledged)?;
    found.rule(
        check.status.success(),
        "acknowledged acts",
        &format!("{}, each there once", acknowledged.len()),
    );
    let verify = city.run(&["journal", "verify"])?;
    found.rule(
        verify.code == Some(0),
        "journal verify",
        last_line(&verify.text),
    );
    found.rule(
        city.export("associations")? == before,
        "the refused import",
        "left nothing",
    );
    let answer = http::get(server.port(), "/associations")?;
    found.rule(
        answer.status == 200,
        "the server that lived through it",
        &format!("status {}", answer.status),
    );
    drop(server);
    Ok(())
}

/// A file system in memory, of 20 MB.
#[derive(Debug)]
struct Disk {
    path: PathBuf,
    _guard: Guard,
}

impl Disk {
    fn mount(path: PathBuf) -> Result<Self> {
        std::fs::create_dir(&path)?;
        run::read(
            Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=20m", "solidaire-proof"])
                .arg(&path),
        )?;
        let guard = Guard::at_end(
            r#"sleep 0.2; umount "$1" || umount -l "$1""#,
            &[&path.to_string_lossy()],
        )?;
        Ok(Self {
            path,
            _guard: guard,
        })
    }
}

/// Writes until nothing more fits.
fn fill(path: &Path) -> Result<()> {
    let mut file = File::create(path)?;
    for size in [1 << 20, 1 << 12, 1] {
        let block = vec![b'x'; size];
        while file.write_all(&block).and_then(|()| file.flush()).is_ok() {}
    }
    Ok(())
}

/// The identifiers among the lines of a writer: lines of one word with dashes, as UUIDs are.
fn identifiers(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| {
            line.len() == 36
                && line
                    .chars()
                    .all(|letter| letter.is_ascii_hexdigit() || letter == '-')
        })
        .map(str::to_owned)
        .collect()
}

fn last_line(text: &str) -> &str {
    text.lines()
        .rfind(|line| !line.trim().is_empty())
        .unwrap_or("(no word)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_identifiers_count() {
        let text = "0193583e-7b4c-7e8a-8d4f-0123456789ab\n0193583e-7b4c\nerreur\n";
        assert_eq!(identifiers(text).len(), 1);
        assert_eq!(last_line("a\nb\n\n"), "b");
    }
}
