//! The requests of plans to the letter, what a preview says beside the fields, and what plain
//! `oc tag` would have lost.

use imagestream_console::api::request::Method;
use imagestream_console::edit::effect::Effect;
use imagestream_console::edit::http;
use imagestream_console::edit::intent::{
    Edits, First, HistoryChoice, Intent, Place, SourceChoice, TagOptions, Which,
};
use imagestream_console::edit::lost::lost_with_oc;
use imagestream_console::edit::plan::{Basis, Plan, Precondition, plan};
use imagestream_console::edit::preview::{Shown, What, rows};
use imagestream_console::image::view::ImageStreamLayers;
use serde_json::{Value, json};

use super::cases::{copy, external, names, retarget};
use super::recorded::{served, step};

const THREE_FOUR: &str = "sha256:7cb0abd9a89a9e5c18385972616e810248a69dfaed69d45c7ce9fc27114a422b";

/// A stream with annotations, policies and a field of the future on a scheduled tag, and aliases.
pub fn app() -> Value {
    let event = |digit: &str, created: &str| {
        let digest = format!("sha256:{}", digit.repeat(64));
        json!({"created": created, "dockerImageReference": format!("quay.io/acme/app@{digest}"),
               "image": digest, "generation": 4})
    };
    json!({
        "kind": "ImageStream", "apiVersion": "image.openshift.io/v1",
        "metadata": {"name": "app", "namespace": "demo", "uid": "u-7", "resourceVersion": "81234",
                     "generation": 4, "annotations": {"owner": "me"}},
        "spec": {"lookupPolicy": {"local": false}, "tags": [
            {"name": "latest", "annotations": null, "generation": 3,
             "from": {"kind": "ImageStreamTag", "name": "nightly"},
             "importPolicy": {"importMode": "Legacy"}, "referencePolicy": {"type": "Source"}},
            {"name": "nightly", "annotations": {"description": "every night"}, "generation": 4,
             "from": {"kind": "DockerImage", "name": "quay.io/acme/app:nightly"}, "retries": 3,
             "importPolicy": {"insecure": true, "scheduled": true, "importMode": "PreserveOriginal"},
             "referencePolicy": {"type": "Local"}},
        ]},
        "status": {"dockerImageRepository": "registry.svc:5000/demo/app", "tags": [
            {"tag": "latest", "items": [event("a", "2026-03-02T10:00:00Z")]},
            {"tag": "nightly", "items": [event("a", "2026-03-02T10:00:00Z"), event("b", "2026-03-01T10:00:00Z")]},
            {"tag": "pushed", "items": [event("c", "2026-03-01T10:00:00Z")]},
        ]},
    })
}

pub fn place() -> Place {
    Place::new("demo", "app")
}

pub fn planned(stream: &Value, intent: &Intent) -> Plan {
    let old = served(stream);
    plan(
        &place(),
        intent,
        Basis {
            old: Some(&old),
            ..Basis::default()
        },
    )
    .unwrap()
}

fn digest(digit: &str) -> String {
    format!("sha256:{}", digit.repeat(64))
}

#[test]
fn a_schedule_is_switched_by_a_patch_of_that_field() {
    let plan = planned(
        &app(),
        &Intent::Schedule {
            tags: names(&["nightly"]),
            on: false,
        },
    );
    let request = &plan.writes[0].request;
    assert_eq!(request.method, Method::Patch);
    assert_eq!(
        request.target(),
        "apis/image.openshift.io/v1/namespaces/demo/imagestreams/app?fieldManager=imagestream-console"
    );
    assert_eq!(
        request.content_type,
        "application/strategic-merge-patch+json"
    );
    assert_eq!(
        plan.writes[0].body(),
        json!({
            "metadata": {"resourceVersion": "81234"},
            "spec": {"tags": [{"name": "nightly", "importPolicy": {"scheduled": null}}]},
        })
    );
    assert_eq!(
        plan.writes[0].precondition,
        Precondition::Version("81234".to_owned())
    );
    assert_eq!(plan.effects, []);
}

