//! Registries that send their visitors to a token server first, as Docker Hub and Quay do. Debian's registry does so
//! only with a token server beside it, so this one is played.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::hosted::{host, insecure};
use crate::registry::{MANIFEST_DOCKER, USER, digest};

const CONFIG: &str = r#"{"architecture":"amd64","os":"linux"}"#;
/// What the token server gives to everybody, and to the user.
const TOKENS: [&str; 2] = ["for-all", "for-robot"];

async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let own = address.clone();
    let router = Router::new().fallback(async move |request: Request| answer(&own, &request));
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

fn answer(address: &str, request: &Request) -> Response {
    let path = request.uri().path();
    let authorization = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if path == "/token" {
        return token(authorization);
    }
    let bearer = authorization.strip_prefix("Bearer ").unwrap_or_default();
    let may = match path {
        "/v2/" => false,
        _ if path.starts_with("/v2/public/") => TOKENS.contains(&bearer),
        _ => bearer == TOKENS[1],
    };
    if !may {
        let challenge = format!("Bearer realm=\"http://{address}/token\",service=\"test\"");
        let told = r#"{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}"#;
        let headers = [(header::WWW_AUTHENTICATE, challenge)];
        return (StatusCode::UNAUTHORIZED, headers, told).into_response();
    }
    if path.contains("/blobs/") {
        return CONFIG.into_response();
    }
    let config = json!({"digest": digest(CONFIG.as_bytes()), "size": CONFIG.len()});
    let manifest = json!({
        "schemaVersion": 2, "mediaType": MANIFEST_DOCKER, "config": config, "layers": [],
    });
    (
        [(header::CONTENT_TYPE, MANIFEST_DOCKER)],
        manifest.to_string(),
    )
        .into_response()
}

fn token(authorization: &str) -> Response {
    let right = format!(
        "Basic {}",
        STANDARD.encode(format!("{}:{}", USER.0, USER.1))
    );
    let given = match authorization {
        "" => TOKENS[0],
        basic if basic == right => TOKENS[1],
        _ => {
            let told = r#"{"details":"incorrect username or password"}"#;
            return (StatusCode::UNAUTHORIZED, told).into_response();
        }
    };
    json!({"token": given}).to_string().into_response()
}

#[tokio::test]
async fn a_token_is_fetched_with_the_credentials_that_there_are() {
    let address = start().await;
    let hosted = host().await;
    let private = format!("{address}/private/app:1.0");
    let public = format!("{address}/public/app:1.0");
    let message = async |from: &str| -> Value {
        let told = hosted.import_one("demo", from, insecure()).await;
        told["status"]["message"].clone()
    };
    assert_eq!(message(&public).await, Value::Null, "anybody may");
    assert_eq!(
        message(&private).await,
        format!("you may not have access to the container image \"{private}\"")
    );
    hosted.keep_secret("demo", &address, "a guess").await;
    assert_eq!(
        message(&private).await,
        format!("incorrect username or password for image \"{private}\"")
    );
    assert_eq!(
        message(&public).await,
        Value::Null,
        "wrong credentials are left out the second time"
    );
    hosted.keep_secret("other", &address, USER.1).await;
    let told = hosted.import_one("other", &private, insecure()).await;
    assert_eq!(told["status"]["status"], "Success");
}
