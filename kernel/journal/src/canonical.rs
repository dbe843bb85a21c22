use serde_json::Value;

/// The largest integer that every JSON reader keeps exactly (RFC 7493, I-JSON): 2^53 - 1.
const LARGEST: i64 = 9_007_199_254_740_991;

/// Why a value has no canonical text here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum CanonicalError {
    /// A number with a fraction or an exponent. Amounts are integer cents or decimal text.
    #[error("le nombre {0} n’est pas entier : écrivez-le en texte ou en centimes")]
    NotAnInteger(String),
    /// An integer that some JSON readers would round.
    #[error("le nombre {0} dépasse 2^53 - 1 : écrivez-le en texte")]
    TooLarge(String),
}

/// The canonical text of a JSON value as RFC 8785 (JCS) defines it, for integers within ±(2^53 - 1) and
/// text: no white space, object keys sorted by their UTF-16 code units, the shortest escapes.
///
/// # Errors
/// For numbers that are not such integers.
pub fn canonical_json(value: &Value) -> Result<String, CanonicalError> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, out: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => {
            let integer = match (number.as_i64(), number.as_u64()) {
                (Some(integer), _) => integer,
                (None, Some(_)) => return Err(CanonicalError::TooLarge(number.to_string())),
                (None, None) => return Err(CanonicalError::NotAnInteger(number.to_string())),
            };
            if !(-LARGEST..=LARGEST).contains(&integer) {
                return Err(CanonicalError::TooLarge(integer.to_string()));
            }
            out.push_str(&integer.to_string());
        }
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<(&String, &Value)> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (place, (name, field)) in fields.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_text(name, out);
                out.push(':');
                write(field, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Text as ECMAScript's `JSON.stringify` writes it (RFC 8785, section 3.2.2.2).
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn follows_the_examples_of_the_rfc() {
        // RFC 8785, section 3.2.2.2 (text) and 3.2.3 (sorting), numbers left out.
        let text = json!({"string": "\u{20ac}$\u{f}\nA'\u{42}\u{22}\u{5c}\\\"/", "literals": [null, true, false]});
        assert_eq!(
            canonical_json(&text).as_deref(),
            Ok(
                "{\"literals\":[null,true,false],\"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"
            )
        );
        let sorting = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let canonical = canonical_json(&sorting).unwrap();
        let order: Vec<usize> = [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ]
        .iter()
        .map(|name| canonical.find(name).unwrap())
        .collect();
        assert!(order.is_sorted(), "{canonical}");
    }

    #[test]
    fn refuses_what_readers_would_round() {
        assert!(matches!(
            canonical_json(&json!(1.5)),
            Err(CanonicalError::NotAnInteger(_))
        ));
        assert!(matches!(
            canonical_json(&json!(1e30)),
            Err(CanonicalError::NotAnInteger(_))
        ));
        assert!(matches!(
            canonical_json(&json!(u64::MAX)),
            Err(CanonicalError::TooLarge(_))
        ));
        assert!(matches!(
            canonical_json(&json!(LARGEST + 1)),
            Err(CanonicalError::TooLarge(_))
        ));
        assert_eq!(
            canonical_json(&json!(-LARGEST)).as_deref(),
            Ok("-9007199254740991")
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-LARGEST..=LARGEST).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_as_the_same_value_and_is_stable(value in any_json()) {
            let text = canonical_json(&value).unwrap();
            let back: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&back, &value);
            prop_assert_eq!(canonical_json(&back).unwrap(), text);
        }

        #[test]
        fn the_order_of_fields_does_not_matter(a in any::<String>(), b in any::<String>()) {
            let one = serde_json::from_str::<Value>(&format!("{{{}:1,{}:2}}", json!(a), json!(b))).unwrap();
            let two = serde_json::from_str::<Value>(&format!("{{{}:2,{}:1}}", json!(b), json!(a))).unwrap();
            prop_assume!(a != b);
            prop_assert_eq!(canonical_json(&one).unwrap(), canonical_json(&two).unwrap());
        }
    }
}
