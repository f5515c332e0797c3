//! The simulator behind axum: one host of the sans-I/O cluster.
//!
//! The cluster sits in a mutex that is held for the time of one answer, never across an await.
//! Every answer and every tick that changed something raises a version, and open watches wait for
//! that version to rise: an event leaves at once, and nothing polls.

mod compress;
mod registries;
mod stream;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::access::Identity;
use crate::cluster::Cluster;
use crate::exchange::{Reply, Request, Response};

pub use registries::RegistrySource;

/// Bodies above this are refused by the cluster with 413; a little more is read so that it can see
/// that they are above.
const LARGEST_BODY: usize = 3 * 1024 * 1024 + 1;

/// How long the ticker sleeps when the cluster has nothing planned.
const IDLE: Duration = Duration::from_hours(1);

/// Where the host reads the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A cluster that many connections share.
#[derive(Clone)]
pub struct SharedCluster {
    inner: Arc<Inner>,
}

struct Inner {
    cluster: Mutex<Cluster>,
    version: watch::Sender<u64>,
    clock: Clock,
    default_identity: Option<String>,
    registries: OnceLock<registries::Outside>,
}

impl SharedCluster {
    /// Shares a cluster that reads the system's clock and answers 401 to requests without a token.
    pub fn new(cluster: Cluster) -> Self {
        Self::with_settings(cluster, Arc::new(Timestamp::now), None)
    }

    /// Shares a cluster. A request without `Authorization` is taken for `default_identity` (for
    /// example `developer`) when there is one, or for the built-in user that it asks to act as:
    /// `oc` and `kubectl` never send a token over plain HTTP, whatever `--token` says, but do send
    /// `--as`, which is then the way to be somebody else.
    pub fn with_settings(cluster: Cluster, clock: Clock, default_identity: Option<&str>) -> Self {
        Self {
            inner: Arc::new(Inner {
                cluster: Mutex::new(cluster),
                version: watch::Sender::new(0),
                clock,
                default_identity: default_identity.map(str::to_owned),
                registries: OnceLock::new(),
            }),
        }
    }

    /// Does something to the cluster and wakes everybody who waits for it to change.
    pub fn with<T>(&self, act: impl FnOnce(&mut Cluster, Timestamp) -> T) -> T {
        let now = self.now();
        let outcome = act(&mut self.lock(), now);
        self.wake();
        outcome
    }

    /// Wakes all watches and the ticker, for example after a test has moved its clock.
    pub fn wake(&self) {
        self.inner.version.send_modify(|version| *version += 1);
    }

    /// Does the cluster's time-driven work until the future is dropped. Whoever serves the cluster
    /// runs this beside it.
    pub async fn run(self) {
        let mut version = self.inner.version.subscribe();
        loop {
            let now = self.now();
            let due = self.lock().next_tick(now);
            if due.is_some_and(|due| due <= now) {
                self.settled(|cluster, now| {
                    cluster.tick(now);
                    // What could be done at once is told before the answers for the rest are there.
                    self.wake();
                })
                .await;
                version.borrow_and_update();
                // A cluster that stays due must not starve the connections.
                tokio::task::yield_now().await;
                continue;
            }
            tokio::select! {
                () = tokio::time::sleep(until(now, due)) => {}
                changed = version.changed() => if changed.is_err() { return },
            }
        }
    }

    fn now(&self) -> Timestamp {
        (self.inner.clock)()
    }

    fn lock(&self) -> MutexGuard<'_, Cluster> {
        // A panic in one answer must not take the others down with it.
        self.inner
            .cluster
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: &Request) -> Reply {
        // Real registries take their own time.
        if self.inner.registries.get().is_none() {
            let taken = self.lock().takes(request, self.now());
            if !taken.is_zero() {
                tokio::time::sleep(taken).await;
            }
        }
        let act = |cluster: &mut Cluster, now| {
            let before = cluster.store.revision();
            let reply = cluster.handle(request, now);
            (reply, cluster.store.revision() != before)
        };
        let (reply, changed) = self.settled(act).await;
        if changed {
            self.wake();
        }
        reply
    }
}

/// The whole API as an axum router; every path and method is the cluster's.
pub fn service(shared: SharedCluster) -> Router {
    Router::new().fallback(respond).with_state(shared)
}

async fn respond(
    State(shared): State<SharedCluster>,
    request: axum::extract::Request,
) -> axum::response::Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST_BODY).await else {
        return crate::status::ApiError::too_large()
            .response()
            .into_response();
    };
    let request = value_of(&parts, &body, shared.inner.default_identity.as_deref());
    match shared.answer(&request).await {
        Reply::Full(response) => {
            if !response.delay.is_zero() {
                tokio::time::sleep(response.delay).await;
            }
            compressed(&request, response).await.into_response()
        }
        Reply::Watch { head, id } => {
            let mut response = head.into_response();
            *response.body_mut() = stream::body(shared, id);
            response
        }
    }
}

/// The answer as it goes out. Megabytes take a moment to compress, which other connections do not wait for.
async fn compressed(request: &Request, response: Response) -> Response {
    if !compress::applies(request.header("Accept-Encoding"), &response) {
        return response;
    }
    match tokio::task::spawn_blocking(move || compress::gzip(response)).await {
        Ok(response) => response,
        Err(_) => crate::status::ApiError::new(500, "InternalError", "").response(),
    }
}

fn value_of(parts: &Parts, body: &Bytes, default_identity: Option<&str>) -> Request {
    let mut headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    if let Some(default) = default_identity
        && !parts.headers.contains_key(header::AUTHORIZATION)
    {
        let asked = parts
            .headers
            .get("impersonate-user")
            .and_then(|value| value.to_str().ok());
        let name = match asked.and_then(Identity::named) {
            Some(identity) => {
                headers.retain(|(name, _)| !name.starts_with("impersonate-"));
                identity.name
            }
            None => default.to_owned(),
        };
        headers.push(("authorization".to_owned(), format!("Bearer {name}-token")));
    }
    Request {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: body.to_vec(),
    }
}

impl IntoResponse for Response {
    fn into_response(self) -> axum::response::Response {
        let mut response = axum::response::Response::new(Body::empty());
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                response.headers_mut().append(name, value);
            }
        }
        if self.cut {
            let whole = HeaderValue::from(self.body.len());
            response.headers_mut().insert(header::CONTENT_LENGTH, whole);
            *response.body_mut() = stream::cut(self.body);
        } else {
            *response.body_mut() = Body::from(self.body);
        }
        response
    }
}

/// How long to sleep until a moment on the cluster's clock.
fn until(now: Timestamp, due: Option<Timestamp>) -> Duration {
    due.map_or(IDLE, |due| {
        let wait = due.duration_since(now).max(jiff::SignedDuration::ZERO);
        Duration::try_from(wait).unwrap_or(IDLE).min(IDLE)
    })
}