#[test]
fn a_retarget_replaces_the_source_and_keeps_the_rest() {
    let plan = planned(&app(), &retarget("nightly", external("quay.io/acme/app:2")));
    assert_eq!(
        plan.writes[0].body()["spec"],
        json!({
            "tags": [{"name": "nightly", "from": {"name": "quay.io/acme/app:2"}}],
        })
    );
    let rows = rows(plan.before.as_ref(), plan.after.as_ref());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].what, What::Source);
    assert_eq!(
        plan.effects,
        [
            Effect::Imports {
                tags: names(&["nightly"])
            },
            Effect::FollowersMove {
                tag: "nightly".to_owned(),
                followers: names(&["latest"])
            },
        ]
    );
}

#[test]
fn what_plain_oc_tag_would_reset_is_named() {
    let plan = planned(&app(), &retarget("nightly", external("quay.io/acme/app:2")));
    let lost: Vec<(What, Shown, Shown)> = lost_with_oc(&plan)
        .into_iter()
        .map(|row| (row.what, row.before, row.after))
        .collect();
    let text = |text: &str| Shown::Text(text.to_owned());
    assert_eq!(
        lost,
        [
            (What::Insecure, Shown::Flag(true), Shown::Flag(false)),
            (What::Scheduled, Shown::Flag(true), Shown::Flag(false)),
            (What::ImportMode, text("PreserveOriginal"), text("Legacy")),
            (What::ReferencePolicy, text("Local"), text("Source")),
            (
                What::TagAnnotation("description".to_owned()),
                text("every night"),
                Shown::Nothing
            ),
            (What::Other("retries".to_owned()), text("3"), Shown::Nothing),
        ]
    );
    // A new tag has nothing to lose.
    let plan = planned(
        &app(),
        &Intent::AddTag {
            tag: "x".to_owned(),
            source: external("quay.io/acme/app:2"),
            options: TagOptions::default(),
        },
    );
    assert_eq!(lost_with_oc(&plan), []);
}

#[test]
fn a_source_in_a_stream_ends_the_schedule() {
    let copied = planned(&app(), &retarget("nightly", copy("", "", "pushed")));
    assert_eq!(
        copied.writes[0].body()["spec"]["tags"][0],
        json!({
            "name": "nightly",
            "from": {"kind": "ImageStreamImage", "name": format!("app@{}", digest("c"))},
            "importPolicy": {"scheduled": null},
        })
    );
    assert_eq!(
        copied.effects,
        [
            Effect::ScheduleEnds {
                tag: "nightly".to_owned()
            },
            Effect::GetsImage {
                tag: "nightly".to_owned(),
                before: digest("a"),
                after: digest("c")
            },
            Effect::FollowersMove {
                tag: "nightly".to_owned(),
                followers: names(&["latest"])
            },
        ]
    );
}

#[test]
fn a_roll_back_pins_and_tells_when_the_image_is_gone() {
    let roll_back = Intent::RollBack {
        tag: "nightly".to_owned(),
        to: HistoryChoice::Entry(1),
        unschedule: true,
    };
    let layers: ImageStreamLayers =
        serde_json::from_value(json!({"images": {digest("b"): {"imageMissing": true}}})).unwrap();
    let old = served(&app());
    let basis = Basis {
        old: Some(&old),
        layers: Some(&layers),
        ..Basis::default()
    };
    let plan = plan(&place(), &roll_back, basis).unwrap();
    assert!(plan.effects.contains(&Effect::ImageGone {
        digest: digest("b")
    }));
    let tag = &plan.writes[0].body()["spec"]["tags"][0];
    assert_eq!(tag["from"]["name"], format!("app@{}", digest("b")));
    assert_eq!(tag["importPolicy"], json!({"scheduled": null}));
}

#[test]
fn a_kind_alone_is_not_the_only_change() {
    // The server compares project and name only; `app:1` of a registry and of the stream would be
    // one to it.
    let mut stream = app();
    stream["spec"]["tags"][1]["from"]["name"] = json!("app:pushed");
    let follow = SourceChoice::FollowTag {
        tag: "pushed".to_owned(),
    };
    let plan = planned(&stream, &retarget("nightly", follow));
    let from = json!({"kind": "ImageStreamTag", "name": "pushed"});
    assert_eq!(plan.after.unwrap()["spec"]["tags"][1]["from"], from);
}

#[test]
fn an_options_change_that_waits_for_an_import_says_so() {
    let options = TagOptions {
        insecure: Some(false),
        ..TagOptions::default()
    };
    let intent = Intent::SetOptions {
        tag: "nightly".to_owned(),
        options,
    };
    let waits = Effect::CountsFromNextImport {
        tag: "nightly".to_owned(),
    };
    assert_eq!(planned(&app(), &intent).effects, [waits]);
}

