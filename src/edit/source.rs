//! From a chosen source to the `from` of a tag.

use serde_json::{Value, json};

use super::check::{self, Reason, Refusal};
use super::field::Field;
use super::intent::{DigestChoice, Place, SourceChoice, TagChoice};
use super::plan::Basis;
use super::raw;
use crate::image::pull_spec::PullSpec;
use crate::image::source::TagSource;
use crate::image::stream::ImageStream;
use crate::image::tags::StreamTags;

/// The source of a tag, ready to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct From {
    /// `from` of the spec tag.
    pub from: Value,
    /// The digest that the tag will have at once; none for what is yet to be imported.
    pub digest: Option<String>,
}

/// Kind of the sources that come from registries.
pub const REGISTRY: &str = "DockerImage";

/// Whether a spec tag comes from a registry.
pub fn is_registry(tag: &Value) -> bool {
    raw::text(tag, &["from", "kind"]) == REGISTRY
}

/// Finds what a choice means now, for a tag of the stream at `place`.
pub fn resolve(
    place: &Place,
    tag: &str,
    choice: &SourceChoice,
    basis: Basis<'_>,
) -> Result<From, Vec<Refusal>> {
    match choice {
        SourceChoice::External { image } => Ok(external(&check::image(image)?)),
        SourceChoice::FollowTag { tag: target } => follow(place, tag, target, basis),
        SourceChoice::CopyTag(source) => copy(place, source, basis),
        SourceChoice::Digest(source) => {
            let stream = stream_of(place, &source.namespace, &source.stream, basis)?;
            let digest = find_digest(stream, &source.digest)?;
            Ok(pin(place, stream, &digest))
        }
    }
}

fn external(image: &str) -> From {
    From {
        from: json!({"kind": REGISTRY, "name": image}),
        digest: None,
    }
}

/// `ImageStreamImage STREAM@DIGEST`, with the project only where it is another.
pub(super) fn pin(place: &Place, stream: &ImageStream, digest: &str) -> From {
    let name = format!("{}@{digest}", stream.metadata.name);
    let mut from = json!({"kind": "ImageStreamImage", "name": name});
    if stream.metadata.namespace != place.namespace {
        raw::set(
            &mut from,
            &["namespace"],
            Some(json!(stream.metadata.namespace)),
        );
    }
    From {
        from,
        digest: Some(digest.to_owned()),
    }
}

/// The stream that a source names.
fn stream_of<'a>(
    place: &Place,
    namespace: &str,
    stream: &str,
    basis: Basis<'a>,
) -> Result<&'a ImageStream, Vec<Refusal>> {
    let (namespace, stream) = effective(place, namespace, stream);
    let own = basis.old.map(|old| &old.view);
    let named =
        |view: &&ImageStream| view.metadata.name == stream && view.metadata.namespace == namespace;
    own.filter(named)
        .or(basis.source.filter(named))
        .ok_or_else(|| Refusal::one(Field::SourceStream, Reason::SourceStreamMissing))
}

/// Project and stream of a source, with what was left out filled in.
pub fn effective<'a>(place: &'a Place, namespace: &'a str, stream: &'a str) -> (&'a str, &'a str) {
    let or = |text: &'a str, own: &'a str| if text.is_empty() { own } else { text };
    (or(namespace, &place.namespace), or(stream, &place.stream))
}

fn copy(place: &Place, source: &TagChoice, basis: Basis<'_>) -> Result<From, Vec<Refusal>> {
    if source.tag.is_empty() {
        return Err(Refusal::one(Field::SourceTag, Reason::Empty));
    }
    let stream = stream_of(place, &source.namespace, &source.stream, basis)?;
    let tag = StreamTags::of(stream).get(&source.tag);
    if !tag.exists() {
        let reason = Reason::TagMissing(source.tag.clone());
        return Err(Refusal::one(Field::SourceTag, reason));
    }
    let Some(event) = tag.newest() else {
        return Err(Refusal::one(Field::SourceTag, Reason::SourceWithoutImage));
    };
    if !event.image.is_empty() {
        return Ok(pin(place, stream, &event.image));
    }
    // A mere reference: `oc` takes over the pull spec that it holds.
    match PullSpec::parse(&event.docker_image_reference) {
        Ok(spec) => Ok(external(&spec.exact())),
        Err(error) => Err(Refusal::one(Field::SourceTag, Reason::PullSpec(error))),
    }
}

