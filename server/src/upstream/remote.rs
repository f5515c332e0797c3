//! An API server on the network: set up when it is first needed, and again when its kubeconfig
//! changes or its credentials run out. So logging in again in a terminal suffices, and nothing has
//! to be restarted.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use http::uri::PathAndQuery;
use http::{Method, Request, Response, StatusCode, Uri};
use http_body::Body as _;
use kube::Config;
use tokio::sync::Mutex;

use super::UpstreamError;
use super::connection::{Connection, Head, Setup, display};
use super::credentials::{Credentials, TokenFile};
use super::kubeconfig::{KubeconfigSource, Stamps};
use crate::{headers, proxy};

/// The least time between two runs of a credential plugin because of a 401: a user without any
/// rights must not start a process with each request.
const RENEWAL_PAUSE: Duration = Duration::from_secs(10);

/// Where address and credentials come from.
#[derive(Debug)]
pub enum Source {
    /// The command line or the service account: settled at the start.
    Fixed {
        /// Address and certificates.
        config: Box<Config>,
        /// The file with the token, or the caller's own credentials.
        access: Access,
    },
    /// A kubeconfig, which may change.
    Kubeconfig(KubeconfigSource),
}

/// Whose credentials a fixed source uses.
#[derive(Clone, Debug)]
pub enum Access {
    /// Those in the file.
    TokenFile(std::path::PathBuf),
    /// The caller's.
    Caller {
        /// Whether `X-Forwarded-Access-Token` stands for `Authorization`.
        forwarded_token: bool,
    },
}

impl Source {
    async fn load(&self) -> Result<Setup, String> {
        match self {
            Self::Fixed { config, access } => Ok(Setup {
                config: config.as_ref().clone(),
                credentials: match access {
                    Access::TokenFile(path) => Credentials::File(TokenFile::new(path.clone())),
                    Access::Caller { forwarded_token } => Credentials::Caller {
                        forwarded_token: *forwarded_token,
                    },
                },
                proxy: None,
            }),
            Self::Kubeconfig(source) => source.load().await,
        }
    }

    fn stamps(&self) -> Stamps {
        match self {
            Self::Fixed { .. } => Stamps::new(),
            Self::Kubeconfig(source) => source.stamps(),
        }
    }
}

/// An API server on the network.
#[derive(Debug)]
pub struct Remote {
    source: Source,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    connection: Option<Arc<Connection>>,
    stamps: Stamps,
    renewed: Option<Instant>,
}

impl Remote {
    /// A server that is not connected to yet.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            state: Mutex::default(),
        }
    }

    /// Whether callers act with credentials that are not their own.
    pub fn lends_credentials(&self) -> bool {
        !matches!(
            self.source,
            Source::Fixed {
                access: Access::Caller { .. },
                ..
            }
        )
    }

    /// The address, for people.
    pub async fn address(&self) -> Result<String, UpstreamError> {
        let setup = self.setup().await?;
        Ok(display(&setup.config.cluster_url))
    }

    /// Asks the server whether it is there. Any answer is one.
    pub async fn probe(&self) -> Result<StatusCode, UpstreamError> {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::from_static("/version");
        let response = self.send(request).await?;
        Ok(response.status())
    }

    /// Sends a request whose target is a path of the API.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, UpstreamError> {
        let (parts, body) = request.into_parts();
        let target = parts
            .uri
            .path_and_query()
            .cloned()
            .unwrap_or(PathAndQuery::from_static("/"));
        let head = Head {
            headers: headers::to_upstream(&parts.headers, proxy::is_watch(target.query())),
            method: parts.method,
            target,
        };
        let repeatable = body.is_end_stream();
        let connection = self.connection().await?;
        let sent = connection.send(head.clone(), &parts.headers, body).await;
        let response = match sent {
            // The server may close a connection at the moment we use it again. Reading twice does
            // no harm; anything else is the caller's to decide.
            Err(UpstreamError::Interrupted { .. }) if head.method == Method::GET && repeatable => {
                let again = head.clone();
                connection
                    .send(again, &parts.headers, Body::empty())
                    .await?
            }
            sent => sent?,
        };
        if response.status() != StatusCode::UNAUTHORIZED || !connection.renewable {
            return Ok(response);
        }
        match self.renew(&connection).await {
            Some(renewed) if repeatable => renewed.send(head, &parts.headers, Body::empty()).await,
            _ => Ok(response),
        }
    }

    async fn setup(&self) -> Result<Setup, UpstreamError> {
        self.source
            .load()
            .await
            .map_err(|cause| UpstreamError::Credentials { cause })
    }

    async fn open(&self) -> Result<Arc<Connection>, UpstreamError> {
        let setup = self.setup().await?;
        let opened = tokio::task::spawn_blocking(move || Connection::open(setup)).await;
        match opened {
            Ok(connection) => connection.map(Arc::new),
            Err(error) => Err(UpstreamError::Credentials {
                cause: error.to_string(),
            }),
        }
    }

    /// The connection for the files as they are now. Whoever comes while it is set up waits: a
    /// plugin runs once, not once for each request.
    async fn connection(&self) -> Result<Arc<Connection>, UpstreamError> {
        let mut state = self.state.lock().await;
        let stamps = self.source.stamps();
        if let Some(connection) = &state.connection
            && state.stamps == stamps
        {
            return Ok(connection.clone());
        }
        match (self.open().await, &state.connection) {
            (Ok(connection), _) => {
                state.stamps = stamps;
                state.connection = Some(connection.clone());
                Ok(connection)
            }
            // A kubeconfig is not whole while it is being written: what worked before still does.
            (Err(error), Some(connection)) => {
                tracing::warn!(%error, "the changed kubeconfig cannot be used; the one before is kept");
                Ok(connection.clone())
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Sets the connection up again after a 401; `None` if that was done just now.
    async fn renew(&self, rejected: &Arc<Connection>) -> Option<Arc<Connection>> {
        let mut state = self.state.lock().await;
        if let Some(current) = &state.connection
            && !Arc::ptr_eq(current, rejected)
        {
            return Some(current.clone());
        }
        if state.renewed.is_some_and(|at| at.elapsed() < RENEWAL_PAUSE) {
            return None;
        }
        state.renewed = Some(Instant::now());
        match self.open().await {
            Ok(connection) => {
                state.connection = Some(connection.clone());
                Some(connection)
            }
            Err(error) => {
                tracing::warn!(%error, "the credentials were refused and cannot be renewed");
                None
            }
        }
    }
}
