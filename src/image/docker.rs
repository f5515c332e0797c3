//! `Image`, its layers and its `DockerImage` metadata as the app reads them.

use crate::api::meta::ObjectMeta;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;
use crate::wire::Keys;

crate::wire::wire! {
    /// A cluster-scoped image, named by its manifest digest.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct Image {
        /// Object metadata; the name is the digest.
        pub metadata: ObjectMeta = "metadata",
        /// Pull spec by digest.
        pub docker_image_reference: String = "dockerImageReference",
        /// Configuration document; absent when the server has none.
        pub docker_image_metadata: Option<DockerImage> = "dockerImageMetadata",
        /// Layers, oldest first; empty for manifest lists.
        pub docker_image_layers: Vec<ImageLayer> = "dockerImageLayers",
        /// Signatures known to the cluster.
        pub signatures: Vec<ImageSignature> = "signatures",
        /// Media type of the manifest.
        pub docker_image_manifest_media_type: String = "dockerImageManifestMediaType",
        /// Platforms when this is a manifest list.
        pub docker_image_manifests: Vec<ImageManifest> = "dockerImageManifests",
    }

    /// One layer of an image.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageLayer {
        /// Digest.
        pub name: String = "name",
        /// Compressed size in bytes.
        pub size: i64 = "size",
        /// Media type.
        pub media_type: String = "mediaType",
    }

    /// One platform of a manifest list; `digest` names another Image.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageManifest {
        /// Digest of the platform's manifest.
        pub digest: String = "digest",
        /// Media type.
        pub media_type: String = "mediaType",
        /// Size of the manifest itself in bytes, not of the image.
        pub manifest_size: i64 = "manifestSize",
        /// Such as `amd64`.
        pub architecture: String = "architecture",
        /// Such as `linux`.
        pub os: String = "os",
        /// Such as `v8`; may be empty.
        pub variant: String = "variant",
    }

    /// `dockerImageMetadata`: mind the capitalised keys.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct DockerImage {
        /// Config digest, or the list's digest.
        pub id: String = "Id",
        /// When the image was built (for manifest lists: imported).
        pub created: Option<Timestamp> = "Created",
        /// Author.
        pub author: String = "Author",
        /// What a container gets.
        pub config: DockerConfig = "Config",
        /// Such as `amd64`.
        pub architecture: String = "Architecture",
        /// Bytes: config and distinct layers.
        pub size: i64 = "Size",
    }

    /// The part of `Config` that is shown.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct DockerConfig {
        /// User that the container runs as.
        pub user: String = "User",
        /// Ports such as `8080/tcp`, sorted.
        pub exposed_ports: Keys = "ExposedPorts",
        /// `KEY=value`, in stored order.
        pub env: Vec<String> = "Env",
        /// Command.
        pub cmd: Vec<String> = "Cmd",
        /// Entrypoint.
        pub entrypoint: Vec<String> = "Entrypoint",
        /// Volumes, sorted.
        pub volumes: Keys = "Volumes",
        /// Working directory.
        pub working_dir: String = "WorkingDir",
        /// Labels of the image.
        pub labels: SortedMap<String, String> = "Labels",
    }

    /// A signature of an image.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ImageSignature {
        /// Object metadata; the name is `image@signature`.
        pub metadata: ObjectMeta = "metadata",
        /// Such as `AtomicImageV1`.
        pub kind: String = "type",
        /// What the cluster found out about it.
        pub conditions: Vec<SignatureCondition> = "conditions",
        /// Who issued it; absent means unverified.
        pub issued_by: Option<SignatureIssuer> = "issuedBy",
    }

    /// A condition of a signature.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SignatureCondition {
        /// Such as `Trusted`.
        pub kind: String = "type",
        /// `True`, `False` or `Unknown`.
        pub status: String = "status",
        /// The checker's sentence.
        pub message: String = "message",
        /// When it was checked.
        pub last_probe_time: Option<Timestamp> = "lastProbeTime",
    }

    /// Who issued a signature.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct SignatureIssuer {
        /// Organization.
        pub organization: String = "organization",
        /// Common name.
        pub common_name: String = "commonName",
    }
}
