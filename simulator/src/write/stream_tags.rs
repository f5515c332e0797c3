//! Writes of image stream tags, which are writes of the stream they belong to.

use serde_json::{Map, Value, json};

use super::context::{Write, check_allowed, check_namespace, check_quota, stored_stream};
use super::draft::{Draft, SpecTag};
use super::field::invalid;
use super::options::{DeleteOptions, success};
use super::{Answer, body, not_served, patched, streams, validation};
use crate::access::Attributes;
use crate::cluster::Cluster;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};
use crate::view::{split_name, stream_image, stream_tag, text};

const GROUP: &str = "image.openshift.io";

/// Answers a writing call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    match call.verb {
        Verb::Create => create(cluster, call, write),
        Verb::Update | Verb::Patch => update(cluster, call, write),
        Verb::Delete => delete(cluster, call, write, "imagestreamtags", "ImageStreamTags"),
        _ => Err(not_served(call)),
    }
}

/// Splits at the first colon; an empty tag is `latest`.
pub fn split_leniently(name: &str) -> Option<(&str, &str)> {
    let (stream, tag) = name.split_once(':')?;
    Some((stream, if tag.is_empty() { "latest" } else { tag }))
}

/// The tag as the answer to a write shows it; its image may be unknown.
pub fn view(cluster: &Cluster, stream: &Value, tag: &str) -> Value {
    match stream_tag::image_name(stream, tag) {
        Some(name) => stream_tag::full(stream, tag, stream_image::image(&cluster.store, name)),
        None => stream_tag::full(&without_event(stream, tag), tag, None),
    }
}

/// An event without an image does not show in the tag.
fn without_event(stream: &Value, tag: &str) -> Value {
    let mut stream = stream.clone();
    let status = stream
        .pointer_mut("/status/tags")
        .and_then(Value::as_array_mut);
    for entry in status
        .into_iter()
        .flatten()
        .filter(|entry| entry["tag"] == tag)
    {
        entry["items"] = Value::Null;
    }
    stream
}

fn create(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let mut metadata = body.object["metadata"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    check_namespace(cluster, call.namespace())?;
    let name = metadata
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    validate(&name, &metadata, &body.object["tag"])?;
    let Some((stream_name, tag)) = split_leniently(&name) else {
        return Err(ApiError::new(
            500,
            "",
            format!("\"{name}\" must be of the form <stream_name>:<tag>"),
        ));
    };
    let old = stored_stream(cluster, call.namespace(), stream_name).cloned();
    let spec = SpecTag::read(&body.object["tag"]);
    let written = ("ImageStreamTag", name.as_str());
    check_allowed(cluster, written, "tag", &spec, old.as_ref())?;
    if old.is_none() {
        check_quota(cluster, call.namespace(), "imagestreamtags", &name)?;
    }
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(call.namespace(), stream_name), Draft::read);
    if draft.tags.contains_key(tag) {
        return Err(ApiError::already_exists(GROUP, "imagestreamtag", &name));
    }
    if !body.object["tag"].is_null() {
        let mut spec = spec;
        spec.generation = spec.generation.filter(|generation| *generation == 0);
        draft.tags.insert(tag.to_owned(), spec);
    }
    let stored = store(cluster, write, old.as_ref(), draft)?;
    Ok(Answer::created(view(cluster, &stored, tag)).with_warnings(body.warnings))
}

/// Creates the stream or changes it.
pub fn store(
    cluster: &mut Cluster,
    write: &Write,
    old: Option<&Value>,
    draft: Draft,
) -> ApiResult<Value> {
    if let Some(old) = old {
        return streams::update(cluster, write, old, draft);
    }
    let errors = validation::stream_name(draft.name());
    if errors.is_empty() {
        streams::create(cluster, write, draft, None)
    } else {
        Err(ApiError::invalid(
            GROUP,
            "ImageStream",
            draft.name(),
            &errors,
        ))
    }
}

