//! A pool of connections to one API server, with the credentials and certificates it was set up
//! with. When those change, a new one takes its place.

use std::net::IpAddr;
use std::time::Duration;

use axum::body::Body;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method, Request, Response, Uri, header};
use hyper::body::Incoming;
use hyper_timeout::TimeoutConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use hyper_util::rt::TokioExecutor;
use kube::Config;
use kube::client::ConfigExt as _;
use tower::util::BoxCloneSyncService;
use tower::{BoxError, ServiceBuilder, ServiceExt as _};

use super::UpstreamError;
use super::credentials::Credentials;
use super::explain;

/// How long a connection may take to come about, TLS included. Answers may take as long as they
/// like: a quiet watch is not a broken one.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How often the system asks whether the other side of a quiet connection is still there.
const KEEPALIVE: Duration = Duration::from_secs(30);

/// Everything needed to connect.
#[derive(Debug)]
pub struct Setup {
    /// Address, certificates and configured credentials.
    pub config: Config,
    /// Where the `Authorization` comes from.
    pub credentials: Credentials,
    /// The proxy that the kubeconfig names; otherwise the environment decides.
    pub proxy: Option<String>,
}

/// A head to send, apart from the body: it can be sent twice.
#[derive(Clone, Debug)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// Path and query as they arrived.
    pub target: PathAndQuery,
    /// What passes of the caller's headers.
    pub headers: HeaderMap,
}

type Send = BoxCloneSyncService<Request<Body>, Response<Incoming>, BoxError>;

/// A pool of connections.
#[derive(Debug)]
pub struct Connection {
    api: Uri,
    credentials: Credentials,
    send: Send,
    /// Whether setting it up again can give better credentials.
    pub renewable: bool,
}

impl Connection {
    /// Sets a connection up. This may run a credential plugin, so it must not run where it would
    /// hold others up; it opens nothing yet.
    pub fn open(setup: Setup) -> Result<Self, UpstreamError> {
        let Setup {
            mut config,
            credentials,
            proxy,
        } = setup;
        let explain = |error: kube::Error| UpstreamError::Credentials {
            cause: explain::setup(&error),
        };
        let renewable = config.auth_info.exec.is_some();
        let auth = config.auth_layer().map_err(explain)?;
        if auth.is_some() {
            // The plugin gave a token; asking it for a certificate as well would run it again.
            config.auth_info.exec = None;
        }
        let api = config.cluster_url.clone();
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_keepalive(Some(KEEPALIVE));
        let proxy = proxy_for(&api, proxy)?;
        let send = match &proxy {
            None => pool(&config, auth, http),
            Some(proxy)
                if proxy
                    .uri()
                    .scheme_str()
                    .is_some_and(|s| s.starts_with("socks5")) =>
            {
                let mut connector = SocksV5::new(proxy.uri().clone(), http);
                if let Some((user, password)) = proxy.raw_auth() {
                    connector = connector.with_auth(user.to_owned(), password.to_owned());
                }
                pool(&config, auth, connector)
            }
            Some(proxy) => {
                let mut connector = Tunnel::new(proxy.uri().clone(), http);
                if let Some(basic) = proxy.basic_auth() {
                    connector = connector.with_auth(basic.clone());
                }
                pool(&config, auth, connector)
            }
        }
        .map_err(explain)?;
        Ok(Self {
            api,
            credentials,
            send,
            renewable,
        })
    }

    /// Sends a request and waits for the head of the answer.
    pub async fn send(
        &self,
        head: Head,
        caller: &HeaderMap,
        body: Body,
    ) -> Result<Response<Body>, UpstreamError> {
        let mut request = Request::new(body);
        *request.method_mut() = head.method;
        *request.headers_mut() = head.headers;
        *request.uri_mut() = self.uri(&head.target)?;
        if let Some(value) = self.credentials.authorization(caller).await? {
            request.headers_mut().insert(header::AUTHORIZATION, value);
        }
        match self.send.clone().oneshot(request).await {
            Ok(response) => Ok(response.map(Body::new)),
            Err(error) => Err(explain::failure(&display(&self.api), &error)),
        }
    }

