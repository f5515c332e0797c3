//! Image stream images: an image by digest, seen through a stream that has it.

use serde_json::{Map, Value, json};

use super::{blanked, text};
use crate::store::{IMAGES, Store};
use crate::view::layers;

/// The name of the image of a stream that an id means: a whole digest, or the beginning of one
/// with or without its algorithm. The sub-manifests of the stream's manifest lists count.
pub fn resolve(store: &Store, stream: &Value, id: &str) -> Option<String> {
    let names = layers::image_names(store, stream);
    if names.contains(id) {
        return Some(id.to_owned());
    }
    names.into_iter().find(|name| {
        let hash = name.split_once(':').map_or(name.as_str(), |(_, hash)| hash);
        hash.starts_with(id) || name.starts_with(id)
    })
}

/// The view of an image. The name repeats the id as it was asked for.
pub fn view(stream: &Value, id: &str, image: &Value) -> Value {
    let mut metadata = Map::new();
    let name = format!("{}@{id}", text(stream, "/metadata/name"));
    metadata.insert("name".to_owned(), json!(name));
    metadata.insert(
        "namespace".to_owned(),
        json!(text(stream, "/metadata/namespace")),
    );
    if let Some(created) = image.pointer("/metadata/creationTimestamp") {
        metadata.insert("creationTimestamp".to_owned(), created.clone());
    }
    if let Some(annotations) = stream.pointer("/metadata/annotations") {
        metadata.insert("annotations".to_owned(), annotations.clone());
    }
    json!({
        "kind": "ImageStreamImage", "apiVersion": "image.openshift.io/v1",
        "metadata": metadata, "image": blanked(image),
    })
}

/// The image of that name.
pub fn image<'store>(store: &'store Store, name: &str) -> Option<&'store Value> {
    store.get(IMAGES, "", name).map(|stored| &*stored.value)
}
