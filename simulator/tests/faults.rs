//! Failures that names ask for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use std::time::Duration;

use fixture::{IMAGE, STREAMS, cluster, get, put, stream};

#[test]
fn each_name_brings_its_error() {
    let mut cluster = cluster();
    for (name, code, reason) in [
        ("error-401", 401, "Unauthorized"),
        ("gone-410", 410, "Expired"),
        ("error-429", 429, "TooManyRequests"),
        ("error-500", 500, "InternalError"),
        ("error-503", 503, "ServiceUnavailable"),
        ("error-504", 504, "Timeout"),
    ] {
        let response = get(&mut cluster, "developer", &format!("{STREAMS}/{name}"));
        assert_eq!(response.status, code, "{name}");
        assert_eq!(response.value()["reason"], reason, "{name}");
    }
    let busy = get(&mut cluster, "developer", &format!("{STREAMS}/error-429"));
    assert_eq!(busy.header("Retry-After"), Some("2"));
}

#[test]
fn projects_and_halves_of_names_can_ask_too() {
    let mut cluster = cluster();
    for path in [
        "namespaces/error-503/imagestreams",
        "namespaces/demo/imagestreamtags/error-503:latest",
        "namespaces/demo/imagestreamtags/python:error-503",
        "namespaces/demo/imagestreamimages/error-503@sha256:a",
    ] {
        assert_eq!(
            get(&mut cluster, "developer", &format!("{IMAGE}/{path}")).status,
            503,
            "{path}"
        );
    }
}

#[test]
fn an_object_that_is_named_by_a_selector_can_ask_as_well() {
    let mut cluster = cluster();
    put(&mut cluster, stream("error-503", &[]));
    for (query, code) in [
        ("fieldSelector=metadata.name%3Derror-503&watch=true", 503),
        ("fieldSelector=metadata.name%3Derror-503", 503),
        ("fieldSelector=metadata.name%3Dpython", 200),
    ] {
        let path = format!("{STREAMS}?{query}");
        assert_eq!(
            get(&mut cluster, "developer", &path).status,
            code,
            "{query}"
        );
    }
}

#[test]
fn a_slow_name_is_right_but_late() {
    let mut cluster = cluster();
    put(&mut cluster, stream("slow-3s", &[]));
    let response = get(&mut cluster, "developer", &format!("{STREAMS}/slow-3s"));
    assert_eq!(response.value()["metadata"]["name"], "slow-3s");
    assert_eq!(response.delay, Duration::from_secs(3));
    let longest = get(&mut cluster, "developer", &format!("{STREAMS}/slow-99999s"));
    assert_eq!(longest.delay, Duration::from_mins(1));
}

#[test]
fn a_login_page_is_not_json() {
    let mut cluster = cluster();
    let response = get(&mut cluster, "developer", &format!("{STREAMS}/not-json"));
    assert_eq!(response.status, 200);
    assert!(
        response
            .header("Content-Type")
            .unwrap()
            .starts_with("text/html")
    );
}

#[test]
fn a_cut_answer_is_marked_for_the_host() {
    let mut cluster = cluster();
    put(&mut cluster, stream("cut", &[]));
    let response = get(&mut cluster, "developer", &format!("{STREAMS}/cut"));
    assert!(response.cut);
    assert_eq!(response.value()["metadata"]["name"], "cut");
}

#[test]
fn ordinary_names_are_left_alone() {
    let mut cluster = cluster();
    for name in [
        "error-418",
        "slow-s",
        "slow-xs",
        "cutter",
        "error-",
        "python",
    ] {
        put(&mut cluster, stream(name, &[]));
        let response = get(&mut cluster, "developer", &format!("{STREAMS}/{name}"));
        assert_eq!(
            (response.status, response.delay.is_zero()),
            (200, true),
            "{name}"
        );
        assert!(!response.cut);
    }
}
