//! Limits and quotas: what a project may hold, and how a refusal is told.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::{Value, json};
use simulator::Response;
use write_client::{Client, path, spec, status};

const TAGS: &str = "openshift.io/image-tags";
const IMAGES: &str = "openshift.io/images";

fn range(name: &str, kind: &str, max: &Value) -> Value {
    json!({
        "kind": "LimitRange", "apiVersion": "v1",
        "metadata": {"name": name, "namespace": "shop"},
        "spec": {"limits": [{"type": kind, "max": max}]},
    })
}

fn of_streams(max: &Value) -> Value {
    range("streams", "openshift.io/ImageStream", max)
}

fn quota(hard: &str) -> Value {
    json!({
        "kind": "ResourceQuota", "apiVersion": "v1",
        "metadata": {"name": "few", "namespace": "shop"},
        "spec": {"hard": {"openshift.io/imagestreams": hard}},
    })
}

/// A project with some objects of its own and nothing else.
fn project(objects: impl IntoIterator<Item = Value>) -> Client {
    let mut oc = Client::of_project("developer", "shop");
    oc.cluster.load(objects);
    oc
}

/// A stream whose tags point at registry images, only by reference.
fn stream(name: &str, sources: &[&str]) -> Value {
    let tags = sources.iter().enumerate().map(|(index, source)| {
        json!({
            "name": format!("t{index}"), "reference": true,
            "from": {"kind": "DockerImage", "name": source},
        })
    });
    json!({"metadata": {"name": name}, "spec": {"tags": tags.collect::<Vec<Value>>()}})
}

fn create(oc: &mut Client, name: &str, sources: &[&str]) -> Response {
    oc.post(&path("shop", "imagestreams"), &stream(name, sources))
}

fn exceeded(resource: &str, used: usize, max: &str) -> String {
    format!(
        "requested usage of {resource} exceeds the maximum limit per openshift.io/ImageStream ({used} > {max})"
    )
}

fn refused(response: &Response, name: &str, because: &str) {
    let body = response.value();
    let told = format!(
        "Internal error: ImageStream.image.openshift.io \"{name}\" is forbidden: {because}"
    );
    assert_eq!(response.status, 422, "{body}");
    assert_eq!(
        body["message"],
        format!("ImageStream.image.openshift.io \"{name}\" is invalid: []: {told}")
    );
    assert_eq!(body["reason"], "Invalid");
    assert_eq!(
        body["details"],
        json!({
            "name": name, "group": "image.openshift.io", "kind": "ImageStream",
            "causes": [{"reason": "InternalError", "message": told, "field": "[]"}],
        })
    );
}

#[test]
fn different_references_are_counted() {
    let sources = ["quay.io/a/b:1", "quay.io/a/b:2", "quay.io/a/b:1"];
    for (max, is_refused) in [("1", true), ("2", false), ("1k", false)] {
        let mut oc = project([of_streams(&json!({TAGS: max}))]);
        let response = create(&mut oc, "web", &sources);
        if is_refused {
            refused(&response, "web", &exceeded(TAGS, 2, max));
            assert_eq!(oc.get(&path("shop", "imagestreams/web")).status, 404);
        } else {
            assert_eq!(response.status, 201, "{}", response.value());
        }
    }
}

#[test]
fn the_smallest_limit_is_the_one_that_is_told() {
    let kind = "openshift.io/ImageStream";
    let mut oc = project([
        range("a", kind, &json!({TAGS: "5"})),
        range("b", kind, &json!({TAGS: "1"})),
        range("c", "Container", &json!({TAGS: "0"})),
    ]);
    let response = create(&mut oc, "web", &["a:1", "a:2"]);
    refused(&response, "web", &exceeded(TAGS, 2, "1"));
}

