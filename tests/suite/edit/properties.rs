//! What must hold for any stream and any change.

use std::collections::BTreeSet;

use imagestream_console::api::request::Method;
use imagestream_console::edit::draft::Draft;
use imagestream_console::edit::intent::{
    DigestChoice, Edits, First, HistoryChoice, ImportMode, Intent, Place, ReferencePolicy,
    SourceChoice, TagChoice, TagOptions, Which,
};
use imagestream_console::edit::plan::{Basis, Plan, plan};
use imagestream_console::edit::preview::rows;
use imagestream_console::edit::raw::Served;
use imagestream_console::edit::undo::undo;
use imagestream_console::edit::verify::{Verdict, is_so_already, verify};
use imagestream_console::edit::{outcome, query};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use super::recorded::{served, wishes};
use super::reference_patch;

const TAGS: [&str; 6] = ["1", "2.0", "a b", "latest", "nightly", "pushed"];

fn digest(number: u8) -> String {
    format!("sha256:{}", format!("{number:02x}").repeat(32))
}

fn text_map() -> impl Strategy<Value = Value> {
    let map = btree_map(
        select(vec!["description", "team", "x.io/y"]),
        "[ -~]{0,6}",
        0..3,
    );
    prop_oneof![Just(Value::Null), map.prop_map(|map| json!(map))]
}

fn from() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        "[a-z]{1,3}"
            .prop_map(|tag| json!({"kind": "DockerImage", "name": format!("quay.io/a/b:{tag}")})),
        Just(json!({"kind": "DockerImage", "name": "app:latest", "uid": "old"})),
        (0_u8..4).prop_map(|number| {
            json!({"kind": "ImageStreamImage", "name": format!("app@{}", digest(number))})
        }),
        select(TAGS.to_vec()).prop_map(|tag| json!({"kind": "ImageStreamTag", "name": tag})),
        Just(json!({"kind": "ImageStreamTag", "namespace": "other", "name": "base:1"})),
    ]
}

