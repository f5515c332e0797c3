//! What is refused before it is sent, where, and why.

use imagestream_console::edit::check::Reason;
use imagestream_console::edit::field::Field;
use imagestream_console::edit::intent::{
    DigestChoice, Edits, First, HistoryChoice, Intent, Place, SourceChoice, TagOptions, Which,
};
use imagestream_console::edit::plan::{Basis, plan};
use imagestream_console::image::pull_spec::PullSpecErrorKind;
use serde_json::json;

use super::cases::{copy, edits, external, names, retarget};
use super::plans::{app, place};
use super::recorded::{served, step};

fn refused(place: &Place, intent: &Intent) -> Vec<(Field, Reason)> {
    let old = served(&app());
    let basis = Basis {
        old: Some(&old),
        ..Basis::default()
    };
    let refusals = plan(place, intent, basis).expect_err("a refusal was expected");
    refusals
        .into_iter()
        .map(|refusal| (refusal.field, refusal.reason))
        .collect()
}

fn add(tag: &str, source: SourceChoice, options: TagOptions) -> Intent {
    Intent::AddTag {
        tag: tag.to_owned(),
        source,
        options,
    }
}

fn scheduled() -> TagOptions {
    TagOptions {
        scheduled: Some(true),
        ..TagOptions::default()
    }
}

fn follow(tag: &str) -> SourceChoice {
    SourceChoice::FollowTag {
        tag: tag.to_owned(),
    }
}

fn digest(digest: &str) -> SourceChoice {
    SourceChoice::Digest(DigestChoice {
        digest: digest.to_owned(),
        ..DigestChoice::default()
    })
}