#[test]
fn a_stream_above_its_limit_can_be_changed_but_not_grow() {
    let mut oc = project([]);
    assert_eq!(create(&mut oc, "web", &["a:1", "a:2"]).status, 201);
    oc.cluster.load([of_streams(&json!({TAGS: "1"}))]);
    let target = path("shop", "imagestreams/web");
    let labels = json!({"metadata": {"labels": {"a": "b"}}});
    assert_eq!(oc.merge(&target, &labels).status, 200);
    let again = json!({"kind": "DockerImage", "name": "a:1"});
    let same = oc.tag("shop", "web:more", &again, &json!(0), &json!({}));
    assert_eq!(same.status, 201, "{}", same.value());
    let other = stream("web", &["a:1", "a:3"]);
    refused(
        &oc.merge(&target, &json!({"spec": other["spec"]})),
        "web",
        &exceeded(TAGS, 2, "1"),
    );
    assert_eq!(
        oc.delete(&path("shop", "imagestreamtags/web:t0")).status,
        200
    );
}

#[test]
fn tags_are_limited_whichever_way_they_are_written() {
    let limit = of_streams(&json!({TAGS: "1"}));
    let expected = exceeded(TAGS, 2, "1");
    let from = json!({"kind": "DockerImage", "name": "a:2"});
    let stream_tag = json!({"metadata": {"name": "web:new"}, "tag": {"name": "new", "from": from}});
    let image_tag = json!({"metadata": {"name": "web:new"}, "spec": {"name": "new", "from": from}});
    for (plural, body) in [("imagestreamtags", &stream_tag), ("imagetags", &image_tag)] {
        let mut oc = project([limit.clone()]);
        assert_eq!(create(&mut oc, "web", &["a:1"]).status, 201);
        refused(&oc.post(&path("shop", plural), body), "web", &expected);
    }
    let mut oc = project([limit]);
    assert_eq!(create(&mut oc, "web", &["a:1"]).status, 201);
    let put = oc.tag("shop", "web:new", &from, &json!(0), &json!({}));
    refused(&put, "web", &expected);
}

#[test]
fn an_import_beyond_the_limit_leaves_a_note_at_its_new_tags() {
    let max = json!({TAGS: "1", IMAGES: "1"});
    let mut oc = project([of_streams(&max)]);
    let first = oc.import("shop", "web", "quay.io/acme/shop-web:1.0.0", "one");
    assert_eq!(first.status, 201, "{}", first.value());
    let before = oc.stream("shop", "web");
    let second = oc.import("shop", "web", "docker.io/python:3.6.0", "two");
    let because = format!("[{}, {}]", exceeded(TAGS, 2, "1"), exceeded(IMAGES, 2, "1"));
    refused(&second, "web", &because);
    let after = oc.stream("shop", "web");
    assert_eq!(after["spec"], before["spec"]);
    assert_eq!(status(&after, "one"), status(&before, "one"));
    assert_eq!(spec(&after, "two"), Value::Null);
    let noted = status(&after, "two");
    assert_eq!(noted["items"], Value::Null);
    let condition = &noted["conditions"][0];
    assert_eq!(condition["type"], "ImportSuccess");
    assert_eq!(condition["status"], "False");
    assert_eq!(condition["reason"], "Invalid");
    assert_eq!(condition["message"], second.value()["message"]);
}

#[test]
fn a_tag_that_the_controller_may_not_import_says_why() {
    let mut oc = project([of_streams(&json!({IMAGES: "1"}))]);
    let first = oc.import("shop", "web", "quay.io/acme/shop-web:1.0.0", "one");
    assert_eq!(first.status, 201, "{}", first.value());
    let tagged = oc.tag_image("shop", "docker.io/python:3.6.0", "web:two", &json!({}));
    assert_eq!(tagged.status, 201, "{}", tagged.value());
    oc.wait(5);
    let noted = oc.stream("shop", "web");
    let message = status(&noted, "two")["conditions"][0]["message"].clone();
    assert!(
        message
            .as_str()
            .unwrap()
            .contains(&exceeded(IMAGES, 2, "1")),
        "{message}"
    );
    oc.wait(3600);
    assert_eq!(oc.stream("shop", "web"), noted, "it is not tried again");
}