/// A spec tag as a server sends it, with fields that no version of the app knows.
fn spec_tag(name: &'static str) -> impl Strategy<Value = Value> {
    (
        from(),
        text_map(),
        any::<[bool; 4]>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(
            move |(
                from,
                annotations,
                [insecure, scheduled, reference, unknown],
                preserve,
                local,
            )| {
                let mode = if preserve {
                    "PreserveOriginal"
                } else {
                    "Legacy"
                };
                let mut tag = json!({
                    "name": name,
                    "annotations": annotations,
                    "generation": 7,
                    "importPolicy": {"importMode": mode},
                    "referencePolicy": {"type": if local { "Local" } else { "Source" }},
                });
                let registry = from["kind"] == "DockerImage";
                if !from.is_null() {
                    tag["from"] = from;
                }
                if insecure {
                    tag["importPolicy"]["insecure"] = json!(true);
                }
                if scheduled && registry {
                    tag["importPolicy"]["scheduled"] = json!(true);
                }
                if reference {
                    tag["reference"] = json!(true);
                }
                if unknown {
                    tag["futureField"] = json!({"a": [1, {"b": null}]});
                    tag["importPolicy"]["retries"] = json!(3);
                    tag["referencePolicy"]["mirror"] = json!("x");
                }
                tag
            },
        )
}

fn status_tag(name: &'static str) -> impl Strategy<Value = Value> {
    vec(0_u8..4, 0..4).prop_map(move |numbers| {
        let event = |number: &u8| {
            json!({
                "created": "2026-03-01T10:00:02Z",
                "dockerImageReference": format!("quay.io/a/b@{}", digest(*number)),
                "image": digest(*number),
                "generation": 7,
                "futureField": true,
            })
        };
        json!({"tag": name, "items": numbers.iter().map(event).collect::<Vec<_>>()})
    })
}

fn stream() -> impl Strategy<Value = Value> {
    let spec: Vec<_> = TAGS[..5]
        .iter()
        .map(|name| option::of(spec_tag(name)))
        .collect();
    let status: Vec<_> = TAGS
        .iter()
        .map(|name| option::of(status_tag(name)))
        .collect();
    (
        spec,
        status,
        text_map(),
        text_map(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(spec, status, labels, annotations, local, unknown)| {
            let spec: Vec<Value> = spec.into_iter().flatten().collect();
            let status: Vec<Value> = status.into_iter().flatten().collect();
            let mut stream = json!({
                "kind": "ImageStream",
                "apiVersion": "image.openshift.io/v1",
                "metadata": {
                    "name": "app", "namespace": "demo", "uid": "u-1", "resourceVersion": "100",
                    "generation": 7, "labels": labels, "annotations": annotations,
                    "managedFields": [{"manager": "oc"}],
                },
                "spec": {"lookupPolicy": {"local": local}, "tags": spec},
                "status": {"dockerImageRepository": "registry.svc:5000/demo/app", "tags": status},
            });
            if unknown {
                stream["spec"]["futureField"] = json!({"deep": [null, 1]});
                stream["spec"]["lookupPolicy"]["futureField"] = json!("kept");
            }
            stream
        })
}

fn edits() -> impl Strategy<Value = Edits> {
    let keys = select(vec!["description", "team", "new.io/key"]);
    btree_map(keys.prop_map(str::to_owned), option::of("[a-z]{0,4}"), 0..3)
}

fn tag() -> impl Strategy<Value = String> {
    select(TAGS.to_vec()).prop_map(str::to_owned)
}

fn source() -> impl Strategy<Value = SourceChoice> {
    prop_oneof![
        tag().prop_map(|tag| SourceChoice::CopyTag(TagChoice {
            tag,
            ..TagChoice::default()
        })),
        tag().prop_map(|tag| SourceChoice::FollowTag { tag }),
        (0_u8..5).prop_map(|number| SourceChoice::Digest(DigestChoice {
            digest: digest(number)[..12].to_owned(),
            ..DigestChoice::default()
        })),
        "[a-z]{1,3}".prop_map(|tag| SourceChoice::External {
            image: format!("quay.io/a/b:{tag}")
        }),
    ]
}

fn options() -> impl Strategy<Value = TagOptions> {
    (
        option::of(any::<bool>()),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
        option::of(select(ReferencePolicy::ALL.to_vec())),
        option::of(select(ImportMode::ALL.to_vec())),
        edits(),
    )
        .prop_map(
            |(scheduled, insecure, reference, reference_policy, import_mode, annotations)| {
                TagOptions {
                    scheduled,
                    insecure,
                    reference,
                    reference_policy,
                    import_mode,
                    annotations,
                }
            },
        )
}

/// Anything that is one patch of the stream.
fn change() -> impl Strategy<Value = Intent> {
    prop_oneof![
        (select(vec!["new", "a_b", "pushed"]), source(), options()).prop_map(
            |(tag, source, options)| {
                Intent::AddTag {
                    tag: tag.to_owned(),
                    source,
                    options,
                }
            }
        ),
        (tag(), source(), options()).prop_map(|(tag, source, options)| Intent::Retarget {
            tag,
            source,
            options
        }),
        (tag(), options()).prop_map(|(tag, options)| Intent::SetOptions { tag, options }),
        (vec(tag(), 1..3), any::<bool>()).prop_map(|(tags, on)| Intent::Schedule { tags, on }),
        (tag(), 0_usize..3, any::<bool>()).prop_map(|(tag, entry, unschedule)| {
            Intent::RollBack {
                tag,
                to: HistoryChoice::Entry(entry),
                unschedule,
            }
        }),
        any::<bool>().prop_map(|on| Intent::SetLookup { on }),
        edits().prop_map(|edits| Intent::SetLabels { edits }),
        edits().prop_map(|edits| Intent::SetAnnotations { edits }),
        (tag(), edits()).prop_map(|(tag, edits)| Intent::SetTagAnnotations { tag, edits }),
    ]
}

/// Anything at all.
fn any_intent() -> impl Strategy<Value = Intent> {
    let text = || "[ -~]{0,8}";
    let policies = || {
        options().prop_map(|options| TagOptions {
            annotations: Edits::new(),
            ..options
        })
    };
    let first = prop_oneof![
        Just(First::Nothing),
        (text(), source(), policies()).prop_map(|(tag, source, options)| First::Tag {
            tag,
            source,
            options
        }),
        (text(), policies()).prop_map(|(repository, options)| First::Repository {
            repository,
            options
        }),
    ];
    prop_oneof![
        4 => change(),
        2 => (first, any::<bool>(), edits(), edits()).prop_map(
            |(first, lookup, labels, annotations)| {
                Intent::CreateStream { first, lookup, labels, annotations }
            }
        ),
        1 => vec(tag(), 0..3).prop_map(|tags| Intent::DeleteTags { tags }),
        1 => vec(tag(), 0..3).prop_map(|tags| Intent::ImportAgain(Which::Tags(tags))),
        1 => Just(Intent::ImportAgain(Which::All)),
        1 => text().prop_map(|confirmation| Intent::DeleteStream { confirmation }),
        1 => (text(), text(), text())
            .prop_map(|(name, host, user)| Intent::CreateSecret { name, host, user }),
        1 => (text(), options())
            .prop_map(|(image, options)| Intent::LookAtImage { image, options }),
        1 => (text(), options()).prop_map(|(repository, options)| {
            Intent::LookAtRepository { repository, options }
        }),
        1 => (text(), options()).prop_map(|(repository, options)| {
            Intent::ImportRepository { repository, options }
        }),
    ]
}

fn place() -> Place {
    Place::new("demo", "app")
}

fn planned(stream: &Value, intent: &Intent) -> Option<Plan> {
    let old = served(stream);
    plan(
        &place(),
        intent,
        Basis {
            old: Some(&old),
            ..Basis::default()
        },
    )
    .ok()
}

/// The stream after every request of a plan, as a server would serve it.
fn carried_out(stream: &Value, plan: &Plan) -> Value {
    let mut now = stream.clone();
    for write in &plan.writes {
        match write.request.method {
            Method::Patch => now = reference_patch::apply(&now, &write.body()),
            Method::Delete => {
                assert_eq!(write.body()["preconditions"]["uid"], now["metadata"]["uid"]);
                let [name] = write.tags.as_slice() else {
                    panic!("one tag a request")
                };
                let without = |tags: &mut Value, key: &str| {
                    if let Some(tags) = tags.as_array_mut() {
                        tags.retain(|tag| tag[key] != name.as_str());
                    }
                };
                without(&mut now["spec"]["tags"], "name");
                without(&mut now["status"]["tags"], "tag");
            }
            Method::Get | Method::Post => panic!("{:?}", write.request),
        }
    }
    now["metadata"]["resourceVersion"] = json!("101");
    now
}

/// Names of the tags in which two streams differ.
fn differing(left: &Value, right: &Value) -> BTreeSet<String> {
    let tags = |stream: &Value| {
        stream["spec"]["tags"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    let (left, right) = (tags(left), tags(right));
    let lone = |one: &[Value], other: &[Value]| -> Vec<String> {
        let names = one.iter().filter(|tag| !other.contains(tag));
        names
            .map(|tag| tag["name"].as_str().unwrap().to_owned())
            .collect()
    };
    lone(&left, &right)
        .into_iter()
        .chain(lone(&right, &left))
        .collect()
}

/// Null, absent and empty maps are one to the server.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), tidy(value)));
            fields
                .filter(|(_, value)| !value.is_null() && *value != json!({}))
                .collect()
        }
        Value::Array(items) => items.iter().map(tidy).collect(),
        other => other.clone(),
    }
}

proptest! {
    // Random wishes are refused more often than not; those cases do not count.
    #![proptest_config(ProptestConfig {
        max_global_rejects: ProptestConfig::default().cases.saturating_mul(16),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_patch_changes_what_was_asked_and_nothing_else(stream in stream(), intent in change()) {
        let Some(plan) = planned(&stream, &intent) else { return Err(TestCaseError::reject("refused")) };
        let now = carried_out(&stream, &plan);
        let expected = plan.after.clone().unwrap();
        prop_assert_eq!(tidy(&now["spec"]), tidy(&expected["spec"]));
        prop_assert_eq!(tidy(&now["metadata"]["labels"]), tidy(&expected["metadata"]["labels"]));
        prop_assert_eq!(&now["status"], &stream["status"]);
        prop_assert_eq!(
            rows(Some(&stream), Some(&now)),
            rows(Some(&stream), plan.after.as_ref()),
            "the preview"
        );
        let named: BTreeSet<String> = plan.writes[0].tags.iter().cloned().collect();
        prop_assert!(differing(&stream, &now).is_subset(&named));
        // Fields that the app does not know are where they were.
        for tag in stream["spec"]["tags"].as_array().unwrap() {
            let after = now["spec"]["tags"].as_array().unwrap().iter();
            let after = after.into_iter().find(|other| other["name"] == tag["name"]).unwrap();
            for pointer in ["/futureField", "/importPolicy/retries", "/referencePolicy/mirror", "/generation"] {
                prop_assert_eq!(tag.pointer(pointer), after.pointer(pointer));
            }
        }
        for pointer in ["/spec/futureField", "/spec/lookupPolicy/futureField", "/metadata/managedFields"] {
            prop_assert_eq!(stream.pointer(pointer), now.pointer(pointer));
        }
    }

    #[test]
    fn every_patch_says_what_it_was_based_on(stream in stream(), intent in change()) {
        let Some(plan) = planned(&stream, &intent) else { return Err(TestCaseError::reject("refused")) };
        prop_assert_eq!(plan.writes.len(), 1);
        let body = plan.writes[0].body();
        prop_assert_eq!(&body["metadata"]["resourceVersion"], "100");
        // A source is replaced as a whole: nothing of the old one stays in the new.
        for tag in body["spec"]["tags"].as_array().unwrap_or(&Vec::new()) {
            prop_assert_ne!(&tag["$patch"], "delete");
        }
    }

    #[test]
    fn undo_restores_what_was(stream in stream(), intent in change()) {
        let Some(plan) = planned(&stream, &intent) else { return Err(TestCaseError::reject("refused")) };
        let now = carried_out(&stream, &plan);
        let back = undo(&plan, Some(&served(&now)), None).unwrap();
        let restored = carried_out(&now, &back.plan);
        prop_assert_eq!(tidy(&restored["spec"]), tidy(&stream["spec"]));
        prop_assert_eq!(tidy(&restored["metadata"]["annotations"]), tidy(&stream["metadata"]["annotations"]));
        prop_assert_eq!(tidy(&restored["metadata"]["labels"]), tidy(&stream["metadata"]["labels"]));
        prop_assert_eq!(
            rows(Some(&now), Some(&restored)),
            rows(Some(&now), back.plan.after.as_ref()),
            "an undo is previewed like any plan"
        );
    }

    #[test]
    fn undo_keeps_what_others_did_since(stream in stream(), intent in change(), theirs in change()) {
        let Some(plan) = planned(&stream, &intent) else { return Err(TestCaseError::reject("refused")) };
        let now = carried_out(&stream, &plan);
        let mut later = now.clone();
        later["metadata"]["resourceVersion"] = json!("100");
        let Some(other) = planned(&later, &theirs) else { return Ok(()) };
        let conflict = outcome::conflict(&plan, Some(&served(&carried_out(&later, &other))));
        let their_tags: BTreeSet<_> = other.writes[0].tags.iter().collect();
        let our_tags: BTreeSet<_> = plan.writes[0].tags.iter().collect();
        let tags_only = !their_tags.is_empty() && !our_tags.is_empty();
        if !tags_only || !their_tags.is_disjoint(&our_tags) {
            return Ok(());
        }
        prop_assert!(!conflict.theirs.is_empty());
        let both = carried_out(&later, &other);
        let Ok(back) = undo(&plan, Some(&served(&both)), None) else { return Ok(()) };
        let restored = carried_out(&both, &back.plan);
        let their = |stream: &Value| {
            let tags = wishes(stream)["tags"].clone();
            their_tags.iter().map(|tag| tags[tag.as_str()].clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(their(&restored), their(&both));
    }

    #[test]
    fn reading_back_tells_whether_it_happened(stream in stream(), intent in change()) {
        let Some(plan) = planned(&stream, &intent) else { return Err(TestCaseError::reject("refused")) };
        let happened = served(&carried_out(&stream, &plan));
        prop_assert!(is_so_already(&plan, Some(&happened)));
        prop_assert!(!is_so_already(&plan, Some(&served(&stream))));
        prop_assert_eq!(verify(&plan, Some(&happened)), Verdict::Happened);
        prop_assert_eq!(verify(&plan, Some(&served(&stream))), Verdict::NotHappened);
        // Others may have written meanwhile.
        let mut other = stream.clone();
        other["metadata"]["resourceVersion"] = json!("107");
        other["metadata"]["annotations"]["unrelated"] = json!("1");
        prop_assert_eq!(verify(&plan, Some(&served(&other))), Verdict::NotHappened);
        let gone: Option<&Served> = None;
        prop_assert!(matches!(verify(&plan, gone), Verdict::Else(_)));
    }

    #[test]
    fn a_form_survives_its_address(intent in any_intent()) {
        let draft = Draft::of(&intent);
        let pairs: Vec<(String, String)> = imagestream_console::percent::query_pairs(&query::print_text(&draft));
        let read = query::parse(draft.action, &pairs);
        prop_assert_eq!(&read, &draft);
        prop_assert_eq!(read.intent(), Ok(intent));
    }
}
