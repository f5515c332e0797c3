//! Every recorded `oc` command with the wish that it is in the app, and the command that the app
//! shows for it.

use imagestream_console::edit::intent::{
    First, HistoryChoice, ImportMode, Intent, Place, ReferencePolicy, SourceChoice, TagOptions,
    Which,
};

pub use super::build::*;

/// One recorded command in the app.
pub struct Case {
    /// Number of the recording.
    pub step: &'static str,
    /// The stream.
    pub place: Place,
    /// The wish.
    pub intent: Intent,
    /// The command that the app shows for it.
    pub shown: &'static str,
    /// Where the app differs on purpose.
    pub on_purpose: OnPurpose,
}

/// A deliberate difference, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnPurpose {
    /// None: the effect is the same to the last counter.
    No,
    /// Another way to the same effect; only counters of changes may differ.
    Way(&'static str),
    /// The same wishes, but another history.
    History(&'static str),
}

const NO_REIMPORT: OnPurpose =
    OnPurpose::History("keeps every other field, and does not import at once");
const SECOND_IMPORT: OnPurpose =
    OnPurpose::Way("the tag is written first and the cluster imports it then: one generation more");
const OLD: &str = "sha256:7cb0abd9a89a9e5c18385972616e810248a69dfaed69d45c7ce9fc27114a422b";

/// All of them.
pub fn cases() -> Vec<Case> {
    let python = || Place::new("demo", "python");
    let busybox = || Place::new("demo", "busybox");
    let web = || Place::new("demo", "web");
    let case = |step, place, intent, shown| Case {
        step,
        place,
        intent,
        shown,
        on_purpose: OnPurpose::No,
    };
    let but = |step, place, intent, shown, on_purpose| Case {
        step,
        place,
        intent,
        shown,
        on_purpose,
    };
    let registry = "127.0.0.1:5000";
    let image = |rest: &str| external(&format!("{registry}/{rest}"));
    let none = TagOptions::default;
    let mode = |mode| TagOptions {
        import_mode: Some(mode),
        ..insecure()
    };
    vec![
        case(
            "008",
            python(),
            create(First::Nothing),
            "oc create imagestream python -n demo",
        ),
        case(
            "011",
            python(),
            add("3.5", image("python:3.5"), insecure()),
            "oc tag 127.0.0.1:5000/python:3.5 python:3.5 --insecure -n demo",
        ),
        case(
            "012",
            python(),
            add("3.4", image("python:3.4"), insecure()),
            "oc tag 127.0.0.1:5000/python:3.4 python:3.4 --insecure -n demo",
        ),
        case(
            "013",
            python(),
            add("latest", copy("", "", "3.4"), none()),
            "oc tag python:3.4 python:latest -n demo",
        ),
        but(
            "017",
            busybox(),
            create_with(
                "latest",
                "127.0.0.1:5000/busybox:latest",
                mode(ImportMode::PreserveOriginal),
            ),
            "oc create imagestream busybox -n demo\n\
             oc tag 127.0.0.1:5000/busybox:latest busybox:latest --insecure --import-mode=PreserveOriginal -n demo",
            SECOND_IMPORT,
        ),
        case(
            "021",
            python(),
            retarget("latest", copy("", "", "3.5")),
            "oc tag python:3.5 python:latest -n demo",
        ),
        case(
            "023",
            python(),
            add("3.6", image("python:3.6.0"), insecure()),
            "oc tag 127.0.0.1:5000/python:3.6.0 python:3.6 --insecure -n demo",
        ),
        case(
            "024",
            python(),
            retarget("latest", copy("", "", "3.6")),
            "oc tag python:3.6 python:latest -n demo",
        ),
        case(
            "025",
            python(),
            retarget("3.6", image("python:3.6")),
            "oc tag 127.0.0.1:5000/python:3.6 python:3.6 --insecure -n demo",
        ),
        case(
            "027",
            python(),
            Intent::DeleteTags {
                tags: names(&["3.6"]),
            },
            "oc tag -d python:3.6 -n demo",
        ),
        case(
            "030",
            python(),
            add("3.6", image("python:3.6"), insecure()),
            "oc tag 127.0.0.1:5000/python:3.6 python:3.6 --insecure -n demo",
        ),
        case(
            "031",
            python(),
            add(
                "nightly",
                image("python:nightly"),
                TagOptions {
                    scheduled: Some(true),
                    ..insecure()
                },
            ),
            "oc tag 127.0.0.1:5000/python:nightly python:nightly --scheduled --insecure -n demo",
        ),
        but(
            "034",
            python(),
            Intent::Schedule {
                tags: names(&["nightly"]),
                on: false,
            },
            "oc patch is/python --type=strategic -p '{\"spec\":{\"tags\":[{\"importPolicy\":{\"scheduled\":null},\"name\":\"nightly\"}]}}' -n demo",
            NO_REIMPORT,
        ),
        but(
            "035",
            python(),
            Intent::Schedule {
                tags: names(&["nightly"]),
                on: true,
            },
            "oc patch is/python --type=strategic -p '{\"spec\":{\"tags\":[{\"importPolicy\":{\"scheduled\":true},\"name\":\"nightly\"}]}}' -n demo",
            NO_REIMPORT,
        ),
        case(
            "037",
            python(),
            add(
                "stable",
                SourceChoice::FollowTag {
                    tag: "3.5".to_owned(),
                },
                none(),
            ),
            "oc tag --alias python:3.5 python:stable -n demo",
        ),
        case(
            "039",
            python(),
            retarget("3.5", image("python:3.5.0")),
            "oc tag 127.0.0.1:5000/python:3.5.0 python:3.5 --insecure -n demo",
        ),
        case(
            "041",
            python(),
            add(
                "2.7ref",
                image("python:2.7"),
                TagOptions {
                    reference: Some(true),
                    ..insecure()
                },
            ),
            "oc tag 127.0.0.1:5000/python:2.7 python:2.7ref --insecure --reference -n demo",
        ),
        case(
            "045",
            python(),
            add(
                "2.7",
                image("python:2.7"),
                TagOptions {
                    reference_policy: Some(ReferencePolicy::Local),
                    ..insecure()
                },
            ),
            "oc tag 127.0.0.1:5000/python:2.7 python:2.7 --insecure --reference-policy=local -n demo",
        ),
        case(
            "046",
            busybox(),
            add(
                "multi",
                image("busybox:oci"),
                mode(ImportMode::PreserveOriginal),
            ),
            "oc tag 127.0.0.1:5000/busybox:oci busybox:multi --insecure --import-mode=PreserveOriginal -n demo",
        ),
        case(
            "047",
            busybox(),
            add("legacy", image("busybox:oci"), mode(ImportMode::Legacy)),
            "oc tag 127.0.0.1:5000/busybox:oci busybox:legacy --insecure -n demo",
        ),
        case(
            "050",
            Place::new("other", "python"),
            add("3.4", copy("demo", "python", "3.4"), none()),
            "oc create imagestream python -n other\n\
             oc tag demo/python:3.4 python:3.4 -n other",
        ),
        case(
            "051",
            Place::new("other", "python"),
            add("3.5", copy("demo", "python", "3.5"), none()),
            "oc tag demo/python:3.5 python:3.5 -n other",
        ),
        case(
            "053",
            python(),
            Intent::DeleteTags {
                tags: names(&["a1", "a2"]),
            },
            "oc tag -d python:a1 python:a2 -n demo",
        ),
        case(
            "053",
            Place::new("other", "python"),
            Intent::DeleteTags {
                tags: names(&["a3"]),
            },
            "oc tag -d python:a3 -n other",
        ),
        case(
            "054",
            python(),
            Intent::RollBack {
                tag: "latest".to_owned(),
                to: HistoryChoice::Digest("7cb0abd9".to_owned()),
                unschedule: false,
            },
            "oc tag python@sha256:7cb0abd9a89a9e5c18385972616e810248a69dfaed69d45c7ce9fc27114a422b python:latest -n demo",
        ),
        case(
            "055",
            python(),
            add("pinned", digest(OLD), none()),
            "oc tag python@sha256:7cb0abd9a89a9e5c18385972616e810248a69dfaed69d45c7ce9fc27114a422b python:pinned -n demo",
        ),
        case(
            "062",
            python(),
            again(&["3.4"]),
            "oc import-image python:3.4 -n demo",
        ),
        but(
            "066",
            Place::new("demo", "mixed"),
            Intent::ImportAgain(Which::All),
            "oc import-image mixed --all -n demo",
            OnPurpose::History(
                "tags of one repository that differ in `insecure` are not sent together, so each is imported as it says, not as the first of them says",
            ),
        ),
        but(
            "071",
            web(),
            create_with("latest", "127.0.0.1:5000/team/web:latest", insecure()),
            "oc create imagestream web -n demo\n\
             oc tag 127.0.0.1:5000/team/web:latest web:latest --insecure -n demo",
            SECOND_IMPORT,
        ),
        but(
            "075",
            Place::new("demo", "webs"),
            create(First::Repository {
                repository: "127.0.0.1:5000/team/web".to_owned(),
                options: insecure(),
            }),
            "oc create imagestream webs -n demo\n\
             oc import-image webs --from=127.0.0.1:5000/team/web --all --confirm --insecure -n demo",
            OnPurpose::Way("the stream is made first, so that none that exists by then is changed"),
        ),
        case(
            "077",
            web(),
            Intent::LookAtImage {
                image: "127.0.0.1:5000/team/web:v2".to_owned(),
                options: insecure(),
            },
            "oc import-image look --from=127.0.0.1:5000/team/web:v2 --confirm --dry-run --insecure -n demo",
        ),
        but(
            "078",
            web(),
            add(
                "v3",
                image("team/web:v3"),
                TagOptions {
                    scheduled: Some(true),
                    ..insecure()
                },
            ),
            "oc tag 127.0.0.1:5000/team/web:v3 web:v3 --scheduled --insecure -n demo",
            SECOND_IMPORT,
        ),
        case(
            "079",
            web(),
            again(&["v3"]),
            "oc import-image web:v3 -n demo",
        ),
        but(
            "081",
            Place::new("demo", "nope"),
            create_with("latest", "127.0.0.1:5000/no/such:latest", insecure()),
            "oc create imagestream nope -n demo\n\
             oc tag 127.0.0.1:5000/no/such:latest nope:latest --insecure -n demo",
            SECOND_IMPORT,
        ),
        but(
            "082",
            python(),
            add("9.9", image("python:9.9"), insecure()),
            "oc tag 127.0.0.1:5000/python:9.9 python:9.9 --insecure -n demo",
            SECOND_IMPORT,
        ),
        case(
            "083",
            python(),
            add("8.8", image("python:8.8"), insecure()),
            "oc tag 127.0.0.1:5000/python:8.8 python:8.8 --insecure -n demo",
        ),
        case(
            "088",
            python(),
            Intent::SetLookup { on: true },
            "oc set image-lookup python -n demo",
        ),
        case(
            "090",
            python(),
            Intent::SetLookup { on: false },
            "oc set image-lookup python --enabled=false -n demo",
        ),
        case(
            "100",
            Place::new("secured", "app"),
            again(&["1.0"]),
            "oc import-image app:1.0 -n secured",
        ),
        case(
            "226",
            python(),
            Intent::SetLabels {
                edits: edits("team", Some("a")),
            },
            "oc label is/python team=a -n demo",
        ),
        case(
            "227",
            python(),
            Intent::SetAnnotations {
                edits: edits("note", Some("hello")),
            },
            "oc annotate is/python note=hello -n demo",
        ),
        case(
            "228",
            python(),
            Intent::SetAnnotations {
                edits: edits("openshift.io/display-name", Some("Python")),
            },
            "oc annotate is/python openshift.io/display-name=Python -n demo",
        ),
        case(
            "232",
            python(),
            Intent::DeleteTags {
                tags: names(&["3.4"]),
            },
            "oc tag -d python:3.4 -n demo",
        ),
        case(
            "234",
            web(),
            Intent::DeleteStream {
                confirmation: "web".to_owned(),
            },
            "oc delete imagestream web -n demo",
        ),
    ]
}
