//! `ImageStream` as the app reads it (`image.openshift.io/v1`).

use crate::api::meta::ObjectMeta;
use crate::api::watch;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;

crate::wire::wire! {
    /// A named set of tags, each with the history of images it pointed to.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStream {
        /// Object metadata.
        pub metadata: ObjectMeta = "metadata",
        /// What was asked for.
        pub spec: ImageStreamSpec = "spec",
        /// What the server made of it.
        pub status: ImageStreamStatus = "status",
    }
}

impl watch::Object for ImageStream {
    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }
}

crate::wire::wire! {
    /// What users ask of a stream.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStreamSpec {
        /// Whether unqualified names in this namespace resolve to this stream.
        pub lookup_policy: ImageLookupPolicy = "lookupPolicy",
        /// Deprecated: the external repository behind the whole stream.
        pub docker_image_repository: String = "dockerImageRepository",
        /// The desired tags, sorted by name.
        pub tags: Vec<TagReference> = "tags",
    }

    /// `spec.lookupPolicy`.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct ImageLookupPolicy {
        /// True: names such as `mysql` in workloads of this namespace mean this stream.
        pub local: bool = "local",
    }

    /// One desired tag: `spec.tags[]`, `tag` of an image stream tag, `spec` of an image tag.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TagReference {
        /// The tag's name.
        pub name: String = "name",
        /// Annotations of the tag, not of the stream.
        pub annotations: SortedMap<String, String> = "annotations",
        /// The source; absent for placeholder tags.
        pub from: Option<ObjectReference> = "from",
        /// True: nothing is imported, consumers get the source as it is written.
        pub reference: bool = "reference",
        /// Stream generation at which the tag was last requested; absent when never set.
        pub generation: Option<i64> = "generation",
        /// How the image is imported.
        pub import_policy: TagImportPolicy = "importPolicy",
        /// What location consumers are given.
        pub reference_policy: TagReferencePolicy = "referencePolicy",
    }

    /// Where a tag comes from: `kind` is `ImageStreamTag`, `ImageStreamImage` or `DockerImage`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ObjectReference {
        /// Kind of the source.
        pub kind: String = "kind",
        /// Pull spec, `stream:tag`, `tag`, `stream@digest` or `digest`.
        pub name: String = "name",
        /// Namespace of the source stream; empty means the stream's own.
        pub namespace: String = "namespace",
    }

    /// `importPolicy`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TagImportPolicy {
        /// True: plain HTTP and unverified certificates are accepted.
        pub insecure: bool = "insecure",
        /// True: the cluster imports it again periodically.
        pub scheduled: bool = "scheduled",
        /// `Legacy` (one platform) or `PreserveOriginal` (the whole manifest list); may be empty.
        pub import_mode: String = "importMode",
    }

    /// `referencePolicy`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TagReferencePolicy {
        /// `Source` or `Local`.
        pub kind: String = "type",
    }

    /// What the server made of a stream.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageStreamStatus {
        /// Repository in the integrated registry, or the external one; may be empty.
        pub docker_image_repository: String = "dockerImageRepository",
        /// The integrated repository's public address; empty when not exposed.
        pub public_docker_image_repository: String = "publicDockerImageRepository",
        /// History per tag, sorted by tag.
        pub tags: Vec<NamedTagEventList> = "tags",
    }

    /// The history of one tag.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct NamedTagEventList {
        /// The tag's name.
        pub tag: String = "tag",
        /// Events, newest first.
        pub items: Vec<TagEvent> = "items",
        /// Conditions; in practice only `ImportSuccess=False`.
        pub conditions: Vec<TagEventCondition> = "conditions",
    }

    /// An image that a tag pointed to from `created` on.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TagEvent {
        /// When the image was put there.
        pub created: Option<Timestamp> = "created",
        /// Pull spec of the image.
        pub docker_image_reference: String = "dockerImageReference",
        /// Digest, the name of the Image object; empty for reference tags.
        pub image: String = "image",
        /// Spec tag generation that led to it.
        pub generation: i64 = "generation",
    }

    /// A condition of a tag.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct TagEventCondition {
        /// Only `ImportSuccess` is known.
        pub kind: String = "type",
        /// `True`, `False` or `Unknown`.
        pub status: String = "status",
        /// Since when.
        pub last_transition_time: Option<Timestamp> = "lastTransitionTime",
        /// Machine-readable word.
        pub reason: String = "reason",
        /// The server's sentence.
        pub message: String = "message",
        /// Spec tag generation it is about.
        pub generation: i64 = "generation",
    }
}
