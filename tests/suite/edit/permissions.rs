//! Rights that wishes need, against recorded rules.

use imagestream_console::api::decode::decode;
use imagestream_console::edit::intent::{
    Edits, First, HistoryChoice, Intent, Place, SourceChoice, TagOptions, Which,
};
use imagestream_console::edit::permission::{Allowed, Rules, RulesReview, grants, needs};
use imagestream_console::edit::request::review_rules;
use serde_json::json;

use super::answers::recorded;
use super::cases::{copy, external, names, retarget};
use super::plans::place;

fn rules(name: &str) -> Rules {
    decode::<RulesReview>("SelfSubjectRulesReview", &recorded(name))
        .unwrap()
        .value
        .status
}

fn everything() -> Vec<Intent> {
    let none = TagOptions::default;
    let (tag, edits) = ("latest".to_owned(), Edits::new());
    let text = |text: &str| text.to_owned();
    vec![
        Intent::CreateStream {
            first: First::Repository {
                repository: text("quay.io/a/b"),
                options: none(),
            },
            lookup: false,
            labels: edits.clone(),
            annotations: edits.clone(),
        },
        Intent::AddTag {
            tag: tag.clone(),
            source: copy("", "base", "1"),
            options: none(),
        },
        retarget("latest", external("quay.io/a/b:1")),
        Intent::SetOptions {
            tag: tag.clone(),
            options: none(),
        },
        Intent::Schedule {
            tags: names(&["latest"]),
            on: true,
        },
        Intent::ImportAgain(Which::All),
        Intent::RollBack {
            tag: tag.clone(),
            to: HistoryChoice::Entry(1),
            unschedule: false,
        },
        Intent::DeleteTags {
            tags: names(&["latest"]),
        },
        Intent::DeleteStream {
            confirmation: text("app"),
        },
        Intent::SetLookup { on: true },
        Intent::SetLabels {
            edits: edits.clone(),
        },
        Intent::SetAnnotations {
            edits: edits.clone(),
        },
        Intent::SetTagAnnotations { tag, edits },
        Intent::CreateSecret {
            name: text("pull"),
            host: text("quay.io"),
            user: text("robot"),
        },
        Intent::ImportRepository {
            repository: text("quay.io/a/b"),
            options: none(),
        },
        Intent::LookAtImage {
            image: text("quay.io/a/b:1"),
            options: none(),
        },
        Intent::LookAtRepository {
            repository: text("quay.io/a/b"),
            options: none(),
        },
    ]
}

#[test]
fn an_editor_may_do_everything_and_a_stranger_nothing() {
    let (editor, stranger) = (rules("rules-developer"), rules("rules-nobody"));
    for intent in everything() {
        for need in needs(&place(), &intent, true) {
            assert_eq!(editor.allow(&need), Allowed::Yes, "{need:?}");
            assert_ne!(stranger.allow(&need), Allowed::Yes, "{need:?}");
        }
    }
}

#[test]
fn needs_name_verb_resource_and_object() {
    let words = |intent: &Intent, exists| -> Vec<String> {
        needs(&place(), intent, exists)
            .iter()
            .map(|need| {
                format!(
                    "{} {} {}/{}",
                    need.verb,
                    need.path(),
                    need.namespace,
                    need.name
                )
            })
            .collect()
    };
    let copying = retarget("latest", copy("base", "python", "3"));
    assert_eq!(
        words(&copying, true),
        [
            "patch imagestreams demo/app",
            "get imagestreams base/python",
            "get imagestreams/layers base/python",
        ]
    );
    assert_eq!(words(&copying, false)[0], "create imagestreams demo/");
    let follow = SourceChoice::FollowTag {
        tag: "1".to_owned(),
    };
    assert_eq!(
        words(&retarget("latest", follow), true),
        ["patch imagestreams demo/app"]
    );
    let delete = Intent::DeleteTags {
        tags: names(&["1", "2"]),
    };
    assert_eq!(
        words(&delete, true),
        [
            "delete imagestreamtags demo/app:1",
            "delete imagestreamtags demo/app:2",
        ]
    );
}

#[test]
fn rules_are_read_as_rbac_reads_them() {
    let need = &needs(&place(), &Intent::SetLookup { on: true }, true)[0];
    let rules = |rule: serde_json::Value, incomplete: bool| -> Rules {
        serde_json::from_value(json!({"resourceRules": [rule], "incomplete": incomplete})).unwrap()
    };
    let rule = |verbs: &[&str], groups: &[&str], resources: &[&str], named: &[&str]| json!({"verbs": verbs, "apiGroups": groups, "resources": resources, "resourceNames": named});
    let image = ["", "image.openshift.io"];
    let cases = [
        (
            rule(&["patch"], &image, &["imagestreams"], &[]),
            Allowed::Yes,
        ),
        (rule(&["*"], &["*"], &["*"], &[]), Allowed::Yes),
        (
            rule(&["patch"], &image, &["imagestreams"], &["app"]),
            Allowed::Yes,
        ),
        (
            rule(&["patch"], &image, &["imagestreams"], &["other"]),
            Allowed::No,
        ),
        (rule(&["patch"], &[""], &["imagestreams"], &[]), Allowed::No),
        (
            rule(
                &["patch"],
                &image,
                &["imagestreams/layers", "*/layers"],
                &[],
            ),
            Allowed::No,
        ),
        (
            rule(&["update"], &image, &["imagestreams"], &[]),
            Allowed::No,
        ),
    ];
    for (rule, allowed) in cases {
        assert_eq!(rules(rule.clone(), false).allow(need), allowed, "{rule}");
    }
    let none = rule(&["get"], &image, &["imagestreams"], &[]);
    assert_eq!(rules(none, true).allow(need), Allowed::Ask);
    // A rule for names cannot allow to make something that has no name yet.
    let make = &needs(&place(), &Intent::ImportAgain(Which::All), true)[0];
    let named = rule(&["create"], &image, &["imagestreamimports"], &["app"]);
    assert_eq!(rules(named, false).allow(make), Allowed::No);
    let layers = needs(
        &place(),
        &retarget("latest", copy("base", "python", "3")),
        true,
    )
    .remove(2);
    let all_layers = rule(&["get"], &image, &["*/layers"], &[]);
    assert_eq!(rules(all_layers, false).allow(&layers), Allowed::Yes);
}

#[test]
fn an_administrator_gets_the_line_to_enter() {
    let missing = needs(
        &place(),
        &retarget("latest", copy("base", "python", "3")),
        true,
    );
    assert_eq!(
        grants(&missing, "jane doe"),
        [
            "oc policy add-role-to-user registry-viewer 'jane doe' -n base",
            "oc policy add-role-to-user registry-editor 'jane doe' -n demo",
        ]
    );
    assert_eq!(
        grants(&missing[2..], "jane"),
        ["oc policy add-role-to-user system:image-puller jane -n base",]
    );
}

#[test]
fn one_review_covers_a_project() {
    let request = review_rules("demo");
    assert_eq!(
        request.target(),
        "apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
    );
    let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
    assert_eq!(body["spec"], json!({"namespace": "demo"}));
    assert_eq!(Place::default().stream, "");
}
