//! Writes of image streams.

use serde_json::{Value, json};

use super::context::{
    Around, Write, allow_list, check_namespace, check_quota, limit_ranges, stored_stream,
};
use super::draft::Draft;
use super::options::{DeleteOptions, success_of};
use super::{
    Answer, apply, body, field, generations, limits, not_served, patched, resolution, validation,
};
use crate::cluster::Cluster;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::{GroupResource, IMAGE_STREAMS};

const GROUP: &str = "image.openshift.io";
const PLURAL: &str = "imagestreams";

/// Answers a writing call.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    match call.verb {
        Verb::Create => {
            let body = body::object(call)?;
            let mut draft = Draft::read(&body.object);
            settle_place(&mut draft, call)?;
            name_from_prefix(&mut draft, cluster, write);
            let stored = create(cluster, write, draft, Some(&manager(call)))?;
            Ok(Answer::created(stored).with_warnings(body.warnings))
        }
        Verb::Update => {
            let body = body::object(call)?;
            let mut draft = Draft::read(&body.object);
            settle_place(&mut draft, call)?;
            let old = get(cluster, call.namespace(), call.name())?;
            let stored = replace(cluster, write, call, &old, draft)?;
            Ok(Answer::ok(stored).with_warnings(body.warnings))
        }
        Verb::Patch if patched::is_apply(call) => apply::answer(cluster, call, write),
        Verb::Patch => {
            let old = get(cluster, call.namespace(), call.name())?;
            let (object, warnings) = patched::object(call, &old)?;
            let draft = Draft::read(&object);
            let stored = replace(cluster, write, call, &old, draft)?;
            Ok(Answer::ok(stored).with_warnings(warnings))
        }
        Verb::Delete => {
            let options = DeleteOptions::of(call)?;
            let old = get(cluster, call.namespace(), call.name())?;
            options.check(&old, GROUP, "ImageStream", call.name())?;
            if !write.dry_run {
                cluster
                    .store
                    .delete(IMAGE_STREAMS, call.namespace(), call.name());
            }
            Ok(Answer::ok(success_of(&old, GROUP, PLURAL)))
        }
        Verb::DeleteCollection => Ok(Answer::ok(delete_all(cluster, call, write, IMAGE_STREAMS)?)),
        _ => Err(not_served(call)),
    }
}

/// Who is noted as the manager of fields: what the client says, or the beginning of its `User-Agent`.
pub fn manager(call: &ResourceCall<'_>) -> String {
    if let Some(name) = call.param("fieldManager").filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let agent = call.request.header("User-Agent").unwrap_or_default();
    match agent.split('/').next() {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => "unknown".to_owned(),
    }
}

/// The stored stream, or 404.
pub fn get(cluster: &Cluster, namespace: &str, name: &str) -> ApiResult<Value> {
    stored_stream(cluster, namespace, name)
        .cloned()
        .ok_or_else(|| ApiError::not_found(GROUP, PLURAL, name))
}

/// Takes name and project from the URL where the body has none, and refuses where they differ.
fn settle_place(draft: &mut Draft, call: &ResourceCall<'_>) -> ApiResult<()> {
    settle(&mut draft.metadata, call)
}

