//! Container image references.

use container_image_dist_ref::ImgRef;
use container_image_dist_ref::digest::Digest;
use imagestream_console::image::digest::is_digest;
use imagestream_console::image::pull_spec::{PullSpec, PullSpecErrorKind, is_tag};
use proptest::prelude::*;

use crate::golden::digest;

/// The parts of a reference, in order: registry, namespace, name, tag, digest.
fn parts(text: &str) -> [String; 5] {
    let spec = PullSpec::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    [
        spec.registry,
        spec.namespace,
        spec.name,
        spec.tag,
        spec.digest,
    ]
}

#[test]
fn references_are_taken_apart_as_openshift_does() {
    let d = digest('a');
    let by_digest = format!("centos/python-35-centos7@{d}");
    let both = format!("r.example.com:5000/a/b/c:1.0@{d}");
    let cases: [(&str, [&str; 5]); 16] = [
        ("ruby", ["", "", "ruby", "", ""]),
        ("ruby:3.1", ["", "", "ruby", "3.1", ""]),
        ("ns/ruby", ["", "ns", "ruby", "", ""]),
        ("a/b/c", ["", "a", "b/c", "", ""]),
        (
            "docker.io/python:3.6.0",
            ["docker.io", "", "python", "3.6.0", ""],
        ),
        (
            "quay.io/acme/ruby:3.1",
            ["quay.io", "acme", "ruby", "3.1", ""],
        ),
        (
            "127.0.0.1:5000/python:3.5",
            ["127.0.0.1:5000", "", "python", "3.5", ""],
        ),
        ("localhost/a", ["localhost", "", "a", "", ""]),
        ("localhost:5000/a", ["localhost:5000", "", "a", "", ""]),
        // Without a slash, what looks like a host is a host, with what looks like its port.
        ("quay.io", ["quay.io", "", "", "", ""]),
        ("quay.io:5000", ["quay.io:5000", "", "", "", ""]),
        ("localhost", ["localhost", "", "", "", ""]),
        ("Foo/bar", ["", "Foo", "bar", "", ""]), // A host by its letters, a namespace by its dots.
        ("a__b/c---d.e", ["", "a__b", "c---d.e", "", ""]),
        (&by_digest, ["", "centos", "python-35-centos7", "", &d]),
        (&both, ["r.example.com:5000", "a", "b/c", "1.0", &d]),
    ];
    for (text, expected) in cases {
        assert_eq!(parts(text), expected, "{text}");
    }
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    use PullSpecErrorKind as Kind;
    let long = "a/".repeat(128) + "a";
    let long_tag = format!("a:{}", "t".repeat(129));
    let cases = [
        ("", Kind::Empty, 0),
        ("Ruby", Kind::Uppercase, 0),
        ("quay.io/Acme/ruby", Kind::Uppercase, 8),
        ("quay.io/acme//ruby", Kind::Path, 13),
        ("a b", Kind::Path, 1),
        ("a..b", Kind::Path, 2),
        ("a___b", Kind::Path, 3),
        ("-a", Kind::Path, 0),
        ("a-", Kind::Path, 2),
        ("/a", Kind::Path, 0),
        ("a/", Kind::Path, 2),
        ("r.io:x/a", Kind::Path, 4),
        ("a:", Kind::Tag, 2),
        ("a:-x", Kind::Tag, 2),
        ("a:x:y", Kind::Tag, 3),
        (long_tag.as_str(), Kind::Tag, 130),
        ("a@", Kind::Digest, 2),
        ("a@sha256:12", Kind::Digest, 2),
        ("a:1@b", Kind::Digest, 4),
        (long.as_str(), Kind::TooLong, 255),
        ("https://quay.io/a", Kind::Path, 5),
    ];
    for (text, kind, position) in cases {
        let error = PullSpec::parse(text).expect_err(text);
        assert_eq!((error.kind, error.position), (kind, position), "{text}");
    }
    let longest = "a/".repeat(127) + "a";
    assert!(
        PullSpec::parse(&longest).is_ok(),
        "255 characters are allowed"
    );
    let words = |text: &str| PullSpec::parse(text).unwrap_err().to_string();
    assert_eq!(
        words(""),
        "repository name must have at least one component"
    );
    assert_eq!(words("Ruby"), "repository name must be lowercase");
    assert_eq!(words("a b"), "invalid reference format");
}

