//! Imports: by hand, by the controller, on a schedule, and what fails.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simulator::import::Pace;
use simulator::store::IMAGE_STREAMS;
use write_client::{Client, path, status};

#[test]
fn scheduled_tags_follow_their_source() {
    let mut oc = Client::of_demo("developer");
    oc.tag_image(
        "shop",
        "docker.io/python:nightly",
        "night:nightly",
        &json!({"scheduled": true}),
    );
    oc.tag_image("shop", "docker.io/python:nightly", "night:once", &json!({}));
    oc.wait(3 * 60 * 60);
    let stream = oc.stream("shop", "night");
    let history = |tag: &str| status(&stream, tag)["items"].as_array().unwrap().len();
    assert!(
        history("nightly") >= 4,
        "moved every 25 minutes, looked at every 15: {}",
        history("nightly")
    );
    assert_eq!(history("once"), 1);
}

#[test]
fn a_failed_import_is_not_tried_again_by_itself() {
    let mut oc = Client::of_demo("developer");
    oc.tag_image("shop", "quay.io/acme/nothing:1", "lost:1", &json!({}));
    oc.wait(2);
    let stream = oc.stream("shop", "lost");
    let condition = status(&stream, "1")["conditions"][0].clone();
    assert_eq!(condition["reason"], "NotFound");
    assert_eq!(status(&stream, "1")["items"], Value::Null);
    oc.wait(24 * 60 * 60);
    assert_eq!(
        oc.stream("shop", "lost")["metadata"]["resourceVersion"],
        stream["metadata"]["resourceVersion"]
    );
    assert_eq!(oc.get(&path("shop", "imagestreamtags/lost:1")).status, 404);
    assert_eq!(oc.get(&path("shop", "imagetags/lost:1")).status, 200);
}

#[test]
fn a_registry_that_never_answers_leaves_the_tag_pending() {
    let mut oc = Client::of_demo("developer");
    oc.wait(30 * 60);
    let stream = oc.stream("shop", "new-service");
    assert_eq!(status(&stream, "latest"), Value::Null);
    let imported = oc
        .import(
            "shop",
            "new-service",
            "slow.example.com/acme/new-service:latest",
            "latest",
        )
        .value();
    let message = imported["status"]["images"][0]["status"]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains("context deadline exceeded"), "{message}");
}

#[test]
fn a_large_repository_is_imported_in_part() {
    let mut oc = Client::of_demo("developer");
    let body = json!({
        "metadata": {"name": "all-releases"},
        "spec": {"import": true, "repository": {"from": {"kind": "DockerImage", "name": "quay.io/acme/releases"}}},
    });
    let answer = oc.post(&path("shop", "imagestreamimports"), &body);
    assert_eq!(answer.status, 201);
    let repository = answer.value()["status"]["repository"].clone();
    let imported: Vec<&str> = repository["images"]
        .as_array()
        .unwrap()
        .iter()
        .map(|image| image["tag"].as_str().unwrap())
        .collect();
    assert_eq!(imported.len(), 50);
    assert_eq!(imported[0], "latest");
    assert_eq!(imported[1], "v4.8");
    assert!(repository["additionalTags"].as_array().unwrap().len() > 250);
    assert_eq!(
        oc.stream("shop", "all-releases")["status"]["tags"]
            .as_array()
            .unwrap()
            .len(),
        50
    );
    assert_eq!(
        oc.stream("shop", "all-releases")["spec"].get("dockerImageRepository"),
        None
    );
}

