//! A cluster on a socket that reads real registries.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use simulator::host::{Clock, SharedCluster, service};
use simulator::registry::network::Network;
use tokio::io::AsyncBufReadExt as _;
use tokio::net::TcpListener;

use crate::fixture::{IMAGE, STREAMS, after, binding, cluster};
use crate::http;

/// Nothing here takes long; a test that waits for this has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

pub struct Hosted {
    pub address: String,
    shared: SharedCluster,
    seconds: Arc<AtomicI64>,
}

pub async fn host() -> Hosted {
    host_with(Network::new()).await
}

pub async fn host_with(network: Network) -> Hosted {
    let seconds = Arc::new(AtomicI64::new(0));
    let hand = Arc::clone(&seconds);
    let clock: Clock = Arc::new(move || after(hand.load(Ordering::SeqCst)));
    let mut cluster = cluster();
    cluster.load([binding("other", "edit", "developer")]);
    let shared = SharedCluster::with_settings(cluster, clock, None);
    shared.read_registries(Arc::new(network));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = service(shared.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    tokio::spawn(shared.clone().run());
    Hosted {
        address,
        shared,
        seconds,
    }
}

impl Hosted {
    pub async fn send(&self, user: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let authorization = format!("Bearer {user}-token");
        let headers = [
            ("Authorization", authorization.as_str()),
            ("Content-Type", "application/json"),
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let sent = http::send(&self.address, method, path, &headers, body.as_bytes());
        let answer = tokio::time::timeout(PATIENCE, sent).await.expect(path);
        (answer.status, serde_json::from_slice(&answer.body).unwrap())
    }

    /// Imports in the project `demo`; the status.
    pub async fn import(&self, stream: &str, spec: Value) -> Value {
        self.import_in("demo", stream, spec).await
    }

    pub async fn import_in(&self, project: &str, stream: &str, spec: Value) -> Value {
        let path = format!("{IMAGE}/namespaces/{project}/imagestreamimports");
        let body = json!({
            "kind": "ImageStreamImport", "apiVersion": "image.openshift.io/v1",
            "metadata": {"name": stream, "namespace": project}, "spec": spec,
        });
        let (status, told) = self.send("developer", "POST", &path, &body).await;
        assert_eq!(status, 201, "{told}");
        told["status"].clone()
    }

    /// Imports one image to the tag `latest`; what the API says of it.
    pub async fn import_one(&self, project: &str, from: &str, policy: Value) -> Value {
        let spec = json!({"import": true, "images": [image(from, "latest", policy)]});
        self.import_in(project, "web", spec).await["images"][0].clone()
    }

    /// What is stored of an image.
    pub async fn image(&self, name: &str) -> Value {
        let path = format!("{IMAGE}/images/{name}");
        let (status, image) = self.send("admin", "GET", &path, &Value::Null).await;
        assert_eq!(status, 200, "{image}");
        image
    }

    /// Keeps credentials for a registry in a project.
    pub async fn keep_secret(&self, project: &str, registry: &str, password: &str) {
        let auth = STANDARD.encode(format!("robot:{password}"));
        let config = json!({"auths": {registry: {"auth": auth}}}).to_string();
        let secret = json!({
            "kind": "Secret", "apiVersion": "v1", "metadata": {"name": "pull"},
            "type": "kubernetes.io/dockerconfigjson",
            "data": {".dockerconfigjson": STANDARD.encode(config)},
        });
        let path = format!("/api/v1/namespaces/{project}/secrets");
        let (status, told) = self.send("developer", "POST", &path, &secret).await;
        assert_eq!(status, 201, "{told}");
    }

    /// Moves the cluster's clock.
    pub fn go_to(&self, seconds: i64) {
        self.seconds.store(seconds, Ordering::SeqCst);
        self.shared.wake();
    }

    /// Watches a stream from its beginning until it is as wanted.
    pub async fn until(&self, stream: &str, is_as_wanted: impl Fn(&Value) -> bool) -> Value {
        let target = format!(
            "{STREAMS}?watch=true&resourceVersion=0&fieldSelector=metadata.name%3D{stream}"
        );
        let headers = [("Authorization", "Bearer developer-token")];
        let mut socket = http::open(&self.address, "GET", &target, &headers, b"").await;
        let search = async {
            loop {
                let mut line = String::new();
                let length = socket.read_line(&mut line).await.unwrap();
                assert!(length > 0, "the watch ended");
                let Ok(event) = serde_json::from_str::<Value>(&line) else {
                    continue;
                };
                if is_as_wanted(&event["object"]) {
                    return event["object"].clone();
                }
            }
        };
        tokio::time::timeout(PATIENCE, search)
            .await
            .expect("it comes to that")
    }
}

/// One image of an import.
#[allow(clippy::needless_pass_by_value)] // Policies are written where they are used.
pub fn image(from: &str, to: &str, policy: Value) -> Value {
    json!({
        "from": {"kind": "DockerImage", "name": from}, "to": {"name": to}, "importPolicy": policy,
    })
}

/// What imports from a registry on loopback need.
pub fn insecure() -> Value {
    json!({"insecure": true})
}
