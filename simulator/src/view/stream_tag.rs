//! Image stream tags.

use serde_json::{Map, Value, json};

use super::{embedded_image, list, newest, pull_spec, spec_tag, status_tag, text};

/// The image that a tag points to: the newest event's, when it names one.
pub fn image_name<'a>(stream: &'a Value, tag: &str) -> Option<&'a str> {
    newest(status_tag(stream, tag))
        .map(|event| text(event, "/image"))
        .filter(|n| !n.is_empty())
}

/// The tags of a stream that a list of image stream tags shows: those whose newest event names an
/// image. The real server gives them in random order; here they are sorted.
pub fn visible_tags(stream: &Value) -> impl Iterator<Item = &str> {
    list(stream, "/status/tags")
        .iter()
        .map(|entry| text(entry, "/tag"))
        .filter(|tag| image_name(stream, tag).is_some())
}

/// The tag with its image in full. Without an image, as the answer to a write can be, the image
/// only carries what the newest event knows.
pub fn full(stream: &Value, tag: &str, image: Option<&Value>) -> Value {
    let spec = spec_tag(stream, tag);
    let event = newest(status_tag(stream, tag));
    let reference = event
        .map(|event| pull_spec(stream, spec, event))
        .unwrap_or_default();
    let image = match image {
        Some(image) => embedded_image(image, spec, &reference),
        None => bare_image(event.map_or("", |event| text(event, "/image")), &reference),
    };
    let mut object = build(stream, tag, image);
    object.insert("kind".to_owned(), json!("ImageStreamTag"));
    object.insert("apiVersion".to_owned(), json!("image.openshift.io/v1"));
    Value::Object(object)
}

/// The tag as lists show it: of the image only name and pull spec.
pub fn listed(stream: &Value, tag: &str) -> Value {
    let event = newest(status_tag(stream, tag));
    let reference = event
        .map(|event| pull_spec(stream, spec_tag(stream, tag), event))
        .unwrap_or_default();
    let image = bare_image(event.map_or("", |event| text(event, "/image")), &reference);
    Value::Object(build(stream, tag, image))
}

fn build(stream: &Value, tag: &str, image: Value) -> Map<String, Value> {
    let spec = spec_tag(stream, tag);
    let status = status_tag(stream, tag);
    let event = newest(status);
    let mut object = Map::new();
    object.insert("metadata".to_owned(), metadata(stream, tag, spec, event));
    object.insert("tag".to_owned(), spec.cloned().unwrap_or(Value::Null));
    let generation = event.and_then(|event| event.get("generation")).cloned();
    object.insert("generation".to_owned(), generation.unwrap_or(json!(0)));
    let lookup = stream.pointer("/spec/lookupPolicy").cloned();
    object.insert(
        "lookupPolicy".to_owned(),
        lookup.unwrap_or(json!({"local": false})),
    );
    let conditions = status
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
fn bare_image(name: &str, reference: &str) -> Value {
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
