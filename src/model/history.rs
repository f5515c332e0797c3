//! Histories: what tags pointed to, and when.

use crate::image::tags::{StreamTag, StreamTags};
use crate::image::view::ImageStreamLayers;
use crate::text::order;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;

/// One event of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The tag.
    pub tag: String,
    /// When it got this image.
    pub created: Option<Timestamp>,
    /// The pull spec of the image.
    pub reference: String,
    /// The digest; none for references.
    pub digest: Option<String>,
    /// The spec tag generation that led to it.
    pub generation: i64,
    /// It is the tag's newest event.
    pub current: bool,
    /// A number that entries of the same digest share, counted from the newest entry; none for
    /// references and for digests that occur once.
    pub group: Option<usize>,
    /// The image was pruned from the cluster; none when that is not known.
    pub image_missing: Option<bool>,
}

/// The history of one tag, newest first.
pub fn of_tag(
    name: &str,
    tag: StreamTag<'_>,
    layers: Option<&ImageStreamLayers>,
) -> Vec<HistoryEntry> {
    let mut entries = entries(name, tag, layers);
    group_digests(&mut entries);
    entries
}

/// The histories of all tags on one time line, newest first. Entries of the same second stand in
/// the order of their tags.
pub fn of_stream(tags: &StreamTags<'_>, layers: Option<&ImageStreamLayers>) -> Vec<HistoryEntry> {
    let mut all: Vec<_> = tags
        .iter()
        .flat_map(|(name, tag)| entries(name, tag, layers))
        .collect();
    order::sort_by(&mut all, |left, right| right.created.cmp(&left.created));
    group_digests(&mut all);
    all
}

fn entries(
    name: &str,
    tag: StreamTag<'_>,
    layers: Option<&ImageStreamLayers>,
) -> Vec<HistoryEntry> {
    let entry = |(index, event): (usize, &crate::image::stream::TagEvent)| HistoryEntry {
        tag: name.to_owned(),
        created: event.created,
        reference: event.docker_image_reference.clone(),
        digest: Some(event.image.clone()).filter(|digest| !digest.is_empty()),
        generation: event.generation,
        current: index == 0,
        group: None,
        image_missing: layers
            .and_then(|layers| layers.images.get(&event.image))
            .map(|image| image.image_missing),
    };
    tag.events().iter().enumerate().map(entry).collect()
}

fn group_digests(entries: &mut [HistoryEntry]) {
    let mut counts: SortedMap<&str, usize> = SortedMap::new();
    for digest in entries.iter().filter_map(|entry| entry.digest.as_deref()) {
        *counts.or_default(digest) += 1;
    }
    let mut groups: SortedMap<&str, usize> = SortedMap::new();
    let numbers: Vec<Option<usize>> = entries
        .iter()
        .map(|entry| {
            let digest = entry.digest.as_deref()?;
            let shared = counts.get(digest).is_some_and(|count| *count > 1);
            if !shared {
                return None;
            }
            let next = groups.len();
            if !groups.contains_key(digest) {
                groups.insert(digest, next);
            }
            groups.get(digest).copied()
        })
        .collect();
    for (entry, number) in entries.iter_mut().zip(numbers) {
        entry.group = number;
    }
}
