//! Other people's programs that read what we publish: schemathesis, frictionless, rdflib.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{Findings, Ground};
use crate::guard::TempFolder;
use crate::run;
use crate::server::{Server, http};

/// What the description of the interface promises, checked with requests that follow from it.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";

/// The programs, in a virtual environment under the target folder, from `xtask/peers/requirements.txt`.
fn environment(root: &Path) -> Result<PathBuf> {
    let wanted = std::fs::read_to_string(root.join("xtask/peers/requirements.txt"))?;
    let folder = run::target_dir(root).join("peers");
    let mark = folder.join("requirements.txt");
    if std::fs::read_to_string(&mark).is_ok_and(|has| has == wanted) {
        return Ok(folder.join("bin"));
    }
    let _step = run::Step::begin("schemathesis, frictionless and rdflib, from PyPI");
    run::read(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    run::read(
        Command::new(folder.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(root.join("xtask/peers/requirements.txt")),
    )?;
    std::fs::write(mark, wanted)?;
    Ok(folder.join("bin"))
}

/// schemathesis: no 5xx, and every answer as described.
pub fn api(ground: &Ground, found: &mut Findings) -> Result<()> {
    let bin = environment(&ground.root)?;
    let temp = TempFolder::new("api")?;
    let server = Server::start(&ground.binary, &temp.path().join("city"), &["demo"])?;
    let base = format!("http://localhost:{}", server.port());
    let examples = if ground.short { "15" } else { "300" };
    let run = |more: &[&str]| {
        let mut command = Command::new(bin.join("schemathesis"));
        command.current_dir(temp.path());
        command.args([
            "run",
            "--no-color",
            "--seed",
            "25",
            "--max-examples",
            examples,
        ]);
        command
            .args(["--checks", CHECKS, "--url", &base])
            .args(more);
        run::hear(command.arg(format!("{base}/api/openapi.json")))
    };
    let heard = run(&[])?;
    found.rule(
        heard.success,
        "schemathesis",
        &format!("{examples} examples of each operation, {CHECKS}"),
    );
    // An invented number finds no association: the same operation once more, with one that exists.
    let list = http::get(server.port(), "/associations?aides=1")?.text();
    let number = list
        .split("href=\"/associations/")
        .skip(1)
        .filter_map(|rest| rest.split(['"', '?', '/']).next())
        .find(|word| {
            word.starts_with(|letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit())
        })
        .context("the list names no association")?;
    let operation = "/api/v1/associations/{number}";
    let config = format!(
        "[[operations]]\ninclude-path = \"{operation}\"\nparameters = {{ number = \"{number}\" }}\n"
    );
    std::fs::write(temp.path().join("schemathesis.toml"), config)?;
    let heard = run(&["--include-path", operation])?;
    let met = !heard.text.contains("404 Not Found");
    found.rule(
        heard.success && met,
        "schemathesis on an association that exists",
        number,
    );
    let document: Value =
        serde_json::from_str(&http::get(server.port(), "/api/openapi.json")?.text())?;
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .map_or(0, serde_json::Map::len);
    found.rule(paths > 0, "the description", &format!("{paths} paths"));
    found.rule(
        heard.success,
        "schemathesis",
        &format!("{examples} examples of each operation, {CHECKS}"),
    );
    let alive = http::get(server.port(), "/")?;
    found.rule(
        alive.status == 200,
        "the server after it",
        &format!("status {}", alive.status),
    );
    Ok(())
}

/// frictionless on the SCDL export, rdflib on the catalogue; every distribution answers with the announced bytes.
pub fn open_data(ground: &Ground, found: &mut Findings) -> Result<()> {
    let bin = environment(&ground.root)?;
    let temp = TempFolder::new("opendata")?;
    let server = Server::start(&ground.binary, &temp.path().join("city"), &["demo"])?;
    let schema = ground
        .root
        .join("xtask/peers/scdl_subventions_2.1.1.schema.json");

    let city = temp.path().join("city");
    let export = temp.path().join("grants.csv");
    run::read(
        Command::new(&ground.binary)
            .arg("--dir")
            .arg(&city)
            .args(["export", "grants-scdl", "--out"])
            .arg(&export),
    )?;
    scdl(&bin, &schema, &export, found)?;
    // A check that cannot fail says nothing: the same file, spoiled, must be refused.
    let spoiled = temp.path().join("spoiled.csv");
    std::fs::write(
        &spoiled,
        std::fs::read_to_string(&export)?.replacen(",20", ",hier", 1),
    )?;
    let refused = !frictionless(&bin, &schema, &spoiled)?.0;
    found.rule(refused, "frictionless on a spoiled copy", "refuses it");

    let check = ground.root.join("kernel/portal/tests/catalogue.py");
    let urls = ["ttl", "jsonld", "rdf"].map(|kind| {
        format!(
            "http://localhost:{}/donnees/catalogue.{kind}",
            server.port()
        )
    });
    let heard = run::hear(
        Command::new(bin.join("python"))
            .arg(check)
            .args(urls)
            .arg("--fetch"),
    )?;
    let figure = heard
        .text
        .trim()
        .lines()
        .last()
        .unwrap_or("(no word)")
        .to_owned();
    found.rule(
        heard.success,
        "rdflib on the catalogue, each distribution fetched",
        &figure,
    );
    Ok(())
}

fn scdl(bin: &Path, schema: &Path, file: &Path, found: &mut Findings) -> Result<()> {
    let lines = std::fs::read_to_string(file)?.lines().count();
    let (valid, text) = frictionless(bin, schema, file)?;
    let figure = if valid {
        format!("{lines} lines")
    } else {
        text
    };
    found.rule(
        valid && lines > 100,
        "frictionless on the SCDL export",
        &figure,
    );
    Ok(())
}

fn frictionless(bin: &Path, schema: &Path, file: &Path) -> Result<(bool, String)> {
    let folder = file.parent().context("a file in a folder")?;
    // frictionless takes relative paths only, unless told that the absolute one is trusted.
    let output = Command::new(bin.join("frictionless"))
        .current_dir(folder)
        .args(["validate", "--trusted", "--json", "--schema"])
        .args([schema, file])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let valid = serde_json::from_str::<Value>(&text)
        .ok()
        .and_then(|report| report.get("valid")?.as_bool());
    Ok((
        valid.unwrap_or(false),
        format!("{text}{}", String::from_utf8_lossy(&output.stderr)),
    ))
}
