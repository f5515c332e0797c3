//! `ImageStream` as the app reads it (`image.openshift.io/v1`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::api::meta::{ObjectMeta, null_as_default};
use crate::api::watch;
use crate::text::time::Timestamp;

/// A named set of tags, each with the history of images it pointed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageStream {
    /// Object metadata.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// What was asked for.
    #[serde(deserialize_with = "null_as_default")]
    pub spec: ImageStreamSpec,
    /// What the server made of it.
    #[serde(deserialize_with = "null_as_default")]
    pub status: ImageStreamStatus,
}

impl watch::Object for ImageStream {
    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }
}

/// What users ask of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamSpec {
    /// Whether unqualified names in this namespace resolve to this stream.
    #[serde(deserialize_with = "null_as_default")]
    pub lookup_policy: ImageLookupPolicy,
    /// Deprecated: the external repository behind the whole stream.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_repository: String,
    /// The desired tags, sorted by name.
    #[serde(deserialize_with = "null_as_default")]
    pub tags: Vec<TagReference>,
}

/// `spec.lookupPolicy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageLookupPolicy {
    /// True: names such as `mysql` in workloads of this namespace mean this stream.
    #[serde(deserialize_with = "null_as_default")]
    pub local: bool,
}

/// One desired tag: `spec.tags[]`, `tag` of an image stream tag, `spec` of an image tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagReference {
    /// The tag's name.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// Annotations of the tag, not of the stream.
    #[serde(deserialize_with = "null_as_default")]
    pub annotations: BTreeMap<String, String>,
    /// The source; absent for placeholder tags.
    pub from: Option<ObjectReference>,
    /// True: nothing is imported, consumers get the source as it is written.
    #[serde(deserialize_with = "null_as_default")]
    pub reference: bool,
    /// Stream generation at which the tag was last requested; absent when never set.
    pub generation: Option<i64>,
    /// How the image is imported.
    #[serde(deserialize_with = "null_as_default")]
    pub import_policy: TagImportPolicy,
    /// What location consumers are given.
    #[serde(deserialize_with = "null_as_default")]
    pub reference_policy: TagReferencePolicy,
}

/// Where a tag comes from: `kind` is `ImageStreamTag`, `ImageStreamImage` or `DockerImage`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ObjectReference {
    /// Kind of the source.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// Pull spec, `stream:tag`, `tag`, `stream@digest` or `digest`.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// Namespace of the source stream; empty means the stream's own.
    #[serde(deserialize_with = "null_as_default")]
    pub namespace: String,
}

/// `importPolicy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagImportPolicy {
    /// True: plain HTTP and unverified certificates are accepted.
    #[serde(deserialize_with = "null_as_default")]
    pub insecure: bool,
    /// True: the cluster imports it again periodically.
    #[serde(deserialize_with = "null_as_default")]
    pub scheduled: bool,
    /// `Legacy` (one platform) or `PreserveOriginal` (the whole manifest list); may be empty.
    #[serde(deserialize_with = "null_as_default")]
    pub import_mode: String,
}

/// `referencePolicy`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct TagReferencePolicy {
    /// `Source` or `Local`.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
}

/// What the server made of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamStatus {
    /// Repository in the integrated registry, or the external one; may be empty.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_repository: String,
    /// The integrated repository's public address; empty when not exposed.
    #[serde(deserialize_with = "null_as_default")]
    pub public_docker_image_repository: String,
    /// History per tag, sorted by tag.
    #[serde(deserialize_with = "null_as_default")]
    pub tags: Vec<NamedTagEventList>,
}

/// The history of one tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct NamedTagEventList {
    /// The tag's name.
    #[serde(deserialize_with = "null_as_default")]
    pub tag: String,
    /// Events, newest first.
    #[serde(deserialize_with = "null_as_default")]
    pub items: Vec<TagEvent>,
    /// Conditions; in practice only `ImportSuccess=False`.
    #[serde(deserialize_with = "null_as_default")]
    pub conditions: Vec<TagEventCondition>,
}

/// An image that a tag pointed to from `created` on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagEvent {
    /// When the image was put there.
    pub created: Option<Timestamp>,
    /// Pull spec of the image.
    #[serde(deserialize_with = "null_as_default")]
    pub docker_image_reference: String,
    /// Digest, the name of the Image object; empty for reference tags.
    #[serde(deserialize_with = "null_as_default")]
    pub image: String,
    /// Spec tag generation that led to it.
    #[serde(deserialize_with = "null_as_default")]
    pub generation: i64,
}

/// A condition of a tag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TagEventCondition {
    /// Only `ImportSuccess` is known.
    #[serde(rename = "type", deserialize_with = "null_as_default")]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    #[serde(deserialize_with = "null_as_default")]
    pub status: String,
    /// Since when.
    pub last_transition_time: Option<Timestamp>,
    /// Machine-readable word.
    #[serde(deserialize_with = "null_as_default")]
    pub reason: String,
    /// The server's sentence.
    #[serde(deserialize_with = "null_as_default")]
    pub message: String,
    /// Spec tag generation it is about.
    #[serde(deserialize_with = "null_as_default")]
    pub generation: i64,
}
