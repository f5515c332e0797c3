//! What is known of an image: the same on a tag's page and on an image's page.

use crate::image::docker::{Image, ImageSignature};
use crate::image::view::ImageStreamLayers;
use crate::text::order;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;

/// The facts of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageFacts {
    /// Image name: the digest of the manifest.
    pub digest: String,
    /// Docker image: where workloads get it from.
    pub reference: String,
    /// First time it was imported or pushed into the cluster.
    pub created: Option<Timestamp>,
    /// Labels of the image object.
    pub object_labels: SortedMap<String, String>,
    /// The annotation `description`, which a spec tag may have added.
    pub description: Option<String>,
    /// The other annotations of the image object.
    pub annotations: SortedMap<String, String>,
    /// Media type of the manifest; may be empty.
    pub media_type: String,
    /// The server has no configuration of the image: the facts below are empty then.
    pub metadata_missing: bool,
    /// Bytes of configuration and distinct layers; 0 for manifest lists.
    pub size: i64,
    /// When it was built; for manifest lists, imported.
    pub built: Option<Timestamp>,
    /// Digest of the configuration, or of the manifest list.
    pub config_digest: String,
    /// Author; may be empty.
    pub author: String,
    /// Architecture; empty for manifest lists.
    pub architecture: String,
    /// Entrypoint.
    pub entrypoint: Vec<String>,
    /// Command.
    pub command: Vec<String>,
    /// Working directory; may be empty.
    pub working_dir: String,
    /// User; may be empty.
    pub user: String,
    /// Ports such as `8080/tcp`.
    pub ports: Vec<String>,
    /// Volumes.
    pub volumes: Vec<String>,
    /// Docker labels.
    pub labels: SortedMap<String, String>,
    /// Environment in stored order.
    pub environment: Vec<EnvironmentVariable>,
    /// Signatures known to the cluster.
    pub signatures: Vec<SignatureFacts>,
    /// Layers, oldest first; empty for manifest lists.
    pub layers: Vec<LayerRow>,
    /// Platforms of a manifest list, in stored order.
    pub platforms: Vec<PlatformRow>,
}

/// One `NAME=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentVariable {
    /// The name.
    pub name: String,
    /// The value; may be empty.
    pub value: String,
}

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureFacts {
    /// Its name, `image@signature`.
    pub name: String,
    /// Such as `AtomicImageV1`.
    pub kind: String,
    /// Who issued it; absent means unverified.
    pub issued_by: Option<String>,
    /// What the cluster found out about it.
    pub conditions: Vec<SignatureFinding>,
}

/// What the cluster found out about a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureFinding {
    /// Such as `Trusted`.
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// The checker's sentence.
    pub message: String,
    /// When it was checked.
    pub checked: Option<Timestamp>,
}

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerRow {
    /// Digest.
    pub digest: String,
    /// Compressed bytes.
    pub size: i64,
    /// Media type.
    pub media_type: String,
    /// Length of its bar: thousandths of the largest layer.
    pub of_largest: u16,
    /// Thousandths of all layers together.
    pub of_total: u16,
    /// The oldest layer.
    pub first: bool,
    /// The newest layer that has content, what older versions of `oc` call the last binary layer.
    pub last: bool,
    /// Other tags of the stream whose present image has this layer, too; those with the very same
    /// image are not named here.
    pub shared_with: Vec<String>,
}

/// A platform of a manifest list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformRow {
    /// Such as `linux`.
    pub os: String,
    /// Such as `arm64`.
    pub architecture: String,
    /// Such as `v8`; may be empty.
    pub variant: String,
    /// Digest of its image.
    pub digest: String,
    /// Media type of its manifest.
    pub media_type: String,
    /// Bytes of the manifest itself.
    pub manifest_size: i64,
    /// Bytes of its layers; none when the layers are not known.
    pub layers_size: Option<i64>,
}

impl PlatformRow {
    /// `os/architecture`, as `oc` prints it.
    pub fn platform(&self) -> String {
        format!("{}/{}", self.os, self.architecture)
    }
}

impl ImageFacts {
    /// The facts of an image; `layers` adds what other images of the stream tell.
    pub fn of(image: &Image, layers: Option<&ImageStreamLayers>) -> Self {
        let mut annotations = image.metadata.annotations.clone();
        let description = annotations
            .remove("description")
            .filter(|text| !text.is_empty());
        let metadata = image.docker_image_metadata.clone().unwrap_or_default();
        let config = metadata.config;
        Self {
            digest: image.metadata.name.clone(),
            reference: image.docker_image_reference.clone(),
            created: image.metadata.creation_timestamp,
            object_labels: image.metadata.labels.clone(),
            description,
            annotations,
            media_type: image.docker_image_manifest_media_type.clone(),
            metadata_missing: image.docker_image_metadata.is_none(),
            size: metadata.size,
            built: metadata.created,
            config_digest: metadata.id,
            author: metadata.author,
            architecture: metadata.architecture,
            entrypoint: config.entrypoint,
            command: config.cmd,
            working_dir: config.working_dir,
            user: config.user,
            ports: config.exposed_ports.into(),
            volumes: config.volumes.into(),
            labels: config.labels,
            environment: config
                .env
                .iter()
                .map(|entry| EnvironmentVariable::of(entry))
                .collect(),
            signatures: image.signatures.iter().map(SignatureFacts::of).collect(),
            layers: layer_rows(image),
            platforms: platform_rows(image, layers),
        }
    }

