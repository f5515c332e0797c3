//! The page of one image of a stream, by digest: old images of a history, platforms of a manifest
//! list.

use super::image_facts::ImageFacts;
use super::pull_specs::{self, TagPullSpec};
use crate::image::command;
use crate::image::stream::ImageStream;
use crate::image::tag_order;
use crate::image::tags::StreamTags;
use crate::image::view::{ImageStreamImage, ImageStreamLayers};

/// What the page of an image shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImagePage {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
    /// The facts of the image.
    pub image: ImageFacts,
    /// Tags that point to it now, in `oc`'s order.
    pub tags_now: Vec<String>,
    /// Tags that pointed to it earlier, in `oc`'s order.
    pub tags_before: Vec<String>,
    /// Manifest lists of the stream that it is a platform of.
    pub part_of: Vec<PartOf>,
    /// How to pull it.
    pub pull_specs: Vec<TagPullSpec>,
}

/// A manifest list that an image is a platform of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOf {
    /// Digest of the list.
    pub digest: String,
    /// Tags that point to the list now.
    pub tags: Vec<String>,
}

impl ImagePage {
    /// The page of an image; what the stream and its layers say is added where it is known.
    pub fn of(
        image: &ImageStreamImage,
        stream: Option<&ImageStream>,
        layers: Option<&ImageStreamLayers>,
    ) -> Self {
        let mut facts = ImageFacts::of(&image.image, layers);
        let name = &image.metadata.name;
        let mut page = Self {
            namespace: image.metadata.namespace.clone(),
            stream: name
                .split_once('@')
                .map_or(name.as_str(), |(stream, _)| stream)
                .to_owned(),
            image: ImageFacts::default(),
            tags_now: Vec::new(),
            tags_before: Vec::new(),
            part_of: Vec::new(),
            pull_specs: Vec::new(),
        };
        if let Some(stream) = stream {
            let tags = StreamTags::of(stream);
            if let Some(layers) = layers {
                let now = tags
                    .iter()
                    .filter_map(|(name, tag)| Some((name, tag.digest()?)));
                facts.share_layers(layers, now);
                page.part_of = lists_with(&facts.digest, layers, &tags);
            }
            page.tags_now = tags_at(&tags, &facts.digest);
            page.tags_before = named(&tags, |tag| {
                tag.digest() != Some(&facts.digest)
                    && tag.events().iter().any(|event| event.image == facts.digest)
            });
            page.pull_specs = pull_specs::of_image(stream, &facts.digest, &facts.reference);
        }
        page.image = facts;
        page
    }

    /// The command whose output the text tab shows.
    pub fn describe_command(&self) -> String {
        command::describe_image(&self.namespace, &self.stream, &self.image.digest)
    }
}

fn named(
    tags: &StreamTags<'_>,
    keep: impl Fn(crate::image::tags::StreamTag<'_>) -> bool,
) -> Vec<String> {
    let mut names: Vec<String> = tags
        .iter()
        .filter(|(_, tag)| keep(*tag))
        .map(|(name, _)| name.to_owned())
        .collect();
    tag_order::prioritize(&mut names, |name| name);
    names
}

fn tags_at(tags: &StreamTags<'_>, digest: &str) -> Vec<String> {
    named(tags, |tag| tag.digest() == Some(digest))
}

fn lists_with(digest: &str, layers: &ImageStreamLayers, tags: &StreamTags<'_>) -> Vec<PartOf> {
    let is_part = |list: &crate::image::view::ImageBlobReferences| {
        list.manifests.iter().any(|manifest| manifest == digest)
    };
    layers
        .images
        .iter()
        .filter(|(_, list)| is_part(list))
        .map(|(list, _)| PartOf {
            digest: list.clone(),
            tags: tags_at(tags, list),
        })
        .collect()
}
