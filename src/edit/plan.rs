//! From a wish to the requests that fulfil it. Every request says what it was based on, so that
//! none overwrites what someone else did meanwhile.

use serde_json::{Value, json};

use super::check::{Reason, Refusal};
use super::effect::{self, Effect};
use super::field::Field;
use super::import;
use super::intent::{First, Intent, Place, SourceChoice, TagOptions, Which};
use super::raw::{self, Served};
use super::{patch, request, secret, wanted};
use crate::api::request::Request;
use crate::image::stream::ImageStream;
use crate::image::view::ImageStreamLayers;

/// What a plan is made from, as it was read last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Basis<'a> {
    /// The stream; none when it does not exist.
    pub old: Option<&'a Served>,
    /// The stream of the source, where that is another.
    pub source: Option<&'a ImageStream>,
    /// Layers of the stream, if read: they tell which images are gone.
    pub layers: Option<&'a ImageStreamLayers>,
}

/// What is to be sent, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The stream.
    pub place: Place,
    /// The wish; none for an undo, which restores.
    pub intent: Option<Intent>,
    /// Requests in their order. When one fails, the later ones are not sent.
    pub writes: Vec<Write>,
    /// The stream as served; none when there is none.
    pub before: Option<Value>,
    /// The stream as it will be, as far as its metadata and spec are concerned; none when there
    /// will be none.
    pub after: Option<Value>,
    /// What else will happen.
    pub effects: Vec<Effect>,
}

/// One request, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Write {
    /// The request. That of a secret has a placeholder where the password goes.
    pub request: Request,
    /// What must be so, or the server refuses.
    pub precondition: Precondition,
    /// The tags it is about, for progress; empty for the stream as a whole.
    pub tags: Vec<String>,
}

/// What must be so for a request to be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// There is no such object.
    Absent,
    /// The stream has this version.
    Version(String),
    /// The stream has the version that the answer to the request before gives.
    PreviousAnswer,
    /// The object has this identity.
    Identity(String),
    /// The stream has this identity and this version.
    IdentityAndVersion(String, String),
    /// Nothing: the request changes nothing.
    Nothing,
}

impl Write {
    /// The request, given the answer to the one before it.
    pub fn request_after(&self, previous: Option<&Value>) -> Request {
        let mut request = self.request.clone();
        let version = previous.map(version_in).unwrap_or_default();
        if self.precondition == Precondition::PreviousAnswer && !version.is_empty() {
            let body = request
                .body
                .as_deref()
                .and_then(|body| serde_json::from_str(body).ok());
            if let Some(mut body) = body {
                raw::set(
                    &mut body,
                    &["metadata", "resourceVersion"],
                    Some(json!(version)),
                );
                request.body = Some(Value::to_string(&body));
            }
        }
        request
    }

    /// The body as a value; null when there is none.
    pub fn body(&self) -> Value {
        let body = self.request.body.as_deref().unwrap_or_default();
        serde_json::from_str(body).unwrap_or_default()
    }
}

/// The stream's version in an answer: that of the stream inside an import, else its own.
fn version_in(answer: &Value) -> &str {
    match raw::text(answer, &["status", "import", "metadata", "resourceVersion"]) {
        "" => raw::text(answer, &["metadata", "resourceVersion"]),
        version => version,
    }
}

/// Plans a wish. Refuses what `oc` or the server would refuse, before anything is sent.
pub fn plan(place: &Place, intent: &Intent, basis: Basis<'_>) -> Result<Plan, Vec<Refusal>> {
    let mut plan = match intent {
        Intent::CreateStream {
            first,
            lookup,
            labels,
            annotations,
        } => {
            if basis.old.is_some() {
                return Err(Refusal::one(Field::Stream, Reason::StreamExists));
            }
            let stream = wanted::new_stream(place, *lookup, labels, annotations)?;
            create(place, stream, first, basis)?
        }
        Intent::AddTag {
            tag,
            source,
            options,
        } => add_tag(place, tag, source, options, basis)?,
        Intent::ImportRepository {
            repository,
            options,
        } => import_repository(place, repository, options, basis)?,
        Intent::LookAtImage { image, options } => {
            looking(place, basis, import::look_at_image(place, image, options)?)
        }
        Intent::LookAtRepository {
            repository,
            options,
        } => looking(
            place,
            basis,
            import::look_at_repository(place, repository, options)?,
        ),
        Intent::CreateSecret { name, host, user } => {
            let write = secret::create(&place.namespace, name, host, user)?;
            looking(place, basis, write)
        }
        _ => {
            let refuse = || Refusal::one(Field::Stream, Reason::StreamMissing);
            change(place, intent, basis.old.ok_or_else(refuse)?, basis)?
        }
    };
    plan.intent = Some(intent.clone());
    plan.effects = effect::of(&plan, basis);
    Ok(plan)
}