#[test]
fn each_refusal_stands_at_its_field() {
    let none = TagOptions::default;
    let image = || external("quay.io/acme/app:1");
    let missing = |tag: &str| Reason::TagMissing(tag.to_owned());
    let insecure = TagOptions {
        insecure: Some(true),
        ..none()
    };
    let options = |options| Intent::SetOptions {
        tag: "latest".to_owned(),
        options,
    };
    let roll_back = |tag: &str, entry| Intent::RollBack {
        tag: tag.to_owned(),
        to: HistoryChoice::Entry(entry),
        unschedule: false,
    };
    let repository = |repository: &str| Intent::ImportRepository {
        repository: repository.to_owned(),
        options: none(),
    };
    let cases: Vec<(Intent, Field, Reason)> = vec![
        (add("", image(), none()), Field::Tag, Reason::Empty),
        (add("a b", image(), none()), Field::Tag, Reason::TagName),
        (
            add(&"a".repeat(129), image(), none()),
            Field::Tag,
            Reason::TagName,
        ),
        (
            add("latest", image(), none()),
            Field::Tag,
            Reason::TagExists,
        ),
        (add("x", external(""), none()), Field::Image, Reason::Empty),
        (
            add("x", external("quay.io"), none()),
            Field::Image,
            Reason::RepositoryWithoutName,
        ),
        (
            add("x", copy("", "", "latest"), scheduled()),
            Field::Scheduled,
            Reason::ScheduledNeedsRegistry,
        ),
        (
            add("x", copy("", "", "latest"), insecure.clone()),
            Field::Insecure,
            Reason::InsecureNeedsRegistry,
        ),
        (
            add("x", follow("latest"), scheduled()),
            Field::Scheduled,
            Reason::ScheduledNeedsRegistry,
        ),
        (
            add("x", copy("", "", "nope"), none()),
            Field::SourceTag,
            missing("nope"),
        ),
        (
            add("x", copy("", "other", "1"), none()),
            Field::SourceStream,
            Reason::SourceStreamMissing,
        ),
        (
            add("x", follow("x"), none()),
            Field::SourceTag,
            Reason::FollowsItself,
        ),
        (
            retarget("nightly", follow("latest")),
            Field::SourceTag,
            Reason::FollowsInCircle(names(&["latest"])),
        ),
        (
            add("x", digest("sha256:f"), none()),
            Field::Digest,
            Reason::DigestNotFound,
        ),
        (add("x", digest(""), none()), Field::Digest, Reason::Empty),
        (
            add("x", digest("sha256:"), none()),
            Field::Digest,
            Reason::Empty,
        ),
        (retarget("nope", image()), Field::Tag, missing("nope")),
        (
            options(scheduled()),
            Field::Scheduled,
            Reason::ScheduledNeedsRegistry,
        ),
        (options(none()), Field::Form, Reason::NothingChanges),
        (
            Intent::Schedule {
                tags: names(&["latest"]),
                on: true,
            },
            Field::Tags,
            Reason::NotFromRegistry("latest".to_owned()),
        ),
        (
            Intent::Schedule {
                tags: names(&["nightly"]),
                on: true,
            },
            Field::Form,
            Reason::NothingChanges,
        ),
        (
            Intent::Schedule {
                tags: Vec::new(),
                on: true,
            },
            Field::Tags,
            Reason::Empty,
        ),
        (
            roll_back("nightly", 1),
            Field::Unschedule,
            Reason::ScheduleMustEnd,
        ),
        (
            roll_back("nightly", 9),
            Field::History,
            Reason::DigestNotFound,
        ),
        (
            Intent::DeleteTags {
                tags: names(&["nope"]),
            },
            Field::Tags,
            missing("nope"),
        ),
        (
            Intent::DeleteStream {
                confirmation: "ap".to_owned(),
            },
            Field::Confirmation,
            Reason::ConfirmationDiffers,
        ),
        (
            Intent::ImportAgain(Which::Tags(names(&["pushed"]))),
            Field::Tags,
            Reason::TagNotInSpec("pushed".to_owned()),
        ),
        (
            Intent::SetTagAnnotations {
                tag: "pushed".to_owned(),
                edits: edits("a", Some("b")),
            },
            Field::Tag,
            Reason::TagNotInSpec("pushed".to_owned()),
        ),
        (
            Intent::SetTagAnnotations {
                tag: "latest".to_owned(),
                edits: edits("a b", Some("b")),
            },
            Field::Annotations,
            Reason::Key("a b".to_owned()),
        ),
        (
            Intent::SetLabels {
                edits: edits("a", Some("b c")),
            },
            Field::Labels,
            Reason::LabelValue("b c".to_owned()),
        ),
        (
            Intent::SetLookup { on: false },
            Field::Form,
            Reason::NothingChanges,
        ),
        (
            repository("quay.io/acme/app:1"),
            Field::Repository,
            Reason::RepositoryWithTag,
        ),
        (
            Intent::CreateStream {
                first: First::Nothing,
                lookup: false,
                labels: Edits::new(),
                annotations: Edits::new(),
            },
            Field::Stream,
            Reason::StreamExists,
        ),
        (
            Intent::CreateSecret {
                name: "Pull_1".to_owned(),
                host: "quay.io".to_owned(),
                user: "robot".to_owned(),
            },
            Field::Secret,
            Reason::SecretName,
        ),
        (
            Intent::CreateSecret {
                name: "pull".to_owned(),
                host: "https://quay.io".to_owned(),
                user: "robot".to_owned(),
            },
            Field::Host,
            Reason::Host,
        ),
    ];
    for (intent, field, reason) in cases {
        assert_eq!(refused(&place(), &intent), [(field, reason)], "{intent:?}");
    }
}

#[test]
fn a_pull_spec_is_refused_where_it_is_wrong() {
    let refusals = refused(
        &place(),
        &add("x", external("quay.io/Acme/app"), TagOptions::default()),
    );
    let [(Field::Image, Reason::PullSpec(error))] = refusals.as_slice() else {
        panic!("{refusals:?}");
    };
    assert_eq!(
        (error.kind, error.position),
        (PullSpecErrorKind::Uppercase, 8)
    );
}