#[test]
fn a_written_status_is_limited_too() {
    let mut oc = project([of_streams(&json!({IMAGES: "1"}))]);
    assert_eq!(create(&mut oc, "web", &[]).status, 201);
    oc.user = "admin";
    let event = |digit: &str| {
        let name = format!("sha256:{}", digit.repeat(64));
        let reference = format!("quay.io/a/b@{name}");
        json!({"created": "2026-01-01T00:00:00Z", "image": name, "dockerImageReference": reference, "generation": 1})
    };
    let body = json!({"status": {"tags": [{"tag": "x", "items": [event("a"), event("b")]}]}});
    let response = oc.merge(&path("shop", "imagestreams/web/status"), &body);
    let cause = format!(
        "imageStream: Forbidden: ImageStream.image.openshift.io \"web\" is forbidden: {}",
        exceeded(IMAGES, 2, "1")
    );
    assert_eq!(response.status, 422, "{}", response.value());
    assert_eq!(
        response.value()["message"],
        format!("ImageStream.image.openshift.io \"web\" is invalid: {cause}")
    );
}

#[test]
fn streams_are_counted_however_they_come_to_be() {
    let from = json!({"kind": "DockerImage", "name": "a:1"});
    let stream_tag = json!({"metadata": {"name": "new:x"}, "tag": {"name": "x", "from": from}});
    let import = json!({"metadata": {"name": "new"}, "spec": {"import": true, "images": [
        {"from": {"kind": "DockerImage", "name": "quay.io/acme/shop-web:1.0.0"}, "to": {"name": "x"}},
    ]}});
    for (method, target, body, name) in [
        ("POST", "imagestreams", stream("new", &[]), "new"),
        ("POST", "imagestreamtags", stream_tag.clone(), "new:x"),
        ("PUT", "imagestreamtags/new:x", stream_tag, "new:x"),
        ("POST", "imagestreamimports", import, "new"),
    ] {
        let mut oc = project([quota("1")]);
        assert_eq!(create(&mut oc, "web", &[]).status, 201);
        let refused = oc.send(
            method,
            &path("shop", target),
            "application/json",
            Some(&body),
        );
        let plural = target.split('/').next().unwrap();
        assert_eq!(refused.status, 403, "{method} {target}");
        assert_eq!(refused.value()["reason"], "Forbidden");
        assert_eq!(
            refused.value()["message"],
            format!(
                "{plural}.image.openshift.io \"{name}\" is forbidden: exceeded quota: few, requested: openshift.io/imagestreams=1, used: openshift.io/imagestreams=1, limited: openshift.io/imagestreams=1"
            )
        );
        assert_eq!(oc.get(&path("shop", "imagestreams/new")).status, 404);
        oc.delete(&path("shop", "imagestreams/web"));
        let allowed = oc.send(
            method,
            &path("shop", target),
            "application/json",
            Some(&body),
        );
        assert_eq!(allowed.status, 201, "{}", allowed.value());
    }
}

#[test]
fn quotas_leave_existing_streams_and_image_tags_alone() {
    let mut oc = project([quota("1")]);
    assert_eq!(create(&mut oc, "web", &[]).status, 201);
    let from = json!({"kind": "DockerImage", "name": "a:1"});
    let tagged = oc.tag("shop", "web:x", &from, &json!(0), &json!({}));
    assert_eq!(tagged.status, 201, "{}", tagged.value());
    let imported = oc.import("shop", "web", "quay.io/acme/shop-web:1.0.0", "y");
    assert_eq!(imported.status, 201, "{}", imported.value());
    let image_tag = json!({"metadata": {"name": "new:x"}, "spec": {"name": "x", "from": from}});
    let created = oc.post(&path("shop", "imagetags"), &image_tag);
    assert_eq!(created.status, 201, "{}", created.value());
}

