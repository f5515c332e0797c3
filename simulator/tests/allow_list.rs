//! The registries that a cluster allows: what is refused, and in which words.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::{Value, json};
use simulator::{AllowedRegistry, Response};
use write_client::{Client, path};

/// Creates a stream whose tags point at registry images, only by reference.
fn create(oc: &mut Client, name: &str, sources: &[&str]) -> Response {
    let tags = sources.iter().enumerate().map(|(index, source)| {
        json!({
            "name": format!("t{index}"), "reference": true,
            "from": {"kind": "DockerImage", "name": source},
        })
    });
    let tags: Vec<Value> = tags.collect();
    let stream = json!({"metadata": {"name": name}, "spec": {"tags": tags}});
    oc.post(&path("shop", "imagestreams"), &stream)
}

const HOSTS: &str = "\"*.example.com:443\", \"quay.io:443\", \"plain.example.com:80\"";

/// A project of a cluster that allows the registries above.
fn restricted() -> Client {
    let mut oc = Client::of_project("developer", "shop");
    let allowed = |domain_name: &str, insecure| AllowedRegistry {
        domain_name: domain_name.to_owned(),
        insecure,
    };
    oc.cluster.config.allowed_registries = Some(vec![
        allowed("*.example.com", false),
        allowed("quay.io", false),
        allowed("plain.example.com", true),
    ]);
    oc
}

fn import_of(source: &str, insecure: bool) -> Value {
    json!({"metadata": {"name": "web"}, "spec": {"import": false, "images": [{
        "from": {"kind": "DockerImage", "name": source}, "to": {"name": "x"},
        "importPolicy": {"insecure": insecure},
    }]}})
}

#[test]
fn imports_keep_to_the_allowed_registries() {
    for (source, insecure, refused) in [
        ("quay.io/acme/shop-web:1.0.0", false, None),
        ("a.example.com/x:1", false, None),
        ("plain.example.com/x:1", true, None),
        ("quay.io/acme/shop-web:1.0.0", true, Some("quay.io:80")),
        ("python:3.6.0", false, Some("docker.io:443")),
        ("a.example.com:5000/x:1", false, Some("a.example.com:5000")),
    ] {
        let mut oc = restricted();
        let target = path("shop", "imagestreamimports");
        let response = oc.post(&target, &import_of(source, insecure));
        let Some(asked) = refused else {
            assert_eq!(response.status, 201, "{source}: {}", response.value());
            continue;
        };
        assert_eq!(response.status, 422, "{source}");
        assert_eq!(
            response.value()["message"],
            format!(
                "ImageStreamImport.image.openshift.io \"web\" is invalid: spec.images[0].from.name: Forbidden: importing images from registry \"{asked}\" is forbidden: registry \"{asked}\" not allowed by whitelist: {HOSTS}"
            )
        );
        oc.user = "admin";
        assert_eq!(
            oc.post(&target, &import_of(source, insecure)).status,
            201,
            "whoever may create images may import them"
        );
    }
}

#[test]
fn new_references_keep_to_the_allowed_registries() {
    let from = json!({"kind": "DockerImage", "name": "docker.io/python:3.6.0"});
    let tag = json!({"name": "x", "from": from});
    let stream_tag = json!({"metadata": {"name": "web:x"}, "tag": tag});
    let image_tag = json!({"metadata": {"name": "web:x"}, "spec": tag});
    let stream = json!({"metadata": {"name": "web"}, "spec": {"tags": [tag]}});
    let repository =
        json!({"metadata": {"name": "web"}, "spec": {"dockerImageRepository": "docker.io/python"}});
    for (method, target, body, object, field) in [
        (
            "POST",
            "imagestreams",
            &stream,
            "ImageStream.image.openshift.io \"web\"",
            "spec.tags[x].from.name",
        ),
        (
            "POST",
            "imagestreams",
            &repository,
            "ImageStream.image.openshift.io \"web\"",
            "spec.dockerImageRepository",
        ),
        (
            "POST",
            "imagestreamtags",
            &stream_tag,
            "ImageStreamTag.image.openshift.io \"web:x\"",
            "tag.from.name",
        ),
        (
            "PUT",
            "imagestreamtags/web:x",
            &stream_tag,
            "ImageStreamTag.image.openshift.io \"web:x\"",
            "tag.from.name",
        ),
        (
            "POST",
            "imagetags",
            &image_tag,
            "ImageTag.image.openshift.io \"web:x\"",
            "spec.from.name",
        ),
        (
            "PUT",
            "imagetags/web:x",
            &image_tag,
            "ImageTag.image.openshift.io \"web:x\"",
            "spec.from.name",
        ),
    ] {
        let mut oc = restricted();
        let response = oc.send(
            method,
            &path("shop", target),
            "application/json",
            Some(body),
        );
        assert_eq!(
            response.status,
            422,
            "{method} {target}: {}",
            response.value()
        );
        assert_eq!(
            response.value()["message"],
            format!(
                "{object} is invalid: {field}: Forbidden: registry \"docker.io\" not allowed by whitelist: {HOSTS}"
            )
        );
    }
}

