//! Rules of writing that no recording shows, or that take a while to show.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::{Value, json};
use simulator::{Config, Reply, Request};
use write_client::{Client, newest, path, spec};

#[test]
fn copying_needs_the_right_to_pull_from_the_other_project() {
    let mut oc = Client::of_demo("admin");
    oc.post(
        "/apis/project.openshift.io/v1/projectrequests",
        &json!({"metadata": {"name": "private-stuff"}}),
    );
    assert_eq!(
        oc.import(
            "private-stuff",
            "tool",
            "quay.io/acme/shop-web:1.0.0",
            "latest"
        )
        .status,
        201
    );
    oc.user = "developer";
    let from =
        json!({"kind": "ImageStreamTag", "namespace": "private-stuff", "name": "tool:latest"});
    let refused = oc.tag("shop", "taken:latest", &from, &Value::Null, &json!({}));
    assert_eq!(refused.status, 422);
    let message = refused.value()["message"].as_str().unwrap().to_owned();
    assert_eq!(
        message,
        "ImageStream.image.openshift.io \"taken\" is invalid: []: Internal error: imagestreams \"taken\" is invalid: spec.tags[latest].from: Forbidden: private-stuff/tool: \"\" \"\""
    );
    oc.user = "admin";
    assert_eq!(
        oc.tag("shop", "taken:latest", &from, &Value::Null, &json!({}))
            .status,
        201
    );
    assert!(newest(&oc.stream("shop", "taken"), "latest")["image"].is_string());
}

#[test]
fn older_servers_write_where_newer_ones_only_say_what_would_happen() {
    for (honours_dry_run, expected) in [(true, Value::Null), (false, json!("dry"))] {
        let config = Config {
            honours_dry_run,
            ..Config::default()
        };
        let mut oc = Client::with_config("developer", config);
        let body = json!({"metadata": {"name": "web:dry"}, "tag": {"name": "dry", "from": {"kind": "ImageStreamTag", "name": "1.0.0"}}});
        let answer = oc.put(&path("shop", "imagestreamtags/web:dry?dryRun=All"), &body);
        assert_eq!(answer.status, 201);
        assert_eq!(spec(&oc.stream("shop", "web"), "dry")["name"], expected);
    }
}

#[test]
fn what_is_based_on_something_older_is_refused() {
    let mut oc = Client::of_demo("developer");
    let mut stream = oc.stream("shop", "web");
    assert_eq!(
        oc.merge(
            &path("shop", "imagestreams/web"),
            &json!({"metadata": {"labels": {"a": "b"}}})
        )
        .status,
        200
    );
    stream["spec"]["lookupPolicy"]["local"] = json!(true);
    assert_eq!(
        oc.put(&path("shop", "imagestreams/web"), &stream).status,
        409
    );
    stream["metadata"]["resourceVersion"] = json!("");
    let refused = oc.put(&path("shop", "imagestreams/web"), &stream);
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.value()["message"],
        "imagestreams.image.openshift.io \"web\" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update"
    );
    let options = json!({"preconditions": {"uid": "another"}});
    let refused = oc.send(
        "DELETE",
        &path("shop", "imagestreamtags/web:1.0.0"),
        "application/json",
        Some(&options),
    );
    assert_eq!(refused.status, 409);
    let refused = oc.send(
        "DELETE",
        &path("shop", "imagestreams/web"),
        "application/json",
        Some(&options),
    );
    assert_eq!(refused.status, 409);
    let stale = json!({"metadata": {"name": "web", "resourceVersion": "1"}, "spec": {"import": true, "images": [{"from": {"kind": "DockerImage", "name": "x:1"}}]}});
    assert_eq!(
        oc.post(&path("shop", "imagestreamimports"), &stale).status,
        409
    );
}

#[test]
fn one_tag_can_be_changed_alone() {
    let mut oc = Client::of_demo("developer");
    let before = oc.stream("shop", "web");
    let patch = json!({"spec": {"tags": [{"name": "1.0.0", "importPolicy": {"scheduled": true}}]}});
    let target = path("shop", "imagestreams/web");
    let answer = oc.send(
        "PATCH",
        &target,
        "application/strategic-merge-patch+json",
        Some(&patch),
    );
    assert_eq!(answer.status, 200, "{}", answer.value());
    let after = oc.stream("shop", "web");
    assert_eq!(
        after["spec"]["tags"].as_array().unwrap().len(),
        before["spec"]["tags"].as_array().unwrap().len()
    );
    assert_eq!(
        spec(&after, "1.0.0")["importPolicy"],
        json!({"scheduled": true, "importMode": "Legacy"})
    );
    assert_eq!(
        spec(&after, "1.0.0")["generation"],
        spec(&before, "1.0.0")["generation"]
    );
    let patch = json!([{"op": "replace", "path": "/metadata/nothing/here", "value": 1}]);
    assert_eq!(
        oc.send(
            "PATCH",
            &target,
            "application/json-patch+json",
            Some(&patch)
        )
        .status,
        422
    );
}

