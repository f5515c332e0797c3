//! The page of one stream: everything of `oc describe is` and more.

use super::history::{self, HistoryEntry};
use super::pull_specs::{Repositories, host};
use super::tag_rows::TagRow;
use crate::image::command::{self, Engine};
use crate::image::describe::unique_images;
use crate::image::follow::Aliases;
use crate::image::pull_spec::is_tag;
use crate::image::stream::ImageStream;
use crate::image::tags::StreamTags;
use crate::image::view::ImageStreamLayers;
use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;

/// What the page of a stream shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreamPage {
    /// Name.
    pub name: String,
    /// Project.
    pub namespace: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Labels.
    pub labels: SortedMap<String, String>,
    /// The annotation `description`.
    pub description: Option<String>,
    /// The other annotations.
    pub annotations: SortedMap<String, String>,
    /// Where it is pulled from.
    pub repositories: Repositories,
    /// Names such as `mysql` in workloads of the project mean this stream.
    pub lookup_local: bool,
    /// The whole stream is marked as insecure by annotation.
    pub insecure: bool,
    /// Images in all histories, as `oc` counts them.
    pub unique_images: usize,
    /// How often the spec changed.
    pub generation: i64,
    /// Every tag, in `oc`'s order; their number is `oc`'s `Tags`.
    pub tags: Vec<TagRow>,
}

impl StreamPage {
    /// The page of a stream.
    pub fn of(stream: &ImageStream) -> Self {
        let metadata = &stream.metadata;
        let tags = StreamTags::of(stream);
        let aliases = Aliases::of(&tags);
        let mut annotations = metadata.annotations.clone();
        let description = annotations
            .remove("description")
            .filter(|text| !text.is_empty());
        Self {
            name: metadata.name.clone(),
            namespace: metadata.namespace.clone(),
            created: metadata.creation_timestamp,
            labels: metadata.labels.clone(),
            insecure: annotations
                .get("openshift.io/image.insecureRepository")
                .is_some_and(|value| value == "true"),
            description,
            annotations,
            repositories: Repositories::of(stream),
            lookup_local: stream.spec.lookup_policy.local,
            unique_images: unique_images(stream),
            generation: metadata.generation,
            tags: TagRow::all(&tags, &aliases),
        }
    }

    /// The command whose output the text tab shows.
    pub fn describe_command(&self) -> String {
        command::describe_stream(&self.namespace, &self.name)
    }

    /// How to log in, pull and push; none when the cluster has no integrated registry. `tag` is the
    /// tag of the examples.
    pub fn commands(&self, engine: Engine, tag: &str) -> Option<RegistryCommands> {
        RegistryCommands::of(&self.repositories, engine, tag)
    }
}

/// The events of all tags on one time line, newest first.
pub fn stream_history(
    stream: &ImageStream,
    layers: Option<&ImageStreamLayers>,
) -> Vec<HistoryEntry> {
    history::of_stream(&StreamTags::of(stream), layers)
}

/// Command lines for the integrated registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryCommands {
    /// The address is only reachable inside the cluster.
    pub internal_only: bool,
    /// Logs every engine in that reads docker's or podman's configuration.
    pub oc_login: String,
    /// Logs this engine in.
    pub engine_login: String,
    /// Pulls the tag.
    pub pull: String,
    /// Pushes a local image of the same name to the tag.
    pub push: String,
}

impl RegistryCommands {
    /// The commands for a tag of the stream with these addresses; none for tags whose names engines
    /// refuse.
    pub fn of(repositories: &Repositories, engine: Engine, tag: &str) -> Option<Self> {
        let repository = repositories.best().filter(|_| is_tag(tag))?;
        let pull_spec = format!("{repository}:{tag}");
        Some(Self {
            internal_only: repositories.public.is_none(),
            oc_login: command::registry_login(host(repository)),
            engine_login: engine.login(host(repository)),
            pull: engine.pull(&pull_spec),
            push: engine.push(&pull_spec),
        })
    }
}
