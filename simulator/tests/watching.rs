//! Watches: order, resumption, bookmarks, expiry.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod fixture;

use std::collections::BTreeMap;

use fixture::{
    IMAGE, STREAMS, after, binding, brief, cluster, events, get, namespace, now, put, stream,
    watch, watch_as, with_config,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use simulator::{Cluster, Config, Reply, Request, WatchId, store};

fn said(cluster: &mut Cluster, id: WatchId, seconds: i64) -> Vec<Value> {
    events(&cluster.poll(id, after(seconds)))
}

fn delete(cluster: &mut Cluster, name: &str) {
    cluster
        .store
        .delete(store::IMAGE_STREAMS, "demo", name)
        .unwrap();
}

#[test]
fn a_watch_goes_on_where_the_list_ended() {
    let mut cluster = cluster();
    put(&mut cluster, stream("old", &[]));
    let list = get(&mut cluster, "developer", STREAMS).value();
    let version = list["metadata"]["resourceVersion"].as_str().unwrap();
    put(&mut cluster, stream("a", &[]));
    let id = watch(
        &mut cluster,
        &format!("{STREAMS}?watch=true&resourceVersion={version}"),
    );
    put(&mut cluster, stream("b", &[]));
    put(&mut cluster, stream("a", &[("1", "sha256:a")]));
    delete(&mut cluster, "b");
    let told = said(&mut cluster, id, 1);
    let expected = [
        ("ADDED", "a"),
        ("ADDED", "b"),
        ("MODIFIED", "a"),
        ("DELETED", "b"),
    ];
    assert_eq!(brief(&told), expected);
    let versions: Vec<u64> = told
        .iter()
        .map(|e| {
            e["object"]["metadata"]["resourceVersion"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap()
        })
        .collect();
    assert!(
        versions.is_sorted_by(|a, b| a < b),
        "each event has a later version: {versions:?}"
    );
    assert_eq!(
        said(&mut cluster, id, 2),
        [] as [Value; 0],
        "nothing is told twice"
    );
}

#[test]
fn other_projects_and_resources_are_not_told() {
    let mut cluster = cluster();
    let id = watch(
        &mut cluster,
        &format!("{STREAMS}?watch=true&resourceVersion=0"),
    );
    let mut elsewhere = stream("x", &[]);
    elsewhere["metadata"]["namespace"] = json!("other");
    put(&mut cluster, elsewhere);
    cluster.put(store::IMAGES, fixture::image("sha256:a"));
    assert_eq!(said(&mut cluster, id, 1), [] as [Value; 0]);
}

#[test]
fn a_selector_turns_changes_into_additions_and_deletions() {
    let mut cluster = cluster();
    let target = format!("{STREAMS}?watch=true&resourceVersion=0&labelSelector=team%3Da");
    let id = watch(&mut cluster, &target);
    let labelled = |team: &str| {
        let mut object = stream("s", &[]);
        object["metadata"]["labels"] = json!({"team": team});
        object
    };
    put(&mut cluster, labelled("b"));
    put(&mut cluster, labelled("a"));
    put(&mut cluster, labelled("a"));
    put(&mut cluster, labelled("b"));
    put(&mut cluster, labelled("b"));
    let told = said(&mut cluster, id, 1);
    assert_eq!(
        brief(&told),
        [("ADDED", "s"), ("MODIFIED", "s"), ("DELETED", "s")]
    );
    assert_eq!(
        told[2]["object"]["metadata"]["labels"]["team"], "a",
        "as it last matched"
    );
}

#[test]
fn one_stream_can_be_watched_by_name() {
    let mut cluster = cluster();
    put(&mut cluster, stream("a", &[]));
    put(&mut cluster, stream("b", &[]));
    let id = watch(
        &mut cluster,
        &format!("{STREAMS}?watch=1&fieldSelector=metadata.name%3Db"),
    );
    assert_eq!(brief(&said(&mut cluster, id, 0)), [("ADDED", "b")]);
}

#[test]
fn a_streamed_list_ends_in_a_marked_bookmark() {
    let mut cluster = cluster();
    put(&mut cluster, stream("b", &[]));
    put(&mut cluster, stream("a", &[]));
    let target = format!(
        "{STREAMS}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan\
         &allowWatchBookmarks=true"
    );
    let id = watch(&mut cluster, &target);
    let told = said(&mut cluster, id, 0);
    assert_eq!(
        brief(&told),
        [("ADDED", "a"), ("ADDED", "b"), ("BOOKMARK", "")]
    );
    let bookmark = &told[2]["object"]["metadata"];
    assert_eq!(bookmark["annotations"]["k8s.io/initial-events-end"], "true");
    assert_eq!(
        bookmark["resourceVersion"],
        cluster.store.revision().to_string()
    );
}

#[test]
fn bookmarks_come_at_a_pace_and_before_the_end() {
    let mut cluster = cluster();
    let target = format!(
        "{STREAMS}?watch=true&resourceVersion=0&allowWatchBookmarks=true&timeoutSeconds=100"
    );
    let id = watch(&mut cluster, &target);
    let first = cluster.poll(id, after(1));
    assert!(first.frames.is_empty());
    assert_eq!(first.wake, Some(after(60)), "the host knows when to ask");
    assert_eq!(brief(&said(&mut cluster, id, 60)), [("BOOKMARK", "")]);
    assert_eq!(said(&mut cluster, id, 61), [] as [Value; 0]);
    assert_eq!(brief(&said(&mut cluster, id, 98)), [("BOOKMARK", "")]);
    let last = cluster.poll(id, after(100));
    assert!(!last.open, "the time is over");
}

#[test]
fn a_watch_from_a_forgotten_version_is_told_to_list_again() {
    let mut cluster = with_config(Config {
        log_capacity: 3,
        ..Config::default()
    });
    let version = put(&mut cluster, stream("a", &[]));
    for _ in 0..5 {
        put(&mut cluster, stream("a", &[]));
    }
    let id = watch(
        &mut cluster,
        &format!("{STREAMS}?watch=true&resourceVersion={version}"),
    );
    let frames = cluster.poll(id, now());
    let told = events(&frames);
    assert_eq!(told[0]["type"], "ERROR");
    assert_eq!(told[0]["object"]["code"], 410);
    assert_eq!(told[0]["object"]["reason"], "Expired");
    assert!(!frames.open);
}

#[test]
fn a_slow_reader_that_falls_behind_the_log_is_cut_off() {
    let mut cluster = with_config(Config {
        log_capacity: 3,
        ..Config::default()
    });
    let id = watch(
        &mut cluster,
        &format!("{STREAMS}?watch=true&resourceVersion=0"),
    );
    for _ in 0..5 {
        put(&mut cluster, stream("a", &[]));
    }
    let frames = cluster.poll(id, now());
    assert_eq!(brief(&events(&frames)), [("ERROR", "")]);
    assert!(!frames.open);
}

#[test]
fn tables_name_their_columns_once() {
    let mut cluster = cluster();
    put(&mut cluster, stream("a", &[]));
    put(&mut cluster, stream("b", &[]));
    let request = Request::get(&format!("{STREAMS}?watch=true&resourceVersion=0"))
        .as_user("developer")
        .with_header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
    let Reply::Watch { id, .. } = cluster.handle(&request, now()) else {
        panic!("no watch")
    };
    let told = said(&mut cluster, id, 0);
    assert_eq!(told[0]["object"]["kind"], "Table");
    assert_eq!(told[0]["object"]["columnDefinitions"][0]["name"], "Name");
    assert_eq!(told[1]["object"]["columnDefinitions"], Value::Null);
    assert_eq!(told[1]["object"]["rows"][0]["cells"][0], "b");
}

#[test]
fn tags_cannot_be_watched() {
    let mut cluster = cluster();
    for resource in ["imagestreamtags", "imagetags"] {
        let target = format!("{IMAGE}/namespaces/demo/{resource}?watch=true");
        let response = get(&mut cluster, "developer", &target);
        assert_eq!(response.status, 405);
        let message = format!(
            "watch is not supported on resources of kind \"{resource}.image.openshift.io\""
        );
        assert_eq!(response.value()["message"], message);
    }
}

#[test]
fn projects_come_and_go_with_rights() {
    let mut cluster = cluster();
    let target = "/apis/project.openshift.io/v1/projects?watch=true&resourceVersion=0";
    let id = watch_as(&mut cluster, "developer", target);
    assert_eq!(brief(&said(&mut cluster, id, 0)), [("ADDED", "demo")]);
    cluster.put(store::ROLE_BINDINGS, binding("other", "view", "developer"));
    assert_eq!(brief(&said(&mut cluster, id, 1)), [("ADDED", "other")]);
    cluster.put(store::NAMESPACES, namespace("unseen"));
    assert_eq!(said(&mut cluster, id, 2), [] as [Value; 0]);
    cluster
        .store
        .delete(store::ROLE_BINDINGS, "other", "view-developer")
        .unwrap();
    assert_eq!(brief(&said(&mut cluster, id, 3)), [("DELETED", "other")]);
}

#[test]
fn a_closed_watch_is_forgotten() {
    let mut cluster = cluster();
    let id = watch(&mut cluster, &format!("{STREAMS}?watch=true"));
    cluster.close(id);
    put(&mut cluster, stream("a", &[]));
    let frames = cluster.poll(id, now());
    assert!(frames.frames.is_empty() && !frames.open);
}

/// A write to one of a few streams.
#[derive(Clone, Debug)]
enum Write {
    Put(u8, bool),
    Delete(u8),
}

fn writes() -> impl Strategy<Value = Vec<Write>> {
    let write = prop_oneof![
        3 => (0..5_u8, any::<bool>()).prop_map(|(name, labelled)| Write::Put(name, labelled)),
        1 => (0..5_u8).prop_map(Write::Delete),
    ];
    prop::collection::vec(write, 0..40)
}

fn perform(cluster: &mut Cluster, write: &Write) {
    match write {
        Write::Put(name, labelled) => {
            let mut object = stream(&format!("s{name}"), &[]);
            if *labelled {
                object["metadata"]["labels"] = json!({"team": "a"});
            }
            put(cluster, object);
        }
        Write::Delete(name) => {
            cluster
                .store
                .delete(store::IMAGE_STREAMS, "demo", &format!("s{name}"));
        }
    }
}

fn by_name(list: &Value) -> BTreeMap<String, Value> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            (
                item["metadata"]["name"].as_str().unwrap().to_owned(),
                item.clone(),
            )
        })
        .collect()
}