    /// Whether this is a manifest list.
    pub fn is_manifest_list(&self) -> bool {
        !self.platforms.is_empty()
    }

    /// Names the tags that share layers with this image: `tags` are the stream's tags with the
    /// digests they point to now.
    pub fn share_layers<'a>(
        &mut self,
        layers: &ImageStreamLayers,
        tags: impl Iterator<Item = (&'a str, &'a str)>,
    ) {
        let mut sharing: SortedMap<&str, Vec<String>> = SortedMap::new();
        for (tag, digest) in tags.filter(|(_, digest)| *digest != self.digest) {
            for layer in layers
                .images
                .get(digest)
                .map_or(&[][..], |image| &image.layers)
            {
                let names = sharing.or_default(layer);
                // An image may hold the same (empty) layer several times.
                if names.last().is_none_or(|last| last != tag) {
                    names.push(tag.to_owned());
                }
            }
        }
        for row in &mut self.layers {
            row.shared_with = sharing
                .get(row.digest.as_str())
                .cloned()
                .unwrap_or_default();
        }
    }
}

impl EnvironmentVariable {
    fn of(entry: &str) -> Self {
        let (name, value) = entry.split_once('=').unwrap_or((entry, ""));
        Self {
            name: name.to_owned(),
            value: value.to_owned(),
        }
    }
}

impl SignatureFacts {
    fn of(signature: &ImageSignature) -> Self {
        let finding = |condition: &crate::image::docker::SignatureCondition| SignatureFinding {
            kind: condition.kind.clone(),
            status: condition.status.clone(),
            message: condition.message.clone(),
            checked: condition.last_probe_time,
        };
        Self {
            name: signature.metadata.name.clone(),
            kind: signature.kind.clone(),
            issued_by: signature
                .issued_by
                .as_ref()
                .map(|issuer| issuer.common_name.clone()),
            conditions: signature.conditions.iter().map(finding).collect(),
        }
    }
}

fn layer_rows(image: &Image) -> Vec<LayerRow> {
    let layers = &image.docker_image_layers;
    let largest = layers.iter().map(|layer| layer.size).max().unwrap_or(0);
    let total = layers
        .iter()
        .fold(0_i64, |sum, layer| sum.saturating_add(layer.size.max(0)));
    let last = layers
        .iter()
        .rposition(|layer| layer.size > 0)
        .filter(|index| *index > 0);
    let row = |(index, layer): (usize, &crate::image::docker::ImageLayer)| LayerRow {
        digest: layer.name.clone(),
        size: layer.size,
        media_type: layer.media_type.clone(),
        of_largest: permille(layer.size, largest),
        of_total: permille(layer.size, total),
        first: index == 0,
        last: Some(index) == last,
        shared_with: Vec::new(),
    };
    layers.iter().enumerate().map(row).collect()
}

/// Thousandths, rounded; 0 of nothing.
fn permille(part: i64, whole: i64) -> u16 {
    let (part, whole) = (i128::from(part), i128::from(whole));
    if part <= 0 || whole <= 0 {
        return 0;
    }
    u16::try_from(((part * 1000 + whole / 2) / whole).min(1000)).unwrap_or(1000)
}

fn platform_rows(image: &Image, layers: Option<&ImageStreamLayers>) -> Vec<PlatformRow> {
    let row = |platform: &crate::image::docker::ImageManifest| PlatformRow {
        os: platform.os.clone(),
        architecture: platform.architecture.clone(),
        variant: platform.variant.clone(),
        digest: platform.digest.clone(),
        media_type: platform.media_type.clone(),
        manifest_size: platform.manifest_size,
        layers_size: layers.and_then(|layers| layers_size(layers, &platform.digest)),
    };
    image.docker_image_manifests.iter().map(row).collect()
}

/// Bytes of the distinct layers of an image; none when one of them is not known.
pub fn layers_size(layers: &ImageStreamLayers, digest: &str) -> Option<i64> {
    let image = layers
        .images
        .get(digest)
        .filter(|image| !image.image_missing)?;
    let mut distinct: Vec<&str> = image.layers.iter().map(String::as_str).collect();
    order::sort(&mut distinct);
    distinct.dedup();
    let size = |layer: &&str| layers.blobs.get(*layer).and_then(|blob| blob.size);
    if distinct.is_empty() {
        return None;
    }
    distinct
        .iter()
        .map(size)
        .try_fold(0_i64, |sum, size| Some(sum.saturating_add(size?)))
}
