//! One cell of a row: from the database to JSON and back.

use sea_orm::{DbErr, QueryResult, Value as Bound};
use serde_json::{Value, json};

use crate::tables::Kind;

/// The cell as JSON: integers as numbers, text as text, bytes as `{"bytes": "00ff"}`, reals as
/// `{"real": "0.5"}` (the shortest text that reads back as the same number), absent as `null`.
pub(crate) fn read(row: &QueryResult, place: usize, kind: Kind) -> Result<Value, DbErr> {
    let found = match kind {
        Kind::Integer => integer(row, place),
        Kind::Text => text(row, place),
        Kind::Bytes => bytes(row, place),
        Kind::Real => real(row, place),
        Kind::Bool => boolean(row, place),
    };
    // SQLite keeps whatever was put into a column; what somebody's hand put there is saved as it is.
    found
        .or_else(|error| integer(row, place).map_err(|_| error))
        .or_else(|error| text(row, place).map_err(|_| error))
        .or_else(|error| bytes(row, place).map_err(|_| error))
        .or_else(|error| real(row, place).map_err(|_| error))
}

fn integer(row: &QueryResult, place: usize) -> Result<Value, DbErr> {
    // PostgreSQL tells the widths of integers apart.
    let wide = row.try_get_by_index::<Option<i64>>(place);
    let any = wide.or_else(|error| {
        row.try_get_by_index::<Option<i32>>(place)
            .map(|n| n.map(i64::from))
            .or_else(|_| {
                row.try_get_by_index::<Option<i16>>(place)
                    .map(|n| n.map(i64::from))
            })
            .map_err(|_| error)
    })?;
    Ok(any.map_or(Value::Null, Value::from))
}

fn text(row: &QueryResult, place: usize) -> Result<Value, DbErr> {
    Ok(row
        .try_get_by_index::<Option<String>>(place)?
        .map_or(Value::Null, Value::from))
}

fn bytes(row: &QueryResult, place: usize) -> Result<Value, DbErr> {
    Ok(row
        .try_get_by_index::<Option<Vec<u8>>>(place)?
        .map_or(Value::Null, |bytes| json!({ "bytes": to_hex(&bytes) })))
}

fn real(row: &QueryResult, place: usize) -> Result<Value, DbErr> {
    let wide = row.try_get_by_index::<Option<f64>>(place);
    let any = wide.or_else(|error| {
        row.try_get_by_index::<Option<f32>>(place)
            .map(|n| n.map(f64::from))
            .map_err(|_| error)
    })?;
    Ok(any.map_or(Value::Null, |n| json!({ "real": n.to_string() })))
}

fn boolean(row: &QueryResult, place: usize) -> Result<Value, DbErr> {
    Ok(row
        .try_get_by_index::<Option<bool>>(place)?
        .map_or(Value::Null, Value::from))
}

/// The JSON cell as a value to bind; `None` when it is not one that this format writes.
pub(crate) fn bind(cell: &Value, kind: Kind) -> Option<Bound> {
    match cell {
        Value::Null => Some(match kind {
            Kind::Integer => Bound::BigInt(None),
            Kind::Text => Bound::String(None),
            Kind::Bytes => Bound::Bytes(None),
            Kind::Real => Bound::Double(None),
            Kind::Bool => Bound::Bool(None),
        }),
        Value::Bool(value) => Some(Bound::from(*value)),
        Value::Number(number) => number.as_i64().map(Bound::from),
        Value::String(text) => Some(Bound::from(text.clone())),
        Value::Object(fields) => {
            if let Some(hex) = fields.get("bytes").and_then(Value::as_str) {
                return from_hex(hex).map(Bound::from);
            }
            let number = fields.get("real").and_then(Value::as_str)?;
            number.parse::<f64>().ok().map(Bound::from)
        }
        Value::Array(_) => None,
    }
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push_str(&format!("{byte:02x}"));
    }
    text
}

/// Bytes of a hexadecimal text.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