#[test]
fn deleting_tells_what_goes_with_the_tag() {
    let plan = planned(
        &app(),
        &Intent::DeleteTags {
            tags: names(&["nightly", "pushed"]),
        },
    );
    assert_eq!(
        plan.effects,
        [
            Effect::HistoryGone {
                tag: "nightly".to_owned(),
                entries: 2
            },
            Effect::FollowersStay {
                tag: "nightly".to_owned(),
                followers: names(&["latest"])
            },
            Effect::ImageStaysIn {
                digest: digest("a"),
                tags: names(&["latest"])
            },
            Effect::HistoryGone {
                tag: "pushed".to_owned(),
                entries: 1
            },
            Effect::LastOfImage {
                digest: digest("c")
            },
        ]
    );
    let targets: Vec<String> = plan
        .writes
        .iter()
        .map(|write| write.request.target())
        .collect();
    assert_eq!(
        targets,
        [
            "apis/image.openshift.io/v1/namespaces/demo/imagestreamtags/app:nightly",
            "apis/image.openshift.io/v1/namespaces/demo/imagestreamtags/app:pushed",
        ]
    );
    assert_eq!(
        plan.writes[0].body()["preconditions"],
        json!({"uid": "u-7"})
    );
}

#[test]
fn a_stream_is_deleted_as_it_was_seen() {
    let plan = planned(
        &app(),
        &Intent::DeleteStream {
            confirmation: "app".to_owned(),
        },
    );
    let expected = json!({"uid": "u-7", "resourceVersion": "81234"});
    assert_eq!(plan.writes[0].body()["preconditions"], expected);
    assert_eq!(plan.after, None);
}

#[test]
fn importing_again_keeps_mode_schedule_and_unknown_policies() {
    let mut stream = app();
    stream["spec"]["tags"][1]["importPolicy"]["futureField"] = json!("kept");
    let plan = planned(&stream, &Intent::ImportAgain(Which::All));
    assert_eq!(
        plan.writes[0].body(),
        json!({
            "kind": "ImageStreamImport", "apiVersion": "image.openshift.io/v1",
            "metadata": {"name": "app", "namespace": "demo", "resourceVersion": "81234"},
            "spec": {"import": true, "images": [{
                "from": {"kind": "DockerImage", "name": "quay.io/acme/app:nightly"},
                "to": {"name": "nightly"},
                "importPolicy": {"insecure": true, "scheduled": true, "importMode": "PreserveOriginal",
                                 "futureField": "kept"},
                "referencePolicy": {"type": "Local"},
            }]},
        })
    );
    // An alias is imported through the tag that it follows.
    let alias = planned(
        &stream,
        &Intent::ImportAgain(Which::Tags(names(&["latest", "nightly"]))),
    );
    assert_eq!(alias.writes, plan.writes);
}

#[test]
fn imports_are_sent_in_parts_each_based_on_the_one_before() {
    let tag = |number: usize, insecure: bool| {
        json!({
            "name": format!("t{number:02}"), "generation": 1,
            "from": {"kind": "DockerImage", "name": format!("quay.io/acme/app:{number}")},
            "importPolicy": {"insecure": insecure, "importMode": "Legacy"},
            "referencePolicy": {"type": "Source"},
        })
    };
    let mut stream = app();
    let tags: Vec<Value> = (0..23).map(|number| tag(number, number == 4)).collect();
    stream["spec"]["tags"] = json!(tags);
    let plan = planned(&stream, &Intent::ImportAgain(Which::All));
    let sizes: Vec<usize> = plan.writes.iter().map(|write| write.tags.len()).collect();
    assert_eq!(sizes, [10, 1, 10, 2]);
    assert_eq!(
        plan.writes[1].tags,
        ["t04"],
        "an insecure image does not decide for the others"
    );
    assert_eq!(plan.writes[1].precondition, Precondition::PreviousAnswer);
    let answer = json!({"status": {"import": {"metadata": {"resourceVersion": "81299"}}}});
    let request = plan.writes[1].request_after(Some(&answer));
    let body: Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    assert_eq!(body["metadata"]["resourceVersion"], "81299");
    assert_eq!(request.query, [("timeout", "5m".to_owned())]);
    // Stopped after two requests, that much was done and no more.
    let part = plan.part(2);
    assert_eq!(part.writes, plan.writes[..2]);
    let done: Vec<String> = plan.writes[..2]
        .iter()
        .flat_map(|write| write.tags.clone())
        .collect();
    assert_eq!(part.intent, Some(Intent::ImportAgain(Which::Tags(done))));
    assert_eq!(plan.part(4), plan);
}

