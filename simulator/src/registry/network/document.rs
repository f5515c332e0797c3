//! Image documents of the API from manifests and configurations of registries.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::registry::{PullError, ResolvedImage};

pub(super) const MANIFEST_DOCKER: &str = "application/vnd.docker.distribution.manifest.v2+json";
pub(super) const MANIFEST_OCI: &str = "application/vnd.oci.image.manifest.v1+json";
pub(super) const LIST_DOCKER: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
pub(super) const LIST_OCI: &str = "application/vnd.oci.image.index.v1+json";

/// The members of a container's configuration that the API knows; others are dropped.
const CONFIG_MEMBERS: [&str; 27] = [
    "Hostname",
    "Domainname",
    "User",
    "Memory",
    "MemorySwap",
    "CpuShares",
    "Cpuset",
    "AttachStdin",
    "AttachStdout",
    "AttachStderr",
    "PortSpecs",
    "ExposedPorts",
    "Tty",
    "OpenStdin",
    "StdinOnce",
    "Env",
    "Cmd",
    "Dns",
    "Image",
    "Volumes",
    "VolumesFrom",
    "WorkingDir",
    "Entrypoint",
    "NetworkDisabled",
    "SecurityOpts",
    "OnBuild",
    "Labels",
];

/// A manifest as it was received.
#[derive(Debug)]
pub(super) struct Manifest {
    pub digest: String,
    /// The bytes as text, which are what the digest is of.
    pub raw: String,
    value: Value,
}

impl Manifest {
    /// Reads a manifest of the second schema; there is no other in use.
    pub fn read(digest: String, raw: &[u8]) -> Result<Self, PullError> {
        let unreadable = |error: &dyn std::fmt::Display| {
            PullError::Other(format!("the manifest cannot be read: {error}"))
        };
        let raw = std::str::from_utf8(raw).map_err(|error| unreadable(&error))?;
        let value: Value = serde_json::from_str(raw).map_err(|error| unreadable(&error))?;
        if value["schemaVersion"] != 2 {
            return Err(PullError::Other("unsupported manifest type".to_owned()));
        }
        Ok(Self {
            digest,
            raw: raw.to_owned(),
            value,
        })
    }

    /// Digest and length of the configuration; a manifest list has none.
    pub fn config(&self) -> Option<(&str, u64)> {
        let config = &self.value["config"];
        Some((
            config["digest"].as_str()?,
            config["size"].as_u64().unwrap_or_default(),
        ))
    }

    /// The entries of a manifest list.
    pub fn entries(&self) -> Option<&Vec<Value>> {
        self.value["manifests"].as_array()
    }

    fn media_type(&self) -> &str {
        let by_shape = if self.entries().is_some() {
            LIST_OCI
        } else {
            MANIFEST_OCI
        };
        self.value["mediaType"].as_str().unwrap_or(by_shape)
    }

    /// The image of a plain manifest.
    pub fn image(&self, config: &str) -> Result<ResolvedImage, PullError> {
        let parsed: Value = serde_json::from_str(config).map_err(|error| {
            PullError::Other(format!("the image configuration cannot be read: {error}"))
        })?;
        let (id, config_size) = self.config().unwrap_or_default();
        let layers: Vec<Value> = self.value["layers"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|layer| {
                json!({
                    "name": layer["digest"].as_str().unwrap_or_default(),
                    "size": layer["size"].as_i64().unwrap_or_default(),
                    "mediaType": layer["mediaType"].as_str().unwrap_or_default(),
                })
            })
            .collect();
        let image = json!({
            "metadata": {"annotations": {"image.openshift.io/dockerLayersOrder": "ascending"}},
            "dockerImageMetadata": metadata(id, &parsed, config_size + size_of(&layers)),
            "dockerImageMetadataVersion": "1.0",
            "dockerImageLayers": layers,
            "dockerImageManifestMediaType": self.media_type(),
            "dockerImageManifest": self.raw,
            "dockerImageConfig": config,
        });
        Ok(ResolvedImage {
            digest: self.digest.clone(),
            image,
            children: Vec::new(),
        })
    }

    /// The image of a manifest list, which has no date of its own.
    pub fn list(&self, children: Vec<ResolvedImage>) -> ResolvedImage {
        let manifests: Vec<Value> = self.entries().into_iter().flatten().map(entry).collect();
        let image = json!({
            "metadata": {},
            "dockerImageMetadata": {
                "kind": "DockerImage",
                "apiVersion": "image.openshift.io/1.0",
                "Id": self.digest,
                "Created": null,
                "ContainerConfig": {},
            },
            "dockerImageMetadataVersion": "1.0",
            "dockerImageManifestMediaType": self.media_type(),
            "dockerImageManifests": manifests,
            "dockerImageManifest": self.raw,
        });
        ResolvedImage {
            digest: self.digest.clone(),
            image,
            children,
        }
    }
}

