#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;

use serde_json::json;

use super::fields::{hint, label, row_change, row_name};
use super::outcome::{cause, done, missing, outcome, precondition, registry_advice, verdict};
use super::*;
use crate::api::error::Error;
use crate::api::status::Status;
use crate::edit::draft::Draft;
use crate::edit::field::Field;
use crate::edit::intent::{Edits, First, HistoryChoice, Intent, Place, SourceChoice, Which};
use crate::edit::outcome::{Answered, Cause, Imported, ImportedImage};
use crate::edit::permission::Need;
use crate::edit::plan::{Plan, Precondition};
use crate::edit::preview::Row;
use crate::edit::verify::Verdict;
use crate::image::pull_spec::{PullSpec, PullSpecErrorKind};
use crate::messages::Outcome;

/// That sentences say something, each something of its own, in both languages, with every name.
fn told<T>(
    all: &[T],
    say: impl Fn(Language, &T) -> String,
    names: impl Fn(&T) -> Vec<&'static str>,
) {
    for language in Language::ALL {
        let mut said = BTreeSet::new();
        for one in all {
            let text = say(language, one);
            assert!(!text.trim().is_empty());
            assert!(!text.contains(['{', '}']), "{text}");
            for name in names(one) {
                assert!(text.contains(name), "{text} has no {name}");
            }
            assert!(said.insert(text.clone()), "said twice: {text}");
        }
    }
}

fn s(text: &str) -> String {
    text.to_owned()
}

const DIGEST: &str = "sha256:0123456789abcdef0123456789abcdef";
const SHORT: &str = "sha256:0123456789ab";

#[test]
fn every_form_has_a_title_of_its_own_and_a_purpose() {
    for language in Language::ALL {
        let titles: BTreeSet<_> = Action::WORDS
            .iter()
            .map(|(action, _)| language.text(title(*action)))
            .collect();
        assert_eq!(titles.len(), Action::WORDS.len());
        for (action, _) in Action::WORDS {
            assert!(language.text(purpose(action)).ends_with('.'));
        }
    }
}

#[test]
fn every_field_has_a_label_of_its_own_within_its_form() {
    for language in Language::ALL {
        for (action, _) in Action::WORDS {
            let mut seen = BTreeSet::new();
            for (field, _) in Field::WORDS {
                // A form has either the one or the other.
                let shares = matches!(field, Field::On | Field::Tags);
                let text = language.text(label(action, field).unwrap());
                assert!(
                    shares || field == Field::Lookup || seen.insert(text),
                    "{text}"
                );
            }
        }
    }
    assert_eq!(label(Action::AddTag, Field::Form), None);
    assert!(label(Action::CreateSecret, Field::Password).is_some());
}

#[test]
fn a_choice_is_told_by_what_it_means() {
    let mut draft = Draft::new(Action::AddTag);
    assert_eq!(hint(Language::English, &draft, Field::ImportMode), None);
    let mut said = BTreeSet::new();
    for (field, words) in [
        (Field::ImportMode, &["Legacy", "PreserveOriginal"][..]),
        (Field::ReferencePolicy, &["Source", "Local"]),
        (
            Field::SourceKind,
            &["tag", "follow", "digest", "image", "repository"],
        ),
    ] {
        for word in words {
            draft.set(field, word);
            assert!(said.insert(hint(Language::English, &draft, field).unwrap()));
            assert!(hint(Language::Korean, &draft, field).is_some());
        }
    }
}

fn every_reason() -> Vec<Reason> {
    let spec = |text| PullSpec::parse(text).unwrap_err();
    let long = format!("example.com/{}", "a".repeat(300));
    let spec_errors = [
        spec("a//b"),
        spec("Abc/B"),
        spec("a:?"),
        spec("a@b"),
        spec(&long),
    ];
    let mut reasons = vec![
        Reason::Empty,
        Reason::StreamName,
        Reason::TooLong,
        Reason::StreamExists,
        Reason::StreamMissing,
        Reason::TagName,
        Reason::TagExists,
        Reason::TagMissing(s("t-1")),
        Reason::TagNotInSpec(s("t-1")),
        Reason::NotAddressable(s("t-1")),
        Reason::SourceStreamMissing,
        Reason::SourceWithoutImage,
        Reason::DigestNotFound,
        Reason::DigestAmbiguous(vec![s("t-1"), s("t-2")]),
        Reason::EntryWithoutDigest,
        Reason::RepositoryWithoutName,
        Reason::RepositoryWithTag,
        Reason::FollowsItself,
        Reason::FollowsInCircle(vec![s("t-1"), s("t-2")]),
        Reason::ScheduledNeedsRegistry,
        Reason::InsecureNeedsRegistry,
        Reason::NotFromRegistry(s("t-1")),
        Reason::NoRegistryTags,
        Reason::ScheduleMustEnd,
        Reason::UnknownWord,
        Reason::Key(s("t-1")),
        Reason::LabelValue(s("t-1")),
        Reason::ConfirmationDiffers,
        Reason::NothingChanges,
        Reason::SecretName,
        Reason::Host,
    ];
    reasons.extend(spec_errors.map(Reason::PullSpec));
    reasons
}

