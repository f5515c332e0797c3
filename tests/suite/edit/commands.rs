//! Every recorded `oc` command beside what the app does instead: the same in effect, and the
//! command that the app shows for it.

use std::fmt::Write;

use imagestream_console::edit::command::{Naming, commands};
use imagestream_console::edit::intent::{Intent, Place};
use imagestream_console::edit::plan::{Basis, Plan, plan};
use serde_json::Value;

use super::cases::{Case, OnPurpose, cases, names};
use super::recorded::{Step, served, step, wishes};

pub fn key(place: &Place) -> String {
    format!("{}/{}", place.namespace, place.stream)
}

/// The plan of a case, made of the stream that the recorded command met.
pub fn planned(case: &Case, step: &Step) -> Plan {
    let old = step.before.get(&key(&case.place)).map(served);
    let source = step
        .before
        .values()
        .map(served)
        .find(|other| other.view.metadata.namespace != case.place.namespace);
    let basis = Basis {
        old: old.as_ref(),
        source: source.as_ref().map(|source| &source.view),
        layers: None,
    };
    plan(&case.place, &case.intent, basis)
        .unwrap_or_else(|refusals| panic!("{}: {refusals:?}", step.name))
}

#[test]
#[allow(clippy::print_stdout)] // The table is what the test is for.
fn the_app_shows_a_command_for_everything_that_oc_did() {
    let mut table = String::new();
    for case in cases() {
        let step = step(case.step);
        let shown = commands(&planned(&case, step), Naming::AsChosen).join("\n");
        writeln!(
            table,
            "{}\n  oc:  {}\n  app: {}",
            step.name,
            step.command,
            shown.replace('\n', "\n       ")
        )
        .unwrap();
        if case.on_purpose != OnPurpose::No {
            writeln!(table, "  on purpose: {:?}", case.on_purpose).unwrap();
        }
        assert_eq!(shown, case.shown, "{}", step.name);
    }
    println!("{table}");
}

#[test]
fn a_preview_is_what_the_server_then_held() {
    for case in cases() {
        let step = step(case.step);
        // What an import brings is known only when it has happened.
        if ["075"].contains(&case.step) {
            continue;
        }
        let planned = planned(&case, step);
        let before = step.before.get(&key(&case.place));
        let after = step.after.get(&key(&case.place));
        assert_eq!(
            planned.after.as_ref().map(wishes),
            after.map_or(before, Option::as_ref).map(wishes),
            "{}: {}",
            step.name,
            step.command
        );
    }
}

#[test]
fn digests_make_a_command_that_does_the_same_at_any_time() {
    let cases = cases();
    let case = cases.iter().find(|case| case.step == "024").unwrap();
    let planned = planned(case, step("024"));
    assert_eq!(
        commands(&planned, Naming::Pinned),
        [
            "oc tag python@sha256:054a36b6b211549e60d7381c667ba2d78cf8fd4d2973bc34bbe8e0588694df12 \
          python:latest -n demo"
        ]
    );
}

#[test]
fn names_are_quoted_for_the_shell() {
    let mut stream: Value = step("024").before["demo/python"].clone();
    stream["spec"]["tags"][3]["name"] = "it's $HOME; rm".into();
    stream["status"]["tags"][3]["tag"] = "it's $HOME; rm".into();
    let old = served(&stream);
    let basis = Basis {
        old: Some(&old),
        ..Basis::default()
    };
    let intent = Intent::DeleteTags {
        tags: names(&["it's $HOME; rm"]),
    };
    let planned = plan(&Place::new("demo", "python"), &intent, basis).unwrap();
    assert_eq!(
        commands(&planned, Naming::AsChosen),
        [r"oc tag -d 'python:it'\''s $HOME; rm' -n demo"]
    );
}