proptest! {
    /// Whoever lists and then watches from the list's version knows, after any writes, what a new
    /// list says; with a selector too, and however the events are collected.
    #[test]
    fn list_and_watch_from_any_version_equal_the_final_list(
        early in writes(),
        late in writes(),
        selects in any::<bool>(),
        poll_each in any::<bool>(),
    ) {
        let mut cluster = cluster();
        let selector = if selects { "&labelSelector=team%3Da" } else { "" };
        for write in &early {
            perform(&mut cluster, write);
        }
        let list = get(&mut cluster, "developer", &format!("{STREAMS}?limit=0{selector}")).value();
        let mut known = by_name(&list);
        let version = list["metadata"]["resourceVersion"].as_str().unwrap();
        let target = format!("{STREAMS}?watch=true&resourceVersion={version}{selector}");
        let id = watch(&mut cluster, &target);
        let mut told = Vec::new();
        for write in &late {
            perform(&mut cluster, write);
            if poll_each {
                told.extend(said(&mut cluster, id, 1));
            }
        }
        told.extend(said(&mut cluster, id, 2));
        for event in told {
            let mut object = event["object"].clone();
            let name = object["metadata"]["name"].as_str().unwrap().to_owned();
            object.as_object_mut().unwrap().retain(|key, _| key != "kind" && key != "apiVersion");
            match event["type"].as_str().unwrap() {
                "ADDED" => prop_assert!(known.insert(name, object).is_none()),
                "MODIFIED" => prop_assert!(known.insert(name, object).is_some()),
                "DELETED" => prop_assert!(known.remove(&name).is_some()),
                other => prop_assert!(false, "unexpected {other}"),
            }
        }
        let end = get(&mut cluster, "developer", &format!("{STREAMS}?limit=0{selector}")).value();
        prop_assert_eq!(known, by_name(&end));
    }
}