#[test]
fn each_form_adds_what_it_should() {
    let d = digest('b');
    let spec = |text: &str| PullSpec::parse(text).unwrap();
    // As it is; with `library`; with everything an engine assumes.
    let cases = [
        ("ruby", "ruby", "ruby", "docker.io/library/ruby:latest"),
        (
            "docker.io/ruby:3",
            "docker.io/ruby:3",
            "docker.io/library/ruby:3",
            "docker.io/library/ruby:3",
        ),
        (
            "quay.io/ruby",
            "quay.io/ruby",
            "quay.io/ruby",
            "quay.io/ruby:latest",
        ),
        ("ns/ruby", "ns/ruby", "ns/ruby", "docker.io/ns/ruby:latest"),
    ];
    for (text, exact, full, defaults) in cases {
        assert_eq!(spec(text).exact(), exact);
        assert_eq!(spec(text).to_pull_spec(), full);
        assert_eq!(spec(text).with_client_defaults().exact(), defaults);
    }
    let both = spec(&format!("quay.io/a/b:1@{d}"));
    assert_eq!(
        both.exact(),
        format!("quay.io/a/b@{d}"),
        "a digest hides the tag"
    );
    assert_eq!(both.clone().most_specific().tag, "");
    assert_eq!(both.as_repository().exact(), "quay.io/a/b");
    let version_1 = PullSpec {
        name: "a".to_owned(),
        digest: "abc".to_owned(),
        ..PullSpec::default()
    };
    assert_eq!(version_1.exact(), "a:abc");
    assert_eq!(version_1.most_specific().tag, "abc");
}

/// References from parts, some of them odd: near the border of the grammar on both sides.
fn near_references() -> impl Strategy<Value = String> {
    let host = "([a-zA-Z0-9.-]{1,8}(:[0-9]{0,4})?/)?";
    let path = "[a-z0-9._/-]{0,10}|[a-z0-9]{1,4}(/[a-z]{1,3}){0,3}|[a-zA-Z]{1,5}";
    let suffix = "(:[a-z0-9._-]{0,5})?(@(sha256:[0-9a-f]{64}|[a-z:]{0,8}))?";
    (host, path, suffix).prop_map(|(host, path, suffix)| format!("{host}{path}{suffix}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(2048)))]

    #[test]
    fn what_is_printed_is_read_again(text in near_references()) {
        if let Ok(spec) = PullSpec::parse(&text) {
            // A lone host is printed with a slash, which is no reference; a digest hides a tag.
            if !spec.name.is_empty() {
                let shown = spec.clone().most_specific();
                prop_assert_eq!(PullSpec::parse(&shown.exact()), Ok(shown));
            }
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,60}") {
        if let Err(error) = PullSpec::parse(&text) {
            prop_assert!(error.position <= text.len());
        }
    }

    /// The crate reads the grammar of today's engines. It differs on purpose in what OpenShift's
    /// older grammar has not: IPv6 hosts (not generated here) and the other
    /// forms of digests that OCI allows.
    #[test]
    fn it_agrees_with_a_crate(text in near_references()) {
        let ours = PullSpec::parse(&text);
        let theirs = ImgRef::new(&text).ok();
        let theirs = theirs.filter(|it| it.digest().is_none_or(|digest| is_digest(digest.to_str())));
        prop_assert_eq!(ours.is_ok(), theirs.is_some(), "{}: {:?}", text, ours);
        if let (Ok(ours), Some(theirs)) = (ours, theirs) && !ours.name.is_empty() {
            prop_assert_eq!(ours.tag.as_str(), theirs.tag().unwrap_or_default(), "{}", text);
            let digest = theirs.digest().map_or("", Digest::to_str);
            prop_assert_eq!(ours.digest.as_str(), digest, "{}", text);
        }
    }

    #[test]
    fn tags_are_told_from_other_words(text in "[a-z0-9_.-]{0,130}| |a b|한") {
        prop_assert_eq!(is_tag(&text), PullSpec::parse(&format!("a:{text}")).is_ok());
    }
}