#[test]
fn every_reason_is_said_with_its_names() {
    told(&every_reason(), reason, |one| match one {
        Reason::DigestAmbiguous(_) | Reason::FollowsInCircle(_) => vec!["t-1", "t-2"],
        Reason::TagMissing(_)
        | Reason::TagNotInSpec(_)
        | Reason::NotAddressable(_)
        | Reason::NotFromRegistry(_)
        | Reason::Key(_)
        | Reason::LabelValue(_) => vec!["t-1"],
        _ => Vec::new(),
    });
    let empty = PullSpec::parse("").unwrap_err();
    assert_eq!(empty.kind, PullSpecErrorKind::Empty);
    let empty = Refusal {
        field: Field::Image,
        reason: Reason::PullSpec(empty),
    };
    assert_eq!(refusal(Language::English, &empty), "Fill this in.");
}

#[test]
fn every_effect_is_said_with_its_names() {
    let tag = || s("t-1");
    let others = || vec![s("t-2"), s("t-3")];
    let effects = [
        Effect::StreamMade,
        Effect::Imports {
            tags: vec![tag(), s("t-2")],
        },
        Effect::CountsFromNextImport { tag: tag() },
        Effect::GetsImage {
            tag: tag(),
            before: s(""),
            after: s(DIGEST),
        },
        Effect::ImageGone { digest: s(DIGEST) },
        Effect::FollowersMove {
            tag: tag(),
            followers: others(),
        },
        Effect::FollowersStay {
            tag: tag(),
            followers: others(),
        },
        Effect::StopsFollowing {
            tag: tag(),
            target: s("t-2"),
        },
        Effect::NothingToFollowYet { tag: tag() },
        Effect::ScheduleEnds { tag: tag() },
        Effect::ScheduleHasNoEffect { tag: tag() },
        Effect::HistoryGone {
            tag: tag(),
            entries: 7,
        },
        Effect::ImageStaysIn {
            digest: s(DIGEST),
            tags: others(),
        },
        Effect::LastOfImage { digest: s(DIGEST) },
        Effect::MayRetargetOthers,
    ];
    told(&effects, effect, |one| match one {
        Effect::StreamMade | Effect::MayRetargetOthers => Vec::new(),
        Effect::GetsImage { .. } => vec!["t-1", SHORT],
        Effect::ImageGone { .. } | Effect::LastOfImage { .. } => vec![SHORT],
        Effect::ImageStaysIn { .. } => vec![SHORT, "t-2", "t-3"],
        Effect::FollowersMove { .. } | Effect::FollowersStay { .. } => vec!["t-1", "t-2", "t-3"],
        Effect::Imports { .. } | Effect::StopsFollowing { .. } => vec!["t-1", "t-2"],
        Effect::HistoryGone { .. } => vec!["t-1", "7"],
        _ => vec!["t-1"],
    });
}

#[test]
fn every_limit_of_an_undo_is_said() {
    let limits = [
        Limit::HistoryLost {
            tag: s("t-1"),
            entries: 7,
        },
        Limit::TagLost { tag: s("t-1") },
        Limit::SourceReplaced { tag: s("t-1") },
        Limit::ImportsAnew { tag: s("t-1") },
        Limit::ImagesStay {
            tags: vec![(s("t-1"), s(DIGEST))],
        },
        Limit::ChangedSince(Vec::new()),
    ];
    told(&limits, limit, |one| match one {
        Limit::HistoryLost { .. } => vec!["t-1", "7"],
        Limit::ImagesStay { .. } => vec!["t-1", SHORT],
        Limit::ChangedSince(_) => Vec::new(),
        _ => vec!["t-1"],
    });
    let none = [
        NoUndo::NothingDone,
        NoUndo::StreamGone,
        NoUndo::StreamExistsAgain,
        NoUndo::Impossible(limits.to_vec()),
    ];
    told(&none, no_undo, |_| Vec::new());
}

