//! Looking at the objects of the demo cluster.

#![allow(dead_code, reason = "each test file uses a part of this")]
#![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]

use jiff::Timestamp;
use serde_json::Value;

/// When the demo begins.
pub fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// The objects of a kind.
pub fn of_kind<'a>(objects: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    objects.iter().filter(move |object| object["kind"] == kind)
}

/// A stream of a project.
pub fn stream<'a>(objects: &'a [Value], namespace: &str, name: &str) -> &'a Value {
    of_kind(objects, "ImageStream")
        .find(|stream| {
            stream["metadata"]["namespace"] == namespace && stream["metadata"]["name"] == name
        })
        .unwrap_or_else(|| panic!("no stream {namespace}/{name}"))
}

/// A member as a list.
pub fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

/// A spec tag.
pub fn spec_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/spec/tags")
        .iter()
        .find(|spec| spec["name"] == tag)
}

/// A status tag.
pub fn status_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/status/tags")
        .iter()
        .find(|status| status["tag"] == tag)
}

/// The newest event of a tag.
pub fn newest<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    status_tag(stream, tag).and_then(|status| status["items"].get(0))
}

/// Why the last import of a tag failed.
pub fn message<'a>(stream: &'a Value, tag: &str) -> &'a str {
    status_tag(stream, tag)
        .and_then(|status| status["conditions"][0]["message"].as_str())
        .unwrap_or_default()
}