#[test]
fn an_ambiguous_digest_names_the_candidates() {
    let mut stream = app();
    stream["status"]["tags"][0]["items"][0]["image"] = json!("sha256:ab1");
    stream["status"]["tags"][1]["items"][0]["image"] = json!("sha256:ab2");
    let old = served(&stream);
    let basis = Basis {
        old: Some(&old),
        ..Basis::default()
    };
    let refusals = plan(&place(), &retarget("latest", digest("ab")), basis).unwrap_err();
    let candidates = names(&["sha256:ab1", "sha256:ab2"]);
    assert_eq!(refusals[0].reason, Reason::DigestAmbiguous(candidates));
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    let intent = Intent::CreateStream {
        first: First::Nothing,
        lookup: false,
        labels: edits("", Some("x")),
        annotations: edits("a b", Some("x")),
    };
    let refusals = plan(&Place::new("demo", "My--App"), &intent, Basis::default()).unwrap_err();
    let fields: Vec<Field> = refusals.iter().map(|refusal| refusal.field).collect();
    assert_eq!(fields, [Field::Stream, Field::Labels, Field::Annotations]);
}

#[test]
fn a_tag_that_no_url_can_name_is_not_deleted() {
    let mut stream = app();
    stream["spec"]["tags"][0]["name"] = json!("a/b");
    let old = served(&stream);
    let basis = Basis {
        old: Some(&old),
        ..Basis::default()
    };
    let delete = Intent::DeleteTags {
        tags: names(&["a/b"]),
    };
    let refusals = plan(&place(), &delete, basis).unwrap_err();
    assert_eq!(refusals[0].reason, Reason::NotAddressable("a/b".to_owned()));
}

/// What `oc` refused in the recordings, or the server: number, stream, wish, the app's reason.
pub fn refused_by_oc() -> Vec<(&'static str, Place, Intent, Reason)> {
    let python = || Place::new("demo", "python");
    let none = TagOptions::default;
    vec![
        (
            "029",
            python(),
            Intent::DeleteTags {
                tags: names(&["3.6"]),
            },
            Reason::TagMissing("3.6".to_owned()),
        ),
        (
            "038",
            Place::new("demo", "py35alias"),
            add("latest", follow("3.5"), none()),
            Reason::StreamMissing,
        ),
        (
            "063",
            python(),
            Intent::ImportAgain(Which::Tags(names(&["latest"]))),
            Reason::NotFromRegistry("latest".to_owned()),
        ),
        (
            "133",
            python(),
            add("x", copy("", "nosuch", "1"), none()),
            Reason::SourceStreamMissing,
        ),
        (
            "136",
            python(),
            Intent::DeleteTags {
                tags: names(&["nosuch"]),
            },
            Reason::TagMissing("nosuch".to_owned()),
        ),
        (
            "139",
            python(),
            add("a b", copy("", "", "3.4"), none()),
            Reason::TagName,
        ),
        (
            "141",
            Place::new("demo", "Bad_Name"),
            Intent::CreateStream {
                first: First::Nothing,
                lookup: false,
                labels: Edits::new(),
                annotations: Edits::new(),
            },
            Reason::StreamName,
        ),
        (
            "142",
            python(),
            add("sch", copy("", "", "3.4"), scheduled()),
            Reason::ScheduledNeedsRegistry,
        ),
    ]
}

/// It is refused here without a request.
#[test]
#[allow(clippy::print_stdout)] // So that the words can be compared.
fn what_oc_refused_is_refused() {
    for (number, place, intent, reason) in refused_by_oc() {
        let step = step(number);
        assert!(!step.stderr.is_empty(), "{}", step.name);
        let key = format!("{}/{}", place.namespace, place.stream);
        let old = step.before.get(&key).map(served);
        let basis = Basis {
            old: old.as_ref(),
            ..Basis::default()
        };
        let refusals = plan(&place, &intent, basis).unwrap_err();
        println!("{}: {} -> {:?}", step.command, step.stderr.trim(), refusals);
        assert_eq!(refusals[0].reason, reason, "{}", step.command);
    }
}
