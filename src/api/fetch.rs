//! The browser's `fetch`, through gloo-net.

use std::rc::Rc;

use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use web_sys::AbortController;

use super::decode::Answer;
use super::error::Error;
use super::request::{Method, Request};

/// Cancels requests when the last owner lets go of it or says so.
#[derive(Clone)]
pub struct Cancel(Option<Rc<Controller>>);

struct Controller(AbortController);

impl Drop for Controller {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Cancel {
    /// A new one. Where the browser has no such thing, requests just run to their end.
    pub fn new() -> Self {
        Self(
            AbortController::new()
                .ok()
                .map(|controller| Rc::new(Controller(controller))),
        )
    }

    /// Cancels what runs and what will be sent with it.
    pub fn now(&self) {
        if let Some(controller) = &self.0 {
            controller.0.abort();
        }
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|controller| controller.0.signal().aborted())
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

/// Sends a request and reads the whole answer.
pub async fn send(
    url: &str,
    request: &Request,
    authorization: Option<&str>,
    cancel: &Cancel,
) -> Result<Answer, Error> {
    let lost = |_| {
        if cancel.is_cancelled() {
            Error::Cancelled
        } else {
            Error::Offline
        }
    };
    let signal = cancel.0.as_ref().map(|controller| controller.0.signal());
    let method = match request.method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
    };
    let mut builder = RequestBuilder::new(url)
        .method(method)
        .abort_signal(signal.as_ref())
        .header("Accept", request.accept);
    if let Some(authorization) = authorization {
        builder = builder.header("Authorization", authorization);
    }
    let built = match &request.body {
        None => builder.build(),
        // A typed body: any page can send an untyped one across origins, so servers in front may
        // well refuse those.
        Some(body) => builder
            .header("Content-Type", "application/json")
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
