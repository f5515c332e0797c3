//! The layers of all images of a stream.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{list, text};
use crate::store::{IMAGES, Store};

const DOCKER_MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
const OCI_MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// The names of the images in the whole history of a stream, and of the sub-manifests of those
/// that are manifest lists.
pub fn image_names(store: &Store, stream: &Value) -> BTreeSet<String> {
    let events = list(stream, "/status/tags")
        .iter()
        .flat_map(|entry| list(entry, "/items").iter());
    let own = events
        .map(|event| text(event, "/image"))
        .filter(|name| !name.is_empty());
    let mut names = BTreeSet::new();
    for name in own {
        if !names.insert(name.to_owned()) {
            continue;
        }
        if let Some(image) = store.get(IMAGES, "", name) {
            let parts = list(&image.value, "/dockerImageManifests").iter();
            names.extend(parts.map(|part| text(part, "/digest").to_owned()));
        }
    }
    names
}

/// The `ImageStreamLayers` of a stream.
pub fn view(store: &Store, stream: &Value) -> Value {
    let mut blobs = Map::new();
    let mut images = Map::new();
    for name in image_names(store, stream) {
        let reference = match store.get(IMAGES, "", &name) {
            Some(image) => describe(&name, &image.value, &mut blobs),
            None => json!({"imageMissing": true, "layers": null, "config": null}),
        };
        images.insert(name, reference);
    }
    json!({
        "kind": "ImageStreamLayers", "apiVersion": "image.openshift.io/v1",
        "metadata": stream.get("metadata"), "blobs": blobs, "images": images,
    })
}

fn describe(name: &str, image: &Value, blobs: &mut Map<String, Value>) -> Value {
    let layers = list(image, "/dockerImageLayers");
    for layer in layers {
        let blob = json!({"size": layer.get("size"), "mediaType": layer.get("mediaType")});
        blobs.entry(text(layer, "/name")).or_insert(blob);
    }
    let media_type = text(image, "/dockerImageManifestMediaType");
    let id = text(image, "/dockerImageMetadata/Id");
    let config_type = match media_type {
        DOCKER_MANIFEST => Some("application/vnd.docker.container.image.v1+json"),
        OCI_MANIFEST => Some("application/vnd.oci.image.config.v1+json"),
        _ => None,
    };
    let config = config_type.filter(|_| !id.is_empty()).map(|config_type| {
        blobs
            .entry(id)
            .or_insert(json!({"size": null, "mediaType": config_type}));
        id
    });
    blobs
        .entry(name)
        .or_insert(json!({"size": null, "mediaType": media_type}));
    let names: Vec<&str> = layers.iter().map(|layer| text(layer, "/name")).collect();
    let names = (!names.is_empty()).then_some(names);
    let mut reference = json!({"imageMissing": false, "layers": names, "config": config});
    let manifests: Vec<&str> = list(image, "/dockerImageManifests")
        .iter()
        .map(|part| text(part, "/digest"))
        .collect();
    if !manifests.is_empty() {
        reference["manifests"] = json!(manifests);
    }
    reference
}
