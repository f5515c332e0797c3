//! Imports: asking the server to read registries, once to look and once to store.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::check::{self, Reason, Refusal, Refusals};
use super::field::Field;
use super::intent::{ImportMode, Place, ReferencePolicy, TagOptions, Which};
use super::plan::{Precondition, Write};
use super::raw::{self, Served};
use super::{request, source, wanted};
use crate::image::follow::{FollowError, follow};
use crate::image::pull_spec::PullSpec;
use crate::image::tags::StreamTags;

/// How many images one request imports. The server reads about two a second; smaller requests show
/// progress, and lose less when a connection breaks.
pub const IMAGES_PER_REQUEST: usize = 10;

/// Name of a stream for looking, where none is given. Nothing is stored under it.
pub(super) const ANY_STREAM: &str = "look";

fn body(place: &Place, store: bool, version: Option<&str>) -> Value {
    let name = if place.stream.is_empty() {
        ANY_STREAM
    } else {
        &place.stream
    };
    let mut body = json!({
        "kind": "ImageStreamImport",
        "apiVersion": "image.openshift.io/v1",
        "metadata": {"name": name, "namespace": place.namespace},
        "spec": {"import": store},
    });
    if let Some(version) = version {
        raw::set(
            &mut body,
            &["metadata", "resourceVersion"],
            Some(json!(version)),
        );
    }
    body
}

/// One source with the policies that a form says.
fn item(name: &str, options: &TagOptions) -> Value {
    let mut item = json!({"from": {"kind": source::REGISTRY, "name": name}, "importPolicy": {}});
    raw::set_flag(&mut item, wanted::INSECURE, options.insecure == Some(true));
    raw::set_flag(
        &mut item,
        wanted::SCHEDULED,
        options.scheduled == Some(true),
    );
    if let Some(word) = options.import_mode.map(ImportMode::word) {
        raw::set(&mut item, wanted::IMPORT_MODE, Some(json!(word)));
    }
    if let Some(word) = options.reference_policy.map(ReferencePolicy::word) {
        raw::set(&mut item, wanted::REFERENCE_POLICY, Some(json!(word)));
    }
    item
}

fn write(place: &Place, body: &Value, precondition: Precondition, tags: Vec<String>) -> Write {
    Write {
        request: request::import(&place.namespace, body),
        precondition,
        tags,
    }
}

/// Imports a whole repository into the stream.
pub(super) fn repository(
    place: &Place,
    repository: &str,
    options: &TagOptions,
    version: Option<&str>,
) -> Result<Write, Vec<Refusal>> {
    let repository = check::repository(repository)?;
    let mut body = body(place, true, version);
    let item = item(&repository, options);
    raw::set(&mut body, &["spec", "repository"], Some(item));
    let precondition = version.map_or(Precondition::Nothing, |version| {
        Precondition::Version(version.to_owned())
    });
    Ok(write(place, &body, precondition, Vec::new()))
}

/// Asks about one image.
pub(super) fn look_at_image(
    place: &Place,
    image: &str,
    options: &TagOptions,
) -> Result<Write, Vec<Refusal>> {
    let image = check::image(image)?;
    let mut body = body(place, false, None);
    raw::set(
        &mut body,
        &["spec", "images"],
        Some(json!([item(&image, options)])),
    );
    Ok(write(place, &body, Precondition::Nothing, Vec::new()))
}

/// Asks about a repository.
pub(super) fn look_at_repository(
    place: &Place,
    repository: &str,
    options: &TagOptions,
) -> Result<Write, Vec<Refusal>> {
    let repository = check::repository(repository)?;
    let mut body = body(place, false, None);
    raw::set(
        &mut body,
        &["spec", "repository"],
        Some(item(&repository, options)),
    );
    Ok(write(place, &body, Precondition::Nothing, Vec::new()))
}

