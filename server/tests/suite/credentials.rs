//! Whose credentials the API sees.

use crate::harness::{Console, FakeApi};

async fn authorization(console: &Console, api: &FakeApi, headers: &[(&str, &str)]) -> String {
    assert_eq!(console.get("/version", headers).await.status, 200);
    let seen = api.seen().pop().unwrap();
    seen.header("authorization").unwrap_or("-").to_owned()
}

#[tokio::test]
async fn without_a_token_the_callers_own_passes() {
    let api = FakeApi::quiet().await;
    let console = Console::before(&api).await;
    assert_eq!(authorization(&console, &api, &[]).await, "-");
    let own = ("authorization", "Bearer own");
    assert_eq!(authorization(&console, &api, &[own]).await, "Bearer own");
    let forwarded = ("x-forwarded-access-token", "theirs");
    assert_eq!(authorization(&console, &api, &[forwarded]).await, "-");
}

#[tokio::test]
async fn the_token_of_an_oauth_proxy_passes_when_asked_for() {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let console = Console::start(&["--api-url", &url, "--forwarded-token"]).await;
    let basic = ("authorization", "Basic dTpw");
    let forwarded = ("x-forwarded-access-token", "theirs");
    let seen = authorization(&console, &api, &[basic, forwarded]).await;
    assert_eq!(seen, "Bearer theirs");
}

#[tokio::test]
async fn a_token_file_is_read_again_and_the_callers_token_is_dropped() {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, "first\n").unwrap();
    let path = file.to_str().unwrap();
    let console = Console::start(&["--api-url", &url, "--token-file", path]).await;
    let own = [
        ("authorization", "Bearer own"),
        ("x-forwarded-access-token", "x"),
    ];
    assert_eq!(authorization(&console, &api, &own).await, "Bearer first");
    std::fs::write(&file, "second").unwrap();
    assert_eq!(authorization(&console, &api, &own).await, "Bearer second");
    // Whatever renews the file may take it away for a moment.
    std::fs::remove_file(&file).unwrap();
    assert_eq!(authorization(&console, &api, &own).await, "Bearer second");
}

#[tokio::test]
async fn a_token_file_without_a_token_is_explained() {
    let api = FakeApi::quiet().await;
    let url = api.url();
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().to_str().unwrap();
    let console = Console::start(&["--api-url", &url, "--token-file", path]).await;
    let answer = console.get("/version", &[]).await;
    let message = answer.assert_status(502, "CredentialsUnavailable");
    assert!(message.contains("holds no token"), "{message}");
    assert!(api.seen().is_empty());
}
