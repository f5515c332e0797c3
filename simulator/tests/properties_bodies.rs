//! Whatever is sent, the server answers and keeps its streams as they should be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use proptest::prelude::*;
use serde_json::{Value, json};
use write_client::{Client, check_stream, path, streams};

const PROJECT: &str = "vacant";

/// A project with one stream that holds one image.
fn client() -> Client {
    let mut client = Client::of_project("admin", PROJECT);
    let imported = client.import(PROJECT, "s0", "quay.io/acme/ruby:3.1", "latest");
    assert_eq!(imported.status, 201);
    client
}

/// Any JSON, with the names that the API knows.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[a-z0-9:@/.<\u{202e}]{0,8}".prop_map(Value::from),
        Just(json!("s0:latest")),
        Just(json!("DockerImage")),
        Just(json!("quay.io/acme/ruby:3.1")),
    ];
    let key = prop_oneof![
        Just("metadata"),
        Just("spec"),
        Just("status"),
        Just("tags"),
        Just("tag"),
        Just("name"),
        Just("from"),
        Just("kind"),
        Just("labels"),
        Just("annotations"),
        Just("images"),
        Just("repository"),
        Just("to"),
        Just("image"),
        Just("import"),
        Just("importPolicy"),
        Just("$patch"),
        Just("op"),
        Just("path"),
        Just("value"),
        Just("data"),
        Just("stringData"),
        Just("managedFields"),
        Just("resourceVersion"),
        Just("generation"),
        Just("subjects"),
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

const TARGETS: [(&str, &str); 16] = [
    (
        "POST",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreams",
    ),
    (
        "PUT",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreams/s0",
    ),
    (
        "PATCH",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreams/s0",
    ),
    (
        "PUT",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreams/s0/status",
    ),
    (
        "POST",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreamtags",
    ),
    (
        "PUT",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreamtags/s0:latest",
    ),
    (
        "PATCH",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagetags/s0:latest",
    ),
    (
        "POST",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreamimports",
    ),
    (
        "POST",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreammappings",
    ),
    ("POST", "/apis/image.openshift.io/v1/images"),
    ("POST", "/api/v1/namespaces/vacant/secrets"),
    ("POST", "/api/v1/namespaces/vacant/serviceaccounts"),
    ("PATCH", "/api/v1/namespaces/vacant"),
    (
        "POST",
        "/apis/rbac.authorization.k8s.io/v1/namespaces/vacant/rolebindings",
    ),
    ("POST", "/apis/project.openshift.io/v1/projectrequests"),
    (
        "DELETE",
        "/apis/image.openshift.io/v1/namespaces/vacant/imagestreamtags/s0:latest",
    ),
];

const MEDIA_TYPES: [&str; 5] = [
    "application/json",
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(300)))]

    #[test]
    fn no_body_whatever_breaks_the_server(target in 0..TARGETS.len(), media_type in 0..MEDIA_TYPES.len(), body in anything()) {
        let mut client = client();
        let (method, path) = TARGETS[target];
        let named = format!("{path}?fieldManager=me&force=true");
        let answer = client.send(method, &named, MEDIA_TYPES[media_type], Some(&body));
        prop_assert!((200..500).contains(&answer.status) || answer.status == 500, "{}", answer.status);
        streams(&client, PROJECT).values().for_each(check_stream);
        client.wait(5);
        client.get(&path_of_project("imagestreams"));
        client.get(&path_of_project("imagestreamtags"));
        client.get(&path_of_project("imagetags/s0:latest"));
    }
}

/// A body that is right for a target.
fn right_body(target: usize) -> Value {
    let tag = json!({
        "name": "latest", "annotations": {"a": "b"}, "from": {"kind": "DockerImage", "name": "quay.io/acme/ruby:3.1"},
        "generation": 0, "importPolicy": {"insecure": true, "importMode": "Legacy"}, "referencePolicy": {"type": "Source"},
    });
    let stream = json!({
        "metadata": {"name": "s0", "labels": {"a": "b"}, "annotations": {"a": "b"}, "managedFields": [{"manager": "x", "operation": "Update", "fieldsV1": {"f:spec": {}}}]},
        "spec": {"lookupPolicy": {"local": true}, "tags": [tag.clone()]},
        "status": {"tags": [{"tag": "latest", "items": [{"created": null, "dockerImageReference": "a", "image": "b", "generation": 0}]}]},
    });
    let source = json!({"from": {"kind": "DockerImage", "name": "quay.io/acme/ruby:3.1"}, "to": {"name": "a"}, "importPolicy": {}});
    let image = json!({"metadata": {"name": "sha256:aa", "annotations": {"openshift.io/image.managed": "true"}}, "dockerImageMetadata": {"Id": "x"}, "dockerImageLayers": [{"name": "a", "size": 1}], "dockerImageManifests": [{"digest": "x"}]});
    match TARGETS[target].1.rsplit('/').next().unwrap_or_default() {
        "imagestreamtags" | "s0:latest" => {
            json!({"metadata": {"name": "s0:latest"}, "tag": tag, "spec": tag})
        }
        "imagestreamimports" => {
            json!({"metadata": {"name": "s0"}, "spec": {"import": true, "images": [source], "repository": {"from": {"kind": "DockerImage", "name": "quay.io/acme/ruby"}}}})
        }
        "imagestreammappings" => {
            json!({"metadata": {"name": "s0"}, "tag": "latest", "image": image})
        }
        "images" => image,
        "secrets" => {
            json!({"metadata": {"name": "x"}, "type": "kubernetes.io/dockerconfigjson", "data": {"a": "b"}, "stringData": {".dockerconfigjson": "{}"}})
        }
        "rolebindings" => {
            json!({"metadata": {"name": "x"}, "roleRef": {"name": "edit"}, "subjects": [{"kind": "User", "name": "viewer"}]})
        }
        "serviceaccounts" | "projectrequests" | "vacant" => {
            json!({"metadata": {"name": "xy", "labels": {"a": "b"}}, "displayName": "x"})
        }
        _ => stream,
    }
}

/// All places in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    let escaped = |key: &str| key.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, member)| places(member, &format!("{at}/{}", escaped(key)), found)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| places(item, &format!("{at}/{index}"), found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(600)))]

    #[test]
    fn one_wrong_member_breaks_nothing(
        target in 0..TARGETS.len(), media_type in 0..MEDIA_TYPES.len(), place in any::<prop::sample::Index>(), wrong in anything(),
    ) {
        let mut body = right_body(target);
        let mut all = Vec::new();
        places(&body, "", &mut all);
        *body.pointer_mut(&all[place.index(all.len())]).unwrap() = wrong;
        let mut client = client();
        let (method, path) = TARGETS[target];
        let media_type = if method == "PATCH" { MEDIA_TYPES[media_type] } else { MEDIA_TYPES[0] };
        let answer = client.send(method, &format!("{path}?fieldManager=me&force=true"), media_type, Some(&body));
        prop_assert!((200..=500).contains(&answer.status));
        streams(&client, PROJECT).values().for_each(check_stream);
        client.wait(5);
        for rest in ["imagestreams", "imagestreamtags", "imagetags", "imagetags/s0:latest", "imagestreamtags/s0:latest", "imagestreams/s0/layers", "imagestreams/s0/secrets"] {
            client.get(&path_of_project(rest));
        }
        client.user = "viewer";
        client.get(&path_of_project("imagestreams"));
    }
}

fn path_of_project(rest: &str) -> String {
    path(PROJECT, rest)
}
