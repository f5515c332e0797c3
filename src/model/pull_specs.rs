//! Where a stream and its tags are pulled from.

use crate::image::pull_spec::{PullSpec, is_tag};
use crate::image::source::TagSource;
use crate::image::stream::ImageStream;
use crate::image::tags::StreamTag;

/// The addresses of a stream; empty ones are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repositories {
    /// In the integrated registry, as the cluster's own network sees it.
    pub internal: Option<String>,
    /// The same, from outside.
    pub public: Option<String>,
    /// The external repository behind the whole stream (`spec.dockerImageRepository`, deprecated).
    pub external: Option<String>,
}

impl Repositories {
    /// The addresses of a stream.
    pub fn of(stream: &ImageStream) -> Self {
        let present = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let external = present(&stream.spec.docker_image_repository);
        // Without an integrated registry the server repeats the external repository in the status.
        let internal = present(&stream.status.docker_image_repository);
        Self {
            internal: internal.filter(|internal| external.as_ref() != Some(internal)),
            public: present(&stream.status.public_docker_image_repository),
            external,
        }
    }

    /// The address to use from outside the cluster, else the internal one.
    pub fn best(&self) -> Option<&str> {
        self.public.as_deref().or(self.internal.as_deref())
    }
}

/// The host of a repository or reference: what one logs in to.
pub fn host(repository: &str) -> &str {
    repository
        .split_once('/')
        .map_or(repository, |(host, _)| host)
}

/// Where an image can be pulled from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// The integrated registry from outside.
    Public,
    /// The integrated registry from inside the cluster.
    Internal,
    /// The registry that the image came from.
    Source,
}

/// One way to name the image of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPullSpec {
    /// Where.
    pub location: Location,
    /// By digest: always this image. Otherwise by tag: whatever the tag points to then.
    pub by_digest: bool,
    /// The reference.
    pub text: String,
    /// What workloads of the cluster are given for this tag, by its reference policy.
    pub for_workloads: bool,
}

/// Every way to pull a tag, public before internal before source, by tag before by digest.
pub fn of_tag(stream: &ImageStream, name: &str, tag: StreamTag<'_>) -> Vec<TagPullSpec> {
    let repositories = Repositories::of(stream);
    let given = for_workloads(stream, tag);
    let mut all = Vec::new();
    let mut add = |location, by_digest, text: String| {
        let for_workloads = given.as_ref() == Some(&text);
        all.push(TagPullSpec {
            location,
            by_digest,
            text,
            for_workloads,
        });
    };
    let integrated = [
        (Location::Public, repositories.public),
        (Location::Internal, repositories.internal),
    ];
    // The integrated registry serves what the status has, nothing else.
    for (location, repository) in integrated {
        let Some(repository) = repository.filter(|_| tag.newest().is_some()) else {
            continue;
        };
        if is_tag(name) {
            add(location, false, format!("{repository}:{name}"));
        }
        if let Some(digest) = tag.digest() {
            add(location, true, format!("{repository}@{digest}"));
        }
    }
    let source = TagSource::of(tag.spec, &stream.metadata.namespace, &stream.metadata.name);
    if let TagSource::Registry { pull_spec } = source {
        let by_digest = PullSpec::parse(&pull_spec).is_ok_and(|spec| !spec.digest.is_empty());
        add(Location::Source, by_digest, pull_spec);
    }
    if let Some(event) = tag.newest() {
        let reference = event.docker_image_reference.clone();
        let by_digest = PullSpec::parse(&reference).is_ok_and(|spec| !spec.digest.is_empty());
        if all.iter().all(|known| known.text != reference) {
            let for_workloads = given.as_ref() == Some(&reference);
            let location = Location::Source;
            all.push(TagPullSpec {
                location,
                by_digest,
                text: reference,
                for_workloads,
            });
        }
    }
    all
}

/// Every way to pull an image of a stream by digest; `reference` is where the image came from.
pub fn of_image(stream: &ImageStream, digest: &str, reference: &str) -> Vec<TagPullSpec> {
    let repositories = Repositories::of(stream);
    let integrated = [
        (Location::Public, repositories.public),
        (Location::Internal, repositories.internal),
    ];
    let mut all: Vec<TagPullSpec> = integrated
        .into_iter()
        .filter_map(|(location, repository)| {
            let text = format!("{}@{digest}", repository?);
            Some(TagPullSpec {
                location,
                by_digest: true,
                text,
                for_workloads: false,
            })
        })
        .collect();
    if !reference.is_empty() && all.iter().all(|known| known.text != reference) {
        let (location, text) = (Location::Source, reference.to_owned());
        all.push(TagPullSpec {
            location,
            by_digest: true,
            text,
            for_workloads: false,
        });
    }
    all
}

/// The reference that workloads of the cluster get: with the policy `Local` that of the integrated
/// registry by digest, where there is one, else that of the event.
pub fn for_workloads(stream: &ImageStream, tag: StreamTag<'_>) -> Option<String> {
    let event = tag.newest()?;
    let repository = &stream.status.docker_image_repository;
    let local = tag
        .spec
        .is_some_and(|spec| spec.reference_policy.kind == "Local");
    let repository = PullSpec::parse(repository)
        .ok()
        .filter(|_| local && !event.image.is_empty());
    if let Some(repository) = repository {
        let digest = event.image.clone();
        return Some(
            PullSpec {
                tag: String::new(),
                digest,
                ..repository
            }
            .exact(),
        );
    }
    Some(event.docker_image_reference.clone())
}
