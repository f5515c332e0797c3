//! `oc describe is`.

use crate::text::sorted_map::SortedMap;
use std::collections::BTreeSet;

use super::fields::Fields;
use crate::image::follow::Aliases;
use crate::image::pull_spec::PullSpec;
use crate::image::stream::{ImageStream, TagReference};
use crate::image::tag_order;
use crate::image::tag_state::is_importing;
use crate::image::tags::{StreamTag, StreamTags};
use crate::text::age::human_duration;
use crate::text::time::Timestamp;

/// What `oc describe is` prints for a stream at the time `now`.
pub fn describe_stream(stream: &ImageStream, now: Timestamp) -> String {
    let mut out = Fields::default();
    let metadata = &stream.metadata;
    out.field("Name", &metadata.name);
    if !metadata.namespace.is_empty() {
        out.field("Namespace", &metadata.namespace);
    }
    if metadata.creation_timestamp.is_some() {
        out.age("Created", metadata.creation_timestamp, now);
    }
    out.map("Labels", &metadata.labels);
    out.annotations(&metadata.annotations);
    let status = &stream.status;
    let public = &status.public_docker_image_repository;
    let repository = if public.is_empty() {
        &status.docker_image_repository
    } else {
        public
    };
    out.field("Image Repository", repository);
    out.field(
        "Image Lookup",
        &format!("local={}", stream.spec.lookup_policy.local),
    );

    let tags = StreamTags::of(stream);
    if tags.is_empty() {
        out.line("Tags:\t<none>");
        return out.finish();
    }
    out.field("Unique Images", &unique_images(stream).to_string());
    out.field("Tags", &tags.len().to_string());
    out.line("");
    let aliases = Aliases::of(&tags);
    let mut sections: Vec<_> = tags
        .iter()
        .filter(|(name, _)| aliases.target(name).is_none())
        .collect();
    tag_order::prioritize(&mut sections, |(name, _)| name);
    for (index, (name, tag)) in sections.into_iter().enumerate() {
        if index > 0 {
            out.line("");
        }
        match aliases.names(name) {
            [] => out.line(name),
            names => out.line(&format!("{name} ({})", names.join(", "))),
        }
        section(&mut out, tag, &metadata.namespace, now);
    }
    out.finish()
}

/// Images of all histories, as `oc` counts them: all events without an image but with a reference
/// count as one together.
pub fn unique_images(stream: &ImageStream) -> usize {
    let mut images = BTreeSet::new();
    for event in stream.status.tags.iter().flat_map(|tag| &tag.items) {
        let reference = event.docker_image_reference.as_str();
        if !event.image.is_empty() {
            images.insert(event.image.as_str());
        } else if !reference.is_empty() && !images.contains(reference) {
            images.insert("");
        }
    }
    images.len()
}

fn section(out: &mut Fields, tag: StreamTag<'_>, namespace: &str, now: Timestamp) {
    out.line(&format!("  {}", source(tag.spec, namespace)));
    if let Some(spec) = tag.spec {
        if spec.from.is_some() && spec.import_policy.insecure {
            out.line("    will use insecure HTTPS or HTTP connections");
        }
        if spec.reference_policy.kind == "Local" {
            out.line("    prefer registry pullthrough when referencing this tag");
        }
    }
    out.line("");
    if tag
        .spec
        .is_some_and(|spec| annotations(out, &spec.annotations))
    {
        out.line("");
    }
    if is_importing(tag) {
        out.line("  ~ importing latest image ...");
    }
    let conditions = tag.status.map_or(&[][..], |status| &status.conditions);
    for condition in conditions {
        if condition.kind == "ImportSuccess" && condition.status == "False" {
            let (reason, message) = (&condition.reason, &condition.message);
            out.line(&format!("  ! error: Import failed ({reason}): {message}"));
            let age = human_duration(condition.last_transition_time, now);
            out.line(&format!("      {age} ago"));
        }
    }
    for (index, event) in tag.events().iter().enumerate() {
        let reference = &event.docker_image_reference;
        let mark = if index == 0 { '*' } else { ' ' };
        out.line(&format!("  {mark} {reference}"));
        let age = human_duration(event.created, now);
        // The image stands beside the age where the reference does not tell it already.
        let untold = !event.image.is_empty()
            && PullSpec::parse(reference).is_ok_and(|spec| spec.digest != event.image);
        if untold {
            out.line(&format!("      {age} ago\t{}", event.image));
        } else {
            out.line(&format!("      {age} ago"));
        }
    }
}

/// The words about where the tag comes from.
fn source(spec: Option<&TagReference>, namespace: &str) -> String {
    let Some(spec) = spec else {
        return "no spec tag".to_owned();
    };
    let Some(from) = &spec.from else {
        return "tag without source image".to_owned();
    };
    let name = if from.namespace.is_empty() || from.namespace == namespace {
        from.name.clone()
    } else {
        format!("{}/{}", from.namespace, from.name)
    };
    let scheduled = spec.import_policy.scheduled;
    let words = match from.kind.as_str() {
        "ImageStreamTag" if spec.reference => "reference to",
        "ImageStreamTag" if scheduled => "updates automatically from",
        "DockerImage" if spec.reference => "reference to registry",
        "DockerImage" if scheduled => "updates automatically from registry",
        "ImageStreamImage" if spec.reference => "reference to image",
        "ImageStreamTag" | "DockerImage" | "ImageStreamImage" => "tagged from",
        kind if spec.reference => return format!("reference to {kind} {name}"),
        kind => return format!("updates from {kind} {name}"),
    };
    format!("{words} {name}")
}

/// What the tag's annotations say to people; whether they said anything.
fn annotations(out: &mut Fields, annotations: &SortedMap<String, String>) -> bool {
    let get = |key: &str| annotations.get(key).filter(|value| !value.is_empty());
    let words = |value: &String| value.split(',').collect::<Vec<_>>().join(", ");
    let lines = [
        get("description").map(|text| format!("  {text}")),
        get("tags").map(|tags| format!("  Tags: {}", words(tags))),
        get("supports").map(|supports| format!("  Supports: {}", words(supports))),
        get("sampleRepo").map(|repository| format!("  Example Repo: {repository}")),
    ];
    let mut any = false;
    for line in lines.into_iter().flatten() {
        out.line(&line);
        any = true;
    }
    any
}
