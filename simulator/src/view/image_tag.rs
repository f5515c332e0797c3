//! Image tags: every tag of a stream, the pending and the failed ones too.

use serde_json::{Map, Value, json};

use super::{TagEntries, embedded_image, pull_spec, tags, text};

/// The tag with its current image; `None` when neither spec nor status have the tag.
pub fn view(stream: &Value, tag: &str, image: Option<&Value>) -> Option<Value> {
    let entries = TagEntries::of(stream, tag);
    if entries.spec.is_none() && entries.status.is_none() {
        return None;
    }
    let image = image.zip(entries.event()).map(|(image, event)| {
        embedded_image(image, entries.spec, &pull_spec(stream, entries.spec, event))
    });
    let mut object = build(stream, tag, &entries, image.unwrap_or_default());
    object.insert("kind".to_owned(), json!("ImageTag"));
    object.insert("apiVersion".to_owned(), json!("image.openshift.io/v1"));
    Some(Value::Object(object))
}

/// All tags of a stream as a list shows them, which is without their images.
pub fn listed(stream: &Value) -> Vec<Value> {
    tags(stream)
        .into_iter()
        .map(|(tag, entries)| Value::Object(build(stream, tag, &entries, Value::Null)))
        .collect()
}

fn build(stream: &Value, tag: &str, entries: &TagEntries<'_>, image: Value) -> Map<String, Value> {
    let mut metadata = stream.get("metadata").cloned().unwrap_or_default();
    metadata["name"] = json!(format!("{}:{tag}", text(stream, "/metadata/name")));
    let mut object = Map::new();
    object.insert("metadata".to_owned(), metadata);
    object.insert("spec".to_owned(), entries.spec.cloned().unwrap_or_default());
    object.insert(
        "status".to_owned(),
        entries.status.cloned().unwrap_or_default(),
    );
    object.insert("image".to_owned(), image);
    object
}