#[test]
fn references_of_before_may_stay_and_go() {
    let mut oc = restricted();
    let allowed = std::mem::take(&mut oc.cluster.config.allowed_registries);
    let sources = ["docker.io/python:3.6.0", "docker.io/python:3.7.0"];
    assert_eq!(create(&mut oc, "web", &sources).status, 201);
    oc.cluster.config.allowed_registries = allowed;
    let target = path("shop", "imagestreams/web");
    let labels = json!({"metadata": {"labels": {"a": "b"}}});
    assert_eq!(oc.merge(&target, &labels).status, 200);
    let from = json!({"kind": "DockerImage", "name": sources[0]});
    let again = oc.tag("shop", "web:t0", &from, &json!(0), &json!({}));
    assert_eq!(again.status, 200, "{}", again.value());
    let other = json!({"kind": "DockerImage", "name": "docker.io/python:3.8.0"});
    assert_eq!(
        oc.tag("shop", "web:t0", &other, &json!(0), &json!({}))
            .status,
        422
    );
    assert_eq!(
        oc.delete(&path("shop", "imagestreamtags/web:t0")).status,
        200
    );
}

#[test]
fn a_long_list_is_told_in_part() {
    for (count, told) in [
        (
            5,
            "\"r0:443\", \"r1:443\", \"r2:443\", \"r3:443\", \"r4:443\"",
        ),
        (
            7,
            "\"r0:443\", \"r1:443\", \"r2:443\", \"r3:443\", and 3 more ...",
        ),
    ] {
        let mut oc = Client::of_project("developer", "shop");
        let entry = |number| AllowedRegistry {
            domain_name: format!("r{number}"),
            insecure: false,
        };
        oc.cluster.config.allowed_registries = Some((0..count).map(entry).collect());
        let message = create(&mut oc, "web", &["quay.io/a:1"]).value()["message"].clone();
        let expected = format!("registry \"quay.io\" not allowed by whitelist: {told}");
        assert!(message.as_str().unwrap().ends_with(&expected), "{message}");
    }
}

#[test]
fn an_empty_list_allows_nothing() {
    let mut oc = Client::of_project("developer", "shop");
    oc.cluster.config.allowed_registries = Some(Vec::new());
    let refused = create(&mut oc, "web", &["quay.io/a:1"]);
    assert_eq!(refused.status, 422);
    let message = refused.value()["message"].clone();
    let told = "registry \"quay.io\" not allowed by empty whitelist";
    assert!(message.as_str().unwrap().ends_with(told), "{message}");
}

#[test]
fn a_status_may_not_bring_other_registries_in() {
    let mut oc = restricted();
    assert_eq!(
        create(&mut oc, "web", &["quay.io/acme/ruby:3.1"]).status,
        201
    );
    oc.user = "admin";
    let target = path("shop", "imagestreams/web/status");
    let mut stream = oc.stream("shop", "web");
    let digest = format!("sha256:{}", "a".repeat(64));
    let mut put = |reference: &str| {
        stream["status"]["tags"] = json!([{"tag": "x", "items": [{
            "created": "2026-01-01T00:00:00Z", "dockerImageReference": reference,
            "image": digest, "generation": 1,
        }]}]);
        oc.put(&target, &stream)
    };
    let refused = put(&format!("docker.io/library/python@{digest}"));
    assert_eq!(refused.status, 422, "{}", refused.value());
    let cause = &refused.value()["details"]["causes"][0];
    assert_eq!(cause["reason"], "FieldValueForbidden");
    assert_eq!(
        cause["field"],
        "status.tags[x].items[0].dockerImageReference"
    );
    let unreadable = put("a b");
    assert_eq!(
        unreadable.value()["details"]["causes"][0]["reason"],
        "FieldValueInvalid"
    );
    let allowed = put(&format!("quay.io/acme/ruby@{digest}"));
    assert_eq!(allowed.status, 200, "{}", allowed.value());
}
