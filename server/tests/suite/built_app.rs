//! The built app: its page, its files, and what must not be taken for either.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use sha2::{Digest as _, Sha256};
use std::io::Read as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::{Console, FakeApi, built_app, dist_args};

async fn console(dist: &tempfile::TempDir, more: &[&str]) -> (FakeApi, Console) {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let mut line = vec!["--api-url", &url];
    line.extend(dist_args(dist.path()));
    line.extend(more);
    let console = Console::start(&line).await;
    (api, console)
}

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

#[tokio::test]
async fn every_page_path_is_the_page() {
    let dist = built_app();
    let (api, console) = console(&dist, &[]).await;
    for path in [
        "/",
        "/index.html",
        "/k8s/all-namespaces/imagestreams",
        "/k8s/ns/default/imagestreamtags/python%3A3.5",
        "/k8s/ns/default/imagestreamtags/python:3.5/text?x=1",
        "/somewhere",
    ] {
        let page = console.get(path, &[BROWSER]).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-cache");
        assert!(page.text().contains("<base href=\"/\" />"), "{path}");
    }
    assert!(api.seen().is_empty(), "pages cost the API nothing");
}

#[tokio::test]
async fn missing_files_and_wrong_api_paths_are_not_the_page() {
    let dist = built_app();
    let (api, console) = console(&dist, &[]).await;
    for path in [
        "/missing.js",
        "/fonts/missing.woff2",
        "/apiary",
        "/api-docs",
        "/fonts",
    ] {
        let answer = console.get(path, &[("accept", "*/*")]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("<html"), "{path}");
    }
    assert_eq!(console.get("/apiary", &[BROWSER]).await.status, 404);
    let posted = console.ask(Method::POST, "/", &[]).await;
    assert_eq!(posted.status, 405);
    assert_eq!(posted.header("allow"), "GET, HEAD");
    assert!(api.seen().is_empty());
}

#[tokio::test]
async fn the_page_runs_what_stands_in_it_and_nothing_else() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    let page = console.get("/", &[BROWSER]).await;
    let script = page
        .text()
        .split_once("<script type=\"module\">")
        .and_then(|(_, rest)| rest.split_once("</script>"))
        .map(|(script, _)| script)
        .unwrap();
    let hash = STANDARD.encode(Sha256::digest(script));
    assert_eq!(
        page.header("content-security-policy"),
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-{hash}'; \
             style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
             manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
        )
    );
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(page.header(name), value);
        let file = console.get("/favicon.svg", &[]).await;
        assert_eq!(file.header(name), value);
    }
}

#[tokio::test]
async fn the_page_is_told_where_it_is() {
    let dist = built_app();
    let more = ["--console-url", "https://console.example.com/?a&b"];
    let (_api, console) = console(&dist, &more).await;
    let page = console.get("/", &[]).await;
    let config = page
        .text()
        .split_once("<meta name=\"console-config\" content=\"")
        .and_then(|(_, rest)| rest.split_once("\" />"))
        .map(|(config, _)| config.replace("&quot;", "\"").replace("&amp;", "&"))
        .unwrap();
    let config: serde_json::Value = serde_json::from_str(&config).unwrap();
    assert_eq!(config["mode"], "proxy");
    assert_eq!(config["consoleUrl"], "https://console.example.com/?a&b");
    assert!(
        config["cluster"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
}

#[tokio::test]
async fn files_have_their_type_and_their_freshness() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    let for_ever = "public, max-age=31536000, immutable";
    for (path, content_type, cache) in [
        (
            "/app-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            for_ever,
        ),
        (
            "/app-0123456789abcdef_bg.wasm",
            "application/wasm",
            for_ever,
        ),
        ("/fonts/text.woff2", "font/woff2", "no-cache"),
        ("/favicon.svg", "image/svg+xml", "no-cache"),
    ] {
        let file = console.get(path, &[]).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("content-type"), content_type, "{path}");
        assert_eq!(file.header("cache-control"), cache, "{path}");
    }
}

#[tokio::test]
async fn the_compressed_form_is_the_one_asked_for() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    let path = "/app-0123456789abcdef.js";
    let mut tags = Vec::new();
    for (accept, encoding, body) in [
        ("gzip, deflate, br", "br", "as brotli"),
        ("br;q=0.2, gzip", "gzip", "as gzip"),
        ("br;q=0, gzip;q=0", "", "export default 1;"),
        ("zstd", "", "export default 1;"),
    ] {
        let file = console.get(path, &[("accept-encoding", accept)]).await;
        assert_eq!(file.header("content-encoding"), encoding, "{accept}");
        assert_eq!(file.text(), body, "{accept}");
        assert_eq!(file.header("vary"), "accept-encoding");
        assert_eq!(file.header("content-length"), body.len().to_string());
        tags.push(file.header("etag").to_owned());
    }
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), 3, "each form has an ETag of its own");

    // Nothing is compressed beside this file, so there is nothing to vary.
    let font = console
        .get("/fonts/text.woff2", &[("accept-encoding", "br")])
        .await;
    assert_eq!(font.header("vary"), "");
    assert_eq!(font.text(), "font");
}