fn every_row() -> Vec<Row> {
    let whats = [
        What::Tag,
        What::Source,
        What::Reference,
        What::Insecure,
        What::Scheduled,
        What::ImportMode,
        What::ReferencePolicy,
        What::TagAnnotation(s("k-1")),
        What::Image,
        What::Other(s("spec.x")),
    ];
    let row = |tag: Option<&str>, what| Row {
        tag: tag.map(s),
        what,
        before: Shown::Nothing,
        after: Shown::Flag(true),
    };
    let of_tag = whats.into_iter().map(|what| row(Some("t-1"), what));
    let of_stream = [
        What::Stream,
        What::Lookup,
        What::Label(s("k-1")),
        What::Annotation(s("k-1")),
    ];
    of_tag
        .chain(of_stream.map(|what| row(None, what)))
        .collect()
}

#[test]
fn every_row_has_a_name_and_says_what_happens_to_it() {
    told(&every_row(), row_name, |row| {
        if row.tag.is_some() {
            vec!["t-1"]
        } else {
            Vec::new()
        }
    });
    let mut row = every_row().remove(1);
    assert_eq!(row_change(&row), Outcome::Added);
    row.before = Shown::Text(s("a"));
    assert_eq!(row_change(&row), Outcome::Changed);
    row.after = Shown::Nothing;
    assert_eq!(row_change(&row), Outcome::Removed);
}

fn plan_of(intent: Option<Intent>) -> Plan {
    Plan {
        place: Place::new("shop", "s-1"),
        intent,
        writes: Vec::new(),
        before: None,
        after: None,
        effects: Vec::new(),
    }
}

#[test]
fn what_was_done_is_said_with_stream_and_tags() {
    let tag = || s("t-1");
    let source = || SourceChoice::FollowTag { tag: s("t-2") };
    let options = crate::edit::intent::TagOptions::default;
    let (labels, edits) = (Edits::new, Edits::new);
    let tags = || vec![s("t-1")];
    let of_stream = vec![
        Intent::CreateStream {
            first: First::Nothing,
            lookup: false,
            labels: labels(),
            annotations: edits(),
        },
        Intent::ImportAgain(Which::All),
        Intent::DeleteStream {
            confirmation: tag(),
        },
        Intent::SetLookup { on: true },
        Intent::SetLookup { on: false },
        Intent::SetLabels { edits: edits() },
        Intent::SetAnnotations { edits: edits() },
    ];
    let of_tag = vec![
        Intent::AddTag {
            tag: tag(),
            source: source(),
            options: options(),
        },
        Intent::Retarget {
            tag: tag(),
            source: source(),
            options: options(),
        },
        Intent::SetOptions {
            tag: tag(),
            options: options(),
        },
        Intent::Schedule {
            tags: tags(),
            on: true,
        },
        Intent::Schedule {
            tags: tags(),
            on: false,
        },
        Intent::ImportAgain(Which::Tags(tags())),
        Intent::RollBack {
            tag: tag(),
            to: HistoryChoice::Entry(0),
            unschedule: false,
        },
        Intent::DeleteTags { tags: tags() },
        Intent::SetTagAnnotations {
            tag: tag(),
            edits: edits(),
        },
        Intent::ImportRepository {
            repository: tag(),
            options: options(),
        },
    ];
    let of_none = vec![
        Intent::CreateSecret {
            name: tag(),
            host: s("h"),
            user: s("u"),
        },
        Intent::LookAtImage {
            image: tag(),
            options: options(),
        },
    ];
    let plans = |intents: Vec<Intent>| -> Vec<Plan> {
        intents
            .into_iter()
            .map(|intent| plan_of(Some(intent)))
            .collect()
    };
    let mut streams = plans(of_stream);
    streams.push(plan_of(None));
    told(&streams, done, |_| vec!["s-1"]);
    told(&plans(of_tag), done, |_| vec!["s-1", "t-1"]);
    told(&plans(of_none), done, |_| vec!["t-1"]);
}

fn status(code: u16, reason: &str, message: &str) -> Box<Status> {
    Box::new(Status {
        status: s("Failure"),
        message: s(message),
        reason: s(reason),
        code,
        ..Status::default()
    })
}

fn image(result: Result<(), (&str, &str)>) -> ImportedImage {
    let found = || Box::new(serde_json::from_value(json!({"metadata": {"name": DIGEST}})).unwrap());
    ImportedImage {
        source: s("quay.io/org/app:1"),
        tag: s("1"),
        result: result
            .map(|()| found())
            .map_err(|(reason, message)| status(0, reason, message)),
        platforms: Vec::new(),
    }
}

fn imported(images: Vec<ImportedImage>) -> Answered {
    let imported = Imported {
        images,
        repository_failure: None,
        additional_tags: Vec::new(),
        stream: None,
    };
    Answered::Imported(Box::new(imported), json!({}))
}

