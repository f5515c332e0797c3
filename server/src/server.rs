//! The server: one function that answers requests, and one that serves it on a socket.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::serve::ListenerExt as _;
use http::uri::PathAndQuery;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::base_path::{BasePath, Place};
use crate::error::Problem;
use crate::guard::Policy;
use crate::headers;
use crate::proxy;
use crate::static_files::{self, Site};
use crate::upstream::Upstream;

/// How long requests may take to end once the server is asked to stop.
const PATIENCE: Duration = Duration::from_secs(3);

/// Everything that answers requests.
#[derive(Debug)]
pub struct Console {
    /// Who may ask.
    pub policy: Policy,
    /// Where everything is mounted.
    pub base: BasePath,
    /// The built app.
    pub site: Site,
    /// The API.
    pub upstream: Upstream,
    /// Set when the server stops; open watches end then.
    pub closing: CancellationToken,
}

impl Console {
    /// Whether callers act with credentials that are not their own.
    pub fn lends_credentials(&self) -> bool {
        match &self.upstream {
            Upstream::Demo(_) => false,
            Upstream::Remote(remote) => remote.lends_credentials(),
        }
    }

    /// Answers a request.
    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let started = Instant::now();
        let method = request.method().clone();
        // The query stays out of the log: what people filter by is their business.
        let path = request.uri().path().to_owned();
        let response = self.route(request).await;
        tracing::debug!(
            %method,
            path,
            status = response.status().as_u16(),
            milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        response
    }

    async fn route(&self, request: Request<Body>) -> Response<Body> {
        let checked = self
            .policy
            .check_host(request.headers(), request.uri().authority());
        if let Err(refusal) = checked {
            return Problem::from(refusal).response();
        }
        let whole = request
            .uri()
            .path_and_query()
            .map_or("/", PathAndQuery::as_str)
            .to_owned();
        let path = whole.split('?').next().unwrap_or_default();
        let (rest, target) = match (self.base.locate(path), self.base.locate(&whole)) {
            (Place::Inside(rest), Place::Inside(target)) => (rest, target),
            (Place::MissingSlash, _) => return self.redirect(&whole),
            _ => return static_files::plain(StatusCode::NOT_FOUND, "not found\n"),
        };
        if proxy::is_api(rest, self.upstream.is_open()) {
            return match self.forward(request, target).await {
                Ok(response) => response,
                Err(problem) => {
                    tracing::debug!(reason = problem.reason(), %problem, "refused or failed");
                    problem.response()
                }
            };
        }
        self.site
            .respond(request.method(), rest, request.headers())
            .await
    }

    async fn forward(
        &self,
        mut request: Request<Body>,
        target: &str,
    ) -> Result<Response<Body>, Problem> {
        self.policy
            .check_site(request.method(), request.headers())?;
        if let Ok(target) = target.parse::<PathAndQuery>() {
            *request.uri_mut() = Uri::from(target);
        }
        proxy::forward(&self.upstream, request, &self.closing).await
    }

    /// The base path without its slash: relative links would lead elsewhere.
    fn redirect(&self, whole: &str) -> Response<Body> {
        let query = whole.split_once('?').map(|(_, query)| query);
        let location = match query {
            Some(query) => format!("{}?{query}", self.base.as_str()),
            None => self.base.as_str().to_owned(),
        };
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
        if let Ok(location) = HeaderValue::from_str(&location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        headers::protect(response.headers_mut());
        response
    }
}

/// Serves until `stop` is done; open watches end then, and other requests have a moment to.
pub async fn serve(
    listener: TcpListener,
    console: Arc<Console>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let closing = console.closing.clone();
    let router = Router::new().fallback(move |request: Request<Body>| {
        let console = console.clone();
        async move { console.answer(request).await }
    });
    // Each event of a watch is a small packet; it must not wait for the one before to be confirmed.
    let listener = listener.tap_io(|stream| {
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no TCP_NODELAY");
        }
    });
    let signal = closing.clone();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        stop.await;
        signal.cancel();
    });
    tokio::select! {
        served = serving => served,
        () = async {
            closing.cancelled().await;
            tokio::time::sleep(PATIENCE).await;
        } => Ok(()),
    }
}
