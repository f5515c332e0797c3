//! Objects that are computed from stored ones at every read.

pub mod image_tag;
pub mod layers;
pub mod project;
pub mod secrets;
pub mod stream_image;
pub mod stream_tag;

use std::collections::BTreeMap;

use container_image_dist_ref::ImgRef;
use serde_json::{Map, Value, json};

/// A member of an object as text, or the empty string.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    at(value, pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// A member of an object as a list, or the empty list.
pub(crate) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    at(value, pointer)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// A JSON pointer without escapes. Lists of tags follow millions of them, and the general ones
/// allocate.
fn at<'a>(value: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer
        .split('/')
        .skip(1)
        .try_fold(value, |value, member| value.get(member))
}

/// The entry of a stream's `spec.tags`. The last of several wins, as in the server's map.
pub fn spec_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/spec/tags")
        .iter()
        .rev()
        .find(|entry| text(entry, "/name") == tag)
}

/// The entry of a stream's `status.tags`.
pub fn status_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/status/tags")
        .iter()
        .rev()
        .find(|entry| text(entry, "/tag") == tag)
}

/// Both entries of a tag.
#[derive(Clone, Copy, Debug, Default)]
pub struct TagEntries<'a> {
    /// In `spec.tags`.
    pub spec: Option<&'a Value>,
    /// In `status.tags`.
    pub status: Option<&'a Value>,
}

impl<'a> TagEntries<'a> {
    /// The entries of one tag.
    pub fn of(stream: &'a Value, tag: &str) -> Self {
        Self {
            spec: spec_tag(stream, tag),
            status: status_tag(stream, tag),
        }
    }

    /// The newest event.
    pub fn event(&self) -> Option<&'a Value> {
        newest(self.status)
    }

    /// The image that the newest event names.
    pub fn image_name(&self) -> Option<&'a str> {
        self.event()
            .map(|event| text(event, "/image"))
            .filter(|name| !name.is_empty())
    }
}

/// All tags of a stream with their entries, sorted by name. Streams can have thousands, so they
/// are not looked up one by one.
pub fn tags(stream: &Value) -> BTreeMap<&str, TagEntries<'_>> {
    let mut tags: BTreeMap<&str, TagEntries<'_>> = BTreeMap::new();
    for entry in list(stream, "/spec/tags") {
        tags.entry(text(entry, "/name")).or_default().spec = Some(entry);
    }
    for entry in list(stream, "/status/tags") {
        tags.entry(text(entry, "/tag")).or_default().status = Some(entry);
    }
    tags
}

/// The newest event of an entry of `status.tags`.
pub fn newest(status_tag: Option<&Value>) -> Option<&Value> {
    list(status_tag?, "/items").first()
}

/// The two halves of `stream:tag` or `stream@id`; `None` when it is not exactly that.
pub fn split_name(name: &str, separator: char) -> Option<(&str, &str)> {
    let (stream, part) = name.split_once(separator)?;
    let is_strict = !stream.is_empty()
        && !part.is_empty()
        && !part.contains(separator)
        && (separator == '@' || !name.contains('@'));
    is_strict.then_some((stream, part))
}

/// The pull spec that a tag shows: the event's own, or, with reference policy `Local`, the
/// integrated registry's by digest.
pub fn pull_spec(stream: &Value, spec_tag: Option<&Value>, event: &Value) -> String {
    let own = text(event, "/dockerImageReference");
    let is_local = spec_tag.is_some_and(|tag| text(tag, "/referencePolicy/type") == "Local");
    let repository = text(stream, "/status/dockerImageRepository");
    let image = text(event, "/image");
    if is_local && !image.is_empty() && !repository.is_empty() {
        let local = format!("{repository}@{image}");
        if ImgRef::new(&local).is_ok() {
            return local;
        }
    }
    own.to_owned()
}

/// An image as it stands inside a tag: manifest and config blanked, the annotations of the spec
/// tag added, and the pull spec of the tag.
pub(crate) fn embedded_image(image: &Value, spec_tag: Option<&Value>, pull_spec: &str) -> Value {
    let mut image = blanked(image);
    image.insert("dockerImageReference".to_owned(), json!(pull_spec));
    let added = spec_tag
        .and_then(|tag| tag.get("annotations"))
        .and_then(Value::as_object);
    if let (Some(added), Some(metadata)) = (
        added,
        image.get_mut("metadata").and_then(Value::as_object_mut),
    ) {
        let annotations = metadata.entry("annotations").or_insert_with(|| json!({}));
        if let Some(annotations) = annotations.as_object_mut() {
            annotations.extend(
                added
                    .iter()
                    .map(|(key, value)| (key.clone(), value.clone())),
            );
        }
        if annotations.as_object().is_some_and(Map::is_empty) {
            metadata.remove("annotations");
        }
    }
    Value::Object(image)
}

/// An image without its raw manifest and config, and without `kind` and `apiVersion`.
pub(crate) fn blanked(image: &Value) -> Map<String, Value> {
    let mut image = image.as_object().cloned().unwrap_or_default();
    for member in [
        "kind",
        "apiVersion",
        "dockerImageManifest",
        "dockerImageConfig",
    ] {
        image.remove(member);
    }
    image
}