fn entry(listed: &Value) -> Value {
    let platform = &listed["platform"];
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut entry = json!({
        "digest": word(&listed["digest"]),
        "mediaType": word(&listed["mediaType"]),
        "manifestSize": listed["size"].as_i64().unwrap_or_default(),
        "architecture": word(&platform["architecture"]),
        "os": word(&platform["os"]),
    });
    if let Some(variant) = platform["variant"].as_str().filter(|text| !text.is_empty()) {
        entry["variant"] = json!(variant);
    }
    entry
}

fn metadata(id: &str, config: &Value, size: u64) -> Value {
    let created = config["created"]
        .as_str()
        .and_then(|text| text.parse::<Timestamp>().ok());
    let mut metadata = json!({
        "kind": "DockerImage",
        "apiVersion": "image.openshift.io/1.0",
        "Id": id,
        "Created": created.map(seconds),
        "ContainerConfig": container(&config["container_config"]),
    });
    for (member, key) in [
        ("Parent", "parent"),
        ("Comment", "comment"),
        ("Container", "container"),
        ("DockerVersion", "docker_version"),
        ("Author", "author"),
        ("Architecture", "architecture"),
    ] {
        if let Some(text) = config[key].as_str().filter(|text| !text.is_empty()) {
            metadata[member] = json!(text);
        }
    }
    if config["config"].is_object() {
        metadata["Config"] = container(&config["config"]);
    }
    if size > 0 {
        metadata["Size"] = json!(size);
    }
    metadata
}

/// Only what the API knows, and nothing that is empty.
fn container(config: &Value) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        Value::Bool(true) => false,
    };
    let kept: Map<String, Value> = CONFIG_MEMBERS
        .iter()
        .filter_map(|key| Some((*key, config.get(*key)?)))
        .filter(|(_, value)| !is_empty(value))
        .map(|(key, value)| (key.to_owned(), value.clone()))
        .collect();
    Value::Object(kept)
}

/// A layer that occurs twice is stored once.
fn size_of(layers: &[Value]) -> u64 {
    let mut seen = BTreeSet::new();
    layers
        .iter()
        .filter(|layer| seen.insert(layer["name"].as_str()))
        .filter_map(|layer| layer["size"].as_u64())
        .fold(0, u64::saturating_add)
}

fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;

    fn read(manifest: &Value) -> Result<Manifest, PullError> {
        Manifest::read("sha256:abc".to_owned(), manifest.to_string().as_bytes())
    }

    #[test]
    fn an_image_tells_what_its_configuration_says() {
        let layer = json!({"digest": "sha256:1", "size": 20768, "mediaType": "layer"});
        let manifest = read(&json!({
            "schemaVersion": 2,
            "mediaType": MANIFEST_DOCKER,
            "config": {"digest": "sha256:c", "size": 659},
            "layers": [layer, layer],
        }))
        .unwrap();
        let config = json!({
            "architecture": "amd64",
            "created": "2018-12-31T18:20:02.914318006Z",
            "docker_version": "18.06.1-ce",
            "config": {"Cmd": ["sh"], "User": "", "Volumes": null, "Tty": false, "ArgsEscaped": true},
            "container_config": {"Cmd": ["sh"], "Hostname": ""},
        });
        let image = manifest.image(&config.to_string()).unwrap().image;
        assert_eq!(
            image["dockerImageMetadata"],
            json!({
                "kind": "DockerImage",
                "apiVersion": "image.openshift.io/1.0",
                "Id": "sha256:c",
                "Created": "2018-12-31T18:20:02Z",
                "ContainerConfig": {"Cmd": ["sh"]},
                "DockerVersion": "18.06.1-ce",
                "Config": {"Cmd": ["sh"]},
                "Architecture": "amd64",
                "Size": 21427,
            }),
            "the layer that occurs twice counts once"
        );
        assert_eq!(image["dockerImageLayers"].as_array().unwrap().len(), 2);
        assert_eq!(image["dockerImageManifestMediaType"], MANIFEST_DOCKER);
    }

    #[test]
    fn sizes_beyond_all_measure_do_not_overflow() {
        let layer = |name: &str| json!({"name": name, "size": i64::MAX});
        assert_eq!(size_of(&[layer("a"), layer("b"), layer("c")]), u64::MAX);
    }

    #[test]
    fn what_is_no_manifest_is_an_error() {
        for wrong in [json!({"schemaVersion": 1}), json!([]), json!("text")] {
            assert!(read(&wrong).is_err(), "{wrong}");
        }
        assert!(Manifest::read(String::new(), b"<html>").is_err());
        let without_media_type = read(&json!({"schemaVersion": 2, "manifests": []})).unwrap();
        assert_eq!(without_media_type.media_type(), LIST_OCI);
    }
}
