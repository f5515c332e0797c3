//! Writes of objects that have no rules of their own here: secrets, service accounts, role bindings, namespaces.

use serde_json::{Value, json};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::context::{Write, check_namespace};
use super::field::invalid;
use super::options::{DeleteOptions, success_of};
use super::{Answer, body, not_served, patched, streams, validation};
use crate::cluster::Cluster;
use crate::read;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::{GroupResource, NAMESPACES};
use crate::view::{project, text};

/// Answers a writing call. Projects are namespaces by another name.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let mut answer = as_stored(cluster, call, write)?;
    if call.resource.plural == "projects" && answer.body["kind"] == "Namespace" {
        answer.body = project::view(&answer.body);
    }
    Ok(answer)
}

fn as_stored(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let resource = if call.resource.plural == "projects" {
        NAMESPACES
    } else {
        call.resource.stored_as()
    };
    match call.verb {
        Verb::Create => create(cluster, call, write, resource),
        Verb::Update | Verb::Patch => {
            let old = get(cluster, call, resource)?;
            let (new, warnings) = if call.verb == Verb::Patch {
                patched::object(call, &old)?
            } else {
                let body = body::object(call)?;
                (body.object, body.warnings)
            };
            replace(cluster, call, write, resource, &old, new)
                .map(|object| Answer::ok(object).with_warnings(warnings))
        }
        Verb::Delete => {
            let options = DeleteOptions::of(call)?;
            let old = get(cluster, call, resource)?;
            options.check(&old, call.resource.group, call.resource.kind, call.name())?;
            if !write.dry_run {
                cluster.store.delete(resource, place(call), call.name());
            }
            Ok(Answer::ok(success_of(
                &old,
                call.resource.group,
                call.resource.plural,
            )))
        }
        Verb::DeleteCollection => Ok(Answer::ok(streams::delete_all(
            cluster, call, write, resource,
        )?)),
        _ => Err(not_served(call)),
    }
}

/// The objects of a collection call that its selectors match.
pub fn matching(
    cluster: &Cluster,
    call: &ResourceCall<'_>,
    resource: GroupResource,
) -> ApiResult<Vec<Value>> {
    let selectors = read::selectors(call)?;
    let all = cluster
        .store
        .scan(resource, call.namespace.as_deref(), None);
    Ok(all
        .filter(|(_, stored)| selectors.matches(&stored.value))
        .map(|(_, stored)| stored.value.clone())
        .collect())
}

fn get(cluster: &Cluster, call: &ResourceCall<'_>, resource: GroupResource) -> ApiResult<Value> {
    let found = cluster
        .store
        .get(resource, place(call), call.name())
        .map(|stored| stored.value.clone());
    found.ok_or_else(|| ApiError::not_found(call.resource.group, call.resource.plural, call.name()))
}

fn create(
    cluster: &mut Cluster,
    call: &ResourceCall<'_>,
    write: &Write,
    resource: GroupResource,
) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let mut object = body.object;
    let mut metadata = object["metadata"].as_object().cloned().unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    if call.resource.namespaced {
        check_namespace(cluster, call.namespace())?;
    }
    let name = metadata
        .get("name")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    metadata.insert(
        "uid".to_owned(),
        json!(write.uid(cluster, &format!("{} {name}", call.resource.kind))),
    );
    metadata.insert("creationTimestamp".to_owned(), json!(write.time()));
    metadata.remove("resourceVersion");
    object["metadata"] = Value::Object(metadata);
    object["kind"] = json!(call.resource.kind);
    object["apiVersion"] = json!(call.resource.api_version());
    if resource == NAMESPACES {
        settle_namespace(&mut object, &name);
    }
    let mut errors = named(&name);
    errors.extend(validation::object_metadata(&object["metadata"]));
    if call.resource.kind == "Secret" {
        errors.extend(settle_secret(&mut object));
    }
    if !errors.is_empty() {
        return Err(ApiError::invalid(
            call.resource.group,
            call.resource.kind,
            &name,
            &errors,
        ));
    }
    if cluster.store.get(resource, place(call), &name).is_some() {
        return Err(ApiError::already_exists(
            call.resource.group,
            call.resource.plural,
            &name,
        ));
    }
    if !write.dry_run {
        object = cluster.put(resource, object).value.clone();
    }
    Ok(Answer::created(object).with_warnings(body.warnings))
}

