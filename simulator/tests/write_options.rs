//! Options of writing calls: dry runs, field validation, and those that there are not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

mod write_client;

use serde_json::{Value, json};
use simulator::{Config, Response};
use write_client::{Client, path, spec};

fn delete(oc: &mut Client, target: &str, options: &Value) -> Response {
    oc.send("DELETE", target, "application/json", Some(options))
}

#[test]
fn older_servers_keep_their_dry_run_of_streams_and_lose_that_of_tags() {
    let config = Config {
        honours_dry_run: false,
        ..Config::default()
    };
    let mut oc = Client::with_config("developer", config);
    let all = json!({"kind": "DeleteOptions", "apiVersion": "v1", "dryRun": ["All"]});
    assert_eq!(
        delete(&mut oc, &path("shop", "imagestreams/web"), &all).status,
        200
    );
    assert!(spec(&oc.stream("shop", "web"), "1.0.0").is_object());
    assert_eq!(
        delete(&mut oc, &path("shop", "imagestreamtags/web:1.0.0"), &all).status,
        200
    );
    assert!(spec(&oc.stream("shop", "web"), "1.0.0").is_null());
}

#[test]
fn a_deletion_with_a_body_does_not_look_at_the_query() {
    let mut oc = Client::of_demo("developer");
    let web = path("shop", "imagestreams/web?dryRun=All");
    assert_eq!(oc.delete(&web).status, 200);
    assert_eq!(oc.get(&path("shop", "imagestreams/web")).status, 200);
    let body = json!({"propagationPolicy": "Background"});
    assert_eq!(delete(&mut oc, &web, &body).status, 200);
    assert_eq!(oc.get(&path("shop", "imagestreams/web")).status, 404);
}

#[test]
fn options_that_are_none_are_named_after_the_call() {
    let mut oc = Client::of_demo("developer");
    let said = |response: simulator::Response| {
        assert_eq!(response.status, 422);
        response.value()["message"].as_str().unwrap().to_owned()
    };
    let new = json!({"metadata": {"name": "fresh"}});
    assert_eq!(
        said(oc.post(
            &path("shop", "imagestreams?dryRun=Some&fieldValidation=Loose"),
            &new
        )),
        "CreateOptions.meta.k8s.io \"\" is invalid: [dryRun: Unsupported value: [\"Some\"]: supported values: \"All\", fieldValidation: Unsupported value: \"Loose\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"]"
    );
    assert_eq!(
        said(oc.merge(
            &path("shop", "imagestreams/web?force=true"),
            &json!({"metadata": {"labels": {"a": "b"}}})
        )),
        "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch"
    );
    assert_eq!(
        said(delete(
            &mut oc,
            &path("shop", "imagestreams/web"),
            &json!({"dryRun": ["Some"]})
        )),
        "DeleteOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\""
    );
}

#[test]
fn what_becomes_of_dependents_is_checked_and_makes_no_difference() {
    for policy in ["Foreground", "Background", "Orphan"] {
        let mut oc = Client::of_demo("developer");
        let web = path("shop", "imagestreams/web");
        let options = json!({"propagationPolicy": policy});
        assert_eq!(delete(&mut oc, &web, &options).status, 200, "{policy}");
        assert_eq!(oc.get(&web).status, 404, "{policy}");
    }
    let mut oc = Client::of_demo("developer");
    let known = "supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"";
    let refusal = format!(
        "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Some\": {known}"
    );
    for target in ["imagestreams/web", "imagestreamtags/web:1.0.0"] {
        let target = path("shop", target);
        let in_body = delete(&mut oc, &target, &json!({"propagationPolicy": "Some"}));
        let in_query = oc.delete(&format!("{target}?propagationPolicy=Some"));
        for refused in [in_body, in_query] {
            assert_eq!(refused.status, 422);
            assert_eq!(refused.value()["message"], refusal);
        }
        assert_eq!(oc.get(&target).status, 200);
    }
    let both = json!({"propagationPolicy": "Orphan", "orphanDependents": true});
    let refused = delete(&mut oc, &path("shop", "imagestreams/web"), &both);
    assert_eq!(refused.status, 422);
}
