//! Recorded answers, and what the app reads in them.

use imagestream_console::api::decode::Answer;
use imagestream_console::api::error::Error;
use imagestream_console::edit::field::Field;
use imagestream_console::edit::intent::{Intent, Place, TagOptions};
use imagestream_console::edit::outcome::{Answered, Imported, causes, conflict, read};
use imagestream_console::edit::plan::{Basis, Write, plan};
use imagestream_console::edit::preview::What;
use serde_json::json;

use super::cases::{external, names, retarget};
use super::plans::{app, planned};
use super::recorded::served;
use crate::golden;

pub fn recorded(name: &str) -> Answer {
    let answer = &golden::json("writes/answers.json")[name];
    Answer {
        code: u16::try_from(answer["code"].as_u64().unwrap()).unwrap(),
        content_type: "application/json".to_owned(),
        retry_after_seconds: None,
        body: answer["body"].to_string().into_bytes(),
    }
}

fn looking() -> Write {
    let (image, options) = ("quay.io/a/b:1".to_owned(), TagOptions::default());
    let look = Intent::LookAtImage { image, options };
    plan(&Place::new("demo", "web"), &look, Basis::default())
        .unwrap()
        .writes
        .remove(0)
}

fn patching() -> Write {
    planned(&app(), &Intent::SetLookup { on: true })
        .writes
        .remove(0)
}

fn imported(name: &str) -> Imported {
    match read(&looking(), Ok(&recorded(name))) {
        Answered::Imported(imported, _) => *imported,
        other => panic!("{other:?}"),
    }
}

#[test]
fn failures_inside_a_201_are_failures() {
    let outcome = imported("two-images-one-missing");
    assert!(!outcome.is_success());
    let [web, none] = outcome.images.as_slice() else {
        panic!("{outcome:?}")
    };
    assert_eq!(
        (web.source.as_str(), web.tag.as_str()),
        ("127.0.0.1:5000/team/web:v1", "v1")
    );
    assert!(
        web.result
            .as_ref()
            .unwrap()
            .metadata
            .name
            .starts_with("sha256:")
    );
    let status = none.result.as_ref().unwrap_err();
    assert_eq!(
        (none.tag.as_str(), status.code, status.reason.as_str()),
        ("none", 404, "NotFound")
    );
    for (name, reason) in [
        ("unauthorized", "Unauthorized"),
        ("unreachable", "InternalError"),
    ] {
        let outcome = imported(name);
        assert!(!outcome.is_success());
        assert_eq!(
            outcome.images[0].result.as_ref().unwrap_err().reason,
            reason
        );
    }
}

#[test]
fn a_repository_tells_each_tag() {
    let outcome = imported("repository");
    assert!(outcome.is_success());
    let tags: Vec<&str> = outcome
        .images
        .iter()
        .map(|image| image.tag.as_str())
        .collect();
    assert_eq!(tags, ["latest", "v1", "v2", "v3"]);
    assert_eq!(outcome.images[1].source, "127.0.0.1:5000/team/web:v1");
    assert_eq!(outcome.additional_tags, Vec::<String>::new());
    assert_eq!(outcome.stream.unwrap().metadata.name, "webs");
}

#[test]
fn platforms_of_a_manifest_list_come_along() {
    let outcome = imported("manifest-list");
    assert!(outcome.images[0].platforms.len() > 1);
}

#[test]
fn tags_beyond_the_limit_are_named() {
    let answer = json!({
        "spec": {"import": true, "repository": {"from": {"kind": "DockerImage", "name": "quay.io/a/b"}}},
        "status": {"repository": {
            "status": {"status": "Failure", "reason": "ImportFailed", "message": "one of the images"},
            "images": [{"status": {"status": "Failure", "reason": "NotFound", "code": 404}, "tag": "1"}],
            "additionalTags": ["51", "52"],
        }},
    });
    let answer = Answer {
        code: 201,
        content_type: "application/json".to_owned(),
        body: answer.to_string().into_bytes(),
        ..Answer::default()
    };
    let Answered::Imported(outcome, _) = read(&looking(), Ok(&answer)) else {
        panic!()
    };
    assert_eq!(outcome.additional_tags, ["51", "52"]);
    assert_eq!(
        outcome.repository_failure, None,
        "it says no more than its images"
    );
    assert!(!outcome.is_success());
}

