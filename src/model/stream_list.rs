//! The list of streams.

use super::filter::{Selector, Words};
use super::sort::{Direction, arrange};
use crate::image::follow::Aliases;
use crate::image::stream::ImageStream;
use crate::image::tag_state::{TagPhase, TagState};
use crate::image::tags::StreamTags;
use crate::text::natural;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;
use std::cmp::Ordering;

/// One stream in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamRow {
    /// Name.
    pub name: String,
    /// Project.
    pub namespace: String,
    /// Tags in spec or status.
    pub tag_count: usize,
    /// Tags whose last import failed.
    pub failing_count: usize,
    /// Tags that the cluster imports again periodically.
    pub scheduled_count: usize,
    /// Tags of a registry that have never had an image; failed ones included.
    pub never_imported_count: usize,
    /// Tags with an import to come or under way.
    pub importing_count: usize,
    /// When a tag last got another image.
    pub updated: Option<Timestamp>,
    /// Where the stream is pulled from: public, else internal address; may be empty.
    pub repository: String,
    /// Labels.
    pub labels: SortedMap<String, String>,
    /// Names of the tags, for the filter; bytewise order.
    pub tag_names: Vec<String>,
}

impl StreamRow {
    /// Sums a stream up.
    pub fn of(stream: &ImageStream) -> Self {
        let tags = StreamTags::of(stream);
        let aliases = Aliases::of(&tags);
        let status = &stream.status;
        let repositories = [
            &status.public_docker_image_repository,
            &status.docker_image_repository,
            &stream.spec.docker_image_repository,
        ];
        let mut row = Self {
            name: stream.metadata.name.clone(),
            namespace: stream.metadata.namespace.clone(),
            tag_count: tags.len(),
            repository: repositories
                .into_iter()
                .find(|repository| !repository.is_empty())
                .cloned()
                .unwrap_or_default(),
            labels: stream.metadata.labels.clone(),
            tag_names: Vec::with_capacity(tags.len()),
            ..Self::default()
        };
        for (name, tag) in tags.iter() {
            let state = TagState::of(&tags, &aliases, name);
            row.failing_count += usize::from(state.phase == TagPhase::Failed);
            // What follows nothing waits for nothing: it never got an image.
            let dangling = state.phase == TagPhase::Dangling;
            row.importing_count += usize::from(state.importing && !dangling);
            row.never_imported_count += usize::from(state.never_imported || dangling);
            row.scheduled_count +=
                usize::from(tag.spec.is_some_and(|spec| spec.import_policy.scheduled));
            row.updated = row
                .updated
                .max(tag.newest().and_then(|event| event.created));
            row.tag_names.push(name.to_owned());
        }
        row
    }

    /// Whether the row is to be shown under a filter. Words look at name, project, repository,
    /// labels, and at the states `failing`, `scheduled`, `importing` and `never-imported`.
    pub fn matches(&self, words: &Words, selector: &Selector) -> bool {
        let states = [
            (self.failing_count, "failing"),
            (self.scheduled_count, "scheduled"),
            (self.importing_count, "importing"),
            (self.never_imported_count, "never-imported"),
        ];
        let states = states
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(_, id)| id);
        let labels = self
            .labels
            .iter()
            .flat_map(|(key, value)| [key.as_str(), value.as_str()]);
        // The cluster's own registry is the same in every row: it would only make each of them match.
        let (_, path) = self.repository.split_once('/').unwrap_or_default();
        let own = path
            .strip_prefix(self.namespace.as_str())
            .and_then(|rest| rest.strip_prefix('/'))
            == Some(&self.name);
        let repository = if own { path } else { &self.repository };
        let texts = [self.name.as_str(), &self.namespace, repository].into_iter();
        selector.matches(&self.labels)
            && (words.is_empty() || words.match_any(&texts.chain(labels).chain(states)))
    }
}

/// Columns that the list can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StreamSort {
    /// By name, numbers by value.
    #[default]
    Name,
    /// By project, then name.
    Namespace,
    /// By number of tags.
    Tags,
    /// By number of failing tags.
    Failing,
    /// By last update; streams without one come last.
    Updated,
    /// By repository.
    Repository,
}

impl StreamSort {
    /// Every column.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::Namespace,
        Self::Tags,
        Self::Failing,
        Self::Updated,
        Self::Repository,
    ];

    /// Stable word for URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Namespace => "namespace",
            Self::Tags => "tags",
            Self::Failing => "failing",
            Self::Updated => "updated",
            Self::Repository => "repository",
        }
    }

    /// The column of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.id() == id)
    }

    fn compare(self, direction: Direction, left: &StreamRow, right: &StreamRow) -> Ordering {
        let by_name = || {
            natural::compare(&left.name, &right.name)
                .then_with(|| natural::compare(&left.namespace, &right.namespace))
        };
        match self {
            Self::Name => direction.apply(by_name()),
            Self::Namespace => direction.apply(natural::compare(&left.namespace, &right.namespace)),
            Self::Tags => direction.apply(left.tag_count.cmp(&right.tag_count)),
            Self::Failing => direction.apply(left.failing_count.cmp(&right.failing_count)),
            Self::Updated => direction.apply_optional(left.updated, right.updated),
            Self::Repository => {
                direction.apply(natural::compare(&left.repository, &right.repository))
            }
        }
        .then_with(by_name)
    }
}

/// The indexes of the rows to show, in order.
pub fn arrange_streams(
    rows: &[StreamRow],
    words: &Words,
    selector: &Selector,
    sort: StreamSort,
    direction: Direction,
) -> Vec<usize> {
    arrange(
        rows,
        |row| row.matches(words, selector),
        |left, right| sort.compare(direction, left, right),
    )
}
