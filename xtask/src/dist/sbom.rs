//! The list of parts (CycloneDX 1.5): every crate that is in the binary or built it, by name, version, licence and
//! checksum, who needs whom, and the npm packages whose fonts and icons it embeds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::run;

/// The version of the product.
pub fn version(root: &Path) -> Result<String> {
    let text = run::read(
        run::cargo()
            .current_dir(root)
            .args(["pkgid", "--package", "solidaire"]),
    )?;
    let version = text.trim().rsplit(['#', '@']).next();
    version
        .map(str::to_owned)
        .context("cargo pkgid names no version")
}

/// The document, with keys in order and no time of its own: the same sources give the same bytes.
pub fn write(root: &Path) -> Result<String> {
    let metadata: Value =
        serde_json::from_str(&run::read(run::cargo().current_dir(root).args([
            "metadata",
            "--locked",
            "--format-version",
            "1",
            "--filter-platform",
            &run::host()?,
        ]))?)?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock"))?;
    let npm: Value = serde_json::from_str(&std::fs::read_to_string(
        root.join("assets/package-lock.json"),
    )?)?;
    let document = document(&metadata, &checksums(&lock), &npm)?;
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// SHA-256 of each crate's archive, by `name version`, from the lockfile.
fn checksums(lock: &str) -> BTreeMap<String, String> {
    let value = |block: &str, key: &str| {
        let line = block
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))?;
        Some(line.trim_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            let name = value(block, "name")?;
            Some((
                format!("{name} {}", value(block, "version")?),
                value(block, "checksum")?,
            ))
        })
        .collect()
}

fn document(metadata: &Value, checksums: &BTreeMap<String, String>, npm: &Value) -> Result<Value> {
    let list = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let word = |value: &Value, key: &str| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let packages: BTreeMap<String, Value> = list(metadata, "packages")
        .into_iter()
        .map(|package| (word(&package, "id"), package))
        .collect();
    let resolve = metadata
        .get("resolve")
        .context("cargo metadata without a graph")?;
    // What tests need is in no binary.
    let needs: BTreeMap<String, Vec<String>> = list(resolve, "nodes")
        .iter()
        .map(|node| {
            let all = list(node, "deps")
                .iter()
                .filter(|dep| {
                    list(dep, "dep_kinds")
                        .iter()
                        .any(|kind| word(kind, "kind") != "dev")
                })
                .map(|dep| word(dep, "pkg"))
                .collect();
            (word(node, "id"), all)
        })
        .collect();
    let root = packages
        .iter()
        .find(|(_, package)| word(package, "name") == "solidaire")
        .map(|(id, _)| id.clone())
        .context("no package is named solidaire")?;
    let mut reached = BTreeSet::from([root.clone()]);
    let mut todo = vec![root.clone()];
    while let Some(id) = todo.pop() {
        for next in needs.get(&id).into_iter().flatten() {
            if reached.insert(next.clone()) {
                todo.push(next.clone());
            }
        }
    }
    let purl = |id: &String| {
        let package = packages.get(id).unwrap_or(&Value::Null);
        format!(
            "pkg:cargo/{}@{}",
            word(package, "name"),
            word(package, "version")
        )
    };
    let component = |id: &String| {
        let package = packages.get(id).unwrap_or(&Value::Null);
        let (name, version) = (word(package, "name"), word(package, "version"));
        let mut component = json!({
            "type": if *id == root { "application" } else { "library" },
            "bom-ref": purl(id), "name": name, "version": version, "purl": purl(id),
        });
        // Older crates write a slash where SPDX says OR.
        let licence = word(package, "license").replace('/', " OR ");
        if !licence.is_empty() {
            insert(
                &mut component,
                "licenses",
                json!([{ "expression": licence }]),
            );
        }
        if let Some(sum) = checksums.get(&format!("{name} {version}")) {
            insert(
                &mut component,
                "hashes",
                json!([{ "alg": "SHA-256", "content": sum }]),
            );
        }
        component
    };
    let mut components: Vec<Value> = reached
        .iter()
        .filter(|id| **id != root)
        .map(&component)
        .collect();
    components.extend(embedded(npm));
    let graph: Vec<Value> = reached
        .iter()
        .map(|id| {
            let on: BTreeSet<String> = needs.get(id).into_iter().flatten().map(&purl).collect();
            json!({ "ref": purl(id), "dependsOn": on })
        })
        .collect();
    Ok(json!({
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "metadata": { "component": component(&root) },
        "components": components,
        "dependencies": graph,
    }))
}

/// The npm packages whose files end up in the binary: direct ones that are no tool.
fn embedded(npm: &Value) -> Vec<Value> {
    npm.get("packages")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(path, package)| {
            let name = path.strip_prefix("node_modules/")?;
            if !(name.starts_with("@fontsource") || name.starts_with("@tabler/")) {
                return None;
            }
            let version = package.get("version")?.as_str()?;
            let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
            let mut component = json!({ "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl });
            if let Some(licence) = package.get("license").and_then(Value::as_str) {
                insert(&mut component, "licenses", json!([{ "expression": licence }]));
            }
            Some(component)
        })
        .collect()
}

fn insert(component: &mut Value, key: &str, value: Value) {
    if let Some(fields) = component.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata() -> Value {
        let dep = |name: &str, kind: Value| json!({ "pkg": name, "dep_kinds": [{ "kind": kind }] });
        json!({
            "packages": [
                { "id": "s", "name": "solidaire", "version": "0.1.0", "license": "MIT OR Apache-2.0" },
                { "id": "a", "name": "a", "version": "1.0.0", "license": "MIT/Apache-2.0" },
                { "id": "b", "name": "b", "version": "2.0.0" },
                { "id": "t", "name": "only-tests", "version": "3.0.0" },
            ],
            "resolve": { "nodes": [
                { "id": "s", "deps": [dep("a", Value::Null), dep("t", json!("dev"))] },
                { "id": "a", "deps": [dep("b", json!("build"))] },
            ] },
        })
    }

    #[test]
    fn what_is_in_the_binary_is_listed_and_what_only_tests_need_is_not() {
        let sums =
            checksums("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"abc\"\n");
        let npm = json!({ "packages": { "node_modules/@tabler/icons": { "version": "3.0.0", "license": "MIT" }, "node_modules/x": { "version": "1.0.0" } } });
        let document = document(&metadata(), &sums, &npm).unwrap();
        let names: Vec<&str> = document["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["a", "b", "@tabler/icons"]);
        assert_eq!(
            document["components"][0]["licenses"][0]["expression"],
            "MIT OR Apache-2.0"
        );
        assert_eq!(document["components"][0]["hashes"][0]["content"], "abc");
        assert_eq!(
            document["dependencies"][2]["dependsOn"],
            json!(["pkg:cargo/a@1.0.0"])
        );
    }
}