#[tokio::test]
async fn the_page_itself_is_compressed() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    let plain = console.get("/", &[]).await;
    let gzip = console.get("/", &[("accept-encoding", "gzip")]).await;
    let mut unpacked = String::new();
    flate2::read::GzDecoder::new(gzip.body.as_ref())
        .read_to_string(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain.text());
    let brotli = console.get("/", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(brotli.header("content-encoding"), "br");
    let mut unpacked = String::new();
    brotli::Decompressor::new(brotli.body.as_ref(), 4096)
        .read_to_string(&mut unpacked)
        .unwrap();
    assert_eq!(unpacked, plain.text());
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    for path in ["/", "/favicon.svg", "/app-0123456789abcdef.js"] {
        let first = console.get(path, &[("accept-encoding", "br")]).await;
        let etag = first.header("etag").to_owned();
        assert!(etag.starts_with('"'), "strong: {etag}");
        let weak = format!("\"other\", W/{etag}");
        for known in [etag.as_str(), weak.as_str()] {
            let headers = [("accept-encoding", "br"), ("if-none-match", known)];
            let second = console.get(path, &headers).await;
            assert_eq!(second.status, 304, "{path}");
            assert!(second.body.is_empty());
            assert_eq!(second.header("etag"), etag);
            assert_eq!(
                second.header("cache-control"),
                first.header("cache-control")
            );
        }
        let other = console.get(path, &[("if-none-match", "\"other\"")]).await;
        assert_eq!(other.status, 200);
    }
}

#[tokio::test]
async fn head_tells_the_same_without_a_body() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    for path in ["/", "/favicon.svg"] {
        let get = console.get(path, &[]).await;
        let head = console.ask(Method::HEAD, path, &[]).await;
        assert_eq!(head.status, 200);
        assert!(head.body.is_empty());
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn a_new_build_is_served_without_a_restart() {
    let dist = built_app();
    let (_api, console) = console(&dist, &[]).await;
    let before = console.get("/favicon.svg", &[]).await;
    std::fs::write(dist.path().join("favicon.svg"), "<svg></svg>").unwrap();
    let after = console.get("/favicon.svg", &[]).await;
    assert_eq!(after.text(), "<svg></svg>");
    assert_ne!(before.header("etag"), after.header("etag"));
}

/// Sends a request line as it stands: clients tidy dots away.
async fn raw(console: &Console, target: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", console.port))
        .await
        .unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn nothing_outside_the_build_is_served() {
    let dist = built_app();
    let outside = dist
        .path()
        .parent()
        .unwrap()
        .join("outside-of-the-build.txt");
    std::fs::write(&outside, "secret").unwrap();
    let linked = dist.path().join("linked.txt");
    std::os::unix::fs::symlink(&outside, &linked).unwrap();
    let (_api, console) = console(&dist, &[]).await;
    for target in [
        "/../outside-of-the-build.txt",
        "/fonts/../../outside-of-the-build.txt",
        "/fonts/..%2f..%2foutside-of-the-build.txt",
        "/%2e%2e/outside-of-the-build.txt",
        "//etc/passwd.txt",
        "/linked.txt",
    ] {
        let answer = raw(&console, target).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        assert!(!answer.contains("secret"));
    }
    std::fs::remove_file(outside).unwrap();
}

#[tokio::test]
async fn everything_is_mounted_under_the_base_path() {
    let dist = built_app();
    let (api, console) = console(&dist, &["--base-path", "/tools/is/"]).await;
    let page = console.get("/tools/is/k8s/ns/a/imagestreams", &[]).await;
    assert!(page.text().contains("<base href=\"/tools/is/\" />"));
    let file = console.get("/tools/is/favicon.svg", &[]).await;
    assert_eq!(file.text(), "<svg/>");
    let bare = console.get("/tools/is?a=b", &[]).await;
    assert_eq!(bare.status, 308);
    assert_eq!(bare.header("location"), "/tools/is/?a=b");
    for path in ["/", "/favicon.svg", "/apis", "/tools/isle"] {
        assert_eq!(console.get(path, &[BROWSER]).await.status, 404, "{path}");
    }
    let version = console.get("/tools/is/version?x=%2F", &[]).await;
    assert_eq!(version.status, 200);
    let seen = api.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].target, "/version?x=%2F");
}

#[tokio::test]
async fn without_a_build_the_page_says_how_to_make_one() {
    let empty = tempfile::tempdir().unwrap();
    let (_api, console) = console(&empty, &[]).await;
    let page = console.get("/", &[]).await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("cargo xtask build"));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(console.get("/version", &[]).await.status, 200);
}
