//! Objects computed from others: tags, images through streams, layers, secrets; and the errors of
//! paths that lead nowhere.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use fixture::{IMAGE, STREAMS, cluster, get, image, put, send, stream};
use serde_json::{Value, json};
use simulator::{Cluster, Request};

const FIRST: &str = "sha256:aa00000000000000000000000000000000000000000000000000000000000001";
const SECOND: &str = "sha256:ab00000000000000000000000000000000000000000000000000000000000002";

fn with_python() -> Cluster {
    let mut cluster = cluster();
    cluster.load([image(FIRST)]);
    put(&mut cluster, stream("python", &[("3.5", FIRST)]));
    cluster
}

fn demo(cluster: &mut Cluster, path: &str) -> (u16, Value) {
    let response = get(
        cluster,
        "developer",
        &format!("{IMAGE}/namespaces/demo/{path}"),
    );
    (response.status, response.value())
}

#[test]
fn a_tag_shows_its_image_without_the_raw_documents() {
    let mut cluster = with_python();
    let (status, tag) = demo(&mut cluster, "imagestreamtags/python:3.5");
    assert_eq!(status, 200);
    assert_eq!(tag["metadata"]["name"], "python:3.5");
    assert_eq!(
        tag["metadata"]["creationTimestamp"], "2026-11-22T19:00:00Z",
        "the event's"
    );
    assert_eq!(tag["image"]["metadata"]["name"], FIRST);
    assert_eq!(tag["image"].get("dockerImageManifest"), None);
    assert_eq!(
        tag["image"]["dockerImageReference"],
        format!("quay.io/acme/python@{FIRST}")
    );
}

#[test]
fn the_encoded_colon_is_the_same_colon() {
    let mut cluster = with_python();
    assert_eq!(demo(&mut cluster, "imagestreamtags/python%3A3.5").0, 200);
    assert_eq!(
        demo(&mut cluster, "imagestreamimages/python%40sha256:aa").0,
        200
    );
}

#[test]
fn annotations_of_the_tag_reach_the_image_inside() {
    let mut cluster = with_python();
    let mut object = stream("python", &[("3.5", FIRST)]);
    object["metadata"]["annotations"] = json!({"of": "stream"});
    object["metadata"]["labels"] = json!({"l": "1"});
    object["spec"]["tags"][0]["annotations"] = json!({"of": "tag"});
    put(&mut cluster, object);
    let (_, tag) = demo(&mut cluster, "imagestreamtags/python:3.5");
    assert_eq!(tag["metadata"]["annotations"], json!({"of": "tag"}));
    assert_eq!(tag["metadata"]["labels"], json!({"l": "1"}));
    assert_eq!(
        tag["image"]["metadata"]["annotations"],
        json!({"of": "tag"})
    );
    let (_, tag) = demo(&mut cluster, "imagetags/python:3.5");
    assert_eq!(tag["metadata"]["annotations"], json!({"of": "stream"}));
}

#[test]
fn a_local_tag_is_pulled_from_the_integrated_registry() {
    let mut cluster = with_python();
    let mut object = stream("python", &[("3.5", FIRST)]);
    object["spec"]["tags"][0]["referencePolicy"]["type"] = json!("Local");
    put(&mut cluster, object);
    let (_, tag) = demo(&mut cluster, "imagestreamtags/python:3.5");
    let local = "image-registry.openshift-image-registry.svc:5000/demo/python";
    assert_eq!(
        tag["image"]["dockerImageReference"],
        format!("{local}@{FIRST}")
    );
    let (_, stream) = demo(&mut cluster, "imagestreams/python");
    let event = &stream["status"]["tags"][0]["items"][0];
    assert_eq!(
        event["dockerImageReference"],
        format!("quay.io/acme/python@{FIRST}")
    );
}

