//! Image stream tags.

use serde_json::{Map, Value, json};

use super::{TagEntries, embedded_image, list, pull_spec, tags, text};

/// The image that a tag points to: the newest event's, when it names one.
pub fn image_name<'a>(stream: &'a Value, tag: &str) -> Option<&'a str> {
    TagEntries::of(stream, tag).image_name()
}

/// The tags of a stream as a list shows them: only those whose newest event names an image, and of
/// the image only name and pull spec. The real server gives them in random order; here they are
/// sorted.
pub fn listed(stream: &Value) -> Vec<Value> {
    tags(stream)
        .into_iter()
        .filter(|(_, entries)| entries.image_name().is_some())
        .map(|(tag, entries)| {
            let image = bare_image(stream, &entries);
            Value::Object(build(stream, tag, &entries, image))
        })
        .collect()
}

/// The tag with its image in full. Without an image, as the answer to a write can be, the image
/// only carries what the newest event knows.
pub fn full(stream: &Value, tag: &str, image: Option<&Value>) -> Value {
    let entries = TagEntries::of(stream, tag);
    let image = match image {
        Some(image) => embedded_image(image, entries.spec, &reference(stream, &entries)),
        None => bare_image(stream, &entries),
    };
    let mut object = build(stream, tag, &entries, image);
    object.insert("kind".to_owned(), json!("ImageStreamTag"));
    object.insert("apiVersion".to_owned(), json!("image.openshift.io/v1"));
    Value::Object(object)
}

fn reference(stream: &Value, entries: &TagEntries<'_>) -> String {
    entries
        .event()
        .map(|event| pull_spec(stream, entries.spec, event))
        .unwrap_or_default()
}

fn build(stream: &Value, tag: &str, entries: &TagEntries<'_>, image: Value) -> Map<String, Value> {
    let event = entries.event();
    let mut object = Map::new();
    object.insert(
        "metadata".to_owned(),
        metadata(stream, tag, entries.spec, event),
    );
    object.insert(
        "tag".to_owned(),
        entries.spec.cloned().unwrap_or(Value::Null),
    );
    let generation = event.and_then(|event| event.get("generation")).cloned();
    object.insert("generation".to_owned(), generation.unwrap_or(json!(0)));
    let lookup = stream.pointer("/spec/lookupPolicy").cloned();
    object.insert(
        "lookupPolicy".to_owned(),
        lookup.unwrap_or(json!({"local": false})),
    );
    let conditions = entries
        .status
        .map(|status| list(status, "/conditions"))
        .unwrap_or_default();
    if !conditions.is_empty() {
        object.insert("conditions".to_owned(), json!(conditions));
    }
    object.insert("image".to_owned(), image);
    object
}

fn metadata(stream: &Value, tag: &str, spec: Option<&Value>, event: Option<&Value>) -> Value {
    let mut metadata = Map::new();
    let of_stream = |member: &str| stream.get("metadata").and_then(|meta| meta.get(member));
    metadata.insert(
        "name".to_owned(),
        json!(format!("{}:{tag}", text(stream, "/metadata/name"))),
    );
    for member in ["namespace", "uid", "resourceVersion", "labels"] {
        if let Some(value) = of_stream(member) {
            metadata.insert(member.to_owned(), value.clone());
        }
    }
    let created = event
        .and_then(|event| event.get("created"))
        .filter(|time| !time.is_null());
    if let Some(created) = created.or_else(|| of_stream("creationTimestamp")) {
        metadata.insert("creationTimestamp".to_owned(), created.clone());
    }
    let annotations = spec
        .and_then(|spec| spec.get("annotations"))
        .and_then(Value::as_object);
    if let Some(annotations) = annotations.filter(|map| !map.is_empty()) {
        metadata.insert("annotations".to_owned(), json!(annotations));
    }
    Value::Object(metadata)
}

/// An image of which nothing but its name and pull spec is told.
fn bare_image(stream: &Value, entries: &TagEntries<'_>) -> Value {
    let name = entries.image_name().unwrap_or_default();
    let reference = reference(stream, entries);
    let mut metadata = Map::new();
    if !name.is_empty() {
        metadata.insert("name".to_owned(), json!(name));
    }
    let mut image = Map::new();
    image.insert("metadata".to_owned(), Value::Object(metadata));
    if !reference.is_empty() {
        image.insert("dockerImageReference".to_owned(), json!(reference));
    }
    let empty = json!({
        "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0",
        "Id": "", "Created": null, "ContainerConfig": {},
    });
    image.insert("dockerImageMetadata".to_owned(), empty);
    image.insert("dockerImageMetadataVersion".to_owned(), json!("1.0"));
    Value::Object(image)
}