/// Wishes about a stream that exists.
fn change(
    place: &Place,
    intent: &Intent,
    old: &Served,
    basis: Basis<'_>,
) -> Result<Plan, Vec<Refusal>> {
    let wanted = match intent {
        Intent::Retarget {
            tag,
            source,
            options,
        } => wanted::retargeted(place, old, tag, source, options, basis)?,
        Intent::SetOptions { tag, options } => wanted::with_options(old, tag, options)?,
        Intent::Schedule { tags, on } => wanted::scheduled(old, tags, *on)?,
        Intent::RollBack {
            tag,
            to,
            unschedule,
        } => wanted::rolled_back(place, old, tag, to, *unschedule, basis)?,
        Intent::SetLookup { on } => wanted::with_lookup(old, *on),
        Intent::SetLabels { edits } => wanted::with_labels(old, edits)?,
        Intent::SetAnnotations { edits } => wanted::with_annotations(old, edits)?,
        Intent::SetTagAnnotations { tag, edits } => {
            let options = TagOptions {
                annotations: edits.clone(),
                ..TagOptions::default()
            };
            wanted::with_options(old, tag, &options)?
        }
        Intent::DeleteTags { tags } => return delete_tags(place, old, tags),
        Intent::DeleteStream { confirmation } => {
            if *confirmation != place.stream {
                return Err(Refusal::one(
                    Field::Confirmation,
                    Reason::ConfirmationDiffers,
                ));
            }
            return Ok(delete_stream(place, old));
        }
        Intent::ImportAgain(which) => return import_again(place, old, which),
        // The others do not come here.
        _ => old.raw.clone(),
    };
    patching(place, old, wanted).ok_or_else(|| Refusal::one(Field::Form, Reason::NothingChanges))
}

impl Plan {
    pub(super) fn new(place: &Place, before: Option<Value>, after: Option<Value>) -> Self {
        let (place, intent) = (place.clone(), None);
        Self {
            place,
            intent,
            writes: Vec::new(),
            before,
            after,
            effects: Vec::new(),
        }
    }

    /// What of it was carried out when only its first requests were.
    #[must_use]
    pub fn part(&self, requests: usize) -> Self {
        let mut part = self.clone();
        if requests >= part.writes.len() {
            return part;
        }
        part.writes.truncate(requests);
        let tags: Vec<String> = part
            .writes
            .iter()
            .flat_map(|write| write.tags.clone())
            .collect();
        match &mut part.intent {
            Some(Intent::ImportAgain(which)) => *which = Which::Tags(tags),
            Some(Intent::DeleteTags { tags: all }) => {
                part.after.clone_from(&part.before);
                for tag in &tags {
                    if let Some(after) = &mut part.after {
                        raw::remove_spec_tag(after, tag);
                        raw::remove_status_tag(after, tag);
                    }
                }
                *all = tags;
            }
            _ => {}
        }
        part
    }
}