fn named(name: &str) -> Vec<Cause> {
    let field = "metadata.name";
    if name.is_empty() {
        return vec![super::field::required(
            field,
            "name or generateName is required",
        )];
    }
    let detail = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    let is_binding = name.starts_with("system:");
    if is_binding || validation::is_subdomain(name) {
        Vec::new()
    } else {
        vec![invalid(field, name, detail)]
    }
}

/// The namespace of the object in the store; requests for a namespace itself name it there too.
fn place<'a>(call: &'a ResourceCall<'_>) -> &'a str {
    if call.resource.namespaced {
        call.namespace()
    } else {
        ""
    }
}

/// What every namespace has.
fn settle_namespace(object: &mut Value, name: &str) {
    object["kind"] = json!("Namespace");
    object["apiVersion"] = json!("v1");
    object["metadata"]["labels"]["kubernetes.io/metadata.name"] = json!(name);
    object["spec"] = json!({"finalizers": ["kubernetes"]});
    object["status"] = json!({"phase": "Active"});
}

/// Moves `stringData` into `data`, gives the secret a type, and checks pull secrets.
fn settle_secret(object: &mut Value) -> Vec<Cause> {
    let plain = object["stringData"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    if let Some(map) = object.as_object_mut() {
        map.remove("stringData");
    }
    for (key, value) in plain {
        object["data"][key] = json!(STANDARD.encode(value.as_str().unwrap_or_default()));
    }
    if text(object, "/type").is_empty() {
        object["type"] = json!("Opaque");
    }
    let key = match text(object, "/type") {
        "kubernetes.io/dockerconfigjson" => ".dockerconfigjson",
        "kubernetes.io/dockercfg" => ".dockercfg",
        _ => return Vec::new(),
    };
    let field = format!("data[{key}]");
    let Some(encoded) = object["data"].get(key).and_then(Value::as_str) else {
        return vec![super::field::required(&field, "")];
    };
    let decoded = STANDARD.decode(encoded).unwrap_or_default();
    match serde_json::from_slice::<Value>(&decoded) {
        Ok(Value::Object(_)) => Vec::new(),
        Ok(_) => vec![invalid(
            &field,
            "<secret contents redacted>",
            "json: cannot unmarshal value into Go value of type map[string]interface {}",
        )],
        Err(error) => vec![invalid(
            &field,
            "<secret contents redacted>",
            &body::go_error(&decoded, &error),
        )],
    }
}

fn replace(
    cluster: &mut Cluster,
    call: &ResourceCall<'_>,
    write: &Write,
    resource: GroupResource,
    old: &Value,
    mut new: Value,
) -> ApiResult<Value> {
    let mut metadata = new["metadata"].as_object().cloned().unwrap_or_default();
    streams::settle(&mut metadata, call)?;
    let (group, plural) = (call.resource.group, call.resource.plural);
    let sent = metadata
        .get("resourceVersion")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !sent.is_empty() && sent != text(old, "/metadata/resourceVersion") {
        let cause = "the object has been modified; please apply your changes to the latest version and try again";
        return Err(ApiError::conflict(group, plural, call.name(), cause));
    }
    for member in ["uid", "creationTimestamp", "resourceVersion", "generation"] {
        match old["metadata"].get(member) {
            Some(value) => metadata.insert(member.to_owned(), value.clone()),
            None => metadata.remove(member),
        };
    }
    new["metadata"] = Value::Object(metadata);
    new["kind"] = old["kind"].clone();
    new["apiVersion"] = old["apiVersion"].clone();
    let mut errors = validation::object_metadata(&new["metadata"]);
    if call.resource.kind == "Secret" {
        errors.extend(settle_secret(&mut new));
        if new["type"] != old["type"] {
            errors.push(invalid("type", text(&new, "/type"), "field is immutable"));
        }
    }
    if !errors.is_empty() {
        return Err(ApiError::invalid(
            group,
            call.resource.kind,
            call.name(),
            &errors,
        ));
    }
    if new == *old || write.dry_run {
        return Ok(new);
    }
    Ok(cluster.put(resource, new).value.clone())
}
