//! `Image`, its layers and its `DockerImage` metadata as the app reads them.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::api::meta::{ObjectMeta, null_as_default};
use crate::text::time::Timestamp;

/// A cluster-scoped image, named by its manifest digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Image {
    /// Object metadata; the name is the digest.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// Pull spec by digest.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_reference: String,
    /// Configuration document; absent when the server has none.
    pub docker_image_metadata: Option<DockerImage>,
    /// Layers, oldest first; empty for manifest lists.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_layers: Vec<ImageLayer>,
    /// Signatures known to the cluster.
    #[serde(deserialize_with = "null_as_default")]
    pub signatures: Vec<ImageSignature>,
    /// Media type of the manifest.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_manifest_media_type: String,
    /// Platforms when this is a manifest list.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_manifests: Vec<ImageManifest>,
}

/// One layer of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageLayer {
    /// Digest.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// Compressed size in bytes.
    #[serde(deserialize_with = "null_as_default")]
    pub size: i64,
    /// Media type.
    #[serde(deserialize_with = "null_as_default")]
    pub media_type: String,
}

/// One platform of a manifest list; `digest` names another Image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageManifest {
    /// Digest of the platform's manifest.
    #[serde(deserialize_with = "null_as_default")]
    pub digest: String,
    /// Media type.
    #[serde(deserialize_with = "null_as_default")]
    pub media_type: String,
    /// Size of the manifest itself in bytes, not of the image.
    #[serde(deserialize_with = "null_as_default")]
    pub manifest_size: i64,
    /// Such as `amd64`.
    #[serde(deserialize_with = "null_as_default")]
    pub architecture: String,
    /// Such as `linux`.
    #[serde(deserialize_with = "null_as_default")]
    pub os: String,
    /// Such as `v8`; may be empty.
    #[serde(deserialize_with = "null_as_default")]
    pub variant: String,
}

/// `dockerImageMetadata`: mind the capitalised keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DockerImage {
    /// Config digest, or the list's digest.
    #[serde(deserialize_with = "null_as_default")]
    pub id: String,
    /// When the image was built (for manifest lists: imported).
    pub created: Option<Timestamp>,
    /// Author.
    #[serde(deserialize_with = "null_as_default")]
    pub author: String,
    /// What a container gets.
    #[serde(deserialize_with = "null_as_default")]
    pub config: DockerConfig,
    /// Such as `amd64`.
    #[serde(deserialize_with = "null_as_default")]
    pub architecture: String,
    /// Bytes: config and distinct layers.
    #[serde(deserialize_with = "null_as_default")]
    pub size: i64,
}

/// The part of `Config` that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct DockerConfig {
    /// User that the container runs as.
    #[serde(deserialize_with = "null_as_default")]
    pub user: String,
    /// Ports such as `8080/tcp`, sorted.
    #[serde(deserialize_with = "sorted_keys")]
    pub exposed_ports: Vec<String>,
    /// `KEY=value`, in stored order.
    #[serde(deserialize_with = "null_as_default")]
    pub env: Vec<String>,
    /// Command.
    #[serde(deserialize_with = "null_as_default")]
    pub cmd: Vec<String>,
    /// Entrypoint.
    #[serde(deserialize_with = "null_as_default")]
    pub entrypoint: Vec<String>,
    /// Volumes, sorted.
    #[serde(deserialize_with = "sorted_keys")]
    pub volumes: Vec<String>,
    /// Working directory.
    #[serde(deserialize_with = "null_as_default")]
    pub working_dir: String,
    /// Labels of the image.
    #[serde(deserialize_with = "null_as_default")]
    pub labels: BTreeMap<String, String>,
}

/// Reads a map whose values say nothing (Go's `struct{}`), for the keys in byte order.
fn sorted_keys<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    struct Keys;

    impl<'de> Visitor<'de> for Keys {
        type Value = Vec<String>;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a map")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(Vec::new())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut keys = Vec::new();
            while let Some((key, IgnoredAny)) = map.next_entry()? {
                keys.push(key);
            }
            keys.sort_unstable();
            Ok(keys)
        }
    }

    deserializer.deserialize_any(Keys)
}

/// A signature of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageSignature {
    /// Object metadata; the name is `image@signature`.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// Such as `AtomicImageV1`.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
    /// What the cluster found out about it.
    #[serde(deserialize_with = "null_as_default")]
    pub conditions: Vec<SignatureCondition>,
    /// Who issued it; absent means unverified.
    pub issued_by: Option<SignatureIssuer>,
}

/// A condition of a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignatureCondition {
    /// Such as `Trusted`.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    #[serde(deserialize_with = "null_as_default")]
    pub status: String,
    /// The checker's sentence.
    #[serde(deserialize_with = "null_as_default")]
    pub message: String,
    /// When it was checked.
    pub last_probe_time: Option<Timestamp>,
}

/// Who issued a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SignatureIssuer {
    /// Organization.
    #[serde(deserialize_with = "null_as_default")]
    pub organization: String,
    /// Common name.
    #[serde(deserialize_with = "null_as_default")]
    pub common_name: String,
}
