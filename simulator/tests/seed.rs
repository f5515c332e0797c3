//! The demo cluster's content: the documentation's streams, and every stream as the server would have stored it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod seed_objects;

use std::collections::BTreeSet;

use seed_objects::{list, newest, now, of_kind, spec_tag, stream};
use serde_json::Value;
use simulator::seed;

#[test]
fn the_documentations_python_is_as_documented() {
    let objects = seed::demo(now());
    let python = stream(&objects, "default", "python");
    assert_eq!(list(python, "/spec/tags").len(), 1);
    assert_eq!(
        spec_tag(python, "3.5").unwrap()["from"]["name"],
        "centos/python-35-centos7"
    );
    assert_eq!(
        python["metadata"]["annotations"]["openshift.io/image.dockerRepositoryCheck"],
        "2017-10-02T17:05:11Z"
    );
    let reference = newest(python, "3.5").unwrap()["dockerImageReference"]
        .as_str()
        .unwrap();
    let known =
        "centos/python-35-centos7@sha256:49c18358df82f4577386404991c51a9559f243e0b1bdc366df25";
    assert!(reference.starts_with(known), "{reference}");
    let image = of_kind(&objects, "Image")
        .find(|image| image["metadata"]["name"] == newest(python, "3.5").unwrap()["image"])
        .expect("the image object");
    let metadata = &image["dockerImageMetadata"];
    assert_eq!(metadata["Size"], 251_200_000);
    assert_eq!(image["dockerImageLayers"][0]["size"], 2_898_000);
    assert_eq!(
        list(image, "/dockerImageLayers").last().unwrap()["size"],
        72_260_000
    );
    assert_eq!(metadata["Architecture"], "amd64");
    let config = &metadata["Config"];
    assert_eq!(config["User"], "1001");
    assert_eq!(config["Entrypoint"][0], "container-entrypoint");
    assert_eq!(config["Cmd"][2], "$STI_SCRIPTS_PATH/usage");
    assert_eq!(config["WorkingDir"], "/opt/app-root/src");
    assert!(config["ExposedPorts"]["8080/tcp"].is_object());
    assert_eq!(config["Labels"]["build-date"], "20170801");
}

#[test]
fn the_documentations_busybox_has_eight_platforms_that_exist() {
    let objects = seed::demo(now());
    let busybox = stream(&objects, "default", "busybox");
    let images: Vec<&Value> = of_kind(&objects, "Image").collect();
    let named = |name: &Value| {
        images
            .iter()
            .find(|image| &image["metadata"]["name"] == name)
    };
    let listed = named(&newest(busybox, "latest").unwrap()["image"]).expect("the manifest list");
    let platforms: Vec<String> = list(listed, "/dockerImageManifests")
        .iter()
        .map(|part| {
            format!(
                "{}/{}",
                part["os"].as_str().unwrap(),
                part["architecture"].as_str().unwrap()
            )
        })
        .collect();
    let documented = "linux/amd64 linux/arm linux/arm64 linux/386 linux/mips64le linux/ppc64le linux/riscv64 linux/s390x";
    assert_eq!(platforms.join(" "), documented);
    for part in list(listed, "/dockerImageManifests") {
        assert!(named(&part["digest"]).is_some(), "{}", part["digest"]);
    }
}

#[test]
fn there_are_some_forty_streams_in_six_projects_and_more() {
    let objects = seed::demo(now());
    let special = ["odd-corners", "faults"];
    let plain: Vec<&Value> = of_kind(&objects, "ImageStream")
        .filter(|stream| !special.contains(&stream["metadata"]["namespace"].as_str().unwrap()))
        .collect();
    let projects: BTreeSet<&str> = plain
        .iter()
        .map(|one| one["metadata"]["namespace"].as_str().unwrap())
        .collect();
    assert!((38..60).contains(&plain.len()), "{}", plain.len());
    assert_eq!(projects.len(), 6, "{projects:?}");
}

fn is_stream_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let separator = |c: char| "._-".contains(c);
    name.starts_with(plain)
        && name.ends_with(plain)
        && name.chars().all(|c| plain(c) || separator(c))
        && !name
            .as_bytes()
            .windows(2)
            .any(|pair| separator(pair[0].into()) && separator(pair[1].into()))
}

fn check_shape(stream: &Value) {
    let name = stream["metadata"]["name"].as_str().unwrap();
    assert!(is_stream_name(name), "{name}");
    let generation = stream["metadata"]["generation"].as_i64().unwrap();
    for (pointer, key) in [("/spec/tags", "name"), ("/status/tags", "tag")] {
        let names: Vec<&str> = list(stream, pointer)
            .iter()
            .map(|tag| tag[key].as_str().unwrap())
            .collect();
        assert!(
            names.windows(2).all(|pair| pair[0] < pair[1]),
            "{name}: {pointer} sorted and unique"
        );
    }
    for spec in list(stream, "/spec/tags") {
        let own = spec["generation"].as_i64().unwrap();
        assert!(
            own >= 1 && own <= generation,
            "{name}: generation of {}",
            spec["name"]
        );
        assert!(
            spec["importPolicy"]["importMode"].is_string()
                && spec["referencePolicy"]["type"].is_string()
        );
    }
    for status in list(stream, "/status/tags") {
        let items = list(status, "/items");
        assert!(
            !items.is_empty() || status["conditions"].is_array(),
            "{name}: a status has a cause"
        );
        for event in items {
            let own = event["generation"].as_i64().unwrap();
            assert!(own >= 1 && own <= generation, "{name}: {event}");
            let text = |key: &str| event[key].as_str().unwrap();
            assert!(
                text("image").is_empty()
                    || text("dockerImageReference").ends_with(&format!("@{}", text("image")))
            );
            assert!(
                text("created") <= "2026-03-01T12:00:00Z",
                "{name}: nothing is from the future"
            );
        }
        let times: Vec<&str> = items
            .iter()
            .map(|event| event["created"].as_str().unwrap())
            .collect();
        assert!(
            times.windows(2).all(|pair| pair[0] >= pair[1]),
            "{name}: newest first: {times:?}"
        );
    }
}

#[test]
fn every_stream_looks_as_the_server_stores_it() {
    let objects = seed::demo(now());
    for stream in of_kind(&objects, "ImageStream") {
        check_shape(stream);
    }
    let identities: Vec<&str> = objects
        .iter()
        .map(|object| object["metadata"]["uid"].as_str().unwrap())
        .collect();
    let different: BTreeSet<&&str> = identities.iter().collect();
    assert_eq!(
        different.len(),
        identities.len(),
        "every object has an identity of its own"
    );
}

#[test]
fn a_large_cluster_has_what_was_asked_for() {
    let objects: Vec<Value> = seed::scale(300, 7, now()).collect();
    let streams: Vec<&Value> = of_kind(&objects, "ImageStream").collect();
    for stream in &streams {
        check_shape(stream);
    }
    assert_eq!(
        streams
            .iter()
            .filter(|one| list(one, "/spec/tags").len() == 7)
            .count(),
        300
    );
    assert!(
        streams
            .iter()
            .any(|one| list(one, "/spec/tags").len() == 5_000)
    );
    assert!(
        streams
            .iter()
            .any(|one| list(one, "/status/tags/0/items").len() == 2_000)
    );
    let projects: BTreeSet<&str> = streams
        .iter()
        .map(|one| one["metadata"]["namespace"].as_str().unwrap())
        .collect();
    assert_eq!(projects.len(), 200);
}
