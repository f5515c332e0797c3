//! `oc describe istag | itag | isimage | image`.

use super::fields::Fields;
use crate::image::docker::{DockerConfig, Image, ImageSignature};
use crate::image::view::{ImageStreamImage, ImageStreamTag, ImageTag};
use crate::text::bytes::human_size;
use crate::text::time::{GO_ZERO, Timestamp};

/// The server sent the image without its configuration: `oc` prints nothing then but
/// `error: unable to read image metadata`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingMetadata;

/// What `oc describe istag` prints for a tag at the time `now`.
pub fn describe_image_stream_tag(
    tag: &ImageStreamTag,
    now: Timestamp,
) -> Result<String, MissingMetadata> {
    describe_image(&tag.image, &tag.image.metadata.name, now)
}

/// What `oc describe itag` prints for a tag at the time `now`. A tag without an image has no
/// description: `oc` itself crashes on it.
pub fn describe_image_tag(tag: &ImageTag, now: Timestamp) -> Result<String, MissingMetadata> {
    let image = tag.image.as_ref().ok_or(MissingMetadata)?;
    describe_image(image, &image.metadata.name, now)
}

/// What `oc describe isimage` prints for an image of a stream at the time `now`.
pub fn describe_image_stream_image(
    image: &ImageStreamImage,
    now: Timestamp,
) -> Result<String, MissingMetadata> {
    describe_image(&image.image, &image.image.metadata.name, now)
}

/// What `oc` prints for an image under the given name; `oc describe image` has no name, and then no
/// line for it.
pub fn describe_image(
    image: &Image,
    image_name: &str,
    now: Timestamp,
) -> Result<String, MissingMetadata> {
    let mut out = Fields::default();
    if !image_name.is_empty() {
        out.field("Image Name", image_name);
    }
    out.field("Docker Image", &image.docker_image_reference);
    out.field("Name", &image.metadata.name);
    if image.metadata.creation_timestamp.is_some() {
        out.age("Created", image.metadata.creation_timestamp, now);
    }
    if !image.metadata.labels.is_empty() {
        out.map("Labels", &image.metadata.labels);
    }
    if !image.metadata.annotations.is_empty() {
        out.annotations(&image.metadata.annotations);
    }
    let metadata = image
        .docker_image_metadata
        .as_ref()
        .ok_or(MissingMetadata)?;
    let size = human_size(metadata.size);
    match image.docker_image_layers.as_slice() {
        [] => out.field("Layer Size", &size),
        layers => {
            out.field("Image Size", &format!("{size} in {} layers", layers.len()));
            let line = layers
                .iter()
                .map(|layer| format!("{}\t{}", human_size(layer.size), layer.name));
            out.list("Layers", line);
        }
    }
    for signature in &image.signatures {
        describe_signature(&mut out, signature);
    }
    out.age("Image Created", metadata.created, now);
    out.field("Author", &metadata.author);
    out.field("Arch", &metadata.architecture);
    let platforms = image.docker_image_manifests.iter();
    out.list(
        "Manifests",
        platforms.map(|platform| {
            format!(
                "{}/{}\t{}",
                platform.os, platform.architecture, platform.digest
            )
        }),
    );
    describe_config(&mut out, &metadata.config);
    Ok(out.finish())
}

fn describe_config(out: &mut Fields, config: &DockerConfig) {
    if !config.entrypoint.is_empty() {
        out.field("Entrypoint", &config.entrypoint.join(" "));
    }
    if !config.cmd.is_empty() || config.entrypoint.is_empty() {
        out.field("Command", &config.cmd.join(" "));
    }
    out.field("Working Dir", &config.working_dir);
    out.field("User", &config.user);
    out.field("Exposes Ports", &config.exposed_ports.join(", "));
    out.map("Docker Labels", &config.labels);
    out.list("Environment", config.env.iter());
    out.list("Volumes", config.volumes.iter());
}

fn describe_signature(out: &mut Fields, signature: &ImageSignature) {
    out.field("Image Signatures", " ");
    out.field("\tName", &signature.metadata.name);
    out.field("\tType", &signature.kind);
    let Some(issuer) = &signature.issued_by else {
        out.field("\tStatus", "Unverified");
        return;
    };
    out.field("\tStatus", "Verified");
    out.field("\tIssued By", &issuer.common_name);
    for condition in &signature.conditions {
        let probed = condition.last_probe_time.unwrap_or(GO_ZERO).go_default();
        let (kind, message) = (&condition.kind, &condition.message);
        out.field(
            "\t",
            &format!("Signature is {kind} ({message} on {probed})"),
        );
    }
}
