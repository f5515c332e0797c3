//! Requests that come from where they must not come from.

use axum::body::Body;
use http::Method;
use http_body_util::BodyExt as _;

use crate::harness::{Console, FakeApi};

const STREAMS: &str = "/apis/image.openshift.io/v1/namespaces/default/imagestreams";

#[tokio::test]
async fn a_foreign_host_name_gets_nothing() {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let console = Console::start(&["--api-url", &url, "--allowed-host", "is.example.com"]).await;
    for path in ["/", "/version", STREAMS] {
        let refused = console.get(path, &[("host", "rebound.example")]).await;
        let message = refused.assert_status(403, "HostNotAllowed");
        assert!(message.contains("--allowed-host"), "{message}");
    }
    assert!(api.seen().is_empty());
    for host in ["localhost:1", "127.0.0.1", "[::1]:8080", "IS.example.com"] {
        let allowed = console.get("/version", &[("host", host)]).await;
        assert_eq!(allowed.status, 200, "{host}");
    }
}

#[tokio::test]
async fn other_sites_get_nothing_of_the_api() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    for header in [
        ("origin", "https://attacker.example"),
        ("origin", "http://localhost:9999"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let refused = console.get(STREAMS, &[header]).await;
        refused.assert_status(403, "CrossSiteRequest");
        assert_eq!(refused.header("access-control-allow-origin"), "");
    }
    let preflight = [
        ("origin", "https://attacker.example"),
        ("access-control-request-method", "POST"),
    ];
    let refused = console.ask(Method::OPTIONS, STREAMS, &preflight).await;
    refused.assert_status(403, "CrossSiteRequest");
    assert!(api.seen().is_empty());
}

#[tokio::test]
async fn the_own_page_and_programs_are_served() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    let own = console.url("");
    for headers in [
        &[("sec-fetch-site", "same-origin")][..],
        &[("sec-fetch-site", "none")],
        &[("sec-fetch-site", "same-origin"), ("origin", own.as_str())],
        &[("user-agent", "oc/4.22.0")],
    ] {
        assert_eq!(
            console.get(STREAMS, headers).await.status,
            200,
            "{headers:?}"
        );
    }
}

#[tokio::test]
async fn a_link_from_another_site_opens_the_page() {
    let dist = crate::harness::built_app();
    let api = FakeApi::quiet().await;
    let url = api.url();
    let console =
        Console::start(&["--api-url", &url, "--dist", dist.path().to_str().unwrap()]).await;
    let page = console
        .get(
            "/k8s/ns/default/imagestreams/python",
            &[
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-mode", "navigate"),
            ],
        )
        .await;
    assert_eq!(page.status, 200);
}

/// A page of any site can make a browser send this, without asking first; an API server takes the
/// missing type for JSON.
#[tokio::test]
async fn a_post_without_a_content_type_is_refused() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    for headers in [
        &[][..],
        &[("content-type", "text/plain")],
        &[("content-type", "application/x-www-form-urlencoded")],
    ] {
        let response = console
            .open(
                Method::POST,
                STREAMS,
                headers,
                Body::from("{\"kind\":\"ImageStream\"}"),
            )
            .await;
        assert_eq!(response.status(), 415, "{headers:?}");
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let status: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(status["reason"], "UnsupportedMediaType");
    }
    assert!(api.seen().is_empty());
    let typed = console
        .open(
            Method::POST,
            STREAMS,
            &[("content-type", "application/json")],
            Body::from("{}"),
        )
        .await;
    assert_eq!(typed.status(), 200);
    let deleted = console
        .ask(Method::DELETE, &format!("{STREAMS}/python"), &[])
        .await;
    assert_eq!(deleted.status, 200);
}

#[tokio::test]
async fn a_development_server_in_front_can_be_named() {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let origin = "http://127.0.0.1:9000";
    let console = Console::start(&["--api-url", &url, "--allowed-origin", origin]).await;
    assert_eq!(
        console.get(STREAMS, &[("origin", origin)]).await.status,
        200
    );
    let other = console
        .get(STREAMS, &[("origin", "http://127.0.0.1:9001")])
        .await;
    other.assert_status(403, "CrossSiteRequest");
}
