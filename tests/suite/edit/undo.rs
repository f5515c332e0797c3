//! The way back, and what it cannot bring back.

use imagestream_console::edit::changes::Changes;
use imagestream_console::edit::intent::{
    Edits, First, Intent, Place, SourceChoice, TagOptions, Which,
};
use imagestream_console::edit::plan::{Basis, Precondition, plan};
use imagestream_console::edit::raw::Served;
use imagestream_console::edit::undo::{Limit, NoUndo, limits_before, undo};
use imagestream_console::edit::verify::{Verdict, verify};
use imagestream_console::text::time::Timestamp;
use serde_json::{Value, json};

use super::cases::{external, names, retarget};
use super::plans::{app, place, planned};
use super::recorded::served;

fn delete(tags: &[&str]) -> Intent {
    Intent::DeleteTags { tags: names(tags) }
}

fn after(stream: &Value) -> Served {
    let mut stream = stream.clone();
    stream["metadata"]["resourceVersion"] = json!("81300");
    served(&stream)
}

#[test]
fn a_deleted_history_is_lost_and_that_is_said_before() {
    let plan = planned(&app(), &delete(&["nightly", "pushed"]));
    let (nightly, pushed) = ("nightly".to_owned(), "pushed".to_owned());
    let expected = [
        Limit::HistoryLost {
            tag: nightly.clone(),
            entries: 2,
        },
        Limit::ImportsAnew { tag: nightly },
        Limit::HistoryLost {
            tag: pushed.clone(),
            entries: 1,
        },
        Limit::TagLost { tag: pushed },
    ];
    assert_eq!(limits_before(&plan), expected);
    let back = undo(&plan, Some(&after(plan.after.as_ref().unwrap())), None).unwrap();
    assert_eq!(back.limits, expected);
    // The wish comes back with all its fields, but not what the server counts.
    let mut tag = app()["spec"]["tags"][1].clone();
    tag.as_object_mut().unwrap().remove("generation");
    assert_eq!(
        back.plan.writes[0].body(),
        json!({
            "metadata": {"resourceVersion": "81300"}, "spec": {"tags": [tag]},
        })
    );
}

#[test]
fn a_pin_to_a_lost_history_is_taken_from_its_registry() {
    let mut stream = app();
    let digest = format!("sha256:{}", "c".repeat(64));
    let pin = json!({"name": "pin", "generation": 4,
        "from": {"kind": "ImageStreamImage", "name": format!("app@{digest}")},
        "importPolicy": {"importMode": "Legacy"}, "referencePolicy": {"type": "Source"}});
    stream["spec"]["tags"].as_array_mut().unwrap().push(pin);
    let mut event = stream["status"]["tags"][2].clone();
    event["tag"] = json!("pin");
    stream["status"]["tags"].as_array_mut().unwrap().push(event);
    let deleted = planned(
        &stream,
        &Intent::DeleteStream {
            confirmation: "app".to_owned(),
        },
    );
    let back = undo(&deleted, None, None).unwrap();
    assert!(back.limits.contains(&Limit::SourceReplaced {
        tag: "pin".to_owned()
    }));
    assert!(back.limits.contains(&Limit::TagLost {
        tag: "pushed".to_owned()
    }));
    assert_eq!(back.plan.writes[0].precondition, Precondition::Absent);
    let made = back.plan.writes[0].body();
    assert_eq!(
        made["metadata"],
        json!({"name": "app", "namespace": "demo", "annotations": {"owner": "me"}})
    );
    let pin = made["spec"]["tags"]
        .as_array()
        .unwrap()
        .iter()
        .find(|tag| tag["name"] == "pin")
        .unwrap();
    let from = json!({"kind": "DockerImage", "name": format!("quay.io/acme/app@{digest}")});
    assert_eq!(pin["from"], from);
    // While another tag still knows the image, the pin comes back as it was.
    let one = planned(&stream, &delete(&["pin"]));
    let back = undo(&one, Some(&after(one.after.as_ref().unwrap())), None).unwrap();
    assert_eq!(
        back.limits,
        [Limit::HistoryLost {
            tag: "pin".to_owned(),
            entries: 1
        }]
    );
}

#[test]
fn what_was_made_is_deleted_again() {
    let add = Intent::AddTag {
        tag: "x".to_owned(),
        source: external("quay.io/a/b:1"),
        options: TagOptions::default(),
    };
    let added = planned(&app(), &add);
    let back = undo(&added, Some(&after(added.after.as_ref().unwrap())), None).unwrap();
    assert_eq!(back.plan.writes.len(), 1);
    assert_eq!(back.plan.writes[0].tags, ["x"]);
    assert_eq!(
        back.plan.writes[0].body()["preconditions"],
        json!({"uid": "u-7"})
    );
    assert_eq!(back.limits, []);

    let create = Intent::CreateStream {
        first: First::Nothing,
        lookup: false,
        labels: Edits::new(),
        annotations: Edits::new(),
    };
    let created = plan(&place(), &create, Basis::default()).unwrap();
    let mut now = created.after.clone().unwrap();
    now["metadata"]["uid"] = json!("u-9");
    let back = undo(&created, Some(&after(&now)), None).unwrap();
    let expected = json!({"uid": "u-9", "resourceVersion": "81300"});
    assert_eq!(back.plan.writes[0].body()["preconditions"], expected);
    assert_eq!(undo(&created, None, None), Err(NoUndo::AlreadyRestored));
}

