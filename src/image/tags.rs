//! The tags of a stream: what was asked for (`spec.tags`) beside what became of it
//! (`status.tags`). A tag may be in either or in both.

use super::stream::{ImageStream, NamedTagEventList, TagEvent, TagReference};
use crate::text::sorted_map::SortedMap;

/// One tag, from both sides.
#[derive(Clone, Copy, Debug, Default)]
pub struct StreamTag<'a> {
    /// The wish; absent for pushed tags and for tags whose wish was withdrawn.
    pub spec: Option<&'a TagReference>,
    /// The outcome; absent until something happened.
    pub status: Option<&'a NamedTagEventList>,
}

/// Every tag of a stream by name. Built once, because streams may have thousands of tags.
#[derive(Clone, Debug)]
pub struct StreamTags<'a> {
    /// Name of the stream.
    pub stream: &'a str,
    /// Its namespace.
    pub namespace: &'a str,
    by_name: SortedMap<&'a str, StreamTag<'a>>,
}

impl<'a> StreamTags<'a> {
    /// Indexes a stream. Servers send each name once; if one comes twice, the first counts, as in
    /// `oc`.
    pub fn of(stream: &'a ImageStream) -> Self {
        let mut by_name: SortedMap<&str, StreamTag<'a>> = SortedMap::new();
        for spec in &stream.spec.tags {
            by_name.or_default(&*spec.name).spec.get_or_insert(spec);
        }
        for status in &stream.status.tags {
            let tag = by_name.or_default(&*status.tag);
            tag.status.get_or_insert(status);
        }
        Self {
            stream: &stream.metadata.name,
            namespace: &stream.metadata.namespace,
            by_name,
        }
    }

    /// The tag of that name; empty when there is none.
    pub fn get(&self, name: &str) -> StreamTag<'a> {
        self.by_name.get(name).copied().unwrap_or_default()
    }

    /// All tags in byte order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, StreamTag<'a>)> {
        self.by_name.iter().map(|(name, tag)| (*name, *tag))
    }

    /// How many tags there are.
    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }
}

impl<'a> StreamTag<'a> {
    /// The history, newest first.
    pub fn events(self) -> &'a [TagEvent] {
        self.status.map_or(&[], |status| status.items.as_slice())
    }

    /// The newest event: what the tag points to now.
    pub fn newest(self) -> Option<&'a TagEvent> {
        self.events().first()
    }

    /// The digest that the tag points to now; none for references and tags without events.
    pub fn digest(self) -> Option<&'a str> {
        self.newest()
            .map(|event| event.image.as_str())
            .filter(|digest| !digest.is_empty())
    }

    /// Whether the tag exists at all.
    pub fn exists(self) -> bool {
        self.spec.is_some() || self.status.is_some()
    }
}