#[test]
fn what_became_of_a_request_is_said_with_what_to_do() {
    let answers = [
        Answered::Conflict(status(409, "Conflict", "said")),
        Answered::Exists(status(409, "AlreadyExists", "said")),
        Answered::Refused(status(422, "Invalid", "said")),
        Answered::Unknown(Error::Offline),
        Answered::Failed(Error::Status(status(403, "Forbidden", "said"))),
        Answered::Failed(Error::Status(status(404, "NotFound", "said"))),
        Answered::Failed(Error::Status(status(429, "TooManyRequests", "said"))),
        Answered::Failed(Error::Status(status(401, "Unauthorized", "said"))),
        Answered::Failed(Error::Status(status(500, "InternalError", "said"))),
        Answered::Failed(Error::NotJson {
            code: 200,
            page: true,
        }),
    ];
    let say = |language, answer: &Answered| {
        let told = outcome(language, answer).unwrap();
        let of_server = !matches!(
            answer,
            Answered::Unknown(_) | Answered::Failed(Error::NotJson { .. })
        );
        assert_eq!(told.said, if of_server { "said" } else { "" });
        assert!(!told.advice.is_empty());
        format!("{} {}", told.title, told.advice)
    };
    told(&answers, say, |_| Vec::new());
    assert_eq!(outcome(Language::English, &Answered::Done(json!({}))), None);
}

#[test]
fn failures_inside_an_import_are_counted_and_advised() {
    let all = imported(vec![image(Ok(())), image(Ok(()))]);
    assert_eq!(outcome(Language::English, &all), None);
    let failed = || image(Err(("NotFound", "no")));
    let part = imported(vec![image(Ok(())), failed(), failed()]);
    let title = outcome(Language::English, &part).unwrap().title;
    assert_eq!(title, "Imported in part: 2 of 3 failed");
    let none = outcome(Language::English, &imported(vec![failed()])).unwrap();
    assert_eq!(none.title, "Nothing was imported");
    for (reason, message, advice) in [
        ("NotFound", "", Outcome::NotThere),
        (
            "Forbidden",
            "registry \"a:443\" not allowed by empty whitelist",
            Outcome::NotAllowed,
        ),
        ("Unauthorized", "", Outcome::NeedsLogin),
        (
            "Unauthorized",
            "toomanyrequests: you have reached",
            Outcome::TooMany,
        ),
        (
            "InternalError",
            "x509: certificate signed by unknown",
            Outcome::NotReached,
        ),
    ] {
        assert_eq!(registry_advice(&status(0, reason, message)), advice);
        let told = outcome::import_result(Language::English, &image(Err((reason, message))));
        assert_eq!(
            (told.advice.as_str(), told.said.as_str()),
            (Language::English.text(advice), message)
        );
    }
    assert_eq!(
        outcome::import_result(Language::Korean, &image(Ok(()))).title,
        SHORT
    );
}

#[test]
fn what_was_read_back_and_what_a_write_rests_on_is_said() {
    let verdicts = [
        Verdict::Happened,
        Verdict::NotHappened,
        Verdict::Else(Vec::new()),
        Verdict::Else(every_row()),
    ];
    told(
        &verdicts,
        |language, one| s(verdict(language, one)),
        |_| Vec::new(),
    );
    let grounds = [
        Precondition::Absent,
        Precondition::Version(s("17")),
        Precondition::PreviousAnswer,
        Precondition::Identity(s("uid")),
        Precondition::Nothing,
    ];
    told(&grounds, precondition, |one| match one {
        Precondition::Version(_) => vec!["17"],
        _ => Vec::new(),
    });
}

#[test]
fn a_missing_right_names_verb_resource_object_and_project() {
    let need = Need {
        verb: "get",
        group: "image.openshift.io",
        resource: "imagestreams",
        subresource: "layers",
        namespace: s("shop"),
        name: s("s-1"),
    };
    let english = missing(Language::English, &need);
    assert_eq!(
        english,
        "You may not get imagestreams/layers s-1 in project shop."
    );
    let korean = missing(Language::Korean, &need);
    for name in ["get", "imagestreams/layers s-1", "shop"] {
        assert!(korean.contains(name));
    }
}

#[test]
fn a_cause_keeps_the_servers_words() {
    let at = |tag: &str| Cause {
        field: Field::Image,
        tag: s(tag),
        message: s("Invalid value: {x}"),
    };
    assert_eq!(cause(&at("")), "Invalid value: {x}");
    assert_eq!(cause(&at("3.6")), "3.6: Invalid value: {x}");
}
