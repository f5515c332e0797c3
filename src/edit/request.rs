//! The requests that change something, and the questions asked before one does.

use serde_json::{Value, json};

use crate::api::request::{Method, Request, in_namespace, named, review};
use crate::percent;
use crate::wire::Json;

/// The media type by which lists such as `spec.tags` are merged by their keys, so that a patch
/// names one tag and leaves the others alone. A JSON merge patch would replace the whole list.
pub const STRATEGIC: &str = "application/strategic-merge-patch+json";

/// Who changed a field, as `managedFields` will say. Without it they would name the browser.
const FIELD_MANAGER: (&str, &str) = ("fieldManager", "imagestream-console");

/// How long imports may take. Registries are read at about two images a second, and the server's
/// own limit is 34 seconds.
const IMPORT_TIMEOUT: (&str, &str) = ("timeout", "5m");

fn managed(mut request: Request) -> Request {
    request
        .query
        .push((FIELD_MANAGER.0, FIELD_MANAGER.1.to_owned()));
    request
}

/// Makes a stream. Answers 409 if it exists.
pub fn create_stream(namespace: &str, stream: &Value) -> Request {
    let path = in_namespace(namespace, "imagestreams");
    managed(Request::with_body(
        Method::Post,
        "ImageStream",
        path,
        stream,
    ))
}

/// Changes the fields of a stream that the patch names.
pub fn patch_stream(namespace: &str, name: &str, patch: &Value) -> Request {
    let target = named(namespace, "imagestreams", name);
    let request = Request::with_body(Method::Patch, "ImageStream", target, patch);
    managed(Request {
        content_type: STRATEGIC,
        ..request
    })
}

/// A deletion under conditions. The body names no kind, as `oc delete` sends it: servers differ in
/// the version they would want to read there.
fn delete(path: String, preconditions: &Value) -> Request {
    let empty = preconditions
        .as_object()
        .is_none_or(serde_json::Map::is_empty);
    let options = if empty {
        json!({})
    } else {
        json!({"preconditions": preconditions})
    };
    Request::with_body(Method::Delete, "Status", path, &options)
}

/// Deletes a stream, if it is the one meant and has not changed.
pub fn delete_stream(namespace: &str, name: &str, uid: &str, version: &str) -> Request {
    delete(
        named(namespace, "imagestreams", name),
        &json!({"uid": uid, "resourceVersion": version}),
    )
}

/// Deletes a tag from spec and status, with its history, if the stream is the one meant. Image
/// stream tags compare nothing but the identity of their stream.
pub fn delete_tag(namespace: &str, stream: &str, tag: &str, uid: &str) -> Request {
    let name = format!("{stream}:{tag}");
    delete(
        named(namespace, "imagestreamtags", &name),
        &json!({"uid": uid}),
    )
}

/// Imports, or looks at, images of registries.
pub fn import(namespace: &str, import: &Value) -> Request {
    let path = in_namespace(namespace, "imagestreamimports");
    let mut request = Request::with_body(Method::Post, "ImageStreamImport", path, import);
    request
        .query
        .push((IMPORT_TIMEOUT.0, IMPORT_TIMEOUT.1.to_owned()));
    request
}

fn secrets(namespace: &str) -> String {
    format!(
        "api/v1/namespaces/{}/secrets",
        percent::segment(namespace, "")
    )
}

/// Makes a secret.
pub fn create_secret(namespace: &str, secret: &Value) -> Request {
    managed(Request::with_body(
        Method::Post,
        "Secret",
        secrets(namespace),
        secret,
    ))
}

/// Deletes a secret; with its uid, only if it is still the same.
pub fn delete_secret(namespace: &str, name: &str, uid: Option<&str>) -> Request {
    let path = format!("{}/{}", secrets(namespace), percent::segment(name, ""));
    delete(path, &uid.map_or(json!({}), |uid| json!({"uid": uid})))
}

/// The secrets that imports into this project may use. The stream need not exist.
pub fn list_import_secrets(namespace: &str, stream: &str) -> Request {
    let path = format!("{}/secrets", named(namespace, "imagestreams", stream));
    Request::get("SecretList", path)
}

/// Asks for all rules that apply to the reader in a project.
pub fn review_rules(namespace: &str) -> Request {
    let path = "apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    let spec = Json::object([("namespace", namespace.into())]);
    let kind = "SelfSubjectRulesReview";
    Request::post(kind, path, &review(kind, spec))
}
