//! The console with the simulated cluster.

use axum::body::Body;
use http::Method;
use http_body_util::BodyExt as _;

use crate::harness::{Console, built_app, dist_args, next_piece};

const TAG: &str = "/apis/image.openshift.io/v1/namespaces/default/imagestreamtags/python%3A3.5";

#[tokio::test]
async fn the_documented_tag_is_there() {
    let console = Console::start(&["--demo"]).await;
    let tag = console.get(TAG, &[]).await;
    assert_eq!(tag.status, 200);
    assert_eq!(tag.json()["metadata"]["name"], "python:3.5");
    assert_eq!(
        tag.header("content-security-policy"),
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    );
}

#[tokio::test]
async fn it_is_looked_at_as_somebody() {
    let developer = Console::start(&["--demo"]).await;
    let nobody = [("authorization", "Bearer nobody-token")];
    assert_eq!(developer.get(TAG, &nobody).await.status, 403);
    let console = Console::start(&["--demo", "--as", "nobody"]).await;
    assert_eq!(console.get(TAG, &[]).await.status, 403);
    let console = Console::start(&["--demo", "--as", "none"]).await;
    let answer = console.get(TAG, &[]).await;
    answer.assert_status(401, "Unauthorized");
}

#[tokio::test]
async fn the_page_offers_the_identities() {
    let dist = built_app();
    let mut line = vec!["--demo", "--as", "viewer"];
    line.extend(dist_args(dist.path()));
    let console = Console::start(&line).await;
    let page = console.get("/", &[]).await.text().replace("&quot;", "\"");
    assert!(page.contains("\"mode\":\"demo\""), "{page}");
    assert!(page.contains("\"identity\":\"viewer\""), "{page}");
    assert!(
        page.contains("\"identities\":[\"admin\",\"developer\",\"viewer\",\"nobody\"]"),
        "{page}"
    );
}

/// `oc` asks for more than the pages do: discovery in its aggregated form, reviews, and resources
/// that the console itself has no need of. All of it is the simulated cluster's to answer.
#[tokio::test]
async fn requests_as_oc_sends_them_are_answered() {
    let console = Console::start(&["--demo", "--as", "none"]).await;
    let accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";
    let oc = [
        ("user-agent", "oc/4.22.0 (linux/amd64)"),
        ("authorization", "Bearer developer-token"),
        ("accept", accept),
    ];
    let groups = console.get("/apis?timeout=32s", &oc).await;
    assert_eq!(groups.status, 200);
    assert!(groups.text().contains("image.openshift.io"));
    // Not on the console's list: the answer is the cluster's, whatever it is.
    let nodes = console.get("/api/v1/nodes", &oc).await;
    assert!(!nodes.text().contains("NotForwarded"), "{}", nodes.text());
}

#[tokio::test]
async fn other_sites_get_nothing_of_the_demo_either() {
    let console = Console::start(&["--demo"]).await;
    let refused = console
        .get(TAG, &[("origin", "https://attacker.example")])
        .await;
    refused.assert_status(403, "CrossSiteRequest");
}

#[tokio::test]
async fn a_watch_begins_at_once() {
    let console = Console::start(&["--demo"]).await;
    let target = "/apis/image.openshift.io/v1/namespaces/default/imagestreams?watch=1\
                  &sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    let mut watch = console
        .open(Method::GET, target, &[], Body::empty())
        .await
        .into_body();
    let first = next_piece(&mut watch).await;
    assert!(first.starts_with("{\"type\":\"ADDED\""), "{first}");
}

#[tokio::test]
async fn the_clock_can_stand_still_and_the_cluster_can_be_large() {
    let line = [
        "--demo",
        "--demo-now",
        "2026-03-04T05:06:07Z",
        "--demo-scale",
        "300x2",
    ];
    let one = Console::start(&line).await;
    let other = Console::start(&line).await;
    let target = "/apis/image.openshift.io/v1/imagestreams";
    let admin = [("authorization", "Bearer admin-token")];
    let list = one.get(target, &admin).await;
    let items = list.json()["items"].as_array().unwrap().len();
    assert!(items > 300, "{items}");
    assert_eq!(list.text(), other.get(target, &admin).await.text());
    let response = one
        .open(
            Method::GET,
            &format!("{target}?limit=5"),
            &admin,
            Body::empty(),
        )
        .await;
    let page = response.into_body().collect().await.unwrap().to_bytes();
    assert!(page.len() < list.body.len());
}

#[tokio::test]
async fn an_older_server_writes_in_a_dry_run() {
    let dry = format!("{TAG}?dryRun=All");
    for (line, left) in [
        (&["--demo"][..], 200),
        (&["--demo", "--demo-old-server"], 404),
    ] {
        let console = Console::start(line).await;
        let deleted = console.ask(Method::DELETE, &dry, &[]).await;
        assert_eq!(deleted.status, 200, "{line:?}: {}", deleted.text());
        assert_eq!(console.get(TAG, &[]).await.status, left, "{line:?}");
    }
}