fn follow(place: &Place, tag: &str, target: &str, basis: Basis<'_>) -> Result<From, Vec<Refusal>> {
    let refuse = |reason| Err(Refusal::one(Field::SourceTag, reason));
    if target.is_empty() {
        return refuse(Reason::Empty);
    }
    if target == tag {
        return refuse(Reason::FollowsItself);
    }
    let Some(old) = basis.old else {
        return refuse(Reason::StreamMissing);
    };
    let tags = StreamTags::of(&old.view);
    if !tags.get(target).exists() {
        return refuse(Reason::TagMissing(target.to_owned()));
    }
    if let Some(circle) = circle(place, &tags, tag, target) {
        return refuse(Reason::FollowsInCircle(circle));
    }
    let digest = tags.get(target).digest().map(str::to_owned);
    let name = format!("{}:{target}", place.stream);
    Ok(From {
        from: json!({"kind": "ImageStreamTag", "name": name}),
        digest,
    })
}

/// The tags from `target` back to `tag`, if following `target` leads there.
fn circle(place: &Place, tags: &StreamTags<'_>, tag: &str, target: &str) -> Option<Vec<String>> {
    let mut passed = vec![target.to_owned()];
    loop {
        let last = passed.last()?;
        let source = TagSource::of(tags.get(last).spec, &place.namespace, &place.stream);
        let TagSource::Tag(next) = source else {
            return None;
        };
        if next.namespace != place.namespace || next.stream != place.stream {
            return None;
        }
        if next.tag == tag {
            return Some(passed);
        }
        if passed.contains(&next.tag) {
            return None;
        }
        passed.push(next.tag);
    }
}

/// The one digest in a stream's history that begins like this.
pub fn find_digest(stream: &ImageStream, prefix: &str) -> Result<String, Vec<Refusal>> {
    let refuse = |reason| Err(Refusal::one(Field::Digest, reason));
    let hex = prefix.strip_prefix("sha256:").unwrap_or(prefix);
    if hex.is_empty() {
        return refuse(Reason::Empty);
    }
    let begins = |digest: &str| {
        digest.starts_with(prefix)
            || digest
                .split_once(':')
                .is_some_and(|(_, rest)| rest.starts_with(prefix))
    };
    let mut found: Vec<&str> = stream
        .status
        .tags
        .iter()
        .flat_map(|tag| &tag.items)
        .map(|event| event.image.as_str())
        .filter(|digest| begins(digest))
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [] => refuse(Reason::DigestNotFound),
        [one] => Ok((*one).to_owned()),
        [..] if found.contains(&prefix) => Ok(prefix.to_owned()),
        many => refuse(Reason::DigestAmbiguous(
            many.iter().map(|&one| one.to_owned()).collect(),
        )),
    }
}

/// The digest that a choice of the past means.
pub(super) fn digest_choice(digest: &str) -> DigestChoice {
    DigestChoice {
        digest: digest.to_owned(),
        ..DigestChoice::default()
    }
}

/// Puts a source into a spec tag, unless it says the same already.
pub(super) fn put(place: &Place, tag: &mut Value, new: &Value) {
    let old = raw::at(tag, &["from"]);
    let mut new = new.clone();
    if !old.is_null() {
        let same_name = full_name(place, old) == full_name(place, &new);
        if same_name && raw::text(old, &["kind"]) == raw::text(&new, &["kind"]) {
            return;
        }
        // The server compares project and name only: a change of the kind alone would pass
        // unnoticed. Both kinds of stream sources may leave the own stream's name out.
        if same_name || raw::text(old, &["name"]) == raw::text(&new, &["name"]) {
            let name = raw::text(&new, &["name"]).to_owned();
            let own = name
                .strip_prefix(&place.stream)
                .and_then(|rest| rest.strip_prefix([':', '@']));
            if let Some(short) = own.filter(|_| raw::text(&new, &["kind"]) != REGISTRY) {
                raw::set(&mut new, &["name"], Some(json!(short)));
            }
        }
    }
    raw::set(tag, &["from"], Some(new));
}

/// Project and name of a source, with what may be left out filled in.
fn full_name(place: &Place, from: &Value) -> (String, String) {
    let name = raw::text(from, &["name"]);
    let mark = match raw::text(from, &["kind"]) {
        "ImageStreamTag" => ":",
        "ImageStreamImage" => "@",
        _ => "",
    };
    let named = mark.is_empty() || name.contains(mark);
    let name = if named {
        name.to_owned()
    } else {
        format!("{}{mark}{name}", place.stream)
    };
    let namespace = match raw::text(from, &["namespace"]) {
        "" => &place.namespace,
        namespace => namespace,
    };
    (namespace.to_owned(), name)
}
