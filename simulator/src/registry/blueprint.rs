//! Images from a few words: a family, a version and a platform become the document the API stores.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::family::Family;

/// Operating system and processor an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    /// For example `linux`.
    pub os: &'static str,
    /// For example `amd64`.
    pub architecture: &'static str,
    /// For example `v8`; empty when the architecture has none.
    pub variant: &'static str,
}

/// The platform most images are for.
pub const AMD64: Platform = Platform {
    os: "linux",
    architecture: "amd64",
    variant: "",
};
/// The platforms of a plain manifest.
pub const ONE: [Platform; 1] = [AMD64];

/// An image as a registry holds it: its digest, the API's document of it, and what a manifest list points at.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedImage {
    /// Digest of the manifest, which is also the name of the image object.
    pub digest: String,
    /// The image document without identity and without `dockerImageReference`.
    pub image: Value,
    /// The images of a manifest list, in its order.
    pub children: Vec<ResolvedImage>,
}

/// One image to be written down.
#[derive(Clone, Debug)]
pub struct Blueprint {
    /// What sets this image apart from any other: the digest is its hash.
    pub identity: String,
    /// Version shown in labels and environment.
    pub version: String,
    /// What kind of software it is.
    pub family: &'static Family,
    /// What it runs on.
    pub platform: Platform,
    /// When it was built.
    pub created: Timestamp,
    /// A digest that is known from elsewhere, or its beginning.
    pub pinned: Option<&'static str>,
}

/// A digest made from a text, the same in every run.
pub fn digest_of(text: &str) -> String {
    format!("sha256:{}", hex_of(text))
}

/// Completes the known beginning of a digest to its full length.
pub fn complete_digest(prefix: &str) -> String {
    let hex = prefix.trim_start_matches("sha256:");
    let tail = hex_of(hex);
    let missing = 64_usize.saturating_sub(hex.len());
    format!("sha256:{hex}{}", tail.get(..missing).unwrap_or_default())
}

