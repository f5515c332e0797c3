//! The demo cluster's content: every state that an image stream can be in is there, and every stream looks as the
//! server would have stored it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;
use simulator::seed;

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

fn of_kind<'a>(objects: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    objects.iter().filter(move |object| object["kind"] == kind)
}

fn stream<'a>(objects: &'a [Value], namespace: &str, name: &str) -> &'a Value {
    of_kind(objects, "ImageStream")
        .find(|stream| {
            stream["metadata"]["namespace"] == namespace && stream["metadata"]["name"] == name
        })
        .unwrap_or_else(|| panic!("no stream {namespace}/{name}"))
}

fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value
        .pointer(pointer)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn spec_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/spec/tags")
        .iter()
        .find(|spec| spec["name"] == tag)
}

fn status_tag<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    list(stream, "/status/tags")
        .iter()
        .find(|status| status["tag"] == tag)
}

fn newest<'a>(stream: &'a Value, tag: &str) -> Option<&'a Value> {
    status_tag(stream, tag).and_then(|status| status["items"].get(0))
}

fn message<'a>(stream: &'a Value, tag: &str) -> &'a str {
    status_tag(stream, tag)
        .and_then(|status| status["conditions"][0]["message"].as_str())
        .unwrap_or_default()
}

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

/// One state and how to see it.
type State = (&'static str, fn(&[Value]) -> bool);

fn any_stream(objects: &[Value], test: impl Fn(&Value) -> bool) -> bool {
    of_kind(objects, "ImageStream").any(test)
}

fn any_tag(objects: &[Value], test: impl Fn(&Value, &Value) -> bool) -> bool {
    any_stream(objects, |stream| {
        list(stream, "/spec/tags")
            .iter()
            .any(|spec| test(stream, spec))
    })
}

fn failed(objects: &[Value], words: &str) -> bool {
    any_tag(objects, |stream, spec| {
        message(stream, spec["name"].as_str().unwrap()).contains(words)
    })
}

const STATES: &[State] = &[
    ("empty stream", |all| {
        any_stream(all, |one| {
            list(one, "/spec/tags").is_empty() && list(one, "/status/tags").is_empty()
        })
    }),
    ("spec without source", |all| {
        any_tag(all, |_, spec| spec.get("from").is_none())
    }),
    ("never imported", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "DockerImage"
                && status_tag(one, spec["name"].as_str().unwrap()).is_none()
        })
    }),
    ("status only", |all| {
        any_stream(all, |one| {
            list(one, "/status/tags")
                .iter()
                .any(|status| spec_tag(one, status["tag"].as_str().unwrap()).is_none())
        })
    }),
    ("alias", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "ImageStreamTag"
                && spec["from"]["name"]
                    .as_str()
                    .and_then(|of| spec_tag(one, of))
                    .is_some_and(|of| of["from"]["kind"] == "DockerImage")
        })
    }),
    ("alias of an alias", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "ImageStreamTag"
                && spec["from"]["name"]
                    .as_str()
                    .and_then(|of| spec_tag(one, of))
                    .is_some_and(|of| {
                        of["from"]["kind"] == "ImageStreamTag" && of["from"]["name"] != spec["name"]
                    })
        })
    }),
    ("dangling alias", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "ImageStreamTag"
                && newest(one, spec["name"].as_str().unwrap()).is_none()
        })
    }),
    ("circular alias", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "ImageStreamTag"
                && spec["from"]["name"]
                    .as_str()
                    .and_then(|of| spec_tag(one, of))
                    .is_some_and(|of| of["from"]["name"] == spec["name"])
        })
    }),
    ("tag of another stream", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["kind"] == "ImageStreamTag"
                && spec["from"].get("namespace").is_none()
                && spec["from"]["name"]
                    .as_str()
                    .unwrap()
                    .split_once(':')
                    .is_some_and(|(name, _)| one["metadata"]["name"] != name)
        })
    }),
    ("tag of another project", |all| {
        any_tag(all, |one, spec| {
            spec["from"]["namespace"].is_string()
                && spec["from"]["namespace"] != one["metadata"]["namespace"]
        })
    }),
    ("copied by digest", |all| {
        any_tag(all, |_, spec| spec["from"]["kind"] == "ImageStreamImage")
    }),
    ("registry reference", |all| {
        any_tag(all, |one, spec| {
            spec["reference"] == true
                && newest(one, spec["name"].as_str().unwrap())
                    .is_some_and(|event| event["image"] == "")
        })
    }),
    ("tag reference", |all| {
        any_tag(all, |_, spec| {
            spec["reference"] == true && spec["from"]["kind"] == "ImageStreamTag"
        })
    }),
    ("scheduled", |all| {
        any_tag(all, |_, spec| spec["importPolicy"]["scheduled"] == true)
    }),
    ("insecure", |all| {
        any_tag(all, |_, spec| spec["importPolicy"]["insecure"] == true)
    }),
    ("insecure stream", |all| {
        any_stream(all, |one| {
            one["metadata"]["annotations"]["openshift.io/image.insecureRepository"] == "true"
        })
    }),
    ("Local policy", |all| {
        any_tag(all, |_, spec| spec["referencePolicy"]["type"] == "Local")
    }),
    ("PreserveOriginal", |all| {
        any_tag(all, |_, spec| {
            spec["importPolicy"]["importMode"] == "PreserveOriginal"
        })
    }),
    ("failed: unauthorized", |all| {
        failed(all, "you may not have access")
    }),
    ("failed: wrong password", |all| {
        failed(all, "incorrect username or password")
    }),
    ("failed: not found", |all| failed(all, "not found")),
    ("failed: certificate", |all| failed(all, "x509")),
    ("failed: rate limit", |all| failed(all, "toomanyrequests")),
    ("failed: connection refused", |all| {
        failed(all, "connection refused")
    }),
    ("failed: plain HTTP", |all| {
        failed(all, "HTTP response to HTTPS client")
    }),
    ("failed: blocked", |all| failed(all, "blocked")),
    ("failed: limit", |all| {
        failed(all, "exceeds the maximum limit")
    }),
    ("failed, older image remains", |all| {
        any_tag(all, |one, spec| {
            let tag = spec["name"].as_str().unwrap();
            !message(one, tag).is_empty() && newest(one, tag).is_some()
        })
    }),
    ("failed and asked for again", |all| {
        any_tag(all, |one, spec| {
            status_tag(one, spec["name"].as_str().unwrap())
                .and_then(|status| status["conditions"][0]["generation"].as_i64())
                .is_some_and(|generation| spec["generation"].as_i64().unwrap() > generation)
        })
    }),
    ("history of forty", |all| {
        any_stream(all, |one| {
            list(one, "/status/tags")
                .iter()
                .any(|status| list(status, "/items").len() == 40)
        })
    }),
    ("rolled back", |all| {
        any_stream(all, |one| {
            list(one, "/status/tags").iter().any(|status| {
                let items = list(status, "/items");
                let different: BTreeSet<&str> = items
                    .iter()
                    .filter_map(|event| event["image"].as_str())
                    .collect();
                different.len() < items.len()
            })
        })
    }),
    ("hundreds of tags", |all| {
        any_stream(all, |one| list(one, "/spec/tags").len() > 300)
    }),
    ("pre-release versions", |all| {
        any_tag(all, |_, spec| {
            spec["name"].as_str().unwrap().contains("-rc.")
        })
    }),
    ("pruned image", |all| {
        let names: BTreeSet<&str> = of_kind(all, "Image")
            .filter_map(|image| image["metadata"]["name"].as_str())
            .collect();
        any_stream(all, |one| {
            list(one, "/status/tags").iter().any(|status| {
                newest(one, status["tag"].as_str().unwrap())
                    .and_then(|event| event["image"].as_str())
                    .is_some_and(|image| !image.is_empty() && !names.contains(image))
            })
        })
    }),
    ("markup", |all| {
        any_stream(all, |one| {
            one["metadata"]["annotations"]["description"]
                .as_str()
                .is_some_and(|text| text.contains("onerror"))
        })
    }),
    ("control characters", |all| {
        any_stream(all, |one| {
            one["metadata"]["annotations"]["description"]
                .as_str()
                .is_some_and(|text| text.contains('\u{1b}') && text.contains('\u{202e}'))
        })
    }),
    ("ten kilobytes", |all| {
        any_stream(all, |one| {
            one["metadata"]["annotations"]["description"]
                .as_str()
                .is_some_and(|text| text.len() >= 10_000)
        })
    }),
    ("long name", |all| {
        any_stream(all, |one| {
            one["metadata"]["name"].as_str().unwrap().len() > 150
        })
    }),
    ("Korean", |all| {
        any_stream(all, |one| {
            one["metadata"]["annotations"]["description"]
                .as_str()
                .is_some_and(|text| text.contains("노트북"))
        })
    }),
    ("tag annotations", |all| {
        any_tag(all, |_, spec| {
            ["description", "tags", "supports", "sampleRepo"]
                .iter()
                .all(|key| spec["annotations"][key].is_string())
        })
    }),
    ("stream labels", |all| {
        any_stream(all, |one| one["metadata"]["labels"].is_object())
    }),
    ("signature, unverified", |all| {
        of_kind(all, "Image").any(|image| {
            image["signatures"][0].is_object() && image["signatures"][0].get("issuedBy").is_none()
        })
    }),
    ("signature, verified", |all| {
        of_kind(all, "Image")
            .any(|image| image["signatures"][0]["issuedBy"]["commonName"].is_string())
    }),
    ("local lookup", |all| {
        any_stream(all, |one| one["spec"]["lookupPolicy"]["local"] == true)
    }),
    ("whole repository", |all| {
        any_stream(all, |one| one["spec"]["dockerImageRepository"].is_string())
    }),
    ("run-level project", |all| {
        of_kind(all, "Namespace")
            .any(|namespace| namespace["metadata"]["labels"]["openshift.io/run-level"] == "1")
    }),
    ("pull secret", |all| {
        of_kind(all, "Secret").any(|secret| secret["type"] == "kubernetes.io/dockerconfigjson")
    }),
    ("excluded secret", |all| {
        of_kind(all, "Secret").any(|secret| {
            secret["metadata"]["annotations"]["openshift.io/image.excludeSecret"] == "true"
        })
    }),
];

#[test]
fn every_state_is_there() {
    let objects = seed::demo(now());
    let missing: Vec<&str> = STATES
        .iter()
        .filter(|(_, seen)| !seen(&objects))
        .map(|(name, _)| *name)
        .collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
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
