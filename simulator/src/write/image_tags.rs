//! Writes of image tags: like image stream tags, but spec and status can be told apart.

use serde_json::{Map, Value, json};

use super::context::{Write, check_allowed, check_namespace, stored_stream};
use super::draft::{Draft, SpecTag};
use super::field::{invalid, required};
use super::stream_tags::{
    check_right_to_create, check_version, delete, not_there_yet, segment_name, split_leniently,
    store,
};
use super::{Answer, body, not_served, patched, streams, validation};
use crate::cluster::Cluster;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};
use crate::view::{image_tag, split_name, stream_image, stream_tag, text};

const GROUP: &str = "image.openshift.io";

/// Answers a writing call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    match call.verb {
        Verb::Create => create(cluster, call, write),
        Verb::Update | Verb::Patch => update(cluster, call, write),
        Verb::Delete => delete(cluster, call, write, "imagetags", "ImageTags"),
        _ => Err(not_served(call)),
    }
}

fn view(cluster: &Cluster, stream: &Value, tag: &str) -> Value {
    let image = stream_tag::image_name(stream, tag)
        .and_then(|name| stream_image::image(&cluster.store, name));
    let gone = || {
        let mut metadata = stream["metadata"].clone();
        metadata["name"] = json!(format!("{}:{tag}", text(stream, "/metadata/name")));
        json!({
            "kind": "ImageTag", "apiVersion": "image.openshift.io/v1",
            "metadata": metadata, "spec": null, "status": null, "image": null,
        })
    };
    image_tag::view(stream, tag, image).unwrap_or_else(gone)
}

fn refuse(name: &str, errors: &[Cause]) -> ApiResult<()> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(GROUP, "ImageTag", name, errors))
    }
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
    let split = split_leniently(&name);
    let spec = &body.object["spec"];
    validate(&name, &metadata, spec)?;
    let Some((stream_name, tag)) = split else {
        return Err(ApiError::new(
            500,
            "",
            format!("\"{name}\" must be of the form <stream_name>:<tag>"),
        ));
    };
    let old = stored_stream(cluster, call.namespace(), stream_name).cloned();
    let written = ("ImageTag", name.as_str());
    check_allowed(cluster, written, "spec", &SpecTag::read(spec), old.as_ref())?;
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(call.namespace(), stream_name), Draft::read);
    if draft.tags.contains_key(tag) {
        return Err(ApiError::already_exists(GROUP, "imagetags", &name));
    }
    draft.tags.insert(tag.to_owned(), SpecTag::read(spec));
    let stored = store(cluster, write, old.as_ref(), draft)?;
    Ok(Answer::created(view(cluster, &stored, tag)).with_warnings(body.warnings))
}

/// What is wrong with an image tag that is to be made.
fn validate(name: &str, metadata: &Map<String, Value>, spec: &Value) -> ApiResult<()> {
    let mut errors = validation::object_metadata(&Value::Object(metadata.clone()));
    errors.extend(segment_name(name));
    if spec.is_null() {
        errors.push(required("spec", "spec is a required field during creation"));
    } else {
        let own = text(spec, "/name");
        if let Some((_, tag)) = split_leniently(name)
            && !own.is_empty()
            && own != tag
        {
            errors.push(invalid("spec.name", own, "must match image tag name"));
        }
        errors.extend(validation::spec_tag("spec", &SpecTag::read(spec)));
    }
    refuse(name, &errors)
}

fn update(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let Some((stream_name, tag)) = split_name(call.name(), ':') else {
        return Err(ApiError::bad_request(
            "ImageTags must be retrieved with <name>:<tag>",
        ));
    };
    check_namespace(cluster, call.namespace())?;
    let old = stored_stream(cluster, call.namespace(), stream_name).cloned();
    let stream = old
        .clone()
        .unwrap_or_else(|| not_there_yet(call, write, cluster, stream_name).json());
    let before = view(cluster, &stream, tag);
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
    let spec = &object["spec"];
    if old.is_some() {
        validate_update(call.name(), tag, &metadata, &object, &before)?;
    } else {
        validate(call.name(), &metadata, spec)?;
        check_right_to_create(cluster, call, write)?;
    }
    let written = ("ImageTag", call.name());
    check_allowed(cluster, written, "spec", &SpecTag::read(spec), old.as_ref())?;
    let mut draft = old
        .as_ref()
        .map_or_else(|| Draft::named(call.namespace(), stream_name), Draft::read);
    let existed = if spec.is_null() {
        draft.tags.remove(tag).is_some()
    } else {
        draft
            .tags
            .insert(tag.to_owned(), SpecTag::read(spec))
            .is_some()
    };
    let stored = store(cluster, write, old.as_ref(), draft)?;
    let view = view(cluster, &stored, tag);
    // A spec tag that was not there before counts as created, even one that is taken away.
    let answer = if existed {
        Answer::ok(view)
    } else {
        Answer::created(view)
    };
    Ok(answer.with_warnings(warnings))
}

fn validate_update(
    name: &str,
    tag: &str,
    metadata: &Map<String, Value>,
    object: &Value,
    before: &Value,
) -> ApiResult<()> {
    let old = before["metadata"].as_object().cloned().unwrap_or_default();
    let mut errors = validation::changed_metadata(metadata, &old);
    let spec = &object["spec"];
    if !spec.is_null() {
        let own = text(spec, "/name");
        if own != tag {
            errors.push(invalid("spec.name", own, "must match image tag name"));
        }
        errors.extend(validation::spec_tag("spec", &SpecTag::read(spec)));
    }
    let only = "may not update fields other than spec";
    // The whole metadata must be the stream's; what a server fills in may be left out, and managers are not compared.
    let comparable = |metadata: &Map<String, Value>| {
        let mut metadata = metadata.clone();
        for filled in [
            "uid",
            "creationTimestamp",
            "resourceVersion",
            "managedFields",
            "selfLink",
            "generation",
        ] {
            metadata.remove(filled);
        }
        metadata.retain(|_, value| !value.is_null() && *value != json!({}) && *value != json!([]));
        metadata
    };
    let other_uid = metadata
        .get("uid")
        .is_some_and(|uid| *uid != json!("") && !uid.is_null() && Some(uid) != old.get("uid"));
    if other_uid || comparable(metadata) != comparable(&old) {
        errors.push(invalid("metadata", "", only));
    }
    if object["status"] != before["status"] {
        errors.push(invalid("status", "", only));
    }
    refuse(name, &errors)
}
