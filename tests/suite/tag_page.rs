//! The page of a tag.

use imagestream_console::image::command::Engine;
use imagestream_console::image::source::TagTarget;
use imagestream_console::image::stream::ImageStream;
use imagestream_console::image::view::{ImageStreamTag, ImageTag};
use imagestream_console::model::pull_specs::Location;
use imagestream_console::model::tag_page::{Absence, Mend, TagPage, Why};
use serde_json::{Value, json};

use crate::golden::{
    self, digest, event, failed_tag, following_tag, registry_tag, ruby, ruby_image, status_tag,
    stream, time,
};

fn python() -> ImageStream {
    golden::object("python/stream.json")
}

/// The tag `latest` of the recorded stream, with its image.
fn python_latest() -> ImageStreamTag {
    golden::object("describe/015-describe-istag.json")
}

#[test]
fn a_recorded_tag_with_image_history_and_layers() {
    let layers = golden::object("python/layers.json");
    let page = TagPage::of(&python(), "latest", Some(&python_latest()), Some(&layers)).unwrap();
    assert_eq!(
        (page.namespace.as_str(), page.stream.as_str()),
        ("demo", "python")
    );
    assert_eq!(page.absence, None);
    let image = page.image.as_ref().unwrap();
    assert_eq!(
        Some(&image.digest),
        page.row.current.as_ref().unwrap().digest.as_ref()
    );
    assert_eq!((image.layers.len(), image.environment.len()), (4, 13));
    assert_eq!(
        page.same_image,
        ["3.4", "3.4ref", "byexternaldigest", "pinned"]
    );
    // Layers are shared with tags of other images; tags of this very image are `same_image`.
    assert!(image.layers[0].shared_with.contains(&"3.5".to_owned()));
    assert!(!image.layers[0].shared_with.contains(&"pinned".to_owned()));
    // Rolled back: the digest of the newest entry stands in the history a second time.
    let groups: Vec<_> = page.history.iter().map(|entry| entry.group).collect();
    assert_eq!(groups, [Some(0), None, None, Some(0)]);
    assert!(page.history[0].current && !page.history[3].current);
    assert_eq!(page.generations.wanted, Some(36));
    assert_eq!(page.generations.observed, 36);
    assert_eq!(page.import_mode, "Legacy");
    assert_eq!(page.reference_policy, "Source");
    assert_eq!(
        page.describe_command(),
        "oc describe istag/python:latest -n demo"
    );
    assert!(
        page.platforms_command()
            .starts_with("oc get istag python:latest -n demo -o jsonpath=")
    );
    assert!(
        page.commands(Engine::Podman)
            .unwrap()
            .pull
            .ends_with("/demo/python:latest")
    );
}

#[test]
fn pull_specs_name_the_image_in_every_way() {
    let specs = |name: &str| {
        TagPage::of(&ruby(), name, Some(&ruby_image()), None)
            .unwrap()
            .pull_specs
            .into_iter()
            .map(|spec| (spec.location, spec.by_digest, spec.text, spec.for_workloads))
            .collect::<Vec<_>>()
    };
    let public = "registry.apps.example.com/demo/ruby";
    let internal = "image-registry.openshift-image-registry.svc:5000/demo/ruby";
    let d = digest('a');
    // Reference policy Local: workloads get the integrated registry.
    assert_eq!(
        specs("3.1"),
        [
            (Location::Public, false, format!("{public}:3.1"), false),
            (Location::Public, true, format!("{public}@{d}"), false),
            (Location::Internal, false, format!("{internal}:3.1"), false),
            (Location::Internal, true, format!("{internal}@{d}"), true),
            (
                Location::Source,
                false,
                "quay.io/acme/ruby:3.1".to_owned(),
                false
            ),
            (
                Location::Source,
                true,
                format!("quay.io/acme/ruby@{d}"),
                false
            ),
        ]
    );
    // Reference policy Source: they get the source.
    let for_workloads: Vec<_> = specs("latest")
        .into_iter()
        .filter(|spec| spec.3)
        .map(|spec| spec.2)
        .collect();
    assert_eq!(for_workloads, [format!("quay.io/acme/ruby@{d}")]);
    // A reference has no image in the integrated registry by digest.
    assert!(specs("ext").iter().all(|spec| !spec.1));
    // Nothing can be pulled before the first import but the source itself.
    assert_eq!(
        specs("2.7"),
        [(
            Location::Source,
            false,
            "quay.io/acme/ruby:2.7".to_owned(),
            false
        )]
    );
    assert_eq!(specs("todo"), []);
}

