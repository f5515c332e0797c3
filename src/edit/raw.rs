//! The raw stream: reading and changing single fields of a JSON object without knowing the rest.

use serde_json::{Map, Value};

use crate::api::decode::{Answer, decode};
use crate::api::error::Error;
use crate::image::stream::ImageStream;

/// A stream as the server sent it, beside what the app understands of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// Every field, known or not.
    pub raw: Value,
    /// The part that the app knows.
    pub view: ImageStream,
}

impl Served {
    /// Reads the answer of `GET imagestreams/NAME`.
    pub fn read(answer: &Answer) -> Result<Self, Error> {
        let view = decode::<ImageStream>("ImageStream", answer)?.value;
        let raw = serde_json::from_slice(&answer.body).map_err(|_| Error::NotJson {
            code: answer.code,
            page: false,
        })?;
        Ok(Self { raw, view })
    }

    /// The same of JSON text that was not an answer by itself, such as an event of a watch.
    pub fn parse(json: &[u8]) -> Result<Self, Error> {
        let content_type = "application/json".to_owned();
        let body = json.to_vec();
        Self::read(&Answer {
            code: 200,
            content_type,
            retry_after_seconds: None,
            body,
        })
    }

    /// Identity of the stream.
    pub fn uid(&self) -> &str {
        &self.view.metadata.uid
    }

    /// Version of the stream.
    pub fn version(&self) -> &str {
        self.view.metadata.resource_version.as_str()
    }
}

const NOTHING: &Value = &Value::Null;

/// The value at a path of keys; null when there is none.
pub fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    path.iter()
        .fold(value, |value, key| value.get(*key).unwrap_or(NOTHING))
}

/// The text at a path; empty when there is none.
pub fn text<'a>(value: &'a Value, path: &[&str]) -> &'a str {
    at(value, path).as_str().unwrap_or_default()
}

/// Whether there is a `true` at a path.
pub fn flag(value: &Value, path: &[&str]) -> bool {
    at(value, path).as_bool().unwrap_or_default()
}

/// Whether a value says nothing: the server writes absent maps and lists in each of these forms.
pub fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// The object at a path, made where it is missing.
fn object_at<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Map<String, Value>> {
    if value.is_null() {
        *value = Value::Object(Map::new());
    }
    let fields = value.as_object_mut()?;
    match path.split_first() {
        None => Some(fields),
        Some((key, rest)) => {
            object_at(fields.entry((*key).to_owned()).or_insert(Value::Null), rest)
        }
    }
}

/// Puts a value at a path; `None` takes the key away. Objects on the way are made as needed.
pub fn set(value: &mut Value, path: &[&str], new: Option<Value>) {
    let Some((key, parents)) = path.split_last() else {
        return;
    };
    if let Some(new) = new {
        if let Some(fields) = object_at(value, parents) {
            fields.insert((*key).to_owned(), new);
        }
        return;
    }
    let parent = parents
        .iter()
        .try_fold(value, |value, key| value.get_mut(*key));
    if let Some(fields) = parent.and_then(Value::as_object_mut) {
        fields.remove(*key);
    }
}

/// Switches a field that servers leave out when it is false.
pub fn set_flag(value: &mut Value, path: &[&str], on: bool) {
    if flag(value, path) != on {
        set(value, path, on.then_some(Value::Bool(true)));
    }
}

/// The spec tags.
pub fn spec_tags(stream: &Value) -> &[Value] {
    at(stream, &["spec", "tags"])
        .as_array()
        .map_or(&[], Vec::as_slice)
}

/// One spec tag. Servers send each name once.
pub fn spec_tag<'a>(stream: &'a Value, name: &str) -> Option<&'a Value> {
    spec_tags(stream)
        .iter()
        .find(|tag| text(tag, &["name"]) == name)
}

/// One spec tag to change.
pub fn spec_tag_mut<'a>(stream: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let tags = stream.get_mut("spec")?.get_mut("tags")?.as_array_mut()?;
    tags.iter_mut().find(|tag| text(tag, &["name"]) == name)
}

/// Puts a spec tag in, in place of one of the same name. Tags stay in byte order, as served.
pub fn put_spec_tag(stream: &mut Value, name: &str, tag: Value) {
    if let Some(place) = spec_tag_mut(stream, name) {
        *place = tag;
        return;
    }
    let Some(spec) = object_at(stream, &["spec"]) else {
        return;
    };
    let tags = spec.entry("tags").or_insert(Value::Null);
    if tags.is_null() {
        *tags = Value::Array(Vec::new());
    }
    if let Some(tags) = tags.as_array_mut() {
        let place = tags.iter().position(|other| text(other, &["name"]) > name);
        tags.insert(place.unwrap_or(tags.len()), tag);
    }
}

/// Takes a spec tag out.
pub fn remove_spec_tag(stream: &mut Value, name: &str) {
    let tags = stream.get_mut("spec").and_then(|spec| spec.get_mut("tags"));
    if let Some(tags) = tags.and_then(Value::as_array_mut) {
        tags.retain(|tag| text(tag, &["name"]) != name);
    }
}

/// Takes a status tag with its history out.
pub fn remove_status_tag(stream: &mut Value, name: &str) {
    let tags = stream
        .get_mut("status")
        .and_then(|status| status.get_mut("tags"));
    if let Some(tags) = tags.and_then(Value::as_array_mut) {
        tags.retain(|tag| text(tag, &["tag"]) != name);
    }
}

/// Whether the tag is in spec or status.
pub fn has_tag(stream: &Value, name: &str) -> bool {
    let status = at(stream, &["status", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    spec_tag(stream, name).is_some() || status.iter().any(|tag| text(tag, &["tag"]) == name)
}
