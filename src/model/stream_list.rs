//! The list of streams.

use super::filter::Selector;
use super::search::{Query, SearchDraft, SearchText};
use super::sort::Direction;
use super::state_words::StateWords;
use super::tag_rows::Badges;
use crate::image::follow::Aliases;
use crate::image::source::TagSource;
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
    /// What the filter finds.
    pub search: SearchText,
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
            ..Self::default()
        };
        let mut draft = row.draft();
        for (name, tag) in tags.iter() {
            let state = TagState::of(&tags, &aliases, name);
            row.failing_count += usize::from(state.phase == TagPhase::Failed);
            // What follows nothing waits for nothing: it never got an image.
            let dangling = state.phase == TagPhase::Dangling;
            row.importing_count += usize::from(state.importing && !dangling);
            row.never_imported_count += usize::from(state.never_imported || dangling);
            let badges = Badges::of(tag.spec);
            row.scheduled_count += usize::from(badges.scheduled);
            row.updated = row
                .updated
                .max(tag.newest().and_then(|event| event.created));
            let pushed = tag.spec.is_none();
            draft.states(StateWords::of(&state, badges, pushed));
            draft.tag(name);
            if let Some(digest) = tag.digest() {
                draft.digest(digest);
            }
        }
        // Behind the tags, so that those of the same source stand together.
        for (name, tag) in tags.iter() {
            match tag.spec.and_then(|spec| spec.from.as_ref()) {
                Some(from) if from.kind == "DockerImage" => draft.source(&from.name, name),
                Some(_) => {
                    let source = TagSource::of(tag.spec, tags.namespace, tags.stream);
                    draft.text(&source.text(tags.namespace));
                }
                None => {}
            }
        }
        row.search = draft.finish();
        row
    }

    /// What can be found of the stream as a whole.
    pub fn draft(&self) -> SearchDraft {
        let mut draft = SearchDraft::default();
        draft.place(&format!("{}/{}", self.namespace, self.name));
        // The cluster's own registry is the same in every row: it would only make each of them
        // match.
        let own = self.repository.split_once('/').is_some_and(|(_, path)| {
            path.strip_prefix(self.namespace.as_str())
                .and_then(|rest| rest.strip_prefix('/'))
                == Some(&self.name)
        });
        if !own {
            draft.text(&self.repository);
        }
        for (key, value) in self.labels.iter() {
            draft.text(&format!("{key}={value}"));
        }
        draft
    }

    /// Whether the row is to be shown under a filter.
    pub fn matches(&self, query: &Query, selector: &Selector) -> bool {
        query.matches(&self.search) && selector.matches(&self.labels)
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
    /// By labels; streams without any come last.
    Labels,
}

impl StreamSort {
    /// Every column.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Namespace,
        Self::Tags,
        Self::Failing,
        Self::Updated,
        Self::Repository,
        Self::Labels,
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
            Self::Labels => "labels",
        }
    }

    /// The column of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.id() == id)
    }

    /// Compares two rows; only the same stream is equal.
    pub fn compare(self, direction: Direction, left: &StreamRow, right: &StreamRow) -> Ordering {
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
            Self::Labels => left.compare_labels(right, direction),
        }
        .then_with(by_name)
    }
}

impl StreamRow {
    fn compare_labels(&self, other: &Self, direction: Direction) -> Ordering {
        let empty = self.labels.is_empty().cmp(&other.labels.is_empty());
        empty.then_with(|| direction.apply(self.labels.iter().cmp(other.labels.iter())))
    }
}
