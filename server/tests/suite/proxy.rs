//! What passes between the caller and the API, and what does not.

use axum::body::Body;
use http::{Method, Response};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::harness::{Console, FakeApi, json};

#[tokio::test]
async fn targets_arrive_as_they_were_sent() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    let base = "/apis/image.openshift.io/v1/namespaces/default";
    let targets = [
        format!("{base}/imagestreamtags/python%3A3.5"),
        format!("{base}/imagestreamtags/python:3.5"),
        format!("{base}/imagestreamtags/a%20b:c"),
        format!("{base}/imagestreamtags/a%2Fb"),
        format!("{base}/imagestreamtags/%E2%80%AE:x"),
        format!("{base}/imagestreams?labelSelector=a%3Db%2Cc&limit=500&continue=eyJ2Ijoi%2B%3D"),
        format!("{base}/imagestreams?fieldSelector=metadata.name=a+b&x"),
        "/apis/user.openshift.io/v1/users/~".to_owned(),
        "/apis".to_owned(),
        "/version?timeout=32s".to_owned(),
    ];
    for target in &targets {
        assert_eq!(console.get(target, &[]).await.status, 200, "{target}");
    }
    let seen: Vec<String> = api.seen().into_iter().map(|seen| seen.target).collect();
    assert_eq!(seen, targets);
}

#[tokio::test]
async fn the_api_may_live_below_a_path() {
    let api = FakeApi::quiet().await;
    let url = format!("{}/k8s/clusters/c-1/", api.url());
    let console = Console::start(&["--api-url", &url]).await;
    console.get("/apis/image.openshift.io/v1?x=%2F", &[]).await;
    assert_eq!(
        api.seen()[0].target,
        "/k8s/clusters/c-1/apis/image.openshift.io/v1?x=%2F"
    );
}