/// One patch from the stream as served to the stream as wanted; none when nothing differs.
pub(super) fn patching(place: &Place, old: &Served, wanted: Value) -> Option<Plan> {
    let mut patch = patch::of_stream(&old.raw, &wanted)?;
    raw::set(
        &mut patch,
        &["metadata", "resourceVersion"],
        Some(json!(old.version())),
    );
    let tags = raw::at(&patch, &["spec", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let tags = tags
        .iter()
        .map(|tag| raw::text(tag, &["name"]).to_owned())
        .collect();
    let write = Write {
        request: request::patch_stream(&place.namespace, &place.stream, &patch),
        precondition: Precondition::Version(old.version().to_owned()),
        tags,
    };
    let plan = Plan::new(place, Some(old.raw.clone()), Some(wanted));
    Some(Plan {
        writes: vec![write],
        ..plan
    })
}

/// Makes a stream, in one request where possible.
fn create(
    place: &Place,
    stream: Value,
    first: &First,
    basis: Basis<'_>,
) -> Result<Plan, Vec<Refusal>> {
    let stream = match first {
        First::Tag {
            tag,
            source,
            options,
        } => wanted::with_new_tag(place, &stream, tag, source, options, basis)?,
        First::Nothing | First::Repository { .. } => stream,
    };
    let mut plan = creating(place, stream);
    if let First::Repository {
        repository,
        options,
    } = first
    {
        let mut write = import::repository(place, repository, options, None)?;
        write.precondition = Precondition::PreviousAnswer;
        plan.writes.push(write);
    }
    Ok(plan)
}

/// The plan that makes exactly this stream.
pub(super) fn creating(place: &Place, stream: Value) -> Plan {
    let tags = raw::spec_tags(&stream)
        .iter()
        .map(|tag| raw::text(tag, &["name"]).to_owned());
    let write = Write {
        request: request::create_stream(&place.namespace, &stream),
        precondition: Precondition::Absent,
        tags: tags.collect(),
    };
    Plan {
        writes: vec![write],
        ..Plan::new(place, None, Some(stream))
    }
}

fn add_tag(
    place: &Place,
    tag: &str,
    source: &SourceChoice,
    options: &TagOptions,
    basis: Basis<'_>,
) -> Result<Plan, Vec<Refusal>> {
    let Some(old) = basis.old else {
        let nothing = super::intent::Edits::new();
        let stream = wanted::new_stream(place, false, &nothing, &nothing)?;
        let (tag, source, options) = (tag.to_owned(), source.clone(), options.clone());
        return create(
            place,
            stream,
            &First::Tag {
                tag,
                source,
                options,
            },
            basis,
        );
    };
    let wanted = wanted::with_new_tag(place, &old.raw, tag, source, options, basis)?;
    patching(place, old, wanted).ok_or_else(|| Refusal::one(Field::Form, Reason::NothingChanges))
}

fn import_repository(
    place: &Place,
    repository: &str,
    options: &TagOptions,
    basis: Basis<'_>,
) -> Result<Plan, Vec<Refusal>> {
    let Some(old) = basis.old else {
        let nothing = super::intent::Edits::new();
        let stream = wanted::new_stream(place, false, &nothing, &nothing)?;
        let (repository, options) = (repository.to_owned(), options.clone());
        return create(
            place,
            stream,
            &First::Repository {
                repository,
                options,
            },
            basis,
        );
    };
    let write = import::repository(place, repository, options, Some(old.version()))?;
    let plan = Plan::new(place, Some(old.raw.clone()), Some(old.raw.clone()));
    Ok(Plan {
        writes: vec![write],
        ..plan
    })
}

fn import_again(place: &Place, old: &Served, which: &Which) -> Result<Plan, Vec<Refusal>> {
    let (writes, after) = import::again(place, old, which)?;
    Ok(Plan {
        writes,
        ..Plan::new(place, Some(old.raw.clone()), Some(after))
    })
}

fn delete_tags(place: &Place, old: &Served, tags: &[String]) -> Result<Plan, Vec<Refusal>> {
    let wanted = wanted::without_tags(old, tags)?;
    let delete = |tag: &String| Write {
        request: request::delete_tag(&place.namespace, &place.stream, tag, old.uid()),
        precondition: Precondition::Identity(old.uid().to_owned()),
        tags: vec![tag.clone()],
    };
    let writes = tags.iter().map(delete).collect();
    Ok(Plan {
        writes,
        ..Plan::new(place, Some(old.raw.clone()), Some(wanted))
    })
}

/// The plan that deletes a stream as it was seen.
pub(super) fn delete_stream(place: &Place, old: &Served) -> Plan {
    let (uid, version) = (old.uid(), old.version());
    let write = Write {
        request: request::delete_stream(&place.namespace, &place.stream, uid, version),
        precondition: Precondition::IdentityAndVersion(uid.to_owned(), version.to_owned()),
        tags: Vec::new(),
    };
    Plan {
        writes: vec![write],
        ..Plan::new(place, Some(old.raw.clone()), None)
    }
}

/// A plan that leaves the stream as it is.
fn looking(place: &Place, basis: Basis<'_>, write: Write) -> Plan {
    let same = basis.old.map(|old| old.raw.clone());
    Plan {
        writes: vec![write],
        ..Plan::new(place, same.clone(), same)
    }
}