#[test]
fn a_tag_name_that_no_engine_accepts_is_pulled_by_digest_only() {
    let stream = stream(json!([]), json!([status_tag("a b", &digest('a'), 1)]));
    let page = TagPage::of(&stream, "a b", None, None).unwrap();
    assert!(page.pull_specs.iter().all(|spec| spec.by_digest));
    assert_eq!(page.commands(Engine::Podman), None);
    assert_eq!(page.pull_specs.len(), 2);
}

#[test]
fn there_is_no_page_for_a_tag_that_is_not_there() {
    assert_eq!(TagPage::of(&ruby(), "nosuch", None, None), None);
}

/// Why the tag `t` of a stream has no image.
fn absence(spec: Option<Value>, status: Option<Value>) -> Absence {
    let stream = stream(json!(spec.as_slice()), json!(status.as_slice()));
    TagPage::of(&stream, "t", None, None)
        .unwrap()
        .absence
        .unwrap()
}

#[test]
fn a_tag_without_an_image_says_why_and_what_would_mend_it() {
    let registry = |generation| Some(registry_tag("t", "quay.io/acme/a:1", generation));
    let mut reference = registry_tag("t", "quay.io/acme/a:1", 5);
    reference["reference"] = json!(true);
    let target = TagTarget {
        namespace: "demo".to_owned(),
        stream: "ruby".to_owned(),
        tag: "3".to_owned(),
    };
    let d = digest('a');
    let two_events = json!({"tag": "t", "items": [
        event(&d, 2, "2026-03-01T00:00:00Z"), event(&digest('b'), 1, "2026-02-01T00:00:00Z")]});
    let by_digest =
        json!({"name": "t", "from": {"kind": "ImageStreamImage", "name": "ruby@sha256:1"}});
    let cases = [
        (
            registry(5),
            None,
            Why::Pending,
            vec![Mend::Wait, Mend::ImportAgain],
        ),
        (
            Some(json!({"name": "t", "from": {"kind": "DockerImage", "name": "a"}})),
            None,
            Why::NeverImported,
            vec![Mend::ImportAgain],
        ),
        (
            Some(reference),
            None,
            Why::Reference,
            vec![Mend::ImportInsteadOfReference, Mend::ImportAgain],
        ),
        (
            Some(following_tag("t", "ruby:3")),
            None,
            Why::DanglingTag(target.clone()),
            vec![Mend::FillTarget(target), Mend::Retarget],
        ),
        (
            Some(by_digest),
            None,
            Why::DanglingImage {
                namespace: "demo".to_owned(),
                stream: "ruby".to_owned(),
                digest: "sha256:1".to_owned(),
            },
            vec![Mend::Retarget],
        ),
        (
            Some(json!({"name": "t"})),
            None,
            Why::Empty,
            vec![Mend::Retarget, Mend::Push],
        ),
        (
            registry(1),
            Some(status_tag("t", &d, 1)),
            Why::ImagePruned { digest: d.clone() },
            vec![Mend::ImportAgain, Mend::Retarget],
        ),
        (
            None,
            Some(two_events),
            Why::ImagePruned { digest: d },
            vec![Mend::Push, Mend::RollBack, Mend::Retarget],
        ),
    ];
    for (spec, status, why, mends) in cases {
        assert_eq!(absence(spec, status), Absence { why, mends });
    }
}

