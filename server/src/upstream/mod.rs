//! Where the API is, and how a request gets there.

mod connection;
mod credentials;
mod demo;
mod explain;
mod kubeconfig;
mod remote;

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use thiserror::Error;
use tower::ServiceExt as _;

pub use credentials::{Credentials, TokenFile};
pub use demo::{DemoOptions, Scale, demo};
pub use kubeconfig::{KubeconfigSource, default_files, is_configured};
pub use remote::{Access, Remote, Source};

/// Why the API gave no answer. Each variant is a situation that a person can act on.
#[derive(Debug, Error)]
pub enum UpstreamError {
    /// No connection: nothing was sent.
    #[error("the console cannot reach the API at {api}: {cause}")]
    Unreachable {
        /// Address of the API.
        api: String,
        /// What the network said.
        cause: String,
    },
    /// No connection in time: nothing was sent.
    #[error("the console cannot reach the API at {api}: no connection after {seconds} s")]
    Timeout {
        /// Address of the API.
        api: String,
        /// How long it was tried.
        seconds: u64,
    },
    /// The server is not the one it should be, or does not know us.
    #[error("the console does not trust the API at {api}: {cause}")]
    Untrusted {
        /// Address of the API.
        api: String,
        /// What TLS said.
        cause: String,
    },
    /// The connection ended before an answer; the request may have been carried out.
    #[error("the connection to the API at {api} broke before it answered: {cause}")]
    Interrupted {
        /// Address of the API.
        api: String,
        /// What the network said.
        cause: String,
    },
    /// There are no credentials to ask with.
    #[error("the console has no credentials for the API: {cause}")]
    Credentials {
        /// Why not, without anything secret.
        cause: String,
    },
}

/// The API that requests go to.
#[derive(Debug)]
pub enum Upstream {
    /// The simulated cluster in this process.
    Demo(Router),
    /// A server on the network.
    Remote(Remote),
}

impl Upstream {
    /// Whether every call is passed on. The simulated cluster has nothing to protect, and `oc`
    /// needs more of it than the pages do.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Demo(_))
    }

    /// Sends a request whose target is a path of the API, and returns the answer as soon as its
    /// head is there.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, UpstreamError> {
        match self {
            Self::Demo(router) => match router.clone().oneshot(request).await {
                Ok(response) => Ok(response),
                Err(never) => match never {},
            },
            Self::Remote(remote) => remote.send(request).await,
        }
    }
}