/// Takes name and project from the URL where the metadata have none, and refuses where they differ.
pub fn settle(
    metadata: &mut serde_json::Map<String, Value>,
    call: &ResourceCall<'_>,
) -> ApiResult<()> {
    let given = |metadata: &serde_json::Map<String, Value>, member: &str| {
        metadata
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let namespace = given(metadata, "namespace");
    if !namespace.is_empty() && namespace != call.namespace() && call.resource.namespaced {
        return Err(ApiError::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    if call.resource.namespaced {
        metadata.insert("namespace".to_owned(), json!(call.namespace()));
    }
    if let Some(name) = &call.name {
        let sent = given(metadata, "name");
        if !sent.is_empty() && sent != *name {
            return Err(ApiError::bad_request(format!(
                "the name of the object ({sent}) does not match the name on the URL ({name})"
            )));
        }
        metadata.insert("name".to_owned(), json!(name));
    }
    Ok(())
}

fn name_from_prefix(draft: &mut Draft, cluster: &Cluster, write: &Write) {
    let prefix = draft.meta("generateName").to_owned();
    if draft.name().is_empty() && !prefix.is_empty() {
        let suffix: String = write
            .uid(cluster, &prefix)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(5)
            .collect();
        draft
            .metadata
            .insert("name".to_owned(), json!(format!("{prefix}{suffix}")));
    }
}

/// Stores a new stream and returns it as the answer shows it. Without a manager, as when a tag makes the stream, nobody
/// is noted to manage its fields.
pub fn create(
    cluster: &mut Cluster,
    write: &Write,
    mut draft: Draft,
    manager: Option<&str>,
) -> ApiResult<Value> {
    check_namespace(cluster, draft.namespace())?;
    if !draft.meta("resourceVersion").is_empty() {
        return Err(ApiError::new(
            500,
            "",
            "resourceVersion should not be set on objects to be created",
        ));
    }
    // Whatever status was sent is dropped; the rules below make their own.
    draft.status.clear();
    generations::on_create(&mut draft);
    prepare_identity(&mut draft, cluster, write);
    if let Some(manager) = manager.filter(|manager| !apply::is_noted(&draft, manager)) {
        apply::note_manager(None, &mut draft, manager, "Update", &write.time());
    }
    check(cluster, write, None, &mut draft)?;
    check_registries(cluster, None, &draft)?;
    // A stream that is made by a tag was counted as that tag, or, for image tags, is not counted.
    if manager.is_some() {
        check_quota(cluster, draft.namespace(), PLURAL, draft.name())?;
    }
    if stored_stream(cluster, draft.namespace(), draft.name()).is_some() {
        return Err(ApiError::already_exists(GROUP, PLURAL, draft.name()));
    }
    Ok(store(cluster, write, &draft))
}

/// Stores a new stream whose status is kept, as imports make them.
pub fn create_with_status(
    cluster: &mut Cluster,
    write: &Write,
    mut draft: Draft,
) -> ApiResult<Value> {
    check_namespace(cluster, draft.namespace())?;
    generations::on_create(&mut draft);
    prepare_identity(&mut draft, cluster, write);
    check(cluster, write, None, &mut draft)?;
    Ok(store(cluster, write, &draft))
}

fn prepare_identity(draft: &mut Draft, cluster: &Cluster, write: &Write) {
    for member in [
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
        "selfLink",
    ] {
        draft.metadata.remove(member);
    }
    let uid = write.uid(
        cluster,
        &format!("imagestream {}/{}", draft.namespace(), draft.name()),
    );
    draft.metadata.insert("uid".to_owned(), json!(uid));
    draft
        .metadata
        .insert("creationTimestamp".to_owned(), json!(write.time()));
}

/// Replaces a stream by what was sent, under the conditions that were sent with it.
fn replace(
    cluster: &mut Cluster,
    write: &Write,
    call: &ResourceCall<'_>,
    old: &Value,
    mut draft: Draft,
) -> ApiResult<Value> {
    check_version(old, &draft, call.verb == Verb::Update)?;
    apply::note_manager(
        Some(old),
        &mut draft,
        &manager(call),
        "Update",
        &write.time(),
    );
    if call.subresource == "status" {
        update_status(cluster, write, old, draft)
    } else {
        update(cluster, write, old, draft)
    }
}

/// Whether the write is based on what is stored.
pub fn check_version(old: &Value, draft: &Draft, must_be_given: bool) -> ApiResult<()> {
    let stored = Draft::read(old);
    let sent = draft.meta("resourceVersion");
    if sent.is_empty() && must_be_given {
        let cause = Cause {
            reason: "FieldValueInvalid",
            field: "metadata.resourceVersion".to_owned(),
            message: "Invalid value: 0: must be specified for an update".to_owned(),
        };
        return Err(ApiError::invalid(GROUP, PLURAL, stored.name(), &[cause]));
    }
    let uid = draft.meta("uid");
    if !uid.is_empty() && uid != stored.meta("uid") {
        let cause = format!(
            "StorageError: invalid object, Code: 4, Key: /openshift.io/imagestreams/{}/{}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {}",
            stored.namespace(),
            stored.name(),
            stored.meta("uid")
        );
        return Err(ApiError::conflict(GROUP, PLURAL, stored.name(), &cause));
    }
    if !sent.is_empty() && sent != stored.meta("resourceVersion") {
        let cause = "the object has been modified; please apply your changes to the latest version and try again";
        return Err(ApiError::conflict(GROUP, PLURAL, stored.name(), cause));
    }
    Ok(())
}

/// Changes a stream's spec and metadata; its status is what the rules make of the stored one.
pub fn update(
    cluster: &mut Cluster,
    write: &Write,
    old: &Value,
    mut draft: Draft,
) -> ApiResult<Value> {
    let stored = Draft::read(old);
    draft.status.clone_from(&stored.status);
    check_registries(cluster, Some(&stored), &draft)?;
    update_with_status(cluster, write, old, draft)
}

/// Changes a stream, its status included, as imports and deletions of tags do.
pub fn update_with_status(
    cluster: &mut Cluster,
    write: &Write,
    old: &Value,
    mut draft: Draft,
) -> ApiResult<Value> {
    let stored = Draft::read(old);
    keep_identity(&stored, &mut draft);
    generations::on_update(&stored, &mut draft);
    check(cluster, write, Some(&stored), &mut draft)?;
    Ok(store_if_changed(cluster, write, old, &draft))
}

fn keep_identity(stored: &Draft, draft: &mut Draft) {
    for member in [
        "name",
        "namespace",
        "uid",
        "creationTimestamp",
        "resourceVersion",
        "generation",
        "selfLink",
    ] {
        match stored.metadata.get(member) {
            Some(value) => draft.metadata.insert(member.to_owned(), value.clone()),
            None => draft.metadata.remove(member),
        };
    }
}

/// The status endpoint: tags and repository of the spec stay as they are, and new events get a generation.
fn update_status(
    cluster: &mut Cluster,
    write: &Write,
    old: &Value,
    mut draft: Draft,
) -> ApiResult<Value> {
    let stored = Draft::read(old);
    keep_identity(&stored, &mut draft);
    draft.tags.clone_from(&stored.tags);
    draft.repository.clone_from(&stored.repository);
    let generation = stored.generation();
    for (name, status) in &mut draft.status {
        let Some(newest) = status.items.first_mut() else {
            continue;
        };
        if newest.generation == 0 {
            // A tag that had no event takes the stream's; one that goes back to zero counts as changed.
            let changed = stored.newest(name).is_some_and(|before| {
                before.image != newest.image
                    || before.reference != newest.reference
                    || before.generation > 0
            });
            let of_tag = stored
                .tags
                .get(name)
                .and_then(|tag| tag.generation)
                .filter(|_| changed);
            newest.generation = of_tag.unwrap_or(generation);
        }
    }
    let mut errors = validation::stream(&draft);
    errors.extend(allow_list(cluster).against_status(&draft, Some(&stored)));
    errors.extend(status_limits(cluster, &stored, &draft));
    if !errors.is_empty() {
        return Err(ApiError::invalid(
            GROUP,
            "ImageStream",
            draft.name(),
            &errors,
        ));
    }
    draft
        .status
        .retain(|_, status| !status.items.is_empty() || !status.conditions.is_empty());
    Ok(store_if_changed(cluster, write, old, &draft))
}

/// Whether all registries that the stream newly refers to are allowed. Imports have been asked the same before.
fn check_registries(cluster: &Cluster, old: Option<&Draft>, draft: &Draft) -> ApiResult<()> {
    let errors = allow_list(cluster).against_stream(draft, old);
    if errors.is_empty() {
        return Ok(());
    }
    Err(ApiError::invalid(
        GROUP,
        "ImageStream",
        draft.name(),
        &errors,
    ))
}

/// What the project's limits have against a write of the status alone.
pub fn status_limits(cluster: &Cluster, old: &Draft, new: &Draft) -> Option<Cause> {
    let ranges = limit_ranges(cluster, new.namespace());
    limits::against_stream(&ranges, Some(old), new)
        .map(|because| field::forbidden("imageStream", &because))
}

/// Resolves references, then validates; both kinds of errors are told together.
fn check(
    cluster: &Cluster,
    write: &Write,
    old: Option<&Draft>,
    draft: &mut Draft,
) -> ApiResult<()> {
    let around = Around {
        cluster,
        user: &write.user,
    };
    let references = resolution::resolve(old, draft, &around, &write.time());
    draft
        .status
        .retain(|_, status| !status.items.is_empty() || !status.conditions.is_empty());
    // Of a change the metadata are looked at by several checks, each of which tells what it finds.
    let of_metadata = if old.is_some() {
        validation::object_metadata(&Value::Object(draft.metadata.clone()))
    } else {
        Vec::new()
    };
    let mut errors = [of_metadata.clone(), of_metadata.clone()].concat();
    if references.is_empty() {
        let ranges = limit_ranges(cluster, draft.namespace());
        let because = limits::against_stream(&ranges, old, draft);
        errors.extend(because.map(|because| field::internal(&because)));
    } else {
        let text = format!(
            "imagestreams \"{}\" is invalid: {}",
            draft.name(),
            field::joined(&references)
        );
        errors.push(field::internal(&text));
    }
    errors.extend(of_metadata);
    errors.extend(validation::stream(draft));
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(
            GROUP,
            "ImageStream",
            draft.name(),
            &errors,
        ))
    }
}

fn store_if_changed(cluster: &mut Cluster, write: &Write, old: &Value, draft: &Draft) -> Value {
    let mut object = draft.json();
    cluster.compute(IMAGE_STREAMS, &mut object);
    if without_managers(&object) == without_managers(old) && same_managers(&object, old) {
        return old.clone();
    }
    store(cluster, write, draft)
}

fn store(cluster: &mut Cluster, write: &Write, draft: &Draft) -> Value {
    let mut object = draft.json();
    if write.dry_run {
        cluster.compute(IMAGE_STREAMS, &mut object);
        return object;
    }
    cluster.put(IMAGE_STREAMS, object).value.clone()
}

fn without_managers(object: &Value) -> Value {
    let mut object = object.clone();
    if let Some(metadata) = object["metadata"].as_object_mut() {
        metadata.remove("managedFields");
    }
    object
}

/// Whether the managers manage the same, whatever the times.
fn same_managers(a: &Value, b: &Value) -> bool {
    let strip = |object: &Value| -> Vec<Value> {
        let entries = object["metadata"]["managedFields"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        entries
            .into_iter()
            .map(|mut entry| {
                if let Some(map) = entry.as_object_mut() {
                    map.remove("time");
                }
                entry
            })
            .collect()
    };
    strip(a) == strip(b)
}

/// Deletes what a selector matches and answers with the list of it.
pub fn delete_all(
    cluster: &mut Cluster,
    call: &ResourceCall<'_>,
    write: &Write,
    resource: GroupResource,
) -> ApiResult<Value> {
    let matching = super::objects::matching(cluster, call, resource)?;
    if !write.dry_run {
        for object in &matching {
            let name = crate::view::text(object, "/metadata/name");
            cluster.store.delete(resource, call.namespace(), name);
        }
    }
    Ok(json!({
        "kind": format!("{}List", call.resource.kind),
        "apiVersion": call.resource.api_version(),
        "metadata": {"resourceVersion": cluster.store.revision().to_string()},
        "items": matching,
    }))
}