fn hex_of(text: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// A number derived from a text, for sizes that vary but never change.
fn number_of(text: &str) -> u64 {
    Sha256::digest(text.as_bytes())
        .iter()
        .take(6)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

const LAYER_DOCKER: &str = "application/vnd.docker.image.rootfs.diff.tar.gzip";
const LAYER_OCI: &str = "application/vnd.oci.image.layer.v1.tar+gzip";
const MANIFEST_DOCKER: &str = "application/vnd.docker.distribution.manifest.v2+json";
const MANIFEST_OCI: &str = "application/vnd.oci.image.manifest.v1+json";
const LIST_DOCKER: &str = "application/vnd.docker.distribution.manifest.list.v2+json";
const LIST_OCI: &str = "application/vnd.oci.image.index.v1+json";
/// Length of the configuration document, which counts towards the size of an image.
const CONFIG_BYTES: u64 = 6_300;

impl Blueprint {
    /// The image's digest.
    pub fn digest(&self) -> String {
        self.pinned.map_or_else(
            || digest_of(&format!("manifest {}", self.identity)),
            complete_digest,
        )
    }

    /// The image as the registry holds it.
    pub fn resolve(&self) -> ResolvedImage {
        let layers = self.layers();
        let size: u64 = CONFIG_BYTES
            + layers
                .iter()
                .filter_map(|layer| layer["size"].as_u64())
                .sum::<u64>();
        let config = self.config();
        let mut metadata = json!({
            "kind": "DockerImage",
            "apiVersion": "image.openshift.io/1.0",
            "Id": digest_of(&format!("config {}", self.identity)),
            "Created": self.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "ContainerConfig": {},
            "Config": config,
            "Architecture": self.platform.architecture,
            "Size": size,
        });
        if !self.family.oci {
            metadata["DockerVersion"] = json!("20.10.24");
        }
        if !self.family.author.is_empty() {
            metadata["Author"] = json!(self.family.author);
        }
        let image = json!({
            "metadata": {"annotations": {"image.openshift.io/dockerLayersOrder": "ascending"}},
            "dockerImageMetadata": metadata,
            "dockerImageMetadataVersion": "1.0",
            "dockerImageLayers": layers,
            "dockerImageManifestMediaType": if self.family.oci { MANIFEST_OCI } else { MANIFEST_DOCKER },
        });
        ResolvedImage {
            digest: self.digest(),
            image,
            children: Vec::new(),
        }
    }

    fn config(&self) -> Value {
        let family = self.family;
        let versioned = |text: &str| text.replace("{version}", &self.version);
        let mut config = Map::new();
        let mut put = |key: &str, value: Value, present: bool| {
            if present {
                config.insert(key.to_owned(), value);
            }
        };
        put("User", json!(family.user), !family.user.is_empty());
        put("ExposedPorts", keys(family.ports), !family.ports.is_empty());
        let env: Vec<String> = family
            .env
            .iter()
            .map(|(key, value)| format!("{key}={}", versioned(value)))
            .collect();
        put("Env", json!(env), !env.is_empty());
        put("Cmd", json!(family.command), !family.command.is_empty());
        put("Volumes", keys(family.volumes), !family.volumes.is_empty());
        put(
            "WorkingDir",
            json!(family.working_dir),
            !family.working_dir.is_empty(),
        );
        put(
            "Entrypoint",
            json!(family.entrypoint),
            !family.entrypoint.is_empty(),
        );
        let labels: Map<String, Value> = family
            .labels
            .iter()
            .map(|(key, value)| ((*key).to_owned(), json!(versioned(value))))
            .collect();
        put("Labels", Value::Object(labels), !family.labels.is_empty());
        Value::Object(config)
    }

    /// All layers but the last belong to the family: that is how real images share their base.
    fn layers(&self) -> Vec<Value> {
        let last = self.family.layers.len().saturating_sub(1);
        let media_type = if self.family.oci {
            LAYER_OCI
        } else {
            LAYER_DOCKER
        };
        let platform = self.platform.architecture;
        let sizes = self.family.layers.iter().enumerate();
        sizes
            .map(|(index, size)| {
                let own = index == last;
                let text = if own {
                    format!("layer {}", self.identity)
                } else {
                    format!(
                        "layer {} {platform}{} {index}",
                        self.family.key, self.platform.variant
                    )
                };
                // The version's own layer differs a little in size, unless the image is a known one.
                let size = if own && self.pinned.is_none() {
                    size + number_of(&text) % (size / 8 + 1)
                } else {
                    *size
                };
                json!({"name": digest_of(&text), "size": size, "mediaType": media_type})
            })
            .collect()
    }
}

/// A manifest list over images of several platforms.
pub fn manifest_list(identity: &str, parts: &[Blueprint], now: Timestamp) -> ResolvedImage {
    let digest = digest_of(&format!("list {identity}"));
    let oci = parts.first().is_some_and(|part| part.family.oci);
    let children: Vec<ResolvedImage> = parts.iter().map(Blueprint::resolve).collect();
    let manifests: Vec<Value> = parts
        .iter()
        .zip(&children)
        .map(|(part, child)| {
            let mut entry = json!({
                "digest": child.digest,
                "mediaType": child.image["dockerImageManifestMediaType"],
                "manifestSize": 528,
                "architecture": part.platform.architecture,
                "os": part.platform.os,
            });
            if !part.platform.variant.is_empty() {
                entry["variant"] = json!(part.platform.variant);
            }
            entry
        })
        .collect();
    let image = json!({
        "metadata": {},
        "dockerImageMetadata": {
            "kind": "DockerImage",
            "apiVersion": "image.openshift.io/1.0",
            "Id": digest,
            // A list has no date of its own; the server notes when it was read.
            "Created": now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "ContainerConfig": {},
        },
        "dockerImageMetadataVersion": "1.0",
        "dockerImageManifestMediaType": if oci { LIST_OCI } else { LIST_DOCKER },
        "dockerImageManifests": manifests,
    });
    ResolvedImage {
        digest,
        image,
        children,
    }
}

fn keys(names: &[&str]) -> Value {
    Value::Object(
        names
            .iter()
            .map(|name| ((*name).to_owned(), json!({})))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::family::family;

    #[test]
    fn known_digests_are_completed_to_their_full_length() {
        let digest = complete_digest("sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25");
        assert!(digest.starts_with("sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25"));
        assert_eq!(digest.len(), "sha256:".len() + 64);
    }

    #[test]
    fn versions_of_a_family_share_all_but_their_last_layer() {
        let at = |identity: &str| {
            Blueprint {
                identity: identity.to_owned(),
                version: "1".to_owned(),
                family: family("ruby"),
                platform: AMD64,
                created: Timestamp::UNIX_EPOCH,
                pinned: None,
            }
            .resolve()
        };
        let (a, b) = (at("a"), at("b"));
        let layers = |image: &ResolvedImage| {
            image.image["dockerImageLayers"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        };
        let (a, b) = (layers(&a), layers(&b));
        assert_eq!(a.len(), b.len());
        assert_eq!(a[..a.len() - 1], b[..b.len() - 1]);
        assert_ne!(a.last(), b.last());
    }
}