#[test]
fn a_tag_keeps_its_labels_and_takes_its_annotations() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagestreamtags/web:1.0.0");
    let patched = oc.merge(
        &target,
        &json!({"metadata": {"annotations": {"description": "first"}}}),
    );
    assert_eq!(patched.status, 200, "{}", patched.value());
    assert_eq!(
        spec(&oc.stream("shop", "web"), "1.0.0")["annotations"],
        json!({"description": "first"})
    );
    let refused = oc.merge(&target, &json!({"metadata": {"labels": {"mine": "yes"}}}));
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.value()["details"]["causes"][0],
        json!({"reason": "FieldValueInvalid", "field": "metadata", "message": "Invalid value: \"\": may not update fields other than metadata.annotations"})
    );
}

#[test]
fn an_image_tag_without_spec_keeps_its_history() {
    let mut oc = Client::of_demo("developer");
    let target = path("shop", "imagetags/web:1.0.0");
    let mut tag = oc.get(&target).value();
    tag["spec"] = Value::Null;
    tag["image"] = Value::Null;
    let answer = oc.put(&target, &tag);
    assert_eq!(answer.status, 200, "{}", answer.value());
    let stream = oc.stream("shop", "web");
    assert_eq!(spec(&stream, "1.0.0"), Value::Null);
    assert!(newest(&stream, "1.0.0")["image"].is_string());
}

#[test]
fn a_push_fills_a_tag_and_those_that_follow_it() {
    let mut oc = Client::of_demo("developer");
    let digest = format!("sha256:{}", "ab".repeat(32));
    let body = json!({"metadata": {"name": "catalog"}, "tag": "1.1", "image": {"metadata": {"name": digest}, "dockerImageMetadata": {}}});
    let answer = oc.post(&path("shop", "imagestreammappings"), &body);
    assert_eq!(
        (answer.status, answer.value()["status"].clone()),
        (201, json!("Success"))
    );
    let stream = oc.stream("shop", "catalog");
    for tag in ["1.1", "1", "stable"] {
        assert_eq!(newest(&stream, tag)["image"], digest.as_str(), "{tag}");
    }
    let reference = newest(&stream, "1.1")["dockerImageReference"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        reference,
        format!("image-registry.openshift-image-registry.svc:5000/shop/catalog@{digest}")
    );
}

#[test]
fn projects_come_and_go_with_everything_in_them() {
    let mut oc = Client::of_demo("developer");
    let request = json!({"metadata": {"name": "sandbox"}, "displayName": "Sandbox"});
    assert_eq!(
        oc.post("/apis/project.openshift.io/v1/projectrequests", &request)
            .status,
        201
    );
    assert_eq!(
        oc.post("/apis/project.openshift.io/v1/projectrequests", &request)
            .status,
        409
    );
    assert_eq!(
        oc.import("sandbox", "web", "quay.io/acme/shop-web:1.0.0", "latest")
            .status,
        201
    );
    assert_eq!(
        oc.delete("/apis/project.openshift.io/v1/projects/sandbox")
            .status,
        200
    );
    oc.user = "admin";
    assert_eq!(oc.get(&path("sandbox", "imagestreams/web")).status, 404);
    let named = json!({"metadata": {"annotations": {"openshift.io/display-name": "The shop"}}});
    let project = oc
        .merge("/apis/project.openshift.io/v1/projects/shop", &named)
        .value();
    assert_eq!(project["kind"], "Project");
    assert_eq!(project["status"]["phase"], "Active");
    let namespace = json!({"metadata": {"name": "fresh"}});
    assert_eq!(
        oc.post("/api/v1/namespaces", &namespace).value()["status"]["phase"],
        "Active"
    );
    let bad = oc.post(
        "/apis/project.openshift.io/v1/projectrequests",
        &json!({"metadata": {"name": "Bad_Name"}}),
    );
    assert_eq!(bad.status, 422);
}

