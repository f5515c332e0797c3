//! The browser's `fetch`, through gloo-net.

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use web_sys::{AbortController, AbortSignal};

use super::decode::Answer;
use super::error::Error;
use super::request::{Method, Request};

/// Cancels requests when it is dropped, for example with the page that owns it.
pub struct Cancel(Option<AbortController>);

/// What requests look at to learn that nobody waits for them any more.
#[derive(Clone)]
pub struct Left(Option<AbortSignal>);

impl Cancel {
    /// A new one. Where the browser has no such thing, requests just run to their end.
    pub fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// The other end, for requests.
    pub fn left(&self) -> Left {
        Left(self.0.as_ref().map(AbortController::signal))
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Cancel {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

impl Left {
    /// Whether nobody waits any more.
    pub fn is_cancelled(&self) -> bool {
        self.0.as_ref().is_some_and(AbortSignal::aborted)
    }
}

/// Sends a request and reads the whole answer.
pub async fn send(
    url: &str,
    request: &Request,
    authorization: Option<&str>,
    left: &Left,
) -> Result<Answer, Error> {
    let lost = |_| {
        if left.is_cancelled() {
            Error::Cancelled
        } else {
            Error::Offline
        }
    };
    let method = match request.method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
        Method::Patch => HttpMethod::PATCH,
        Method::Delete => HttpMethod::DELETE,
    };
    let mut builder = RequestBuilder::new(url)
        .method(method)
        .abort_signal(left.0.as_ref())
        .header("Accept", request.accept);
    if let Some(authorization) = authorization {
        builder = builder.header("Authorization", authorization);
    }
    let built = match &request.body {
        None => builder.build(),
        // A typed body: any page can send an untyped one across origins, so servers in front may
        // well refuse those.
        Some(body) => builder
            .header("Content-Type", request.content_type)
            .body(body.as_str()),
    };
    let response = built.map_err(lost)?.send().await.map_err(lost)?;
    let headers = response.headers();
    let retry_after_seconds = headers
        .get("Retry-After")
        .and_then(|text| text.parse().ok());
    let content_type = headers.get("Content-Type").unwrap_or_default();
    // The bytes, not the text: JavaScript strings cost a copy of the whole answer.
    let body = response.binary().await.map_err(lost)?;
    Ok(Answer {
        code: response.status(),
        content_type,
        retry_after_seconds,
        body,
    })
}
