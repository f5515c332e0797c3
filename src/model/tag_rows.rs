//! One tag as a row of the stream page; the tag page shows the same facts larger.

use std::cmp::Ordering;

use super::filter::Words;
use super::sort::{Direction, arrange};
use crate::image::follow::Aliases;
use crate::image::source::TagSource;
use crate::image::stream::{TagEvent, TagReference};
use crate::image::tag_order;
use crate::image::tag_state::TagState;
use crate::image::tags::StreamTags;
use crate::text::time::Timestamp;
use crate::text::{natural, order};

/// One tag of a stream, whether it is in the spec, in the status or in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagRow {
    /// The tag's name.
    pub name: String,
    /// What it follows.
    pub source: TagSource,
    /// Tags that are aliases of this one, in `oc`'s order.
    pub aliases: Vec<String>,
    /// What it points to now.
    pub current: Option<CurrentImage>,
    /// How it is treated.
    pub badges: Badges,
    /// How it stands.
    pub state: TagState,
    /// When it last got another image.
    pub updated: Option<Timestamp>,
    /// How many events its history has.
    pub history_length: usize,
    /// What its annotations say to people.
    pub about: TagAbout,
    /// The tag is in the spec.
    pub in_spec: bool,
    /// The tag is in the status.
    pub in_status: bool,
}

/// What a tag points to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentImage {
    /// The pull spec of the event.
    pub reference: String,
    /// The digest; none for references.
    pub digest: Option<String>,
    /// Since when.
    pub created: Option<Timestamp>,
    /// The spec tag generation that led to it.
    pub generation: i64,
}

/// How a tag is treated: each one that is true is shown as a badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the API"
)]
pub struct Badges {
    /// Imported again periodically.
    pub scheduled: bool,
    /// Imported over plain HTTP or without checking certificates.
    pub insecure: bool,
    /// Not imported: consumers get the source as written.
    pub reference: bool,
    /// Reference policy `Local`: consumers get the integrated registry.
    pub local_policy: bool,
    /// Import mode `PreserveOriginal`: the whole manifest list is kept.
    pub preserve_original: bool,
}

impl Badges {
    /// The badges of a spec tag.
    pub fn of(spec: Option<&TagReference>) -> Self {
        spec.map_or_else(Self::default, |spec| Self {
            scheduled: spec.import_policy.scheduled,
            insecure: spec.import_policy.insecure,
            reference: spec.reference,
            local_policy: spec.reference_policy.kind == "Local",
            preserve_original: spec.import_policy.import_mode == "PreserveOriginal",
        })
    }

    /// Stable words of those that are true, for the filter.
    fn ids(self) -> impl Iterator<Item = &'static str> + Clone {
        [
            (self.scheduled, "scheduled"),
            (self.insecure, "insecure"),
            (self.reference, "reference"),
            (self.local_policy, "local"),
            (self.preserve_original, "preserve-original"),
        ]
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, id)| id)
    }
}

/// The well-known annotations of a spec tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagAbout {
    /// `description`.
    pub description: Option<String>,
    /// `tags`: words such as `builder`; `hidden` among them hides the tag in consoles.
    pub words: Vec<String>,
    /// `supports`.
    pub supports: Vec<String>,
    /// `sampleRepo`.
    pub sample_repository: Option<String>,
}

impl TagAbout {
    fn of(spec: Option<&TagReference>) -> Self {
        let Some(spec) = spec else {
            return Self::default();
        };
        let get = |key: &str| spec.annotations.get(key).filter(|text| !text.is_empty());
        let words = |key: &str| {
            let words = get(key).map(|text| text.split(',').map(|word| word.trim().to_owned()));
            words.map(Iterator::collect).unwrap_or_default()
        };
        Self {
            description: get("description").cloned(),
            words: words("tags"),
            supports: words("supports"),
            sample_repository: get("sampleRepo").cloned(),
        }
    }
}

impl CurrentImage {
    fn of(event: &TagEvent) -> Self {
        Self {
            reference: event.docker_image_reference.clone(),
            digest: Some(event.image.clone()).filter(|digest| !digest.is_empty()),
            created: event.created,
            generation: event.generation,
        }
    }
}

