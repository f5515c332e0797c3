//! The state of a tag, computed from the stream alone.

use super::follow::Aliases;
use super::stream::NamedTagEventList;
use super::tags::{StreamTag, StreamTags};
use crate::text::time::Timestamp;

/// Everything that can be said about a tag's state. A tag can be importing and have a failure at
/// once: the failure is then of an earlier attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagState {
    /// The one word for tables.
    pub phase: TagPhase,
    /// An import of the present spec is still to come or under way.
    pub importing: bool,
    /// The last import failed.
    pub failure: Option<ImportFailure>,
    /// A registry source that has never given an image; also while importing or failed.
    pub never_imported: bool,
    /// The tag that this tag is an alias of.
    pub alias_of: Option<String>,
}

/// The state in one word, the most telling that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagPhase {
    /// The last import failed.
    Failed,
    /// An import is to come or under way.
    Importing,
    /// A registry source, but no import happened and none is asked for.
    NeverImported,
    /// It follows a tag or image of a stream that has none.
    Dangling,
    /// Neither source nor image.
    NoImage,
    /// Not imported on purpose: consumers get the source as it is written.
    Reference,
    /// It has the image that was asked for.
    UpToDate,
}

impl TagPhase {
    /// Stable words for URLs and the filter, never translated.
    pub fn id(self) -> &'static str {
        match self {
            Self::Failed => "failing",
            Self::Importing => "importing",
            Self::NeverImported => "never-imported",
            Self::Dangling => "dangling",
            Self::NoImage => "no-image",
            Self::Reference => "reference",
            Self::UpToDate => "up-to-date",
        }
    }
}

/// Why and since when imports fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFailure {
    /// Machine-readable word such as `Unauthorized`; may be empty.
    pub reason: String,
    /// The server's sentence.
    pub message: String,
    /// When the failure first showed in this form.
    pub since: Option<Timestamp>,
}

/// The generation that the import controller has dealt with; 0 before anything happened.
pub fn observed_generation(status: Option<&NamedTagEventList>) -> i64 {
    let Some(status) = status else { return 0 };
    let event = status.items.first().map_or(0, |event| event.generation);
    let condition = status
        .conditions
        .iter()
        .find(|condition| condition.kind == "ImportSuccess");
    event
        .max(condition.map_or(0, |condition| condition.generation))
        .max(0)
}

/// Whether `oc` would say `importing latest image`.
pub fn is_importing(tag: StreamTag<'_>) -> bool {
    tag.spec.is_some_and(|spec| {
        spec.from.is_some()
            && !spec.reference
            && spec
                .generation
                .is_some_and(|wanted| wanted > observed_generation(tag.status))
    })
}

impl TagState {
    /// The state of one tag of a stream.
    pub fn of(tags: &StreamTags<'_>, aliases: &Aliases<'_>, name: &str) -> Self {
        let tag = tags.get(name);
        let importing = is_importing(tag);
        let failure = failure(tag);
        let kind = tag
            .spec
            .and_then(|spec| spec.from.as_ref())
            .map(|from| from.kind.as_str());
        let reference = tag
            .spec
            .is_some_and(|spec| spec.reference && spec.from.is_some());
        let never_imported = kind == Some("DockerImage") && !reference && tag.newest().is_none();
        let dangling =
            matches!(kind, Some("ImageStreamTag" | "ImageStreamImage")) && tag.newest().is_none();
        let phase = if failure.is_some() {
            TagPhase::Failed
        } else if dangling {
            TagPhase::Dangling
        } else if reference {
            TagPhase::Reference
        } else if importing {
            TagPhase::Importing
        } else if never_imported {
            TagPhase::NeverImported
        } else if tag.digest().is_some() {
            TagPhase::UpToDate
        } else if tag.newest().is_some() {
            TagPhase::Reference
        } else {
            TagPhase::NoImage
        };
        let alias_of = aliases.target(name).map(str::to_owned);
        Self {
            phase,
            importing,
            failure,
            never_imported,
            alias_of,
        }
    }
}

fn failure(tag: StreamTag<'_>) -> Option<ImportFailure> {
    let conditions = tag.status.map_or(&[][..], |status| &status.conditions);
    conditions
        .iter()
        .find(|condition| condition.kind == "ImportSuccess" && condition.status == "False")
        .map(|condition| ImportFailure {
            reason: condition.reason.clone(),
            message: condition.message.clone(),
            since: condition.last_transition_time,
        })
}