#[tokio::test]
async fn answers_pass_and_what_speaks_about_the_site_does_not() {
    let status = r#"{"kind":"Status","code":409,"reason":"Conflict"}"#;
    let api = FakeApi::serving(move |_| async move {
        Response::builder()
            .status(409)
            .header("content-type", "application/json; charset=x")
            .header("retry-after", "1")
            .header("warning", "299 - \"deprecated\"")
            .header("audit-id", "7")
            .header("x-kubernetes-pf-flowschema-uid", "8")
            .header("set-cookie", "session=1")
            .header("access-control-allow-origin", "*")
            .header("strict-transport-security", "max-age=1")
            .header("content-security-policy", "default-src *")
            .body(Body::from(status))
            .unwrap()
    })
    .await;
    let console = Console::before(&api).await;
    let answer = console.get("/version", &[]).await;
    assert_eq!(answer.status, 409);
    assert_eq!(answer.text(), status);
    for (name, value) in [
        ("content-type", "application/json; charset=x"),
        ("retry-after", "1"),
        ("warning", "299 - \"deprecated\""),
        ("audit-id", "7"),
        ("x-kubernetes-pf-flowschema-uid", "8"),
        ("set-cookie", ""),
        ("access-control-allow-origin", ""),
        ("strict-transport-security", ""),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-cache, private"),
        (
            "content-security-policy",
            "sandbox; default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

#[tokio::test]
async fn only_what_concerns_the_request_reaches_the_api() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    let sent = [
        ("accept", "application/json;as=Table;v=v1;g=meta.k8s.io"),
        ("accept-encoding", "gzip, br"),
        ("user-agent", "oc/4.22.0"),
        ("authorization", "Bearer mine"),
        ("cookie", "session=1"),
        ("impersonate-user", "system:admin"),
        ("impersonate-group", "system:masters"),
        ("x-remote-user", "system:admin"),
        ("x-forwarded-access-token", "theirs"),
        ("referer", "http://127.0.0.1/"),
        ("x-hop", "1"),
    ];
    console.get("/version", &sent).await;
    let seen = api.seen().remove(0);
    for name in ["accept", "accept-encoding", "user-agent", "authorization"] {
        let value = sent.iter().find(|(sent, _)| *sent == name).unwrap().1;
        assert_eq!(seen.header(name), Some(value), "{name}");
    }
    for name in [
        "cookie",
        "impersonate-user",
        "impersonate-group",
        "x-remote-user",
        "x-forwarded-access-token",
        "referer",
        "x-hop",
    ] {
        assert_eq!(seen.header(name), None, "{name}");
    }
    assert_eq!(
        seen.header("host"),
        Some(format!("127.0.0.1:{}", api.port).as_str())
    );
}

#[tokio::test]
async fn what_the_app_does_not_need_is_refused_here() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    for (method, target) in [
        (Method::GET, "/api/v1/nodes"),
        (Method::GET, "/api/v1/namespaces/default/secrets"),
        (Method::GET, "/apis/route.openshift.io/v1/routes"),
        (Method::DELETE, "/api/v1/namespaces/default"),
        (Method::GET, "/api/v1/namespaces/default%2Fservices"),
    ] {
        let refused = console.ask(method, target, &[]).await;
        let message = refused.assert_status(403, "NotForwarded");
        assert!(message.contains("does not forward"), "{message}");
    }
    assert!(api.seen().is_empty());
}

#[tokio::test]
async fn compressed_answers_pass_as_they_are_and_the_api_compresses_no_watch() {
    let api = FakeApi::serving(|request| async move {
        let gzip = request.headers().contains_key("accept-encoding");
        let mut response = json(200, if gzip { "\u{1f}gzip bytes" } else { "plain" });
        if gzip {
            let value = "gzip".parse().unwrap();
            response.headers_mut().insert("content-encoding", value);
        }
        response
    })
    .await;
    let console = Console::before(&api).await;
    let accepted = [("accept-encoding", "gzip")];
    let target = "/apis/image.openshift.io/v1/imagestreams";
    let list = console.get(target, &accepted).await;
    assert_eq!(list.header("content-encoding"), "gzip");
    assert_eq!(list.text(), "\u{1f}gzip bytes");
    console.get(&format!("{target}?watch=1"), &accepted).await;
    let asked = api.seen();
    assert_eq!(asked[0].header("accept-encoding"), Some("gzip"));
    assert_eq!(asked[1].header("accept-encoding"), None);
}

#[tokio::test]
async fn connections_to_the_api_are_used_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = accepted.clone();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let mut buffer = vec![0; 4096];
                while stream.read(&mut buffer).await.unwrap() > 0 {
                    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    let console = Console::start(&["--api-url", &format!("http://127.0.0.1:{port}")]).await;
    for _ in 0..5 {
        assert_eq!(console.get("/version", &[]).await.text(), "{}");
    }
    assert_eq!(accepted.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_api_that_is_not_there_is_explained_and_found_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let url = format!("http://{address}");
    let console = Console::start(&["--api-url", &url]).await;
    let away = console.get("/version", &[]).await;
    let message = away.assert_status(502, "UpstreamUnreachable");
    assert!(message.contains(&url), "{message}");
    assert!(message.contains("refused"), "{message}");
    assert_eq!(
        away.header("content-security-policy"),
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    );

    let listener = TcpListener::bind(address).await.unwrap();
    let _api = FakeApi::serving_on(listener, |_| async { json(200, "{}") });
    assert_eq!(console.get("/version", &[]).await.status, 200);
}

#[tokio::test]
async fn an_api_that_hangs_up_is_told_from_one_that_is_not_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 1024];
            let _ = stream.read(&mut buffer).await;
        }
    });
    let console = Console::start(&["--api-url", &url]).await;
    let answer = console.get("/version", &[]).await;
    answer.assert_status(502, "UpstreamInterrupted");
}

/// Nobody accepts them yet: each must find a place to wait, or it would try again a second later.
#[cfg(target_os = "linux")] // Other systems allow fewer, whatever a program asks for.
#[tokio::test]
async fn hundreds_of_connections_may_come_at_once() {
    let ready = crate::harness::prepare(&["--demo"]).await;
    let address = ready.listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    for _ in 0..400 {
        let connected = tokio::net::TcpStream::connect(address);
        waiting.push(crate::harness::soon(connected).await.unwrap());
    }
}
