//! What was done, what became of it, and what one may not do, in words.

#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::missing_need;
use super::outcome::{cause, done, import_result, outcome, precondition, registry_advice, verdict};
use super::tests::{DIGEST, SHORT, every_row, s, told};
use crate::api::error::Error;
use crate::api::status::Status;
use crate::edit::field::Field;
use crate::edit::intent::{Edits, First, HistoryChoice, Intent, Place, SourceChoice, Which};
use crate::edit::outcome::{Answered, Cause, Imported, ImportedImage};
use crate::edit::permission::Need;
use crate::edit::plan::{Plan, Precondition};
use crate::edit::verify::Verdict;
use crate::messages::{Language, Outcome};

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
}

#[test]
fn what_leaves_streams_alone_names_what_it_is_about() {
    let options = crate::edit::intent::TagOptions::default;
    let secret = Intent::CreateSecret {
        name: s("t-1"),
        host: s("h"),
        user: s("u"),
    };
    let image = Intent::LookAtImage {
        image: s("t-1"),
        options: options(),
    };
    let plans = [secret, image].map(|intent| plan_of(Some(intent)));
    told(&plans, done, |_| vec!["t-1"]);
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
        let told = import_result(Language::English, &image(Err((reason, message))));
        assert_eq!(
            (told.advice.as_str(), told.said.as_str()),
            (Language::English.text(advice), message)
        );
    }
    assert_eq!(import_result(Language::Korean, &image(Ok(()))).title, SHORT);
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
    let english = missing_need(Language::English, &need);
    assert_eq!(
        english,
        "You may not get imagestreams/layers s-1 in project shop."
    );
    let korean = missing_need(Language::Korean, &need);
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