#[test]
fn a_watch_tells_every_change_in_its_order() {
    let mut oc = Client::of_demo("developer");
    let version =
        oc.get(&path("shop", "imagestreams?limit=1")).value()["metadata"]["resourceVersion"]
            .as_str()
            .unwrap()
            .to_owned();
    let target = path(
        "shop",
        &format!(
            "imagestreams?watch=true&resourceVersion={version}&fieldSelector=metadata.name%3Dtold"
        ),
    );
    let request = Request::get(&target).as_user("developer");
    let Reply::Watch { id, .. } = oc.cluster.handle(&request, oc.now) else {
        panic!("no watch")
    };
    oc.post(
        &path("shop", "imagestreams"),
        &json!({"metadata": {"name": "told"}}),
    );
    oc.tag_image("shop", "quay.io/acme/ruby:3.1", "told:a", &json!({}));
    oc.wait(2);
    oc.tag_copy("shop", "told:a", "told:b");
    oc.delete(&path("shop", "imagestreamtags/told:a"));
    oc.delete(&path("shop", "imagestreams/told"));
    let frames = oc.cluster.poll(id, oc.now).frames;
    let events: Vec<Value> = frames
        .iter()
        .map(|frame| serde_json::from_slice(frame).unwrap())
        .collect();
    let seen: Vec<(&str, i64, usize)> = events
        .iter()
        .map(|event| {
            let tags = event["object"]["status"]["tags"]
                .as_array()
                .map_or(0, Vec::len);
            (
                event["type"].as_str().unwrap(),
                event["object"]["metadata"]["generation"].as_i64().unwrap(),
                tags,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("ADDED", 1, 0),
            ("MODIFIED", 2, 0),
            ("MODIFIED", 3, 1),
            ("MODIFIED", 4, 2),
            ("MODIFIED", 5, 1),
            ("DELETED", 5, 1)
        ]
    );
    let versions: Vec<u64> = events
        .iter()
        .map(|event| {
            event["object"]["metadata"]["resourceVersion"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert!(
        versions.windows(2).all(|pair| pair[0] < pair[1]),
        "{versions:?}"
    );
}

#[test]
fn applying_takes_back_what_is_no_longer_sent() {
    let mut oc = Client::of_demo("developer");
    let target = |manager: &str| {
        path(
            "shop",
            &format!("imagestreams/applied?fieldManager={manager}"),
        )
    };
    let config = |tags: Value| json!({"kind": "ImageStream", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "applied"}, "spec": {"tags": tags}});
    let tag = |name: &str, from: &str| json!({"name": name, "from": {"kind": "DockerImage", "name": from}});
    let media_type = "application/apply-patch+yaml";
    let both = config(json!([
        tag("a", "quay.io/acme/ruby:3.1"),
        tag("b", "quay.io/acme/ruby:3.2")
    ]));
    assert_eq!(
        oc.send("PATCH", &target("me"), media_type, Some(&both))
            .status,
        201
    );
    let one = config(json!([tag("a", "quay.io/acme/ruby:3.1")]));
    assert_eq!(
        oc.send("PATCH", &target("me"), media_type, Some(&one))
            .status,
        200
    );
    let stream = oc.stream("shop", "applied");
    assert_eq!(
        (spec(&stream, "a").is_null(), spec(&stream, "b").is_null()),
        (false, true)
    );
    let other = config(json!([tag("a", "quay.io/acme/ruby:2.7")]));
    let refused = oc.send("PATCH", &target("you"), media_type, Some(&other));
    assert_eq!(refused.status, 409);
    assert_eq!(
        refused.value()["message"],
        "Apply failed with 1 conflict: conflict with \"me\" using image.openshift.io/v1: .spec.tags[name=\"a\"].from"
    );
    let forced = format!("{}&force=true", target("you"));
    assert_eq!(
        oc.send("PATCH", &forced, media_type, Some(&other)).status,
        200
    );
}

#[test]
fn an_image_tag_that_is_gone_is_told_by_its_name() {
    let mut oc = Client::of_project("developer", "shop");
    oc.tag_image("shop", "quay.io/acme/nothing:1", "i1:k", &json!({}));
    let target = path("shop", "imagetags/i1:k");
    let answer = oc.merge(&target, &json!({"spec": null}));
    assert_eq!(answer.status, 200, "{}", answer.value());
    assert_eq!(answer.value()["metadata"]["name"], "i1:k");
    assert_eq!(answer.value()["spec"], Value::Null);
    assert_eq!(answer.value()["status"], Value::Null);
    assert_eq!(oc.get(&target).status, 404);
}

#[test]
fn signatures_are_kept_with_their_image() {
    let mut oc = Client::of_demo("admin");
    let newest = newest(&oc.stream("shop", "web"), "1.0.0");
    let image = newest["image"].as_str().unwrap();
    let all = "/apis/image.openshift.io/v1/imagesignatures";
    let name = format!("{image}@mine");
    let signature = |name: &str| {
        json!({
            "metadata": {"name": name}, "type": "atomic", "content": "c2lnbmF0dXJl",
            "signedClaims": {"a": "b"},
        })
    };
    let made = oc.post(all, &signature(&name));
    assert_eq!(made.status, 201, "{}", made.value());
    assert_eq!(made.value()["signedClaims"], Value::Null);
    let of_image = |oc: &mut Client| {
        oc.get(&format!("/apis/image.openshift.io/v1/images/{image}"))
            .value()["signatures"]
            .clone()
    };
    assert_eq!(of_image(&mut oc)[0]["metadata"]["name"], name);
    assert_eq!(oc.post(all, &signature(&name)).status, 409);
    let same_content = format!("{image}@other");
    assert_eq!(oc.post(all, &signature(&same_content)).status, 409);
    assert_eq!(oc.post(all, &signature("sha256:0@x")).status, 404);
    assert_eq!(oc.post(all, &signature("nameless")).status, 422);
    let one = format!("{all}/{name}");
    oc.user = "developer";
    assert_eq!(oc.delete(&one).status, 403);
    oc.user = "admin";
    assert_eq!(oc.delete(&one).status, 200);
    assert_eq!(oc.delete(&one).status, 404);
    assert_eq!(of_image(&mut oc), Value::Null);
}
