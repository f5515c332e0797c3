//! What tags follow, and how they stand.

use imagestream_console::image::follow::{Aliases, FollowError, follow};
use imagestream_console::image::source::{ImageTarget, TagSource, TagTarget};
use imagestream_console::image::tag_state::{TagPhase, TagState, observed_generation};
use imagestream_console::image::tags::StreamTags;
use serde_json::{Value, json};

use crate::golden::{self, digest, failed_tag, following_tag, registry_tag, status_tag, stream};

fn source(from: &Value) -> TagSource {
    let tag = serde_json::from_value(json!({"name": "x", "from": from})).unwrap();
    TagSource::of(Some(&tag), "demo", "app")
}

#[test]
fn short_names_are_resolved_to_links() {
    let tag = |namespace: &str, stream: &str, tag: &str| {
        let (namespace, stream, tag) = (namespace.to_owned(), stream.to_owned(), tag.to_owned());
        TagSource::Tag(TagTarget {
            namespace,
            stream,
            tag,
        })
    };
    let image = |namespace: &str, stream: &str, digest: &str| {
        let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
        TagSource::Image(ImageTarget {
            namespace,
            stream,
            digest: digest.to_owned(),
        })
    };
    let cases = [
        (
            json!({"kind": "ImageStreamTag", "name": "1.0"}),
            tag("demo", "app", "1.0"),
            "app:1.0",
        ),
        (
            json!({"kind": "ImageStreamTag", "name": "ruby:3"}),
            tag("demo", "ruby", "3"),
            "ruby:3",
        ),
        (
            json!({"kind": "ImageStreamTag", "name": "ruby:"}),
            tag("demo", "ruby", "latest"),
            "ruby:latest",
        ),
        (
            json!({"kind": "ImageStreamTag", "name": "ruby:3", "namespace": "openshift"}),
            tag("openshift", "ruby", "3"),
            "openshift/ruby:3",
        ),
        (
            json!({"kind": "ImageStreamImage", "name": "ruby@sha256:1", "namespace": "demo"}),
            image("demo", "ruby", "sha256:1"),
            "ruby@sha256:1",
        ),
        (
            json!({"kind": "ImageStreamImage", "name": "sha256:1"}),
            image("demo", "app", "sha256:1"),
            "app@sha256:1",
        ),
        (
            json!({"kind": "DockerImage", "name": "quay.io/a:1"}),
            TagSource::Registry {
                pull_spec: "quay.io/a:1".to_owned(),
            },
            "quay.io/a:1",
        ),
        (
            json!({"kind": "Widget", "name": "w"}),
            TagSource::Other {
                kind: "Widget".to_owned(),
                name: "w".to_owned(),
            },
            "Widget w",
        ),
        (Value::Null, TagSource::NoSource, ""),
    ];
    for (from, expected, text) in cases {
        assert_eq!(source(&from), expected);
        assert_eq!(expected.text("demo"), text);
    }
    assert_eq!(TagSource::of(None, "demo", "app"), TagSource::Pushed);
}

#[test]
fn chains_are_followed_within_the_stream_only() {
    let stream = stream(
        json!([
            registry_tag("1", "quay.io/a:1", 1),
            following_tag("a", "1"),
            following_tag("b", "app:a"),
            following_tag("self", "self"),
            following_tag("x", "y"),
            following_tag("y", "x"),
            following_tag("other", "ruby:3"),
            following_tag("lost", "nosuch"),
            following_tag("default", "app:"),
            registry_tag("latest", "quay.io/a:2", 1),
            json!({"name": "far", "from": {"kind": "ImageStreamTag", "name": "1", "namespace": "prod"}}),
            json!({"name": "near", "from": {"kind": "ImageStreamTag", "name": "1", "namespace": "demo"}}),
        ]),
        json!([]),
    );
    let tags = StreamTags::of(&stream);
    let cases = [
        ("1", Ok(("1", 0))),
        ("a", Ok(("1", 1))),
        ("b", Ok(("1", 2))),
        ("near", Ok(("1", 1))),
        ("self", Err(FollowError::Circular)),
        ("x", Err(FollowError::Circular)),
        ("other", Err(FollowError::OtherStream)),
        ("far", Err(FollowError::OtherStream)),
        ("lost", Err(FollowError::NotFound)),
        ("default", Ok(("latest", 1))),
        ("missing", Err(FollowError::NotFound)),
    ];
    for (tag, expected) in cases {
        assert_eq!(follow(&tags, tag), expected, "{tag}");
    }
    let aliases = Aliases::of(&tags);
    assert_eq!(aliases.names("1"), ["a", "b", "near"]);
    assert_eq!(aliases.target("b"), Some("1"));
    assert_eq!(aliases.target("x"), None);
}