/// The requests that import tags again, and the stream after them.
pub(super) fn again(
    place: &Place,
    old: &Served,
    which: &Which,
) -> Result<(Vec<Write>, Value), Vec<Refusal>> {
    let repository_behind = &old.view.spec.docker_image_repository;
    if *which == Which::All && !repository_behind.is_empty() {
        let options = TagOptions {
            insecure: Some(insecure(old)),
            ..TagOptions::default()
        };
        let write = repository(place, repository_behind, &options, Some(old.version()))?;
        return Ok((vec![write], old.raw.clone()));
    }
    let names = match which {
        Which::Tags(names) => chosen(old, names)?,
        Which::All => all(old),
    };
    if names.is_empty() {
        let field = Field::Tags;
        let reason = if *which == Which::All {
            Reason::NoRegistryTags
        } else {
            Reason::Empty
        };
        return Err(Refusal::one(field, reason));
    }
    let mut after = old.raw.clone();
    let mut batches: Vec<Batch> = Vec::new();
    for name in names {
        let Some(tag) = raw::spec_tag_mut(&mut after, &name) else {
            continue;
        };
        if insecure(old) {
            raw::set_flag(tag, wanted::INSECURE, true);
        }
        let image = Image::of(name, tag);
        match batches.iter_mut().find(|batch| batch.takes(&image)) {
            Some(batch) => batch.0.push(image),
            None => batches.push(Batch(vec![image])),
        }
    }
    let writes = batches
        .iter()
        .enumerate()
        .map(|(index, batch)| batch.write(place, old, index));
    Ok((writes.collect(), after))
}

/// Whether the stream says that its registries are insecure, which `oc` heeds.
fn insecure(old: &Served) -> bool {
    let key = "openshift.io/image.insecureRepository";
    old.view
        .metadata
        .annotations
        .get(key)
        .is_some_and(|value| value == "true")
}

/// All tags that are imported. References are not: that they are not imported is what they say.
fn all(old: &Served) -> Vec<String> {
    let imported = |tag: &&Value| source::is_registry(tag) && !raw::flag(tag, wanted::REFERENCE);
    let tags = raw::spec_tags(&old.raw).iter().filter(imported);
    tags.map(|tag| raw::text(tag, &["name"]).to_owned())
        .collect()
}

/// The tags that are imported for the chosen ones: an alias means the tag that it follows.
fn chosen(old: &Served, names: &[String]) -> Result<Vec<String>, Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let tags = StreamTags::of(&old.view);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for name in names {
        let refuse = |reason| Err(Refusal::one(Field::Tags, reason));
        let result = match follow(&tags, name) {
            Err(FollowError::NotFound) if tags.get(name).exists() => {
                refuse(Reason::TagNotInSpec(name.clone()))
            }
            Err(FollowError::NotFound) => refuse(Reason::TagMissing(name.clone())),
            Err(FollowError::Circular | FollowError::OtherStream) => {
                refuse(Reason::NotFromRegistry(name.clone()))
            }
            Ok((target, _)) => match raw::spec_tag(&old.raw, target) {
                Some(tag) if source::is_registry(tag) => Ok(target.to_owned()),
                _ => refuse(Reason::NotFromRegistry(name.clone())),
            },
        };
        let target = refusals.take(result);
        found.extend(target.filter(|target| seen.insert(target.clone())));
    }
    refusals.or(found)
}

/// One image of a request.
struct Image {
    tag: String,
    repository: String,
    insecure: bool,
    item: Value,
}

impl Image {
    /// The source and policies as the tag has them, unknown fields included.
    fn of(name: String, tag: &Value) -> Self {
        let image = raw::text(tag, &["from", "name"]);
        let mut item = json!({
            "from": {"kind": source::REGISTRY, "name": image},
            "to": {"name": name},
        });
        for key in ["importPolicy", "referencePolicy"] {
            let policy = raw::at(tag, &[key]);
            if !raw::is_nothing(policy) {
                raw::set(&mut item, &[key], Some(policy.clone()));
            }
        }
        let repository = PullSpec::parse(image)
            .map_or_else(|_| image.to_owned(), |spec| spec.as_repository().exact());
        let insecure = raw::flag(tag, wanted::INSECURE);
        Self {
            tag: name,
            repository,
            insecure,
            item,
        }
    }
}

/// The images of one request.
struct Batch(Vec<Image>);

impl Batch {
    /// Within a request, the first image of a repository decides for all whether it is insecure;
    /// images that differ in it must not meet.
    fn takes(&self, image: &Image) -> bool {
        self.0.len() < IMAGES_PER_REQUEST
            && self.0.iter().all(|other| {
                other.repository != image.repository || other.insecure == image.insecure
            })
    }

    fn write(&self, place: &Place, old: &Served, index: usize) -> Write {
        let version = old.version();
        let precondition = if index == 0 {
            Precondition::Version(version.to_owned())
        } else {
            Precondition::PreviousAnswer
        };
        let mut body = body(place, true, (index == 0).then_some(version));
        let images: Vec<&Value> = self.0.iter().map(|image| &image.item).collect();
        raw::set(&mut body, &["spec", "images"], Some(json!(images)));
        let tags = self.0.iter().map(|image| image.tag.clone()).collect();
        write(place, &body, precondition, tags)
    }
}
