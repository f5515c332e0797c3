//! The page of one tag: everything of `oc describe istag`, and for tags without an image, why and
//! what would mend it.

use super::history::{self, HistoryEntry};
use super::image_facts::ImageFacts;
use super::pull_specs::{self, Repositories, TagPullSpec};
use super::stream_page::RegistryCommands;
use super::tag_rows::TagRow;
use crate::image::command::{self, Engine};
use crate::image::follow::Aliases;
use crate::image::pull_spec::PullSpec;
use crate::image::source::{TagSource, TagTarget};
use crate::image::stream::{ImageStream, TagEventCondition};
use crate::image::tag_state::{ImportFailure, TagPhase, observed_generation};
use crate::image::tags::{StreamTag, StreamTags};
use crate::image::view::{ImageStreamLayers, ImageStreamTag};

/// What the page of a tag shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPage {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
    /// Name, source, badges, state, aliases and current image.
    pub row: TagRow,
    /// `importPolicy.importMode` as stored; may be empty.
    pub import_mode: String,
    /// `referencePolicy.type` as stored; may be empty.
    pub reference_policy: String,
    /// The stream's lookup policy.
    pub lookup_local: bool,
    /// How far the import got.
    pub generations: Generations,
    /// Conditions as the server has them.
    pub conditions: Vec<TagEventCondition>,
    /// The image, when there is one.
    pub image: Option<ImageFacts>,
    /// Why there is none.
    pub absence: Option<Absence>,
    /// Why the tag still has the image from before, when its last import failed.
    pub failing: Option<Absence>,
    /// How to pull it.
    pub pull_specs: Vec<TagPullSpec>,
    /// Addresses of the stream.
    pub repositories: Repositories,
    /// What the tag pointed to, newest first.
    pub history: Vec<HistoryEntry>,
    /// Other tags of the stream that point to the same digest now, in `oc`'s order.
    pub same_image: Vec<String>,
}

/// Generations of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Generations {
    /// At which the tag was last asked for; none for pushed tags.
    pub wanted: Option<i64>,
    /// Which the import controller has dealt with.
    pub observed: i64,
    /// Which led to the present image.
    pub current: Option<i64>,
    /// The stream's own.
    pub stream: i64,
}

/// Why a tag has no image or no newer one, and what would help, the most likely first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The reason.
    pub why: Why,
    /// What would mend it.
    pub mends: Vec<Mend>,
}

/// Why a tag has no image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its first import is to come or under way.
    Pending,
    /// Its import failed.
    Failed(ImportFailure),
    /// It only refers to the source; nothing is imported on purpose.
    Reference,
    /// Nothing asked for an import.
    NeverImported,
    /// The tag that it follows has no image or does not exist.
    DanglingTag(TagTarget),
    /// The image that it follows is not in that stream.
    DanglingImage {
        /// Project of the stream.
        namespace: String,
        /// The stream.
        stream: String,
        /// The digest.
        digest: String,
    },
    /// The stream still names the image, but the image is gone from the cluster.
    ImagePruned {
        /// The digest.
        digest: String,
    },
    /// The tag has neither source nor image.
    Empty,
}

/// What would give a tag an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Waiting: the import comes by itself.
    Wait,
    /// Importing again.
    ImportAgain,
    /// A pull secret for that registry in the project.
    AddPullSecret {
        /// Host of the registry.
        registry: String,
    },
    /// Another pull spec: this one names nothing.
    CorrectSource,
    /// Allowing plain HTTP or an unknown certificate, if the registry is trusted.
    AllowInsecure,
    /// Waiting until the registry takes requests again, or logging in to it for a higher limit.
    WaitForRegistry,
    /// Importing instead of referring.
    ImportInsteadOfReference,
    /// Giving the followed tag an image.
    FillTarget(TagTarget),
    /// Following something else.
    Retarget,
    /// Pushing an image.
    Push,
    /// Going back to an older image of the history.
    RollBack,
}

impl TagPage {
    /// The page of a tag; none when the stream has no such tag. `image` is what the server answered
    /// for the image stream tag, none if it answered that there is none.
    pub fn of(
        stream: &ImageStream,
        name: &str,
        image: Option<&ImageStreamTag>,
        layers: Option<&ImageStreamLayers>,
    ) -> Option<Self> {
        let tags = StreamTags::of(stream);
        let tag = tags.get(name);
        if !tag.exists() {
            return None;
        }
        let aliases = Aliases::of(&tags);
        let row = TagRow::of(&tags, &aliases, name);
        let facts = image.map(|tag| {
            let mut facts = ImageFacts::of(&tag.image, layers);
            if let Some(layers) = layers {
                let others = row_names(&tags).filter(|(other, _)| *other != name);
                facts.share_layers(layers, others);
            }
            facts
        });
        let absence = facts.is_none().then(|| Absence::of(&row, tag));
        let failure = row.state.failure.as_ref().filter(|_| facts.is_some());
        let failing = failure.map(|failure| Absence {
            why: Why::Failed(failure.clone()),
            mends: failure_mends(failure, &row.source, row.badges.insecure),
        });
        let mut same_image: Vec<&str> = row_names(&tags)
            .filter(|(other, digest)| *other != name && Some(*digest) == tag.digest())
            .map(|(other, _)| other)
            .collect();
        crate::image::tag_order::prioritize(&mut same_image, |tag| tag);
        Some(Self {
            namespace: stream.metadata.namespace.clone(),
            stream: stream.metadata.name.clone(),
            import_mode: tag
                .spec
                .map_or_else(String::new, |spec| spec.import_policy.import_mode.clone()),
            reference_policy: tag
                .spec
                .map_or_else(String::new, |spec| spec.reference_policy.kind.clone()),
            lookup_local: stream.spec.lookup_policy.local,
            generations: Generations {
                wanted: tag.spec.and_then(|spec| spec.generation),
                observed: observed_generation(tag.status),
                current: tag.newest().map(|event| event.generation),
                stream: stream.metadata.generation,
            },
            conditions: tag
                .status
                .map_or_else(Vec::new, |status| status.conditions.clone()),
            image: facts,
            absence,
            failing,
            pull_specs: pull_specs::of_tag(stream, name, tag),
            repositories: Repositories::of(stream),
            history: history::of_tag(name, tag, layers),
            same_image: same_image.into_iter().map(str::to_owned).collect(),
            row,
        })
    }