#[test]
fn a_pushed_tag_keeps_its_history_when_its_new_source_goes() {
    let plan = planned(&app(), &retarget("pushed", external("quay.io/a/b:1")));
    let back = undo(&plan, Some(&after(plan.after.as_ref().unwrap())), None).unwrap();
    let patch = json!([{"name": "pushed", "$patch": "delete"}]);
    assert_eq!(back.plan.writes[0].body()["spec"]["tags"], patch);
}

#[test]
fn a_secret_is_deleted_if_it_is_still_the_one() {
    let create = Intent::CreateSecret {
        name: "pull".to_owned(),
        host: "quay.io".to_owned(),
        user: "robot".to_owned(),
    };
    let plan = plan(&Place::new("demo", ""), &create, Basis::default()).unwrap();
    let back = undo(&plan, None, Some("u-1")).unwrap();
    let request = &back.plan.writes[0].request;
    assert_eq!(request.target(), "api/v1/namespaces/demo/secrets/pull");
    assert_eq!(
        back.plan.writes[0].body()["preconditions"],
        json!({"uid": "u-1"})
    );
}

#[test]
fn what_others_did_to_the_same_since_is_shown() {
    let plan = planned(&app(), &retarget("nightly", external("quay.io/acme/app:2")));
    let mut theirs = plan.after.clone().unwrap();
    theirs["spec"]["tags"][1]["from"]["name"] = json!("quay.io/acme/app:3");
    theirs["metadata"]["annotations"]["owner"] = json!("you");
    let back = undo(&plan, Some(&after(&theirs)), None).unwrap();
    let [Limit::ImportsAnew { .. }, Limit::ChangedSince(rows)] = back.limits.as_slice() else {
        panic!("{:?}", back.limits);
    };
    assert_eq!(rows.len(), 1, "their other changes stay and need no word");
    assert_eq!(
        back.plan.after.unwrap()["metadata"]["annotations"]["owner"],
        "you"
    );
}

#[test]
fn an_import_cannot_be_taken_back_but_rolled_back() {
    let plan = planned(&app(), &Intent::ImportAgain(Which::All));
    assert_eq!(
        undo(&plan, Some(&after(&app())), None),
        Err(NoUndo::NothingDone)
    );
    let mut now = app();
    now["status"]["tags"][1]["items"][0]["image"] = json!("sha256:new");
    let old = format!("sha256:{}", "a".repeat(64));
    let stay = Limit::ImagesStay {
        tags: vec![("nightly".to_owned(), old)],
    };
    let impossible = Err(NoUndo::Impossible(vec![stay.clone()]));
    assert_eq!(undo(&plan, Some(&after(&now)), None), impossible);
    assert_eq!(limits_before(&plan), [stay]);
}

#[test]
fn a_visits_changes_are_a_script() {
    let mut changes = Changes::default();
    let follow = SourceChoice::FollowTag {
        tag: "nightly".to_owned(),
    };
    let add = Intent::AddTag {
        tag: "edge".to_owned(),
        source: follow,
        options: TagOptions::default(),
    };
    let at = |text| Timestamp::parse(text).unwrap();
    changes.push(planned(&app(), &add), at("2026-03-01T10:00:00Z"), None);
    changes.push(
        planned(&app(), &delete(&["pushed"])),
        at("2026-03-01T10:01:00Z"),
        None,
    );
    assert_eq!(
        changes.export(),
        "# 2026-03-01T10:00:00Z\n\
         oc tag --alias app:nightly app:edge -n demo\n\
         # 2026-03-01T10:01:00Z\n\
         oc tag -d app:pushed -n demo\n"
    );
}

#[test]
fn half_a_plan_is_neither_done_nor_undone() {
    let plan = planned(&app(), &delete(&["nightly", "pushed"]));
    let first = planned(&app(), &delete(&["nightly"])).after.unwrap();
    let Verdict::Else(rows) = verify(&plan, Some(&after(&first))) else {
        panic!()
    };
    assert!(
        rows.iter().all(|row| row.tag.as_deref() == Some("nightly")),
        "{rows:?}"
    );
    // Importing an unchanged image leaves no trace.
    let import = planned(&app(), &Intent::ImportAgain(Which::All));
    assert_eq!(
        verify(&import, Some(&served(&app()))),
        Verdict::Else(Vec::new())
    );
    // The same name, but another stream.
    let plan = planned(&app(), &Intent::SetLookup { on: true });
    let mut other = plan.after.clone().unwrap();
    other["metadata"]["uid"] = json!("u-8");
    assert!(matches!(
        verify(&plan, Some(&after(&other))),
        Verdict::Else(_)
    ));
}