#[test]
fn pending_failed_and_reference_tags_are_only_image_tags() {
    let mut cluster = with_python();
    let mut object = stream("python", &[("3.5", FIRST), ("failed", ""), ("ref", "")]);
    object["spec"]["tags"]
        .as_array_mut()
        .unwrap()
        .push(json!({"name": "pending"}));
    object["status"]["tags"][1] = json!({"tag": "failed", "items": null,
        "conditions": [{"type": "ImportSuccess", "status": "False"}]});
    put(&mut cluster, object);
    for tag in ["failed", "ref", "pending"] {
        let (status, error) = demo(&mut cluster, &format!("imagestreamtags/python:{tag}"));
        assert_eq!(
            (status, error["details"]["kind"].as_str()),
            (404, Some("imagestreamtags"))
        );
        assert_eq!(
            demo(&mut cluster, &format!("imagetags/python:{tag}")).0,
            200,
            "{tag}"
        );
    }
    let (_, list) = demo(&mut cluster, "imagestreamtags");
    assert_eq!(fixture::names(&list), ["python:3.5"]);
    let (_, list) = demo(&mut cluster, "imagetags");
    assert_eq!(
        fixture::names(&list),
        [
            "python:3.5",
            "python:failed",
            "python:pending",
            "python:ref"
        ]
    );
    assert_eq!(
        list["items"][0]["image"],
        Value::Null,
        "lists have no images"
    );
}

#[test]
fn a_pruned_image_is_what_is_not_found() {
    let mut cluster = cluster();
    put(&mut cluster, stream("python", &[("3.5", FIRST)]));
    let (status, error) = demo(&mut cluster, "imagestreamtags/python:3.5");
    assert_eq!(status, 404);
    assert_eq!(
        error["message"],
        format!("images.image.openshift.io \"{FIRST}\" not found")
    );
    assert_eq!(
        demo(&mut cluster, "imagetags/python:3.5").1["image"],
        Value::Null
    );
    let (_, layers) = demo(&mut cluster, "imagestreams/python/layers");
    assert_eq!(layers["images"][FIRST]["imageMissing"], true);
}

#[test]
fn an_image_is_found_by_any_beginning_of_its_digest() {
    let mut cluster = with_python();
    for id in [FIRST, "sha256:aa", "aa0", &FIRST[7..]] {
        let (status, found) = demo(&mut cluster, &format!("imagestreamimages/python@{id}"));
        assert_eq!(status, 200, "{id}");
        assert_eq!(
            found["metadata"]["name"],
            format!("python@{id}"),
            "as it was asked for"
        );
        assert_eq!(found["image"]["metadata"]["name"], FIRST);
    }
    let (status, error) = demo(&mut cluster, "imagestreamimages/python@ff");
    assert_eq!(status, 404);
    assert_eq!(
        error["details"]["kind"], "imagestreamimage",
        "in the singular"
    );
}

#[test]
fn the_parts_of_a_manifest_list_belong_to_the_stream() {
    let mut cluster = cluster();
    let mut list = image(FIRST);
    list["dockerImageManifests"] = json!([{"digest": SECOND, "architecture": "arm64"}]);
    list["dockerImageManifestMediaType"] = json!("application/vnd.oci.image.index.v1+json");
    list.as_object_mut().unwrap().remove("dockerImageLayers");
    cluster.load([list, image(SECOND)]);
    put(&mut cluster, stream("busybox", &[("latest", FIRST)]));
    assert_eq!(
        demo(&mut cluster, &format!("imagestreamimages/busybox@{SECOND}")).0,
        200
    );
    let (_, layers) = demo(&mut cluster, "imagestreams/busybox/layers");
    assert_eq!(layers["images"][FIRST]["manifests"], json!([SECOND]));
    assert_eq!(layers["images"][FIRST]["layers"], Value::Null);
    assert_eq!(layers["images"][SECOND]["layers"], json!(["sha256:l0"]));
    assert_eq!(
        layers["blobs"]["sha256:l0"],
        json!({"size": 7, "mediaType": "layer"})
    );
}

