//! The part of the `OpenAPI` documents that clients read before they write.
//!
//! `oc apply`, `oc create -f` and `oc edit` look up whether a kind's patch takes `fieldValidation`, so that the server
//! validates for them; without an answer they refuse to write. The documents say that, and nothing of the kinds' fields.

use serde_json::{Map, Value, json};

use crate::exchange::Response;
use crate::resource::{Resource, Verb};

/// Answers `/openapi/v3` and the documents that it lists; `None` when the path names no such thing.
pub fn respond(segments: &[&str]) -> Option<Response> {
    match segments {
        ["openapi", "v3"] => Some(index()),
        ["openapi", "v3", "api", version] => document("", version),
        ["openapi", "v3", "apis", group, version] => document(group, version),
        _ => None,
    }
}

/// Where the API of a group version is, without the slash before it.
fn root(resource: &Resource) -> String {
    let prefix = if resource.group.is_empty() {
        "api"
    } else {
        "apis"
    };
    format!("{prefix}/{}", resource.api_version())
}

fn index() -> Response {
    let paths: Map<String, Value> = Resource::all()
        .map(|resource| {
            let root = root(resource);
            let address = json!({"serverRelativeURL": format!("/openapi/v3/{root}")});
            (root, address)
        })
        .collect();
    Response::json(200, &json!({"paths": paths}))
}

fn document(group: &str, version: &str) -> Option<Response> {
    if !Resource::has_group_version(group, version) {
        return None;
    }
    let paths: Map<String, Value> = Resource::all()
        .filter(|resource| resource.group == group && resource.version == version)
        .filter(|resource| resource.verbs.contains(&Verb::Patch))
        .map(|resource| (path(resource), json!({"patch": patch(resource)})))
        .collect();
    let document = json!({
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": "v1.36.2"},
        "paths": paths,
    });
    Some(Response::json(200, &document))
}

fn path(resource: &Resource) -> String {
    let namespace = if resource.namespaced {
        "namespaces/{namespace}/"
    } else {
        ""
    };
    format!(
        "/{}/{namespace}{}/{{name}}",
        root(resource),
        resource.plural
    )
}

fn patch(resource: &Resource) -> Value {
    let parameters: Vec<Value> = ["dryRun", "fieldManager", "fieldValidation", "force"]
        .into_iter()
        .map(|name| {
            let kind = if name == "force" { "boolean" } else { "string" };
            json!({"name": name, "in": "query", "schema": {"type": kind, "uniqueItems": true}})
        })
        .collect();
    json!({
        "operationId": format!("patch{}", resource.kind),
        "parameters": parameters,
        "responses": {"200": {"description": "OK"}},
        "x-kubernetes-action": "patch",
        "x-kubernetes-group-version-kind": {
            "group": resource.group, "version": resource.version, "kind": resource.kind,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_finds_out_that_a_kind_is_validated_by_the_server() {
        let listed = index().value();
        let address = &listed["paths"]["apis/image.openshift.io/v1"]["serverRelativeURL"];
        assert_eq!(address, "/openapi/v3/apis/image.openshift.io/v1");
        let document = document("image.openshift.io", "v1")
            .map(|response| response.value())
            .unwrap_or_default();
        let place = "/apis/image.openshift.io/v1/namespaces/{namespace}/imagestreams/{name}";
        let patch = &document["paths"][place]["patch"];
        assert_eq!(
            patch["x-kubernetes-group-version-kind"],
            json!({"group": "image.openshift.io", "version": "v1", "kind": "ImageStream"})
        );
        let parameters = patch["parameters"].as_array().into_iter().flatten();
        assert_eq!(
            parameters
                .filter(|parameter| parameter["name"] == "fieldValidation")
                .count(),
            1
        );
    }

    #[test]
    fn there_is_no_document_of_what_is_not_served() {
        assert!(respond(&["openapi", "v3", "apis", "image.openshift.io", "v2"]).is_none());
        assert!(respond(&["openapi", "v2"]).is_none());
    }
}
