//! Recorded and written objects that several tests read.

use std::path::{Path, PathBuf};

use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::view::ImageStreamTag;
use imagestream_console::text::time::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The folder of golden files.
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name)
}

/// A golden JSON file.
pub fn json(name: &str) -> Value {
    let path = folder(name);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The object of a golden file, as the app reads it.
pub fn object<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(json(name)["object"].clone()).unwrap()
}

/// A stream with every state that `oc describe` tells apart, as the reference describes it.
pub fn ruby() -> ImageStream {
    object("samples/stream.json")
}

/// A tag with an image of two layers.
pub fn ruby_image() -> ImageStreamTag {
    object("samples/image.json")
}

/// The time for which the samples are written.
pub fn samples_now() -> Timestamp {
    time("2026-03-24T10:00:00Z")
}

/// A time that a test writes down.
pub fn time(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// A full digest of one repeated digit.
pub fn digest(digit: char) -> String {
    format!("sha256:{}", digit.to_string().repeat(64))
}

/// A stream `demo/app` with the given spec tags and status tags.
pub fn stream(spec_tags: Value, status_tags: Value) -> ImageStream {
    let stream = json!({
        "metadata": {"name": "app", "namespace": "demo", "generation": 9},
        "spec": {"lookupPolicy": {"local": false}, "tags": spec_tags},
        "status": {"dockerImageRepository": "registry.internal:5000/demo/app", "tags": status_tags},
    });
    serde_json::from_value(stream).unwrap()
}

/// A spec tag of a registry.
pub fn registry_tag(name: &str, pull_spec: &str, generation: i64) -> Value {
    json!({
        "name": name,
        "annotations": null,
        "from": {"kind": "DockerImage", "name": pull_spec},
        "generation": generation,
        "importPolicy": {"importMode": "Legacy"},
        "referencePolicy": {"type": "Source"},
    })
}

/// A spec tag that follows another.
pub fn following_tag(name: &str, from: &str) -> Value {
    json!({"name": name, "from": {"kind": "ImageStreamTag", "name": from}, "generation": 1})
}

/// A status tag with one event.
pub fn status_tag(tag: &str, image: &str, generation: i64) -> Value {
    json!({"tag": tag, "items": [event(image, generation, "2026-03-01T00:00:00Z")]})
}

/// An event.
pub fn event(image: &str, generation: i64, created: &str) -> Value {
    json!({
        "created": created,
        "dockerImageReference": format!("quay.io/acme/app@{image}"),
        "image": image,
        "generation": generation,
    })
}

/// A status tag whose import failed.
pub fn failed_tag(tag: &str, reason: &str, message: &str, generation: i64) -> Value {
    json!({"tag": tag, "items": null, "conditions": [{
        "type": "ImportSuccess", "status": "False", "reason": reason, "message": message,
        "lastTransitionTime": "2026-03-02T00:00:00Z", "generation": generation,
    }]})
}
