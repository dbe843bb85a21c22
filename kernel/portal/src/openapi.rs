//! The OpenAPI document of the whole house: the doors' parts put together, with what they share.

use door::House;
use serde_json::{Map, Value, json};

/// The document. The same for everybody, so handlers may keep it.
pub(crate) fn document(house: &House) -> Value {
    let city = house.city();
    let mut description = format!(
        "Lecture des registres publics de {} : associations et argent public qu’elles reçoivent. \
         Sans clé ni compte. Les erreurs suivent la RFC 9457 (application/problem+json).",
        city.name
    );
    if city.demonstration {
        description.push_str(" Ville de démonstration : toutes les données sont inventées.");
    }
    let mut info = json!({
        "title": format!("solidaire – {}", city.name),
        "version": env!("CARGO_PKG_VERSION"),
        "description": description,
    });
    if let (Some(email), Some(info)) = (&city.contact_email, info.as_object_mut()) {
        info.insert(
            "contact".to_owned(),
            json!({ "name": city.name, "email": email }),
        );
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": info,
        "servers": [{ "url": city.base_url }],
        "security": [],
        "tags": [],
        "paths": {},
        "components": shared_components(),
    });
    for door in house.doors() {
        merge(&mut document, (door.openapi)());
    }
    document
}

/// What every door may refer to: `#/components/schemas/Problem`, `#/components/responses/Problem`.
fn shared_components() -> Value {
    json!({
        "schemas": {
            "Problem": {
                "type": "object",
                "description": "Ce qui a empêché de répondre (RFC 9457).",
                "required": ["title", "status"],
                "properties": {
                    "type": { "type": "string", "format": "uri-reference", "default": "about:blank" },
                    "title": { "type": "string" },
                    "status": { "type": "integer", "minimum": 400, "maximum": 599 },
                    "detail": { "type": "string" },
                    "instance": { "type": "string", "format": "uri-reference" }
                }
            }
        },
        "responses": {
            "Problem": {
                "description": "La demande n’a pas abouti ; `detail` dit quoi faire.",
                "content": {
                    "application/problem+json": {
                        "schema": { "$ref": "#/components/schemas/Problem" }
                    }
                }
            }
        }
    })
}

/// Adds a part to the document: objects are united, lists joined. What stands already is kept, so no
/// door can change another one's path or the shared schemas.
fn merge(document: &mut Value, part: Value) {
    match (document, part) {
        (Value::Object(document), Value::Object(part)) => {
            for (key, value) in part {
                match document.get_mut(&key) {
                    Some(existing) => merge(existing, value),
                    None => {
                        document.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(document), Value::Array(part)) => document.extend(part),
        _ => {}
    }
}

/// One operation, for the page that presents the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) parameters: Vec<Parameter>,
}

/// One parameter of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) required: bool,
}

impl Operation {
    /// Whether it can be tried by following a link.
    pub(crate) fn can_be_followed(&self) -> bool {
        self.method == "GET" && !self.parameters.iter().any(|parameter| parameter.required)
    }
}

/// The operations of a document, in the order of its paths.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let empty = Map::new();
    let paths = document
        .get("paths")
        .and_then(Value::as_object)
        .unwrap_or(&empty);
    let mut found = Vec::new();
    for (path, item) in paths {
        let Some(item) = item.as_object() else {
            continue;
        };
        for (method, operation) in item {
            if !matches!(method.as_str(), "get" | "post" | "put" | "patch" | "delete") {
                continue;
            }
            let shared = item.get("parameters");
            let own = operation.get("parameters");
            let lists = [shared, own]
                .into_iter()
                .flatten()
                .filter_map(Value::as_array);
            found.push(Operation {
                method: method.to_uppercase(),
                path: path.clone(),
                summary: text(operation, "summary"),
                parameters: lists
                    .flatten()
                    .map(|each| parameter(document, each))
                    .collect(),
            });
        }
    }
    found
}

fn parameter(document: &Value, given: &Value) -> Parameter {
    let reference = given.get("$ref").and_then(Value::as_str);
    let found = reference
        .and_then(|reference| document.pointer(reference.trim_start_matches('#')))
        .unwrap_or(given);
    Parameter {
        name: text(found, "name"),
        description: text(found, "description"),
        required: found
            .get("required")
            .and_then(Value::as_bool)
            .unwrap_or(false),
    }
}

fn text(value: &Value, key: &str) -> String {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_united_and_nothing_is_replaced() {
        let mut document =
            json!({ "tags": [{ "name": "a" }], "paths": { "/a": { "get": { "summary": "A" } } } });
        merge(
            &mut document,
            json!({
                "openapi": "9.9",
                "tags": [{ "name": "b" }],
                "paths": { "/a": { "get": { "summary": "intrus" } }, "/b": { "get": {} } },
            }),
        );
        assert_eq!(document["tags"].as_array().unwrap().len(), 2);
        assert_eq!(document["paths"]["/a"]["get"]["summary"], "A");
        assert!(document["paths"].get("/b").is_some());
    }

    #[test]
    fn operations_are_listed_with_their_parameters() {
        let document = json!({
            "paths": {
                "/x/{id}": {
                    "parameters": [{ "name": "id", "in": "path", "required": true, "description": "Numéro" }],
                    "get": { "summary": "Un", "parameters": [{ "$ref": "#/components/parameters/Page" }] },
                },
                "/x": { "get": { "summary": "Tous" }, "summary": "pas une opération" },
            },
            "components": { "parameters": { "Page": { "name": "page", "in": "query", "description": "Page" } } },
        });
        let found = operations(&document);
        assert_eq!(found.len(), 2);
        let one = found
            .iter()
            .find(|operation| operation.path == "/x/{id}")
            .unwrap();
        assert!(!one.can_be_followed());
        let names: Vec<_> = one
            .parameters
            .iter()
            .map(|each| each.name.as_str())
            .collect();
        assert_eq!(names, ["id", "page"]);
        assert!(
            found
                .iter()
                .find(|operation| operation.path == "/x")
                .unwrap()
                .can_be_followed()
        );
    }
}