    /// The API's address below which `target` lies. Nothing in the target is decoded or encoded.
    fn uri(&self, target: &PathAndQuery) -> Result<Uri, UpstreamError> {
        let mut parts = self.api.clone().into_parts();
        let prefix = parts
            .path_and_query
            .as_ref()
            .map_or("", PathAndQuery::path)
            .trim_end_matches('/');
        let joined = if prefix.is_empty() {
            Ok(target.clone())
        } else {
            format!("{prefix}{target}").parse()
        };
        parts.path_and_query = joined.ok();
        Uri::from_parts(parts).map_err(|error| UpstreamError::Unreachable {
            api: display(&self.api),
            cause: error.to_string(),
        })
    }
}

/// An address without what it may hold of credentials.
pub fn display(api: &Uri) -> String {
    let host = api.host().unwrap_or_default();
    let scheme = api.scheme_str().unwrap_or("https");
    let path = api.path().trim_end_matches('/');
    match api.port() {
        Some(port) => format!("{scheme}://{host}:{port}{path}"),
        None => format!("{scheme}://{host}{path}"),
    }
}

fn pool<C>(
    config: &Config,
    auth: Option<kube::client::middleware::AuthLayer>,
    connector: C,
) -> Result<Send, kube::Error>
where
    C: tower::Service<Uri> + Clone + std::marker::Send + Sync + 'static,
    C::Response: hyper::rt::Read
        + hyper::rt::Write
        + hyper_util::client::legacy::connect::Connection
        + std::marker::Send
        + Unpin
        + 'static,
    C::Future: std::marker::Send + 'static,
    C::Error: Into<BoxError>,
{
    let tls = config.rustls_https_connector_with_connector(connector)?;
    let mut connector = TimeoutConnector::new(tls);
    connector.set_connect_timeout(Some(CONNECT_TIMEOUT));
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(connector);
    let service = ServiceBuilder::new()
        .option_layer(auth)
        .layer(config.extra_headers_layer()?)
        .map_err(|error: hyper_util::client::legacy::Error| -> BoxError { Box::new(error) })
        .service(client);
    Ok(BoxCloneSyncService::new(service))
}

/// The proxy on the way to the API: the one that is named, else the environment's. Nobody means a
/// proxy for a server on the same machine.
fn proxy_for(api: &Uri, named: Option<String>) -> Result<Option<Intercept>, UpstreamError> {
    let host = api.host().unwrap_or_default();
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    let local = host.eq_ignore_ascii_case("localhost")
        || literal.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let matcher = match named {
        Some(proxy) => Matcher::builder().all(proxy).build(),
        None if local => return Ok(None),
        None => Matcher::from_env(),
    };
    let proxy = matcher.intercept(api);
    match proxy.as_ref().and_then(|proxy| proxy.uri().scheme_str()) {
        None | Some("http" | "socks5" | "socks5h") => Ok(proxy),
        Some(scheme) => Err(UpstreamError::Unreachable {
            api: display(api),
            cause: format!("a proxy of the kind {scheme} is not supported"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_credentials() {
        for (api, shown) in [
            (
                "https://api.example.com:6443",
                "https://api.example.com:6443",
            ),
            (
                "https://user:secret@api.example.com/",
                "https://api.example.com",
            ),
            ("http://[::1]:8001/k8s/", "http://[::1]:8001/k8s"),
        ] {
            assert_eq!(display(&api.parse().unwrap()), shown);
        }
    }

    #[test]
    fn a_named_proxy_is_used_and_a_strange_one_is_refused() {
        let api: Uri = "https://api.example.com:6443".parse().unwrap();
        let named = |proxy: &str| proxy_for(&api, Some(proxy.to_owned()));
        let http = named("http://proxy:3128").unwrap().unwrap();
        assert_eq!(http.uri().to_string(), "http://proxy:3128/");
        assert!(named("socks5://proxy:1080").unwrap().is_some());
        assert!(named("https://proxy:3129").is_err());
        let local: Uri = "https://127.0.0.1:6443".parse().unwrap();
        assert!(proxy_for(&local, None).unwrap().is_none());
    }
}