#[test]
fn each_failure_has_its_own_mend() {
    let secret = || Mend::AddPullSecret {
        registry: "quay.io".to_owned(),
    };
    // Reason, message, the first mends; importing again always comes last.
    let cases = [
        (
            "Unauthorized",
            "you may not have access",
            vec![secret(), Mend::CorrectSource],
        ),
        (
            "Unauthorized",
            "toomanyrequests: you have reached your pull rate limit",
            vec![Mend::WaitForRegistry, secret(), Mend::CorrectSource],
        ),
        (
            "NotFound",
            "not found",
            vec![Mend::CorrectSource, Mend::Retarget],
        ),
        (
            "TooManyRequests",
            "slow down",
            vec![Mend::WaitForRegistry, secret()],
        ),
        (
            "InternalError",
            "x509: certificate signed by unknown authority",
            vec![Mend::AllowInsecure],
        ),
        (
            "InternalError",
            "http: server gave HTTP response to HTTPS client",
            vec![Mend::AllowInsecure],
        ),
        (
            "InternalError",
            "connection refused",
            vec![Mend::CorrectSource],
        ),
    ];
    for (reason, message, mut mends) in cases {
        let spec = registry_tag("t", "quay.io/acme/a:1", 1);
        let found = absence(Some(spec), Some(failed_tag("t", reason, message, 1)));
        let Why::Failed(failure) = &found.why else {
            panic!("{found:?}")
        };
        assert_eq!(failure.since, Some(time("2026-03-02T00:00:00Z")));
        mends.push(Mend::ImportAgain);
        assert_eq!(found.mends, mends, "{reason}: {message}");
    }
    // What is insecure already is not mended by making it so.
    let mut spec = registry_tag("t", "python:1", 1);
    spec["importPolicy"]["insecure"] = json!(true);
    let status = failed_tag("t", "InternalError", "x509: expired", 1);
    assert_eq!(
        absence(Some(spec), Some(status)).mends,
        [Mend::CorrectSource, Mend::ImportAgain]
    );
    let spec = registry_tag("t", "python:1", 1);
    let status = failed_tag("t", "Unauthorized", "", 1);
    let registry = "docker.io".to_owned();
    assert_eq!(
        absence(Some(spec), Some(status)).mends[0],
        Mend::AddPullSecret { registry }
    );
}

#[test]
fn a_tag_that_keeps_its_image_after_a_failure_says_what_would_mend_it() {
    let page = |failed: bool| {
        let mut status = status_tag("t", &digest('a'), 1);
        if failed {
            status["conditions"] = failed_tag("t", "NotFound", "", 2)["conditions"].clone();
        }
        let stream = stream(
            json!([registry_tag("t", "quay.io/a/b:1", 2)]),
            json!([status]),
        );
        TagPage::of(&stream, "t", Some(&ruby_image()), None).unwrap()
    };
    let failing = page(true);
    assert_eq!(failing.absence, None);
    let failing = failing.failing.unwrap();
    assert!(matches!(failing.why, Why::Failed(failure) if failure.reason == "NotFound"));
    assert_eq!(failing.mends.last(), Some(&Mend::ImportAgain));
    assert_eq!(page(false).failing, None);
}

#[test]
fn recorded_failures_and_references_have_pages() {
    let page = |name: &str| TagPage::of(&python(), name, None, None).unwrap();
    let failed = page("8.8");
    assert!(
        matches!(failed.absence.unwrap().why, Why::Failed(failure) if failure.reason == "NotFound")
    );
    assert_eq!(failed.conditions.len(), 1);
    assert_eq!(failed.history, []);
    assert_eq!(page("stable").row.state.alias_of.as_deref(), Some("3.5"));
    assert_eq!(page("2.7ref").history[1].digest, None);
}

#[test]
fn an_image_tag_holds_the_same_tag_as_the_stream() {
    let tag: ImageTag = golden::object("python/imagetag-3.4.json");
    let page = TagPage::of(&python(), "3.4", None, None).unwrap();
    let status = tag.status.unwrap();
    assert_eq!(status.items.len(), page.history.len());
    assert_eq!(
        Some(&status.items[0].image),
        page.history[0].digest.as_ref()
    );
    assert_eq!(tag.image.unwrap().metadata.name, status.items[0].image);
}
