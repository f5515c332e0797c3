//! Lists in chunks.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use fixture::{IMAGE, STREAMS, cluster, get, image, names, put, stream, with_config};
use serde_json::{Value, json};
use simulator::{Cluster, Config, store};

fn with_streams(count: usize) -> Cluster {
    let mut cluster = cluster();
    for number in 0..count {
        put(
            &mut cluster,
            stream(&format!("s{number:02}"), &[("latest", "sha256:a0")]),
        );
    }
    cluster
}

fn page(cluster: &mut Cluster, limit: usize, list: Option<&Value>) -> Value {
    let token = list.map_or("", |list| list["metadata"]["continue"].as_str().unwrap());
    get(
        cluster,
        "developer",
        &format!("{STREAMS}?limit={limit}&continue={token}"),
    )
    .value()
}

#[test]
fn chunks_add_up_to_the_whole_and_count_the_rest() {
    let mut cluster = with_streams(7);
    let first = page(&mut cluster, 3, None);
    assert_eq!(names(&first), ["s00", "s01", "s02"]);
    assert_eq!(first["metadata"]["remainingItemCount"], 4);
    let second = page(&mut cluster, 3, Some(&first));
    assert_eq!(names(&second), ["s03", "s04", "s05"]);
    let third = page(&mut cluster, 3, Some(&second));
    assert_eq!(names(&third), ["s06"]);
    assert_eq!(third["metadata"].get("continue"), None);
    assert_eq!(third["metadata"].get("remainingItemCount"), None);
}

#[test]
fn later_chunks_show_the_moment_of_the_first() {
    let mut cluster = with_streams(4);
    let first = page(&mut cluster, 2, None);
    put(&mut cluster, stream("s025", &[]));
    cluster
        .store
        .delete(store::IMAGE_STREAMS, "demo", "s03")
        .unwrap();
    let mut changed = stream("s02", &[]);
    changed["metadata"]["labels"] = json!({"changed": "yes"});
    put(&mut cluster, changed);
    let second = page(&mut cluster, 2, Some(&first));
    assert_eq!(names(&second), ["s02", "s03"]);
    assert_eq!(second["items"][0]["metadata"].get("labels"), None);
    assert_eq!(
        second["metadata"]["resourceVersion"],
        first["metadata"]["resourceVersion"]
    );
}

#[test]
fn a_token_expires_with_the_log() {
    let mut cluster = with_config(Config {
        log_capacity: 3,
        ..Config::default()
    });
    for number in 0..4 {
        put(&mut cluster, stream(&format!("s{number}"), &[]));
    }
    let first = page(&mut cluster, 2, None);
    for number in 4..9 {
        put(&mut cluster, stream(&format!("s{number}"), &[]));
    }
    let gone = page(&mut cluster, 2, Some(&first));
    assert_eq!(
        (gone["code"].as_u64(), gone["reason"].as_str()),
        (Some(410), Some("Expired"))
    );
}

#[test]
fn a_selector_hides_how_many_remain() {
    let mut cluster = with_streams(5);
    let list = get(
        &mut cluster,
        "developer",
        &format!("{STREAMS}?limit=2&labelSelector=!x"),
    );
    let list = list.value();
    assert!(list["metadata"]["continue"].is_string());
    assert_eq!(list["metadata"].get("remainingItemCount"), None);
}

#[test]
fn a_limit_on_tags_counts_streams_and_nothing_continues() {
    let mut cluster = cluster();
    cluster.load([image("sha256:a0")]);
    for name in ["a", "b", "c"] {
        put(
            &mut cluster,
            stream(name, &[("1", "sha256:a0"), ("2", "sha256:a0")]),
        );
    }
    for (resource, expected) in [("imagestreamtags", 4), ("imagetags", 4)] {
        let target = format!("{IMAGE}/namespaces/demo/{resource}?limit=2");
        let list = get(&mut cluster, "developer", &target).value();
        assert_eq!(names(&list).len(), expected, "{resource}");
        assert_eq!(list["metadata"], json!({}), "{resource}");
    }
}

#[test]
fn what_cannot_be_read_is_a_bad_request() {
    let mut cluster = with_streams(1);
    let version_mismatch = base64_of(r#"{"v":"other","rv":1,"start":"/a"}"#);
    for (query, code) in [
        ("continue=bogus", 400),
        ("limit=many", 400),
        (format!("continue={version_mismatch}").as_str(), 400),
        ("labelSelector=a%20b", 400),
        ("fieldSelector=spec.tags=1", 400),
        ("resourceVersionMatch=Exact", 422),
        ("resourceVersion=99999", 504),
    ] {
        let response = get(&mut cluster, "developer", &format!("{STREAMS}?{query}"));
        assert_eq!(response.status, code, "{query}: {}", response.value());
        assert_eq!(response.value()["kind"], "Status", "{query}");
    }
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}