/// The state of the tag `t` of a stream.
fn state(spec: Option<Value>, status: Option<Value>) -> TagState {
    let stream = stream(json!(spec.as_slice()), json!(status.as_slice()));
    let tags = StreamTags::of(&stream);
    TagState::of(&tags, &Aliases::of(&tags), "t")
}

#[test]
fn every_state_is_told_apart() {
    let d = digest('a');
    let registry = |generation| Some(registry_tag("t", "quay.io/a:1", generation));
    let mut reference = registry_tag("t", "quay.io/a:1", 5);
    reference["reference"] = json!(true);
    let image = |generation| Some(status_tag("t", &d, generation));
    let by_reference = json!({"tag": "t", "items": [
        {"created": null, "dockerImageReference": "quay.io/a:1", "image": "", "generation": 1}]});
    let failed = |generation| Some(failed_tag("t", "NotFound", "gone", generation));
    let mut failed_with_image = failed_tag("t", "NotFound", "gone", 6);
    failed_with_image["items"] = status_tag("t", &d, 5)["items"].clone();
    let condition_true = json!({"tag": "t", "items": status_tag("t", &d, 5)["items"], "conditions": [
        {"type": "ImportSuccess", "status": "True", "lastTransitionTime": null, "generation": 6}]});
    let never_asked =
        json!({"name": "t", "from": {"kind": "DockerImage", "name": "a"}, "generation": null});

    // Spec, status, phase, importing, never imported.
    let cases = [
        (registry(5), image(5), TagPhase::UpToDate, false, false),
        (registry(6), image(5), TagPhase::Importing, true, false),
        (registry(5), None, TagPhase::Importing, true, true),
        (registry(5), failed(5), TagPhase::Failed, false, true),
        (registry(6), failed(5), TagPhase::Failed, true, true),
        (
            registry(6),
            Some(failed_with_image),
            TagPhase::Failed,
            false,
            false,
        ),
        (
            registry(6),
            Some(condition_true),
            TagPhase::UpToDate,
            false,
            false,
        ),
        (
            Some(never_asked),
            None,
            TagPhase::NeverImported,
            false,
            true,
        ),
        (
            Some(reference.clone()),
            None,
            TagPhase::Reference,
            false,
            false,
        ),
        (
            Some(reference.clone()),
            Some(by_reference.clone()),
            TagPhase::Reference,
            false,
            false,
        ),
        (Some(reference), image(1), TagPhase::Reference, false, false),
        (None, image(1), TagPhase::UpToDate, false, false),
        (None, Some(by_reference), TagPhase::Reference, false, false),
        (
            None,
            Some(json!({"tag": "t", "items": null})),
            TagPhase::NoImage,
            false,
            false,
        ),
        (
            Some(json!({"name": "t"})),
            None,
            TagPhase::NoImage,
            false,
            false,
        ),
        (
            Some(json!({"name": "t"})),
            image(1),
            TagPhase::UpToDate,
            false,
            false,
        ),
        (
            Some(following_tag("t", "ruby:3")),
            None,
            TagPhase::Dangling,
            true,
            false,
        ),
        (
            Some(following_tag("t", "ruby:3")),
            image(1),
            TagPhase::UpToDate,
            false,
            false,
        ),
    ];
    for (spec, status, phase, importing, never_imported) in cases {
        let state = state(spec.clone(), status.clone());
        let found = (state.phase, state.importing, state.never_imported);
        assert_eq!(
            found,
            (phase, importing, never_imported),
            "{spec:?} {status:?}"
        );
    }
}

#[test]
fn a_failure_tells_why_and_since_when() {
    let spec = registry_tag("t", "quay.io/a:1", 1);
    let failure = state(
        Some(spec),
        Some(failed_tag("t", "Unauthorized", "log in", 1)),
    )
    .failure
    .unwrap();
    assert_eq!(
        (failure.reason.as_str(), failure.message.as_str()),
        ("Unauthorized", "log in")
    );
    assert_eq!(failure.since, Some(golden::time("2026-03-02T00:00:00Z")));
}

#[test]
fn only_the_first_import_condition_is_observed() {
    let status = json!({"tag": "t", "items": status_tag("t", "x", 3)["items"], "conditions": [
        {"type": "Other", "status": "True", "lastTransitionTime": null, "generation": 99},
        {"type": "ImportSuccess", "status": "False", "lastTransitionTime": null, "generation": 5},
        {"type": "ImportSuccess", "status": "False", "lastTransitionTime": null, "generation": 7},
    ]});
    let status = serde_json::from_value(status).unwrap();
    assert_eq!(observed_generation(Some(&status)), 5);
    assert_eq!(observed_generation(None), 0);
}
