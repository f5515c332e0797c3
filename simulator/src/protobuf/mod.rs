//! The protobuf form of the few kinds for which `oc` insists on it.
//!
//! Clients of the built-in groups send access reviews, secrets and service accounts as protobuf
//! and name it first in `Accept`. The simulator works on JSON, so bodies are translated at its
//! door, by tables of field numbers (`schema`). Kinds without a table stay JSON, which such
//! clients accept as well.

mod schema;
mod wire;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use schema::{Field, Message, Type};
use wire::{Reader, Scalar};

/// The media type.
pub const MEDIA_TYPE: &str = "application/vnd.kubernetes.protobuf";

/// What every such body begins with.
const MAGIC: &[u8] = b"k8s\0";

/// Translates a body to JSON; `None` when it is malformed or of a kind without a table.
pub fn decode(body: &[u8]) -> Option<Value> {
    let envelope = message(&schema::UNKNOWN, body.strip_prefix(MAGIC)?)?;
    let text = |pointer| {
        envelope
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let (api_version, kind) = (text("/typeMeta/apiVersion"), text("/typeMeta/kind"));
    let raw = STANDARD.decode(text("/raw")).ok()?;
    let mut object = message(schema::of_kind(kind)?, &raw)?;
    let map = object.as_object_mut()?;
    map.insert("kind".to_owned(), json!(kind));
    map.insert("apiVersion".to_owned(), json!(api_version));
    Some(object)
}

/// Translates JSON to a body; `None` when there is no table for its kind.
pub fn encode(object: &Value) -> Option<Vec<u8>> {
    let kind = object.get("kind").and_then(Value::as_str)?;
    let raw = write_message(schema::of_kind(kind)?, object);
    let envelope = json!({
        "typeMeta": {"apiVersion": object.get("apiVersion"), "kind": kind},
        "raw": STANDARD.encode(raw),
    });
    let mut body = MAGIC.to_vec();
    body.extend(write_message(&schema::UNKNOWN, &envelope));
    Some(body)
}

fn message(schema: &Message, bytes: &[u8]) -> Option<Value> {
    let mut object = Map::new();
    let mut reader = Reader::new(bytes);
    while let Some((number, scalar)) = reader.field()? {
        // Fields without an entry are skipped, as protobuf readers do.
        let Some(field) = schema.0.iter().find(|field| field.number == number) else {
            continue;
        };
        if let (Type::TextMap | Type::BytesMap, Scalar::Bytes(entry)) = (&field.kind, &scalar) {
            let (key, value) = map_entry(entry, matches!(field.kind, Type::BytesMap))?;
            let map = object.entry(field.name).or_insert_with(|| json!({}));
            map.as_object_mut()?.insert(key, value);
            continue;
        }
        let value = value(field, &scalar)?;
        if field.repeated {
            let list = object.entry(field.name).or_insert_with(|| json!([]));
            list.as_array_mut()?.push(value);
        } else if !is_empty(&value) || !field.always {
            object.insert(field.name.to_owned(), value);
        }
    }
    Some(Value::Object(object))
}

fn value(field: &Field, scalar: &Scalar<'_>) -> Option<Value> {
    Some(match (&field.kind, scalar) {
        (Type::Text, Scalar::Bytes(bytes)) => json!(std::str::from_utf8(bytes).ok()?),
        (Type::Bytes, Scalar::Bytes(bytes)) => json!(STANDARD.encode(bytes)),
        (Type::Json, Scalar::Bytes(bytes)) => {
            let mut reader = Reader::new(bytes);
            match reader.field()? {
                Some((1, Scalar::Bytes(text))) => serde_json::from_slice(text).ok()?,
                _ => json!({}),
            }
        }
        (Type::Time, Scalar::Bytes(bytes)) => {
            let mut seconds = None;
            let mut reader = Reader::new(bytes);
            while let Some((number, scalar)) = reader.field()? {
                if let (1, Scalar::Number(number)) = (number, scalar) {
                    seconds = Some(number.cast_signed());
                }
            }
            seconds.map_or(json!(""), |seconds| {
                Timestamp::from_second(seconds).map_or(json!(""), |time| json!(time.to_string()))
            })
        }
        (Type::Message(schema), Scalar::Bytes(bytes)) => message(schema, bytes)?,
        (Type::Bool, Scalar::Number(number)) => json!(*number != 0),
        (Type::Int, Scalar::Number(number)) => json!(number.cast_signed()),
        _ => return None,
    })
}

fn map_entry(bytes: &[u8], as_base64: bool) -> Option<(String, Value)> {
    let (mut key, mut value) = (String::new(), json!(""));
    let mut reader = Reader::new(bytes);
    while let Some((number, scalar)) = reader.field()? {
        match (number, scalar) {
            (1, Scalar::Bytes(bytes)) => std::str::from_utf8(bytes).ok()?.clone_into(&mut key),
            (2, Scalar::Bytes(bytes)) if as_base64 => value = json!(STANDARD.encode(bytes)),
            (2, Scalar::Bytes(bytes)) => value = json!(std::str::from_utf8(bytes).ok()?),
            _ => {}
        }
    }
    Some((key, value))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(flag) => !flag,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(_) | Value::Object(_) => false,
    }
}