fn validate(name: &str, metadata: &Map<String, Value>, tag: &Value) -> ApiResult<()> {
    let mut errors = validation::object_metadata(&Value::Object(metadata.clone()));
    errors.extend(segment_name(name));
    if !tag.is_null() {
        errors.extend(validation::spec_tag("tag", &SpecTag::read(tag)));
        let own = metadata
            .get("annotations")
            .and_then(Value::as_object)
            .filter(|map| !map.is_empty());
        let of_tag = tag["annotations"].as_object();
        if of_tag.is_some() && own != of_tag.filter(|map| !map.is_empty()) {
            let detail = "tag annotations must not be provided or must be equal to the object meta annotations";
            errors.push(invalid("tag.annotations", "<map>", detail));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(GROUP, "ImageStreamTag", name, &errors))
    }
}

/// What is wrong with a name that becomes a segment of a URL.
pub fn segment_name(name: &str) -> Vec<Cause> {
    if name.is_empty() {
        return vec![super::field::required(
            "metadata.name",
            "name or generateName is required",
        )];
    }
    let illegal = ['/', '%']
        .into_iter()
        .filter(|illegal| name.contains(*illegal));
    illegal
        .map(|illegal| {
            invalid(
                "metadata.name",
                name,
                &format!("may not contain '{illegal}'"),
            )
        })
        .collect()
}

/// A stream that a PUT would create: the tag is looked at as part of an empty one.
pub fn not_there_yet(
    call: &ResourceCall<'_>,
    write: &Write,
    cluster: &Cluster,
    name: &str,
) -> Draft {
    let mut draft = Draft::named(call.namespace(), name);
    draft
        .metadata
        .insert("uid".to_owned(), json!(write.uid(cluster, name)));
    draft
        .metadata
        .insert("creationTimestamp".to_owned(), json!(write.time()));
    draft
}

/// A PUT that would create a stream needs the right to create tags as well.
pub fn check_right_to_create(
    cluster: &Cluster,
    call: &ResourceCall<'_>,
    write: &Write,
) -> ApiResult<()> {
    let mut wanted = Attributes::new(Verb::Create, GROUP, call.resource.plural, call.namespace());
    wanted.name = call.name();
    if write.may(cluster, &wanted) {
        Ok(())
    } else {
        Err(wanted.forbidden(&write.user))
    }
}

/// Compares the version that was sent with the stream's. An empty one is a blind write.
pub fn check_version(call: &ResourceCall<'_>, sent: &str, stored: Option<&Value>) -> ApiResult<()> {
    let plural = call.resource.plural;
    match stored {
        _ if sent.is_empty() => Ok(()),
        None => Err(ApiError::not_found(GROUP, plural, call.name())),
        Some(stream) => match text(stream, "/metadata/resourceVersion") {
            version if version == sent => Ok(()),
            version => {
                let cause = format!("another caller has updated the resource version to {version}");
                Err(ApiError::conflict(GROUP, plural, call.name(), &cause))
            }
        },
    }
}

