//! Every state that an image stream can be in is somewhere in the demo cluster.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod seed_objects;

use std::collections::BTreeSet;

use seed_objects::{list, message, newest, now, of_kind, spec_tag, status_tag};
use serde_json::Value;
use simulator::seed;

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