fn write_message(schema: &Message, object: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    for field in schema.0 {
        let value = object.get(field.name).filter(|value| !value.is_null());
        match (value, &field.kind) {
            (Some(Value::Object(map)), Type::TextMap | Type::BytesMap) => {
                for (key, value) in map {
                    let mut entry = Vec::new();
                    wire::write_bytes(&mut entry, 1, key.as_bytes());
                    let text = value.as_str().unwrap_or_default();
                    if matches!(field.kind, Type::BytesMap) {
                        let bytes = STANDARD.decode(text).unwrap_or_default();
                        wire::write_bytes(&mut entry, 2, &bytes);
                    } else {
                        wire::write_bytes(&mut entry, 2, text.as_bytes());
                    }
                    wire::write_bytes(&mut out, field.number, &entry);
                }
            }
            (Some(Value::Array(items)), _) if field.repeated => {
                for item in items {
                    write_value(&mut out, field, item);
                }
            }
            (Some(value), _) => write_value(&mut out, field, value),
            (None, _) if field.always => write_value(&mut out, field, &Value::Null),
            (None, _) => {}
        }
    }
    out
}

fn write_value(out: &mut Vec<u8>, field: &Field, value: &Value) {
    let text = value.as_str().unwrap_or_default();
    match &field.kind {
        Type::Text | Type::TextMap | Type::BytesMap => {
            wire::write_bytes(out, field.number, text.as_bytes());
        }
        Type::Bytes => {
            let bytes = STANDARD.decode(text).unwrap_or_default();
            wire::write_bytes(out, field.number, &bytes);
        }
        Type::Json => {
            let mut inner = Vec::new();
            let json = serde_json::to_vec(value).unwrap_or_default();
            wire::write_bytes(&mut inner, 1, &json);
            wire::write_bytes(out, field.number, &inner);
        }
        Type::Time => {
            let mut inner = Vec::new();
            if let Ok(time) = text.parse::<Timestamp>() {
                wire::write_number(&mut inner, 1, time.as_second().cast_unsigned());
                wire::write_number(&mut inner, 2, 0);
            }
            wire::write_bytes(out, field.number, &inner);
        }
        Type::Message(schema) => {
            wire::write_bytes(out, field.number, &write_message(schema, value));
        }
        Type::Bool => wire::write_number(out, field.number, u64::from(value == &json!(true))),
        Type::Int => {
            let number = value.as_i64().unwrap_or_default();
            wire::write_number(out, field.number, number.cast_unsigned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_the_way_there_and_back() {
        let secret = json!({
            "kind": "Secret", "apiVersion": "v1",
            "metadata": {"name": "pull", "namespace": "demo", "labels": {"a": "b"},
                "creationTimestamp": "2026-11-22T20:13:07Z",
                "managedFields": [{"manager": "oc", "fieldsV1": {"f:type": {}}}]},
            "data": {".dockerconfigjson": "e30="},
            "type": "kubernetes.io/dockerconfigjson",
        });
        assert_eq!(decode(&encode(&secret).unwrap()), Some(secret));
    }

    #[test]
    fn damaged_bodies_are_refused_without_a_panic() {
        let whole =
            encode(&json!({"kind": "Secret", "apiVersion": "v1", "metadata": {"name": "x"}}));
        let whole = whole.unwrap();
        assert_eq!(decode(b"{}"), None);
        for length in 0..whole.len() {
            let _ = decode(&whole[..length]);
        }
        assert_eq!(
            decode(&[b'k', b'8', b's', 0, 0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]),
            None
        );
    }
}