#[test]
fn limits_and_quotas_can_be_read() {
    let mut oc = project([of_streams(&json!({TAGS: "1"})), quota("3")]);
    for (plural, kind) in [
        ("limitranges", "LimitRange"),
        ("resourcequotas", "ResourceQuota"),
    ] {
        let target = format!("/api/v1/namespaces/shop/{plural}");
        let list = oc.get(&target).value();
        let name = list["items"][0]["metadata"]["name"].as_str().unwrap();
        assert_eq!(oc.get(&format!("{target}/{name}")).value()["kind"], kind);
    }
}

#[test]
fn large_images_cannot_be_pushed() {
    for (size, max, told) in [
        (1024, "1Ki", None),
        (2048, "1Ki", Some("2Ki > 1Ki")),
        (1000, "999", Some("1000 > 999")),
        (1025, "1Ki", Some("1025 > 1Ki")),
        (3_u64 << 30, "1Gi", Some("3Gi > 1Gi")),
    ] {
        let storage = json!({"storage": max});
        let mut oc = project([range("images", "openshift.io/Image", &storage)]);
        assert_eq!(create(&mut oc, "web", &[]).status, 201);
        oc.user = "admin";
        let name = format!("sha256:{}", "a".repeat(64));
        let body = json!({"metadata": {"name": "web"}, "tag": "x", "image": {
            "metadata": {"name": name}, "dockerImageMetadata": {"Size": size},
        }});
        let response = oc.post(&path("shop", "imagestreammappings"), &body);
        let Some(told) = told else {
            assert_eq!(response.status, 201, "{}", response.value());
            continue;
        };
        assert_eq!(response.status, 403, "{}", response.value());
        assert_eq!(
            response.value()["message"],
            format!(
                "imagestreammappings.image.openshift.io \"web\" is forbidden: requested usage of storage exceeds the maximum limit per openshift.io/Image ({told})"
            )
        );
        assert_eq!(oc.stream("shop", "web")["status"]["tags"], Value::Null);
    }
}

#[test]
fn pushes_are_limited_as_other_writes_of_the_status() {
    let mut oc = project([of_streams(&json!({IMAGES: "1"}))]);
    assert_eq!(create(&mut oc, "web", &[]).status, 201);
    oc.user = "admin";
    for (digit, status) in [("a", 201), ("a", 201), ("b", 422)] {
        let name = format!("sha256:{}", digit.repeat(64));
        let body = json!({"metadata": {"name": "web"}, "tag": digit, "image": {"metadata": {"name": name}}});
        let response = oc.post(&path("shop", "imagestreammappings"), &body);
        assert_eq!(response.status, status, "{}", response.value());
        if status == 422 {
            let message = response.value()["message"].clone();
            assert!(
                message
                    .as_str()
                    .unwrap()
                    .ends_with(&exceeded(IMAGES, 2, "1")),
                "{message}"
            );
        }
    }
}

#[test]
fn projects_can_share_a_quota() {
    let quota = json!({
        "kind": "ClusterResourceQuota", "apiVersion": "quota.openshift.io/v1",
        "metadata": {"name": "team"},
        "spec": {
            "selector": {"labels": {"matchLabels": {"team": "a"}}, "annotations": null},
            "quota": {"hard": {"openshift.io/imagestreams": "2"}},
        },
    });
    let namespace = |name: &str, team: &str| {
        json!({
            "kind": "Namespace", "apiVersion": "v1",
            "metadata": {"name": name, "labels": {"team": team}},
        })
    };
    let projects = [
        namespace("shop", "a"),
        namespace("bar", "a"),
        namespace("other", "b"),
    ];
    let mut oc = project(projects.into_iter().chain([quota]));
    oc.user = "admin";
    let mut make =
        |project: &str, name: &str| oc.post(&path(project, "imagestreams"), &stream(name, &[]));
    assert_eq!(make("shop", "one").status, 201);
    assert_eq!(make("bar", "two").status, 201);
    let refused = make("shop", "three");
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.value()["message"],
        "imagestreams.image.openshift.io \"three\" is forbidden: exceeded quota: team, requested: openshift.io/imagestreams=1, used: openshift.io/imagestreams=2, limited: openshift.io/imagestreams=2"
    );
    assert_eq!(make("other", "three").status, 201);
}
