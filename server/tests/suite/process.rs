//! The program as a user starts it: what it prints, how it ends.

use std::process::Stdio;

use axum::body::Body;
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::harness::{FakeApi, next_piece, piecewise};

fn program(line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_imagestream-console"));
    command
        .args(line)
        .env_remove("KUBERNETES_SERVICE_HOST")
        .env_remove("RUST_LOG")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// The address in the line that the program prints.
async fn address(child: &mut Child) -> (String, BufReader<tokio::process::ChildStdout>) {
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).await.unwrap();
    let address = line
        .strip_prefix("ImageStream Console: ")
        .and_then(|rest| rest.split_once(' '))
        .unwrap_or_else(|| panic!("{line:?}"))
        .0;
    (address.trim_end_matches('/').to_owned(), output)
}

async fn terminate(child: &Child) {
    let pid = child.id().unwrap().to_string();
    let sent = Command::new("kill").args(["-TERM", &pid]).status().await;
    assert!(sent.unwrap().success());
}

#[tokio::test]
async fn it_prints_one_line_and_ends_well_though_a_watch_is_open() {
    let (send, body) = piecewise();
    let body = std::sync::Arc::new(std::sync::Mutex::new(Some(body)));
    let api = FakeApi::serving(move |request| {
        let body = request
            .uri()
            .query()
            .and_then(|_| body.lock().unwrap().take())
            .unwrap_or_default();
        async move { Response::new(body) }
    })
    .await;
    let mut child = program(&["--api-url", &api.url(), "--port", "0"])
        .env("RUST_LOG", "trace")
        .spawn()
        .unwrap();
    let (address, mut output) = address(&mut child).await;

    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build_http();
    let request = Request::get(format!(
        "{address}/apis/image.openshift.io/v1/imagestreams?watch=1&labelSelector=confidential"
    ))
    .header("authorization", "Bearer verysecret")
    .body(Body::empty())
    .unwrap();
    let mut watch = client.request(request).await.unwrap().into_body();
    send.send("{\"in\":\"the-body\"}\n").unwrap();
    next_piece(&mut watch).await;

    terminate(&child).await;
    let end = watch.frame().await;
    assert!(matches!(end, Some(Err(_))), "cut, not ended: {end:?}");
    let status = child.wait().await.unwrap();
    assert_eq!(status.code(), Some(0));
    let mut rest = String::new();
    output.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "", "nothing but the line");
    let mut log = String::new();
    let mut errors = child.stderr.take().unwrap();
    errors.read_to_string(&mut log).await.unwrap();
    assert!(
        log.contains("/apis/image.openshift.io/v1/imagestreams"),
        "{log}"
    );
    assert!(!log.contains('\u{1b}'), "no colours in a pipe: {log:?}");
    for secret in ["verysecret", "confidential", "the-body"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

#[tokio::test]
async fn lending_credentials_to_the_network_is_warned_of() {
    let token = tempfile::NamedTempFile::new().unwrap();
    let token = token.path().to_str().unwrap();
    let api = "http://127.0.0.1:9";
    for (line, warned) in [
        (
            &[
                "--api-url",
                api,
                "--token-file",
                token,
                "--address",
                "0.0.0.0",
            ][..],
            true,
        ),
        (&["--api-url", api, "--token-file", token], false),
        (&["--api-url", api, "--address", "0.0.0.0"], false),
        (&["--demo", "--address", "0.0.0.0"], false),
    ] {
        let mut child = program(line).args(["--port", "0"]).spawn().unwrap();
        address(&mut child).await;
        terminate(&child).await;
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(output.status.code(), Some(0));
        let log = String::from_utf8(output.stderr).unwrap();
        let says = log.contains("acts with this server's credentials");
        assert_eq!(says, warned, "{line:?}: {log}");
    }
}

#[tokio::test]
async fn a_busy_port_is_said_plainly() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program(&["--api-url", "http://127.0.0.1:9", "--port", &port])
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains(&format!("port {port} on 127.0.0.1 is in use")),
        "{message}"
    );
    assert!(message.contains("--port"), "{message}");
    assert!(output.stdout.is_empty());
}

#[tokio::test]
async fn without_a_kubeconfig_it_says_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let output = program(&["--port", "0"])
        .env_remove("KUBECONFIG")
        .env("HOME", home.path())
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    for hint in [".kube/config", "oc login", "--demo"] {
        assert!(message.contains(hint), "{message}");
    }
}

#[tokio::test]
async fn a_kubeconfig_that_cannot_be_used_is_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config");
    std::fs::write(&path, "users:\n- name: u\n  user: {token: verysecret\n").unwrap();
    let path = path.to_str().unwrap();
    let output = program(&["--port", "0", "--kubeconfig", path])
        .output()
        .await
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains(path), "{message}");
    assert!(!message.contains("verysecret"), "{message}");
}

#[tokio::test]
async fn an_api_that_is_not_there_is_said_on_the_terminal() {
    let mut child = program(&["--api-url", "http://127.0.0.1:9", "--port", "0"])
        .spawn()
        .unwrap();
    let mut errors = BufReader::new(child.stderr.take().unwrap()).lines();
    loop {
        let line = errors.next_line().await.unwrap().expect("it says so");
        if line.contains("cannot reach the API at http://127.0.0.1:9") {
            break;
        }
    }
    assert!(child.try_wait().unwrap().is_none(), "it runs all the same");
}
