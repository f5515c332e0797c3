//! Why a wish is refused before it is sent: what `oc` or the server would refuse, at the field
//! where it is wrong.

use super::field::Field;
use super::intent::{Edits, Place};
use super::names;
use crate::image::pull_spec::{PullSpec, PullSpecError, is_tag};

/// A refusal at a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Where.
    pub field: Field,
    /// Why.
    pub reason: Reason,
}

impl Refusal {
    /// A refusal, alone.
    pub fn one(field: Field, reason: Reason) -> Vec<Self> {
        vec![Self { field, reason }]
    }
}

/// Why something is refused. Texts inside are names, never sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Something must be given here.
    Empty,
    /// Not the name of a stream: lower-case letters and digits, joined by single `.`, `-`, `_`.
    StreamName,
    /// Project and stream have more than 255 characters together.
    TooLong,
    /// The stream exists.
    StreamExists,
    /// The stream does not exist.
    StreamMissing,
    /// Not a tag: a word character, then up to 127 of letters, digits, `_`, `.`, `-`.
    TagName,
    /// The tag exists; retarget it instead.
    TagExists,
    /// The tag does not exist.
    TagMissing(String),
    /// The tag is only in the history; it has no spec that could be changed.
    TagNotInSpec(String),
    /// No URL can name this tag, so the server cannot delete it with its history.
    NotAddressable(String),
    /// The source stream is not known: it does not exist, or may not be read.
    SourceStreamMissing,
    /// The source tag has no image now.
    SourceWithoutImage,
    /// No image of the stream begins with this digest.
    DigestNotFound,
    /// Several images of the stream do.
    DigestAmbiguous(Vec<String>),
    /// That entry of the history has no digest; it is a mere reference.
    EntryWithoutDigest,
    /// Not a pull spec.
    PullSpec(PullSpecError),
    /// A registry without a path.
    RepositoryWithoutName,
    /// A repository must not have a tag or digest here.
    RepositoryWithTag,
    /// A tag cannot follow itself.
    FollowsItself,
    /// Following would lead in a circle, through these tags.
    FollowsInCircle(Vec<String>),
    /// Only what comes from a registry can be scheduled.
    ScheduledNeedsRegistry,
    /// Only what comes from a registry can be imported insecurely.
    InsecureNeedsRegistry,
    /// This tag does not come from a registry.
    NotFromRegistry(String),
    /// No tag of the stream comes from a registry.
    NoRegistryTags,
    /// The schedule would undo the roll back, and a pinned tag cannot have one: it must end.
    ScheduleMustEnd,
    /// Not one of the words of the API.
    UnknownWord,
    /// Not a key of a label or annotation.
    Key(String),
    /// Not a value of a label.
    LabelValue(String),
    /// The typed name is another.
    ConfirmationDiffers,
    /// Everything is so already.
    NothingChanges,
    /// Not the name of a secret.
    SecretName,
    /// Not a host with an optional port.
    Host,
}

/// Collects refusals.
#[derive(Debug, Default)]
pub(super) struct Refusals(pub Vec<Refusal>);

impl Refusals {
    pub(super) fn unless(&mut self, fine: bool, field: Field, reason: Reason) {
        if !fine {
            self.0.push(Refusal { field, reason });
        }
    }

    pub(super) fn take<T>(&mut self, result: Result<T, Vec<Refusal>>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(refusals) => {
                self.0.extend(refusals);
                None
            }
        }
    }

    pub(super) fn or<T>(self, value: T) -> Result<T, Vec<Refusal>> {
        if self.0.is_empty() {
            Ok(value)
        } else {
            Err(self.0)
        }
    }
}

/// The name of a stream that is to be made.
pub fn new_stream(place: &Place) -> Result<(), Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let name = &place.stream;
    if name.is_empty() {
        return Err(Refusal::one(Field::Stream, Reason::Empty));
    }
    refusals.unless(
        names::is_stream_name(name),
        Field::Stream,
        Reason::StreamName,
    );
    let length = place.namespace.len() + 1 + name.len();
    refusals.unless(
        length <= names::LONGEST_STREAM_PATH,
        Field::Stream,
        Reason::TooLong,
    );
    refusals.or(())
}

/// The name of a tag that is to be made. The server takes anything, `oc` does not.
pub fn new_tag(tag: &str) -> Result<(), Vec<Refusal>> {
    match tag {
        "" => Err(Refusal::one(Field::Tag, Reason::Empty)),
        _ if !is_tag(tag) => Err(Refusal::one(Field::Tag, Reason::TagName)),
        _ => Ok(()),
    }
}

/// The pull spec of one image; gives the form that the API stores.
pub fn image(text: &str) -> Result<String, Vec<Refusal>> {
    if text.is_empty() {
        return Err(Refusal::one(Field::Image, Reason::Empty));
    }
    match PullSpec::parse(text) {
        Err(error) => Err(Refusal::one(Field::Image, Reason::PullSpec(error))),
        Ok(spec) if spec.name.is_empty() => {
            Err(Refusal::one(Field::Image, Reason::RepositoryWithoutName))
        }
        Ok(spec) => Ok(spec.exact()),
    }
}

/// A repository without tag and digest; gives the form that the API stores.
pub fn repository(text: &str) -> Result<String, Vec<Refusal>> {
    let refuse = |reason| Err(Refusal::one(Field::Repository, reason));
    if text.is_empty() {
        return refuse(Reason::Empty);
    }
    match PullSpec::parse(text) {
        Err(error) => refuse(Reason::PullSpec(error)),
        Ok(spec) if spec.name.is_empty() => refuse(Reason::RepositoryWithoutName),
        Ok(spec) if !spec.tag.is_empty() || !spec.digest.is_empty() => {
            refuse(Reason::RepositoryWithTag)
        }
        Ok(spec) => Ok(spec.exact()),
    }
}

/// Edits of annotations.
pub fn annotations(edits: &Edits) -> Result<(), Vec<Refusal>> {
    let mut refusals = Refusals::default();
    // A bad key can be taken away, not set.
    for key in edits
        .iter()
        .filter(|(_, value)| value.is_some())
        .map(|(key, _)| key)
    {
        refusals.unless(
            names::is_key(key),
            Field::Annotations,
            Reason::Key(key.clone()),
        );
    }
    refusals.or(())
}

/// Edits of labels.
pub fn labels(edits: &Edits) -> Result<(), Vec<Refusal>> {
    let mut refusals = Refusals::default();
    for (key, value) in edits {
        let Some(value) = value else { continue };
        refusals.unless(names::is_key(key), Field::Labels, Reason::Key(key.clone()));
        let fine = names::is_label_value(value);
        refusals.unless(fine, Field::Labels, Reason::LabelValue(value.clone()));
    }
    refusals.or(())
}
