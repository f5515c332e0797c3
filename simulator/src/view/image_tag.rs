//! Image tags: every tag of a stream, the pending and the failed ones too.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{embedded_image, list, newest, pull_spec, spec_tag, status_tag, text};

/// The tags that spec or status have, sorted.
pub fn all_tags(stream: &Value) -> BTreeSet<&str> {
    let spec = list(stream, "/spec/tags")
        .iter()
        .map(|entry| text(entry, "/name"));
    let status = list(stream, "/status/tags")
        .iter()
        .map(|entry| text(entry, "/tag"));
    spec.chain(status).collect()
}

/// The tag; `image` is its current image where the answer shows it. `None` when neither spec nor
/// status have the tag.
pub fn view(stream: &Value, tag: &str, image: Option<&Value>) -> Option<Value> {
    let (spec, status) = (spec_tag(stream, tag), status_tag(stream, tag));
    if spec.is_none() && status.is_none() {
        return None;
    }
    let image = image
        .zip(newest(status))
        .map(|(image, event)| embedded_image(image, spec, &pull_spec(stream, spec, event)));
    let mut metadata = stream.get("metadata").cloned().unwrap_or_default();
    metadata["name"] = json!(format!("{}:{tag}", text(stream, "/metadata/name")));
    let mut object = Map::new();
    object.insert("kind".to_owned(), json!("ImageTag"));
    object.insert("apiVersion".to_owned(), json!("image.openshift.io/v1"));
    object.insert("metadata".to_owned(), metadata);
    object.insert("spec".to_owned(), spec.cloned().unwrap_or_default());
    object.insert("status".to_owned(), status.cloned().unwrap_or_default());
    object.insert("image".to_owned(), image.unwrap_or_default());
    Some(Value::Object(object))
}

/// The tag as an item of a list, where the image is left out.
pub fn listed(stream: &Value, tag: &str) -> Option<Value> {
    let mut object = view(stream, tag, None)?;
    if let Some(map) = object.as_object_mut() {
        map.remove("kind");
        map.remove("apiVersion");
    }
    Some(object)
}