#[test]
fn pull_secrets_are_offered_whatever_the_stream() {
    let mut cluster = cluster();
    let secret = |name: &str, kind: &str, annotations: Value| {
        json!({"kind": "Secret", "apiVersion": "v1", "type": kind,
            "metadata": {"name": name, "namespace": "demo", "annotations": annotations}})
    };
    cluster.load([
        secret("pull", "kubernetes.io/dockerconfigjson", json!({})),
        secret("older", "kubernetes.io/dockercfg", json!({})),
        secret("plain", "Opaque", json!({})),
        secret(
            "hidden",
            "kubernetes.io/dockercfg",
            json!({"openshift.io/image.excludeSecret": "true"}),
        ),
    ]);
    let (_, list) = demo(&mut cluster, "imagestreams/no-such-stream/secrets");
    assert_eq!(
        (&list["kind"], fixture::names(&list)),
        (&json!("SecretList"), vec!["older", "pull"])
    );
}

#[test]
fn names_of_the_wrong_shape_are_bad_requests() {
    let mut cluster = with_python();
    for (path, message) in [
        (
            "imagestreamtags/python",
            "ImageStreamTags must be retrieved with <name>:<tag>",
        ),
        (
            "imagestreamtags/a:b:c",
            "ImageStreamTags must be retrieved with <name>:<tag>",
        ),
        (
            "imagestreamtags/a:",
            "ImageStreamTags must be retrieved with <name>:<tag>",
        ),
        (
            "imagetags/python",
            "ImageTags must be retrieved with <name>:<tag>",
        ),
        (
            "imagestreamimages/python",
            "ImageStreamImages must be retrieved with <name>@<id>",
        ),
    ] {
        let (status, error) = demo(&mut cluster, path);
        assert_eq!(
            (status, error["message"].as_str()),
            (400, Some(message)),
            "{path}"
        );
    }
}

#[test]
fn paths_that_lead_nowhere_are_refused_as_the_server_refuses_them() {
    let mut cluster = cluster();
    let text = get(&mut cluster, "admin", "/apis/no.such.group/v1/things");
    assert_eq!(
        (text.status, text.body.as_slice()),
        (404, b"404 page not found\n".as_slice())
    );
    for (path, status) in [
        (format!("{IMAGE}/nothings"), 404),
        (format!("{STREAMS}/python/nothing"), 404),
        (format!("{IMAGE}/namespaces/demo/imagestreamimages"), 404),
        (format!("{IMAGE}/namespaces/demo/imagestreamimports"), 405),
        (format!("{IMAGE}/namespaces/demo/images"), 404),
        (format!("{IMAGE}/imagestreams/python"), 404),
    ] {
        let response = get(&mut cluster, "admin", &path);
        assert_eq!(response.status, status, "{path}");
        assert_eq!(response.value()["details"], json!({}), "{path}");
    }
    let post = Request {
        method: "POST".to_owned(),
        ..Request::get(&format!("{STREAMS}/a"))
    };
    assert_eq!(send(&mut cluster, &post.as_user("admin")).status, 405);
}

#[test]
fn resources_without_content_are_empty_not_missing() {
    let mut cluster = cluster();
    let pods = get(&mut cluster, "developer", "/api/v1/namespaces/demo/pods").value();
    assert_eq!(
        (&pods["kind"], &pods["items"]),
        (&json!("PodList"), &json!([]))
    );
}

#[test]
fn an_unknown_representation_is_not_acceptable() {
    let mut cluster = with_python();
    let request = |accept: &str| {
        Request::get(STREAMS)
            .as_user("developer")
            .with_header("Accept", accept)
    };
    assert_eq!(send(&mut cluster, &request("text/csv")).status, 406);
    let beta = "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";
    assert_eq!(
        send(&mut cluster, &request(beta)).value()["kind"],
        "ImageStreamList"
    );
}

#[test]
fn a_row_can_carry_the_whole_object_or_none() {
    let mut cluster = with_python();
    let mut row = |include: &str| {
        let request = Request::get(&format!("{STREAMS}?includeObject={include}"))
            .as_user("developer")
            .with_header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        send(&mut cluster, &request).value()["rows"][0]["object"].clone()
    };
    assert_eq!(row("None"), Value::Null);
    assert_eq!(row("Metadata")["kind"], "PartialObjectMetadata");
    assert_eq!(row("Object")["spec"]["tags"][0]["name"], "3.5");
}
