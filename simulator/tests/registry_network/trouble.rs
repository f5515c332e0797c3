//! What is told when an image cannot be had.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::registry::network::Network;
use tokio::net::TcpListener;

use crate::fixture::STREAMS;
use crate::hosted::{Hosted, host, host_with, image, insecure};
use crate::http;
use crate::registry::{Demands, MANIFEST_DOCKER, USER, start};

/// Code, reason and message of an import that must fail.
async fn failure(hosted: &Hosted, from: &str, policy: Value) -> (Value, Value, String) {
    failure_in(hosted, "demo", from, policy).await
}

async fn failure_in(
    hosted: &Hosted,
    project: &str,
    from: &str,
    policy: Value,
) -> (Value, Value, String) {
    let told = hosted.import_one(project, from, policy).await;
    assert_eq!(told["image"], Value::Null, "{told}");
    let status = &told["status"];
    let message = status["message"].as_str().unwrap().to_owned();
    (status["code"].clone(), status["reason"].clone(), message)
}

fn expected(code: u16, reason: &str, message: String) -> (Value, Value, String) {
    (json!(code), json!(reason), message)
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let hosted = host().await;
    let at = ("team/web", "1.0");
    registry.push(at, MANIFEST_DOCKER, "amd64", 7).await;
    let absent = format!("team/web@sha256:{}", "0".repeat(64));
    for path in ["team/web:9.9", "no/such:1.0", &absent] {
        let from = format!("{}/{path}", registry.address);
        assert_eq!(
            failure(&hosted, &from, insecure()).await,
            expected(
                404,
                "NotFound",
                format!("dockerimage.image.openshift.io \"{from}\" not found")
            )
        );
    }
    // One that fails does not spoil the others.
    let from = |tag: &str| format!("{}/team/web:{tag}", registry.address);
    let images = json!([
        image(&from("9.9"), "a", insecure()),
        image(&from("1.0"), "b", insecure())
    ]);
    let status = hosted
        .import("both", json!({"import": true, "images": images}))
        .await;
    assert_eq!(status["images"][0]["status"]["code"], 404);
    assert_eq!(status["images"][1]["status"]["status"], "Success");
    // Nor is there a repository whose tags could be listed.
    let repository = json!({
        "from": {"kind": "DockerImage", "name": format!("{}/no/such", registry.address)},
        "importPolicy": insecure(),
    });
    let status = hosted
        .import("none", json!({"import": true, "repository": repository}))
        .await;
    assert_eq!(status["repository"]["status"]["reason"], "NotFound");
}

#[tokio::test]
async fn plain_http_is_spoken_only_when_it_is_asked_for() {
    let Some(registry) = start(Demands::Nothing) else {
        return;
    };
    let hosted = host().await;
    let at = ("team/web", "1.0");
    registry.push(at, MANIFEST_DOCKER, "amd64", 7).await;
    let from = format!("{}/team/web:1.0", registry.address);
    let told = "http: server gave HTTP response to HTTPS client";
    assert_eq!(
        failure(&hosted, &from, json!({})).await,
        expected(
            500,
            "InternalError",
            format!(
                "Internal error occurred: {from}: Get \"https://{}/v2/\": {told}",
                registry.address
            )
        )
    );
    let told = hosted.import_one("demo", &from, insecure()).await;
    assert_eq!(told["status"]["status"], "Success");
}

#[tokio::test]
async fn certificates_are_verified_unless_it_is_asked_otherwise() {
    let Some(registry) = start(Demands::Tls) else {
        return;
    };
    let hosted = host().await;
    let from = format!("{}/team/web:1.0", registry.address);
    let told = "tls: failed to verify certificate: x509: certificate signed by unknown authority";
    assert_eq!(
        failure(&hosted, &from, json!({})).await,
        expected(
            500,
            "InternalError",
            format!(
                "Internal error occurred: {from}: Get \"https://{}/v2/\": {told}",
                registry.address
            )
        )
    );
    // Nothing was pushed: that the registry says so is the proof that it was heard.
    let (code, ..) = failure(&hosted, &from, insecure()).await;
    assert_eq!(code, 404);
}

#[tokio::test]
async fn credentials_come_from_the_secrets_of_the_project() {
    let Some(registry) = start(Demands::Password) else {
        return;
    };
    let hosted = host().await;
    let at = ("private/app", "1.0");
    registry.push(at, MANIFEST_DOCKER, "amd64", 7).await;
    let from = format!("{}/private/app:1.0", registry.address);
    let refused = expected(
        401,
        "Unauthorized",
        format!("you may not have access to the container image \"{from}\""),
    );
    assert_eq!(failure(&hosted, &from, insecure()).await, refused);
    hosted
        .keep_secret("demo", &registry.address, "a guess")
        .await;
    assert_eq!(failure(&hosted, &from, insecure()).await, refused);
    hosted.keep_secret("other", &registry.address, USER.1).await;
    let told = hosted.import_one("other", &from, insecure()).await;
    assert_eq!(told["status"]["status"], "Success", "{told}");
    assert_eq!(
        failure(&hosted, &from, insecure()).await,
        refused,
        "the credentials of one project serve no other"
    );
    let repository = json!({
        "from": {"kind": "DockerImage", "name": format!("{}/private/app", registry.address)},
        "importPolicy": insecure(),
    });
    let spec = json!({"import": true, "repository": repository});
    let listed = hosted.import_in("other", "all", spec).await;
    assert_eq!(listed["repository"]["images"][0]["tag"], "1.0");
}

#[tokio::test]
async fn a_host_where_nobody_listens_refuses() {
    let hosted = host().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let from = format!("{address}/x/y:latest");
    assert_eq!(
        failure(&hosted, &from, insecure()).await,
        expected(
            500,
            "InternalError",
            format!(
                "Internal error occurred: {from}: Get \"http://{address}/v2/\": dial tcp {address}: connect: connection refused"
            )
        )
    );
}

#[tokio::test]
async fn what_is_made_up_needs_no_network() {
    let hosted = host().await;
    let told = hosted
        .import_one("demo", "quay.io/acme/ruby:3.3", json!({}))
        .await;
    assert_eq!(told["status"]["status"], "Success");
    let (code, ..) = failure(&hosted, "registry.example.com/private/app:1.0", json!({})).await;
    assert_eq!(code, 401);
}

#[tokio::test]
async fn waiting_for_a_silent_registry_ends_and_keeps_nobody_else_waiting() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let from = format!("{}/x/y:latest", silent.local_addr().unwrap());
    let hosted = host_with(Network::with_patience(Duration::from_secs(3))).await;
    let import = failure_in(&hosted, "demo", &from, insecure());
    let others = async {
        // The import is under way when the registry has been called.
        let (call, _) = silent.accept().await.unwrap();
        let headers = [("Authorization", "Bearer developer-token")];
        let listed = http::send(&hosted.address, "GET", STREAMS, &headers, b"").await;
        assert_eq!(listed.status, 200);
        let (status, told) = hosted
            .send(
                "developer",
                "POST",
                STREAMS,
                &json!({
                    "kind": "ImageStream", "apiVersion": "image.openshift.io/v1",
                    "metadata": {"name": "meanwhile"},
                }),
            )
            .await;
        assert_eq!(status, 201, "{told}");
        call
    };
    tokio::pin!(import);
    let call = tokio::select! {
        biased;
        told = &mut import => panic!("the import did not wait: {told:?}"),
        call = others => call,
    };
    let (code, reason, message) = import.await;
    assert_eq!((code, reason), (json!(500), json!("InternalError")));
    assert!(message.contains("context deadline exceeded"), "{message}");
    drop(call);
}
