//! One tag as a row of the stream page; the tag page shows the same facts larger.

use std::cmp::Ordering;

use super::search::{Query, SearchDraft, SearchText};
use super::sort::Direction;
use super::state_words::StateWords;
use crate::image::follow::Aliases;
use crate::image::source::TagSource;
use crate::image::stream::{TagEvent, TagReference};
use crate::image::tag_order;
use crate::image::tag_state::TagState;
use crate::image::tags::StreamTags;
use crate::text::sorted_map::SortedMap;
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
    fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

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

    /// What the filter finds of the row: name, source, aliases, digest, reference, annotations, and
    /// the words of state and badges. `namespace` is the stream's.
    pub fn search(&self, namespace: &str) -> SearchText {
        let mut draft = SearchDraft::default();
        draft.tag(&self.name);
        let source = self.source.text(namespace);
        draft.source(&source, &self.name);
        if let Some(current) = &self.current {
            draft.text(&current.reference);
            draft.digest(current.digest.as_deref().unwrap_or_default());
        }
        let about = &self.about;
        let words = self.aliases.iter().chain(&about.words);
        for text in words.chain(&about.description) {
            draft.text(text);
        }
        let pushed = self.source == TagSource::Pushed;
        draft.states(StateWords::of(&self.state, self.badges, pushed));
        draft.finish()
    }

    /// Whether an annotation describes the tag.
    pub fn is_described(&self) -> bool {
        self.about
            .description()
            .is_some_and(|text| !text.is_empty())
    }

    /// The digest that the tag points to.
    pub fn digest(&self) -> Option<&str> {
        self.current.as_ref()?.digest.as_deref()
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
    /// By what it follows; tags that follow nothing come last.
    Source,
    /// By the digest of the image, so that equal ones stand together; tags without one come last.
    Image,
    /// By the length of the history.
    History,
    /// By description; tags without one come last.
    Description,
}

impl TagSort {
    /// Every order.
    pub const ALL: [Self; 9] = [
        Self::Oc,
        Self::Version,
        Self::Name,
        Self::Updated,
        Self::State,
        Self::Source,
        Self::Image,
        Self::History,
        Self::Description,
    ];

    /// Stable word for URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Oc => "oc",
            Self::Version => "version",
            Self::Name => "name",
            Self::Updated => "updated",
            Self::State => "state",
            Self::Source => "source",
            Self::Image => "image",
            Self::History => "history",
            Self::Description => "description",
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
            Self::Source => {
                // Tags of other streams are told apart by where they are, whatever this stream's own
                // project.
                let text = |row: &TagRow| Some(row.source.text("")).filter(|text| !text.is_empty());
                direction.apply_optional(text(left), text(right))
            }
            Self::Image => direction.apply_optional(left.digest(), right.digest()),
            Self::History => direction.apply(left.history_length.cmp(&right.history_length)),
            Self::Description => {
                direction.apply_optional(left.about.description(), right.about.description())
            }
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

/// The indexes of all rows in an order.
pub fn sort_tags(rows: &[TagRow], sort: TagSort, direction: Direction) -> Vec<usize> {
    if sort == TagSort::Oc && direction == Direction::Ascending {
        // The rows are in this order already.
        return (0..rows.len()).collect();
    }
    order::permutation(rows.len(), &mut |left, right| {
        sort.compare(direction, &rows[left], &rows[right])
    })
}

/// The indexes of the rows that a filter keeps, in the order that they are given in. `texts` are
/// those of the rows.
pub fn filter_tags(sorted: &[usize], texts: &[SearchText], query: &Query) -> Vec<usize> {
    let keep = |row: &usize| texts.get(*row).is_some_and(|text| query.matches(text));
    sorted.iter().copied().filter(keep).collect()
}

/// A line of the table: a tag, or the head of those that point to one image.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagLine {
    /// The tags that follow point to this image; empty for those that point to none.
    Group(String),
    /// A tag, by name.
    Tag(String),
}

/// The lines of the table for some rows. In groups, equal images stand where the first of them
/// would, and what has none comes last.
pub fn tag_lines(rows: &[TagRow], shown: &[usize], grouped: bool) -> Vec<TagLine> {
    let shown = shown.iter().filter_map(|index| rows.get(*index));
    let line = |row: &TagRow| TagLine::Tag(row.name.clone());
    if !grouped {
        return shown.map(line).collect();
    }
    let shown: Vec<&TagRow> = shown.collect();
    let mut firsts: SortedMap<&str, usize> = SortedMap::new();
    // Sorted first: putting keys in between others would move them all each time.
    let by_digest = order::permutation(shown.len(), &mut |left, right| {
        shown[left].digest().cmp(&shown[right].digest())
    });
    for place in by_digest {
        if let Some(digest) = shown[place].digest()
            && !firsts.contains_key(digest)
        {
            firsts.insert(digest, place);
        }
    }
    let group = |place: usize| {
        let first = shown[place].digest().and_then(|digest| firsts.get(digest));
        first.copied().unwrap_or(usize::MAX)
    };
    let order = order::permutation(shown.len(), &mut |left, right| {
        group(left).cmp(&group(right))
    });
    let (mut lines, mut last) = (Vec::with_capacity(shown.len() + firsts.len() + 1), None);
    for place in order {
        let row = shown[place];
        if last != Some(row.digest()) {
            last = Some(row.digest());
            lines.push(TagLine::Group(row.digest().unwrap_or_default().to_owned()));
        }
        lines.push(line(row));
    }
    lines
}