#[test]
fn conflicts_and_refusals_are_told_apart() {
    for name in ["stale-stream", "stale-tag"] {
        assert!(
            matches!(
                read(&patching(), Ok(&recorded(name))),
                Answered::Conflict(_)
            ),
            "{name}"
        );
    }
    assert!(matches!(
        read(&patching(), Ok(&recorded("exists"))),
        Answered::Exists(_)
    ));
    assert!(matches!(
        read(&patching(), Ok(&recorded("bad-schedule"))),
        Answered::Refused(_)
    ));
    assert!(matches!(
        read(&patching(), Ok(&recorded("forbidden"))),
        Answered::Failed(_)
    ));
    assert!(matches!(
        read(&patching(), Ok(&recorded("deleted"))),
        Answered::Done(_)
    ));
}

#[test]
fn a_broken_connection_means_that_nobody_knows() {
    let patching = patching();
    assert!(matches!(
        read(&patching, Err(Error::Offline)),
        Answered::Unknown(_)
    ));
    let page = |code, content_type: &str, body: &str| Answer {
        code,
        content_type: content_type.to_owned(),
        retry_after_seconds: None,
        body: body.as_bytes().to_vec(),
    };
    let answers = [
        page(504, "text/plain", "upstream timed out"),
        page(502, "text/html", "<html>Bad Gateway</html>"),
        page(200, "application/json", r#"{"kind":"ImageStr"#),
    ];
    for answer in answers {
        assert!(
            matches!(read(&patching, Ok(&answer)), Answered::Unknown(_)),
            "{answer:?}"
        );
    }
    let refused = page(401, "application/json", r#"{"kind":"Status","code":401}"#);
    assert!(matches!(read(&patching, Ok(&refused)), Answered::Failed(_)));
}

#[test]
fn causes_stand_at_the_fields_of_the_form() {
    let at = |name: &str| {
        let Answered::Refused(status) = read(&patching(), Ok(&recorded(name))) else {
            panic!("{name}")
        };
        let causes = causes(&status, Some(&external("x")));
        causes
            .into_iter()
            .map(|cause| (cause.field, cause.tag))
            .collect::<Vec<_>>()
    };
    let bad = || "bad".to_owned();
    assert_eq!(at("bad-name"), [(Field::Stream, String::new())]);
    assert_eq!(at("bad-schedule"), [(Field::Scheduled, bad())]);
    assert_eq!(at("bad-policy"), [(Field::ReferencePolicy, bad())]);
    // The first of these comes wrapped, with the path inside its message.
    assert_eq!(
        at("bad-from-name"),
        [(Field::Image, bad()), (Field::Image, bad())]
    );
}

#[test]
fn their_change_stands_beside_yours() {
    let plan = planned(&app(), &retarget("nightly", external("quay.io/acme/app:2")));
    let mut theirs = app();
    theirs["metadata"]["resourceVersion"] = json!("81235");
    theirs["metadata"]["labels"] = json!({"team": "b"});
    let harmless = conflict(&plan, Some(&served(&theirs)));
    assert!(!harmless.touching);
    assert_eq!(harmless.theirs.len(), 1);
    theirs["spec"]["tags"][1]["from"]["name"] = json!("quay.io/acme/app:3");
    let both = conflict(&plan, Some(&served(&theirs)));
    assert!(both.touching);
    assert_eq!(
        (&both.yours[0].what, &both.theirs[1].what),
        (&What::Source, &What::Source)
    );
    // A tag that went is touched by whatever one does to it.
    let gone = planned(
        &app(),
        &Intent::DeleteTags {
            tags: names(&["nightly"]),
        },
    )
    .after
    .unwrap();
    assert!(conflict(&plan, Some(&served(&gone))).touching);
    assert!(conflict(&plan, None).touching);
    // An import in the background moved an image: that is shown, and touches nothing.
    let mut imported = app();
    imported["status"]["tags"][2]["items"][0]["image"] = json!("sha256:new");
    let moved = conflict(&plan, Some(&served(&imported)));
    assert_eq!(
        (moved.theirs[0].what.clone(), moved.touching),
        (What::Image, false)
    );
}