#[test]
fn of_tags_to_delete_a_part_may_be_gone() {
    let deleting = |tags: &[&str]| planned(&app(), &Intent::DeleteTags { tags: names(tags) });
    let part = deleting(&["latest", "nightly"]).part(1);
    let alone = deleting(&["latest"]);
    assert_eq!((&part.intent, &part.after), (&alone.intent, &alone.after));
}

#[test]
fn a_repository_starts_a_stream_in_two_steps() {
    let intent = Intent::CreateStream {
        first: First::Repository {
            repository: "quay.io/acme/app".to_owned(),
            options: TagOptions::default(),
        },
        lookup: true,
        labels: Edits::new(),
        annotations: Edits::new(),
    };
    let plan = plan(&place(), &intent, Basis::default()).unwrap();
    assert_eq!(plan.writes[0].precondition, Precondition::Absent);
    assert_eq!(
        plan.writes[0].body()["spec"],
        json!({"lookupPolicy": {"local": true}})
    );
    let made = json!({"metadata": {"resourceVersion": "5"}});
    let import = plan.writes[1].request_after(Some(&made)).body.unwrap();
    let import: Value = serde_json::from_str(&import).unwrap();
    assert_eq!(import["metadata"]["resourceVersion"], "5");
    assert_eq!(
        import["spec"]["repository"]["from"]["name"],
        "quay.io/acme/app"
    );
}

#[test]
fn looking_stores_nothing_and_needs_no_stream() {
    let look = Intent::LookAtRepository {
        repository: "quay.io/acme/app".to_owned(),
        options: TagOptions::default(),
    };
    let plan = plan(&Place::new("demo", ""), &look, Basis::default()).unwrap();
    assert_eq!(plan.writes[0].body()["spec"]["import"], json!(false));
    assert_eq!(plan.writes[0].precondition, Precondition::Nothing);
    assert_eq!(plan.effects, []);
}

#[test]
fn copying_across_projects_pins_what_the_other_stream_has() {
    let source = served(&step("050").before["demo/python"]);
    let intent = Intent::AddTag {
        tag: "3.4".to_owned(),
        source: copy("demo", "python", "3.4"),
        options: TagOptions::default(),
    };
    let basis = Basis {
        source: Some(&source.view),
        ..Basis::default()
    };
    let plan = plan(&Place::new("other", "python"), &intent, basis).unwrap();
    assert_eq!(
        plan.writes[0].body()["spec"]["tags"],
        json!([{
            "name": "3.4",
            "from": {"kind": "ImageStreamImage", "namespace": "demo", "name": format!("python@{THREE_FOUR}")},
        }])
    );
    assert_eq!(
        plan.effects,
        [
            Effect::StreamMade,
            Effect::GetsImage {
                tag: "3.4".to_owned(),
                before: String::new(),
                after: THREE_FOUR.to_owned()
            },
        ]
    );
}

#[test]
fn a_request_can_be_read_and_pasted() {
    let plan = planned(
        &app(),
        &Intent::Schedule {
            tags: names(&["nightly"]),
            on: false,
        },
    );
    let text = http::text(&plan.writes[0].request);
    assert_eq!(
        text.line,
        "PATCH /apis/image.openshift.io/v1/namespaces/demo/imagestreams/app?fieldManager=imagestream-console"
    );
    let read: Value = serde_saphyr::from_str(&text.body).unwrap();
    assert_eq!(read, plan.writes[0].body());
    assert_eq!(
        text.curl,
        "curl -sS -X PATCH -H \"Authorization: Bearer $(oc whoami -t)\" \
         -H 'Content-Type: application/strategic-merge-patch+json' \
         --data-raw '{\"metadata\":{\"resourceVersion\":\"81234\"},\"spec\":{\"tags\":[{\"importPolicy\":{\"scheduled\":null},\"name\":\"nightly\"}]}}' \
         \"$(oc whoami --show-server)\"'/apis/image.openshift.io/v1/namespaces/demo/imagestreams/app?fieldManager=imagestream-console'"
    );
}