fn update(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let Some((stream_name, tag)) = split_name(call.name(), ':') else {
        return Err(ApiError::bad_request(
            "ImageStreamTags must be retrieved with <name>:<tag>",
        ));
    };
    check_namespace(cluster, call.namespace())?;
    let old = stored_stream(cluster, call.namespace(), stream_name).cloned();
    let stream = old
        .clone()
        .unwrap_or_else(|| not_there_yet(call, write, cluster, stream_name).json());
    let before = stream_tag::full(&stream, tag, None);
    let (object, warnings) = if call.verb == Verb::Patch {
        patched::object(call, &before)?
    } else {
        let body = body::object(call)?;
        (body.object, body.warnings)
    };
    let mut metadata = object["metadata"].as_object().cloned().unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    check_version(
        call,
        text(&object, "/metadata/resourceVersion"),
        old.as_ref(),
    )?;
    let given = &object["tag"];
    // Annotations of the tag come from the metadata, so those inside the tag never differ.
    let mut annotated = given.clone();
    if annotated.is_object() {
        annotated["annotations"] = metadata.get("annotations").cloned().unwrap_or(Value::Null);
    }
    if old.is_none() {
        validate(call.name(), &metadata, given)?;
        check_right_to_create(cluster, call, write)?;
        check_quota(cluster, call.namespace(), "imagestreamtags", call.name())?;
    } else {
        validate_update(call.name(), &metadata, &before, &annotated)?;
    }
    let written = ("ImageStreamTag", call.name());
    check_allowed(cluster, written, "tag", &SpecTag::read(given), old.as_ref())?;
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(call.namespace(), stream_name), Draft::read);
    let stored = draft.tags.get(tag).cloned();
    let existed = stored.is_some();
    let mut spec = match stored {
        None if given.is_null() => {
            return Err(ApiError::bad_request(format!(
                "imagestreamtag {tag} is not a spec tag in imagestream {}/{stream_name}, cannot be updated",
                call.namespace()
            )));
        }
        Some(stored) if given.is_null() => stored,
        _ => SpecTag::read(given),
    };
    spec.annotations = metadata
        .get("annotations")
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    draft.tags.insert(tag.to_owned(), spec);
    let stored = store(cluster, write, old.as_ref(), draft)?;
    let view = view(cluster, &stored, tag);
    let answer = if existed {
        Answer::ok(view)
    } else {
        Answer::created(view)
    };
    Ok(answer.with_warnings(warnings))
}

fn validate_update(
    name: &str,
    metadata: &Map<String, Value>,
    before: &Value,
    tag: &Value,
) -> ApiResult<()> {
    let old = before["metadata"].as_object().cloned().unwrap_or_default();
    let mut errors = validation::changed_metadata(metadata, &old);
    let is_given = |member: &str| {
        metadata
            .get(member)
            .is_some_and(|value| !value.is_null() && value != &json!("") && value != &json!({}))
    };
    if !tag.is_null() {
        errors.extend(validation::spec_tag("tag", &SpecTag::read(tag)));
    }
    // What a client leaves out is taken from the stream; what it sends must be the stream's. When the tag was made is
    // not looked at.
    let differs = |member: &&str| is_given(member) && metadata.get(*member) != old.get(*member);
    let others = [
        "uid",
        "labels",
        "finalizers",
        "ownerReferences",
        "generateName",
    ];
    if others.iter().any(differs) {
        errors.push(invalid(
            "metadata",
            "",
            "may not update fields other than metadata.annotations",
        ));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(GROUP, "ImageStreamTag", name, &errors))
    }
}

/// Removes a tag from spec and status; image tags are deleted in the same way.
pub fn delete(
    cluster: &mut Cluster,
    call: &ResourceCall<'_>,
    write: &Write,
    plural: &str,
    kinds: &str,
) -> ApiResult<Answer> {
    let Some((stream_name, tag)) = split_name(call.name(), ':') else {
        return Err(ApiError::bad_request(format!(
            "{kinds} must be retrieved with <name>:<tag>"
        )));
    };
    let options = DeleteOptions::of(call)?;
    let old = streams::get(cluster, call.namespace(), stream_name)?;
    if options
        .uid
        .as_deref()
        .is_some_and(|uid| uid != text(&old, "/metadata/uid"))
    {
        return Err(ApiError::conflict(
            GROUP,
            plural,
            call.name(),
            "the UID precondition was not met",
        ));
    }
    let mut draft = Draft::read(&old);
    let had_status = draft.status.remove(tag).is_some();
    let had_spec = draft.tags.remove(tag).is_some();
    if !had_status && !had_spec {
        return Err(ApiError::not_found(GROUP, plural, call.name()));
    }
    streams::update_with_status(cluster, write, &old, draft)?;
    Ok(Answer::ok(success()))
}
