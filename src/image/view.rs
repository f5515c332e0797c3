//! The computed views of a stream: `ImageStreamTag`, `ImageTag`, `ImageStreamImage`,
//! `ImageStreamLayers`. None of them has storage of its own.

use super::docker::Image;
use super::stream::{ImageLookupPolicy, NamedTagEventList, TagEventCondition, TagReference};
use crate::api::meta::ObjectMeta;
use crate::text::sorted_map::SortedMap;

crate::wire::wire! {
    /// A tag with its current image. 404 for tags that have none: pending, failed, reference.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStreamTag {
        /// Name `stream:tag`; version, uid and labels are the stream's, annotations the spec tag's.
        pub metadata: ObjectMeta = "metadata",
        /// The spec tag; absent for pushed tags.
        pub tag: Option<TagReference> = "tag",
        /// Generation of the newest event.
        pub generation: i64 = "generation",
        /// The stream's lookup policy.
        pub lookup_policy: ImageLookupPolicy = "lookupPolicy",
        /// Conditions of the status tag.
        pub conditions: Vec<TagEventCondition> = "conditions",
        /// The current image.
        pub image: Image = "image",
    }

    /// A tag with spec, status and history; exists for pending and failed tags too.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageTag {
        /// The stream's metadata under the name `stream:tag`.
        pub metadata: ObjectMeta = "metadata",
        /// The spec tag.
        pub spec: Option<TagReference> = "spec",
        /// The status tag.
        pub status: Option<NamedTagEventList> = "status",
        /// The current image; absent when there is none, and in lists.
        pub image: Option<Image> = "image",
    }

    /// An image of a stream by digest.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStreamImage {
        /// Name `stream@digest` as it was asked for; annotations are the stream's.
        pub metadata: ObjectMeta = "metadata",
        /// The image.
        pub image: Image = "image",
    }

    /// Layers and sizes of every image in a stream's history: `imagestreams/NAME/layers`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStreamLayers {
        /// Blobs by digest.
        pub blobs: SortedMap<String, LayerBlob> = "blobs",
        /// Images by digest.
        pub images: SortedMap<String, ImageBlobReferences> = "images",
    }

    /// A blob of a stream.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct LayerBlob {
        /// Bytes; absent for manifests and configs.
        pub size: Option<i64> = "size",
        /// Media type.
        pub media_type: String = "mediaType",
    }

    /// What an image of a stream consists of.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageBlobReferences {
        /// True: the Image object was pruned.
        pub image_missing: bool = "imageMissing",
        /// Layer digests, oldest first.
        pub layers: Vec<String> = "layers",
        /// Digest of the config.
        pub config: Option<String> = "config",
        /// Digests of the platforms of a manifest list.
        pub manifests: Vec<String> = "manifests",
    }
}
