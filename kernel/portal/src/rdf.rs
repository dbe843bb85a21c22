//! A small RDF graph and its three usual spellings: Turtle, JSON-LD, RDF/XML.
//!
//! Nodes nest, as a catalogue does; so no blank node ever needs a name.

use std::fmt::Write;

use serde_json::{Map, Value as Json, json};

/// The vocabularies that the catalogue uses.
pub(crate) const PREFIXES: &[(&str, &str)] = &[
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// One thing and what is said of it. Classes and properties are prefixed names (`dct:title`).
#[derive(Clone, Debug)]
pub(crate) struct Node {
    iri: Option<String>,
    class: &'static str,
    properties: Vec<(&'static str, Value)>,
}

/// What a property says.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A resource elsewhere.
    Iri(String),
    /// A text in a language (`fr`).
    Text(String, &'static str),
    /// A text without a language, such as a number or a code.
    Plain(String),
    /// A value of a type, a prefixed name (`xsd:date`).
    Typed(String, &'static str),
    /// A thing described in place.
    Node(Node),
}

impl Node {
    pub(crate) fn new(iri: impl Into<String>, class: &'static str) -> Self {
        Self {
            iri: Some(iri.into()),
            class,
            properties: Vec::new(),
        }
    }

    /// A thing without an address of its own.
    pub(crate) fn anonymous(class: &'static str) -> Self {
        Self {
            iri: None,
            class,
            properties: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, property: &'static str, value: Value) -> Self {
        self.properties.push((property, value));
        self
    }

    pub(crate) fn with_some(self, property: &'static str, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }
}

/// The full address of a prefixed name.
fn full(name: &str) -> String {
    let expanded = name.split_once(':').and_then(|(prefix, rest)| {
        let (_, namespace) = PREFIXES.iter().find(|(known, _)| *known == prefix)?;
        Some(format!("{namespace}{rest}"))
    });
    expanded.unwrap_or_else(|| name.to_owned())
}

/// Characters that no IRI may hold are percent-encoded.
fn iri(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c <= ' ' || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\') {
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// RDF 1.1 Turtle.
pub(crate) fn turtle(nodes: &[Node]) -> String {
    let mut out = String::new();
    for (prefix, namespace) in PREFIXES {
        let _ = writeln!(out, "@prefix {prefix}: <{namespace}> .");
    }
    for node in nodes {
        let subject = node
            .iri
            .as_deref()
            .map_or_else(|| "[]".to_owned(), |address| format!("<{}>", iri(address)));
        let _ = write!(out, "\n{subject}");
        turtle_properties(&mut out, node, 1);
        out.push_str(" .\n");
    }
    out
}

fn turtle_properties(out: &mut String, node: &Node, depth: usize) {
    let _ = write!(out, " a {}", node.class);
    for (property, value) in &node.properties {
        let _ = write!(out, " ;\n{}{property} ", "  ".repeat(depth));
        match value {
            Value::Iri(address) => {
                let _ = write!(out, "<{}>", iri(address));
            }
            Value::Text(text, lang) => {
                let _ = write!(out, "\"{}\"@{lang}", turtle_string(text));
            }
            Value::Plain(text) => {
                let _ = write!(out, "\"{}\"", turtle_string(text));
            }
            Value::Typed(text, class) => {
                let _ = write!(out, "\"{}\"^^{class}", turtle_string(text));
            }
            Value::Node(inner) => match &inner.iri {
                // A thing with an address is described at the top; here it is only named.
                Some(address) => {
                    let _ = write!(out, "<{}>", iri(address));
                }
                None => {
                    out.push('[');
                    turtle_properties(out, inner, depth + 1);
                    out.push_str(" ]");
                }
            },
        }
    }
}

fn turtle_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// JSON-LD 1.1 with a context of prefixes.
pub(crate) fn json_ld(nodes: &[Node]) -> Json {
    let context: Map<String, Json> = PREFIXES
        .iter()
        .map(|(prefix, namespace)| ((*prefix).to_owned(), json!(namespace)))
        .collect();
    let graph: Vec<Json> = nodes.iter().map(json_node).collect();
    json!({ "@context": context, "@graph": graph })
}

fn json_node(node: &Node) -> Json {
    let mut object = Map::new();
    if let Some(address) = &node.iri {
        object.insert("@id".to_owned(), json!(iri(address)));
    }
    object.insert("@type".to_owned(), json!(node.class));
    for (property, value) in &node.properties {
        let value = match value {
            Value::Iri(address) => json!({ "@id": iri(address) }),
            Value::Text(text, lang) => json!({ "@value": text, "@language": lang }),
            Value::Plain(text) => json!(text),
            Value::Typed(text, class) => json!({ "@value": text, "@type": class }),
            Value::Node(inner) => match &inner.iri {
                Some(address) => json!({ "@id": iri(address) }),
                None => json_node(inner),
            },
        };
        let values = object
            .entry((*property).to_owned())
            .or_insert_with(|| json!([]));
        if let Json::Array(values) = values {
            values.push(value);
        }
    }
    Json::Object(object)
}

/// RDF 1.1 XML.
pub(crate) fn xml(nodes: &[Node]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"",
    );
    for (prefix, namespace) in PREFIXES {
        let _ = write!(out, "\n  xmlns:{prefix}=\"{namespace}\"");
    }
    out.push_str(">\n");
    for node in nodes {
        xml_node(&mut out, node, 1);
    }
    out.push_str("</rdf:RDF>\n");
    out
}

fn xml_node(out: &mut String, node: &Node, depth: usize) {
    let space = "  ".repeat(depth);
    let about = node
        .iri
        .as_deref()
        .map(|address| format!(" rdf:about=\"{}\"", xml_text(&iri(address))));
    let _ = writeln!(out, "{space}<{}{}>", node.class, about.unwrap_or_default());
    for (property, value) in &node.properties {
        let resource = |address: &str| {
            let address = xml_text(&iri(address));
            format!("{space}  <{property} rdf:resource=\"{address}\"/>")
        };
        let literal = |attribute: &str, text: &str| {
            format!(
                "{space}  <{property}{attribute}>{}</{property}>",
                xml_text(text)
            )
        };
        let line = match value {
            Value::Iri(address) => resource(address),
            Value::Text(text, lang) => literal(&format!(" xml:lang=\"{lang}\""), text),
            Value::Plain(text) => literal("", text),
            Value::Typed(text, class) => {
                literal(&format!(" rdf:datatype=\"{}\"", full(class)), text)
            }
            Value::Node(inner) => match &inner.iri {
                Some(address) => resource(address),
                None => {
                    let mut nested = format!("{space}  <{property}>\n");
                    xml_node(&mut nested, inner, depth + 2);
                    let _ = write!(nested, "{space}  </{property}>");
                    nested
                }
            },
        };
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(out, "{space}</{}>", node.class);
}

/// Escaped, and without the control characters that XML 1.0 cannot hold.
fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<Node> {
        vec![
            Node::new("https://ville.example/a b", "dcat:Dataset")
                .with(
                    "dct:title",
                    Value::Text("Aides « <2026> » & \"dons\"\\".into(), "fr"),
                )
                .with("dct:issued", Value::Typed("2026-11-24".into(), "xsd:date"))
                .with("dcat:keyword", Value::Plain("a\nb".into()))
                .with("dcat:keyword", Value::Plain("\u{1}c".into()))
                .with(
                    "dcat:theme",
                    Value::Iri("https://x.example/?a=1&b=2".into()),
                )
                .with(
                    "dct:temporal",
                    Value::Node(Node::anonymous("dct:PeriodOfTime").with(
                        "dcat:startDate",
                        Value::Typed("2022-01-01".into(), "xsd:date"),
                    )),
                ),
        ]
    }

    #[test]
    fn turtle_escapes() {
        let text = turtle(&sample());
        assert!(
            text.contains("<https://ville.example/a%20b> a dcat:Dataset ;"),
            "{text}"
        );
        assert!(
            text.contains(r#"dct:title "Aides « <2026> » & \"dons\"\\"@fr"#),
            "{text}"
        );
        assert!(
            text.contains(r#"dcat:keyword "a\nb""#) && text.contains(r#""\u0001c""#),
            "{text}"
        );
        assert!(
            text.contains("dct:temporal [ a dct:PeriodOfTime ;"),
            "{text}"
        );
    }

    #[test]
    fn xml_escapes() {
        let text = xml(&sample());
        assert!(
            text.contains("&lt;2026&gt; » &amp; &quot;dons&quot;\\"),
            "{text}"
        );
        assert!(text.contains("<dcat:keyword>c</dcat:keyword>"), "{text}");
        assert!(
            text.contains("rdf:resource=\"https://x.example/?a=1&amp;b=2\""),
            "{text}"
        );
        assert!(
            text.contains("rdf:datatype=\"http://www.w3.org/2001/XMLSchema#date\""),
            "{text}"
        );
    }

    #[test]
    fn json_ld_groups_values() {
        let json = json_ld(&sample());
        let node = &json["@graph"][0];
        assert_eq!(node["@id"], "https://ville.example/a%20b");
        assert_eq!(node["dcat:keyword"], json!(["a\nb", "\u{1}c"]));
        assert_eq!(node["dct:temporal"][0]["@type"], "dct:PeriodOfTime");
    }
}