impl TagRow {
    /// The row of one tag.
    pub fn of(tags: &StreamTags<'_>, aliases: &Aliases<'_>, name: &str) -> Self {
        let tag = tags.get(name);
        let current = tag.newest().map(CurrentImage::of);
        Self {
            name: name.to_owned(),
            source: TagSource::of(tag.spec, tags.namespace, tags.stream),
            aliases: aliases
                .names(name)
                .iter()
                .map(|alias| (*alias).to_owned())
                .collect(),
            updated: current.as_ref().and_then(|current| current.created),
            current,
            badges: Badges::of(tag.spec),
            state: TagState::of(tags, aliases, name),
            history_length: tag.events().len(),
            about: TagAbout::of(tag.spec),
            in_spec: tag.spec.is_some(),
            in_status: tag.status.is_some(),
        }
    }

    /// The rows of all tags, in `oc`'s order.
    pub fn all(tags: &StreamTags<'_>, aliases: &Aliases<'_>) -> Vec<Self> {
        let mut names: Vec<_> = tags
            .iter()
            .map(|(name, _)| (tag_order::rank(name), name))
            .collect();
        order::sort(&mut names);
        names
            .into_iter()
            .map(|(_, name)| Self::of(tags, aliases, name))
            .collect()
    }

    /// Whether the row is to be shown under a filter. Words look at name, source, aliases, digest,
    /// reference, annotations, and at the stable words of state and badges.
    fn matches(&self, words: &Words, namespace: &str) -> bool {
        if words.is_empty() {
            return true;
        }
        let source = self.source.text(namespace);
        let current = self.current.as_ref();
        let digest = current.and_then(|current| current.digest.as_deref());
        let optional = [
            Some(self.name.as_str()),
            Some(&source),
            current.map(|current| current.reference.as_str()),
            digest,
            self.about.description.as_deref(),
            Some(self.state.phase.id()),
            self.state.importing.then_some("importing"),
            self.state.never_imported.then_some("never-imported"),
            self.state.alias_of.is_some().then_some("alias"),
        ];
        let mut texts: Vec<&str> = optional.into_iter().flatten().collect();
        texts.extend(
            self.aliases
                .iter()
                .chain(&self.about.words)
                .map(String::as_str),
        );
        for badge in self.badges.ids() {
            texts.push(badge);
        }
        words.match_any(&texts.iter().copied())
    }
}

/// Orders of the tags table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagSort {
    /// As `oc` lists them: `latest`, then short and full versions, newest first.
    #[default]
    Oc,
    /// By the numbers in the name, whatever its form: ascending is oldest version first.
    Version,
    /// By name, numbers by value.
    Name,
    /// By last update; tags without one come last.
    Updated,
    /// By state, failures first.
    State,
}

impl TagSort {
    /// Every order.
    pub const ALL: [Self; 5] = [
        Self::Oc,
        Self::Version,
        Self::Name,
        Self::Updated,
        Self::State,
    ];

    /// Stable word for URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Oc => "oc",
            Self::Version => "version",
            Self::Name => "name",
            Self::Updated => "updated",
            Self::State => "state",
        }
    }

    /// The order of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.id() == id)
    }

    fn compare(self, direction: Direction, left: &TagRow, right: &TagRow) -> Ordering {
        let by_name = || natural::compare(&left.name, &right.name);
        match self {
            Self::Oc => direction.apply(tag_order::compare(&left.name, &right.name)),
            Self::Version => direction.apply_optional(version(&left.name), version(&right.name)),
            Self::Name => direction.apply(by_name()),
            Self::Updated => direction.apply_optional(left.updated, right.updated),
            Self::State => direction.apply(left.state.phase.cmp(&right.state.phase)),
        }
        .then_with(by_name)
    }
}

/// A name as a version: its numbers up to the first other word, and whether nothing follows them
/// (`3.1` comes after `3.1-rc1`). None for names that do not begin with a number or `v`.
fn version(name: &str) -> Option<(Vec<u64>, bool)> {
    let short = name.strip_prefix('v').unwrap_or(name);
    let end = short
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(short.len());
    let (numbers, rest) = short.split_at_checked(end)?;
    let numbers: Option<Vec<u64>> = numbers
        .split('.')
        .map(|number| number.parse().ok())
        .collect();
    Some((numbers?, rest.is_empty()))
}

/// The indexes of the rows to show, in order; `namespace` is the stream's.
pub fn arrange_tags(
    rows: &[TagRow],
    namespace: &str,
    words: &Words,
    sort: TagSort,
    direction: Direction,
) -> Vec<usize> {
    if sort == TagSort::Oc && direction == Direction::Ascending {
        // The rows are in this order already.
        return arrange(
            rows,
            |row| row.matches(words, namespace),
            |_, _| Ordering::Equal,
        );
    }
    arrange(
        rows,
        |row| row.matches(words, namespace),
        |left, right| sort.compare(direction, left, right),
    )
}
