//! Aliases: tags that follow another tag of the same stream.

use super::tag_order;
use super::tags::StreamTags;
use crate::text::sorted_map::SortedMap;

/// Why a chain of tags leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowError {
    /// The chain comes back to a tag it already passed.
    Circular,
    /// A tag of the chain is not in the spec.
    NotFound,
    /// The chain leaves the stream.
    OtherStream,
}

/// Follows a spec tag from source to source within its stream; gives the tag at the end and the
/// number of steps. With at least one step the tag is an alias.
pub fn follow<'a>(tags: &StreamTags<'a>, start: &'a str) -> Result<(&'a str, usize), FollowError> {
    let mut seen = SortedMap::new();
    let mut tag = start;
    loop {
        if seen.insert(tag, ()).is_some() {
            return Err(FollowError::Circular);
        }
        let spec = tags.get(tag).spec.ok_or(FollowError::NotFound)?;
        let Some(from) = spec
            .from
            .as_ref()
            .filter(|from| from.kind == "ImageStreamTag")
        else {
            return Ok((tag, seen.len() - 1));
        };
        if !from.namespace.is_empty() && from.namespace != tags.namespace {
            return Err(FollowError::OtherStream);
        }
        tag = match from.name.split_once(':') {
            None => &from.name,
            Some((stream, _)) if stream != tags.stream => return Err(FollowError::OtherStream),
            Some((_, "")) => "latest",
            Some((_, target)) => target,
        };
    }
}

/// The aliases of a stream, both ways round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases<'a> {
    target_of: SortedMap<&'a str, &'a str>,
    names_of: SortedMap<&'a str, Vec<&'a str>>,
}

impl<'a> Aliases<'a> {
    /// Finds every alias of a stream.
    pub fn of(tags: &StreamTags<'a>) -> Self {
        let mut aliases = Self::default();
        for (name, tag) in tags.iter() {
            let source = tag.spec.and_then(|spec| spec.from.as_ref());
            // Most tags follow no other; they need no walk.
            if source.is_none_or(|from| from.kind != "ImageStreamTag") {
                continue;
            }
            if let Ok((target, 1..)) = follow(tags, name) {
                aliases.target_of.insert(name, target);
                aliases.names_of.or_default(target).push(name);
            }
        }
        for names in aliases.names_of.values_mut() {
            tag_order::prioritize(names, |name| name);
        }
        aliases
    }

    /// The tag that an alias stands for in the end.
    pub fn target(&self, name: &str) -> Option<&'a str> {
        self.target_of.get(name).copied()
    }

    /// The aliases of a tag, in `oc`'s order.
    pub fn names(&self, target: &str) -> &[&'a str] {
        self.names_of.get(target).map_or(&[], Vec::as_slice)
    }
}