#[test]
fn looking_without_importing_stores_nothing() {
    let mut oc = Client::of_demo("developer");
    let body = json!({"metadata": {"name": "preview"}, "spec": {"import": false, "images": [
        {"from": {"kind": "DockerImage", "name": "busybox"}, "importPolicy": {"importMode": "PreserveOriginal"}},
    ]}});
    let answer = oc.post(&path("shop", "imagestreamimports"), &body).value();
    assert_eq!(
        answer["status"]["images"][0]["manifests"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    assert_eq!(answer["status"].get("import"), None);
    assert_eq!(oc.get(&path("shop", "imagestreams/preview")).status, 404);
}

#[test]
fn credentials_decide_what_a_private_registry_says() {
    let mut oc = Client::of_demo("developer");
    let from = "registry.example.com/private/app:2.0";
    let reason = |answer: &Value| {
        answer["status"]["images"][0]["status"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let answer = oc.import("secured", "fresh", from, "latest").value();
    assert_eq!(answer["status"]["images"][0]["status"]["status"], "Success");
    let answer = oc.import("data-platform", "fresh", from, "latest").value();
    assert_eq!(
        reason(&answer),
        format!("incorrect username or password for image \"{from}\"")
    );
    let answer = oc.import("shop", "fresh", from, "latest").value();
    assert_eq!(
        reason(&answer),
        format!("you may not have access to the container image \"{from}\"")
    );

    let secret = json!({
        "kind": "Secret", "apiVersion": "v1", "metadata": {"name": "robot"}, "type": "kubernetes.io/dockerconfigjson",
        "stringData": {".dockerconfigjson": json!({"auths": {"registry.example.com": {"username": "robot", "password": "s3cret"}}}).to_string()},
    });
    assert_eq!(
        oc.post("/api/v1/namespaces/shop/secrets", &secret).status,
        201
    );
    let answer = oc.import("shop", "fresh", from, "latest").value();
    assert_eq!(answer["status"]["images"][0]["status"]["status"], "Success");
    assert_eq!(
        status(&oc.stream("shop", "fresh"), "latest").get("conditions"),
        None
    );
}

#[test]
fn imports_need_no_other_right_than_their_own() {
    let mut oc = Client::of_demo("viewer");
    for (target, body) in [
        ("imagestreams", json!({"metadata": {"name": "mine"}})),
        (
            "imagestreamtags",
            json!({"metadata": {"name": "web:mine"}, "tag": {"name": "mine"}}),
        ),
        (
            "imagestreamimports",
            json!({"metadata": {"name": "web"}, "spec": {"import": true, "images": []}}),
        ),
    ] {
        assert_eq!(
            oc.post(&path("shop", target), &body).status,
            403,
            "{target}"
        );
    }
    assert_eq!(oc.delete(&path("shop", "imagestreams/web")).status, 403);
    assert_eq!(
        oc.merge(&path("shop", "imagestreams/web"), &json!({}))
            .status,
        403
    );
}

#[test]
fn the_demo_changes_by_itself_only_where_a_scheduled_tag_moved() {
    let mut oc = Client::of_demo("developer");
    let revision = oc.cluster.store.revision();
    oc.wait(20);
    assert_eq!(
        oc.cluster.store.revision(),
        revision,
        "nothing is pending that could be imported"
    );
    oc.wait(60 * 60);
    let log = oc.cluster.store.since(revision).unwrap();
    let changed: BTreeSet<String> = log
        .filter(|change| change.resource == IMAGE_STREAMS)
        .map(|change| change.key.as_str().to_owned())
        .collect();
    let expected = ["data-platform/batch", "shop/redis", "shop/web"].map(str::to_owned);
    assert_eq!(changed, BTreeSet::from(expected));
}

#[test]
fn imports_take_the_time_that_their_pace_gives_them() {
    let config = simulator::Config {
        import_pace: Some(Pace::DEFAULT),
        ..simulator::Config::default()
    };
    let mut oc = Client::with_config("developer", config);
    let of_repository = |name: &str, from: &str| {
        let from = json!({"kind": "DockerImage", "name": from});
        json!({"metadata": {"name": name}, "spec": {"import": true, "repository": {"from": from}}})
    };
    let takes = |oc: &Client, user: &str, body: &Value| {
        let mut request = simulator::Request::get(&path("shop", "imagestreamimports"));
        "POST".clone_into(&mut request.method);
        request.body = body.to_string().into_bytes();
        oc.cluster.takes(&request.as_user(user), oc.now)
    };
    let archive = of_repository("archive", "quay.io/acme/archive");
    // Fifty of its tags are imported: three at once, the others at two a second.
    assert_eq!(takes(&oc, "developer", &archive).as_millis(), 23_500);
    // What is refused is refused at once.
    assert_eq!(takes(&oc, "viewer", &archive).as_millis(), 0);
    let misspelt = of_repository("archive", "quay.io/acme/archive:1.0");
    assert_eq!(takes(&oc, "developer", &misspelt).as_millis(), 0);
    let private = of_repository("archive", "registry.example.com/private/none");
    assert_eq!(takes(&oc, "nobody", &private).as_millis(), 0);
    // The controller's imports end when theirs is over, and nothing is seen of them before.
    let tags: Vec<Value> = (0..9)
        .map(|minor| {
            let from =
                json!({"kind": "DockerImage", "name": format!("quay.io/acme/archive:5.{minor}")});
            json!({"name": format!("t{minor}"), "from": from})
        })
        .collect();
    let stream = json!({"metadata": {"name": "many"}, "spec": {"tags": tags}});
    assert_eq!(oc.post(&path("shop", "imagestreams"), &stream).status, 201);
    oc.wait(3);
    assert_eq!(status(&oc.stream("shop", "many"), "t0"), Value::Null);
    oc.wait(1);
    let many = oc.stream("shop", "many");
    assert!(status(&many, "t0")["items"].is_array());
    // One of them is listed by the registry and cannot be had any more.
    assert_eq!(status(&many, "t5")["conditions"][0]["reason"], "NotFound");
}

#[test]
fn an_archive_is_imported_with_some_failures() {
    let mut oc = Client::of_demo("developer");
    let from = json!({"kind": "DockerImage", "name": "quay.io/acme/archive"});
    let body = json!({
        "metadata": {"name": "archive"},
        "spec": {"import": true, "repository": {"from": from}},
    });
    let answer = oc.post(&path("shop", "imagestreamimports"), &body);
    assert_eq!(answer.status, 201);
    let told = answer.value()["status"]["repository"].clone();
    assert_eq!(told["images"].as_array().unwrap().len(), 50);
    assert_eq!(told["additionalTags"].as_array().unwrap().len(), 10);
    let message = told["status"]["message"].as_str().unwrap();
    assert_eq!(
        message,
        "6 of the images from this repository failed to import"
    );
    let stream = oc.stream("shop", "archive");
    assert!(status(&stream, "6.9")["items"].is_array());
    assert_eq!(
        status(&stream, "6.8")["conditions"][0]["reason"],
        "NotFound"
    );
}

#[test]
fn a_short_schedule_shows_as_events_of_a_watch() {
    let config = simulator::Config {
        schedule_interval: std::time::Duration::from_secs(10),
        ..simulator::Config::default()
    };
    let mut oc = Client::with_config("developer", config);
    let scheduled = json!({"scheduled": true});
    oc.tag_image(
        "shop",
        "quay.io/acme/ticker:latest",
        "ticker:latest",
        &scheduled,
    );
    oc.wait(5);
    let version = oc.stream("shop", "ticker")["metadata"]["resourceVersion"].clone();
    let query = format!(
        "imagestreams?watch=true&resourceVersion={}&fieldSelector=metadata.name%3Dticker",
        version.as_str().unwrap()
    );
    let request = simulator::Request::get(&path("shop", &query)).as_user("developer");
    let simulator::Reply::Watch { id, .. } = oc.cluster.handle(&request, oc.now) else {
        panic!("no watch")
    };
    oc.wait(120);
    let events: Vec<Value> = oc
        .cluster
        .poll(id, oc.now)
        .frames
        .iter()
        .map(|frame| serde_json::from_slice(frame).unwrap())
        .collect();
    // The image moves every twenty seconds and is looked at every ten.
    assert_eq!(events.len(), 6);
    let images: BTreeSet<String> = events
        .iter()
        .map(|event| {
            assert_eq!(event["type"], "MODIFIED");
            write_client::newest(&event["object"], "latest")["image"].to_string()
        })
        .collect();
    assert_eq!(images.len(), 6);
}
