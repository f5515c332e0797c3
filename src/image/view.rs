//! The computed views of a stream: `ImageStreamTag`, `ImageTag`, `ImageStreamImage`,
//! `ImageStreamLayers`. None of them has storage of its own.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::docker::Image;
use super::stream::{ImageLookupPolicy, NamedTagEventList, TagEventCondition, TagReference};
use crate::api::meta::{ObjectMeta, null_as_default};

/// A tag with its current image. 404 for tags that have none: pending, failed, reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageStreamTag {
    /// Name `stream:tag`; version, uid and labels are the stream's, annotations the spec tag's.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// The spec tag; absent for pushed tags.
    pub tag: Option<TagReference>,
    /// Generation of the newest event.
    #[serde(deserialize_with = "null_as_default")]
    pub generation: i64,
    /// The stream's lookup policy.
    #[serde(deserialize_with = "null_as_default")]
    pub lookup_policy: ImageLookupPolicy,
    /// Conditions of the status tag.
    #[serde(deserialize_with = "null_as_default")]
    pub conditions: Vec<TagEventCondition>,
    /// The current image.
    #[serde(deserialize_with = "null_as_default")]
    pub image: Image,
}

/// A tag with spec, status and history; exists for pending and failed tags too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageTag {
    /// The stream's metadata under the name `stream:tag`.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// The spec tag.
    pub spec: Option<TagReference>,
    /// The status tag.
    pub status: Option<NamedTagEventList>,
    /// The current image; absent when there is none, and in lists.
    pub image: Option<Image>,
}

/// An image of a stream by digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageStreamImage {
    /// Name `stream@digest` as it was asked for; annotations are the stream's.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ObjectMeta,
    /// The image.
    #[serde(deserialize_with = "null_as_default")]
    pub image: Image,
}

/// Layers and sizes of every image in a stream's history: `imagestreams/NAME/layers`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ImageStreamLayers {
    /// Blobs by digest.
    #[serde(deserialize_with = "null_as_default")]
    pub blobs: BTreeMap<String, LayerBlob>,
    /// Images by digest.
    #[serde(deserialize_with = "null_as_default")]
    pub images: BTreeMap<String, ImageBlobReferences>,
}

/// A blob of a stream.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LayerBlob {
    /// Bytes; absent for manifests and configs.
    pub size: Option<i64>,
    /// Media type.
    #[serde(deserialize_with = "null_as_default")]
    pub media_type: String,
}

/// What an image of a stream consists of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageBlobReferences {
    /// True: the Image object was pruned.
    #[serde(deserialize_with = "null_as_default")]
    pub image_missing: bool,
    /// Layer digests, oldest first.
    #[serde(deserialize_with = "null_as_default")]
    pub layers: Vec<String>,
    /// Digest of the config.
    pub config: Option<String>,
    /// Digests of the platforms of a manifest list.
    #[serde(deserialize_with = "null_as_default")]
    pub manifests: Vec<String>,
}