    /// The command whose output the text tab shows.
    pub fn describe_command(&self) -> String {
        command::describe_tag(&self.namespace, &self.stream, &self.row.name)
    }

    /// The command that lists the platforms.
    pub fn platforms_command(&self) -> String {
        command::list_platforms(&self.namespace, &self.stream, &self.row.name)
    }

    /// How to log in, pull and push; none when the cluster has no integrated registry.
    pub fn commands(&self, engine: Engine) -> Option<RegistryCommands> {
        RegistryCommands::of(&self.repositories, engine, &self.row.name)
    }
}

/// The tags that point to an image, with its digest, in byte order.
fn row_names<'a>(tags: &StreamTags<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    tags.iter()
        .filter_map(|(name, tag)| Some((name, tag.digest()?)))
}

impl Absence {
    fn of(row: &TagRow, tag: StreamTag<'_>) -> Self {
        let why = Self::why(row, tag);
        let imports = matches!(row.source, TagSource::Registry { .. });
        let mends = match &why {
            Why::Pending => vec![Mend::Wait, Mend::ImportAgain],
            Why::Failed(failure) => failure_mends(failure, &row.source, row.badges.insecure),
            Why::Reference => vec![Mend::ImportInsteadOfReference, Mend::ImportAgain],
            Why::NeverImported => vec![Mend::ImportAgain],
            Why::DanglingTag(target) => vec![Mend::FillTarget(target.clone()), Mend::Retarget],
            Why::DanglingImage { .. } => vec![Mend::Retarget],
            Why::ImagePruned { .. } => {
                let first = if imports {
                    Mend::ImportAgain
                } else {
                    Mend::Push
                };
                let older = row.history_length > 1;
                [
                    Some(first),
                    older.then_some(Mend::RollBack),
                    Some(Mend::Retarget),
                ]
                .into_iter()
                .flatten()
                .collect()
            }
            Why::Empty => vec![Mend::Retarget, Mend::Push],
        };
        Self { why, mends }
    }

    fn why(row: &TagRow, tag: StreamTag<'_>) -> Why {
        if let Some(digest) = tag.digest() {
            return Why::ImagePruned {
                digest: digest.to_owned(),
            };
        }
        if let Some(failure) = &row.state.failure {
            return Why::Failed(failure.clone());
        }
        match (row.state.phase, &row.source) {
            (TagPhase::Dangling, TagSource::Tag(target)) => Why::DanglingTag(target.clone()),
            (TagPhase::Dangling, TagSource::Image(target)) => Why::DanglingImage {
                namespace: target.namespace.clone(),
                stream: target.stream.clone(),
                digest: target.digest.clone(),
            },
            (TagPhase::Reference, _) => Why::Reference,
            (TagPhase::Importing, _) => Why::Pending,
            (TagPhase::NeverImported, _) => Why::NeverImported,
            _ => Why::Empty,
        }
    }
}

/// What mends a failed import. The reason is a word of the API, but the most common failures of
/// connections share one, so that the message is looked at, too.
fn failure_mends(failure: &ImportFailure, source: &TagSource, insecure: bool) -> Vec<Mend> {
    let message = failure.message.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| message.contains(word));
    let registry = match source {
        TagSource::Registry { pull_spec } => PullSpec::parse(pull_spec)
            .map(|spec| spec.with_client_defaults().registry)
            .ok(),
        _ => None,
    };
    let secret = registry.map(|registry| Mend::AddPullSecret { registry });
    let mut mends = Vec::new();
    match failure.reason.as_str() {
        "TooManyRequests" => {
            mends.push(Mend::WaitForRegistry);
            mends.extend(secret);
        }
        "Unauthorized" | "Forbidden" => {
            if says(&["toomanyrequests", "rate limit"]) {
                mends.push(Mend::WaitForRegistry);
            }
            mends.extend(secret);
            // Registries answer the same for what is private and for what does not exist.
            mends.push(Mend::CorrectSource);
        }
        "NotFound" | "Invalid" => mends.extend([Mend::CorrectSource, Mend::Retarget]),
        _ => {
            if says(&["toomanyrequests", "rate limit", "429"]) {
                mends.push(Mend::WaitForRegistry);
                mends.extend(secret);
            } else if !insecure && says(&["x509", "certificate", "http response to https"]) {
                mends.push(Mend::AllowInsecure);
            } else {
                mends.push(Mend::CorrectSource);
            }
        }
    }
    mends.push(Mend::ImportAgain);
    mends
}
