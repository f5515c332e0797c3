//! Requests and responses as values.

use std::time::Duration;

use serde_json::Value;

use crate::cluster::WatchId;

/// A request as it arrived; nothing in it is decoded yet.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The HTTP method in capitals.
    pub method: String,
    /// The path, percent-encoded as received.
    pub path: String,
    /// The query without its question mark, percent-encoded as received.
    pub query: String,
    /// The headers in order; names in any case.
    pub headers: Vec<(String, String)>,
    /// The body, empty when there is none.
    pub body: Vec<u8>,
}

impl Request {
    /// A `GET` of `path?query` without headers.
    pub fn get(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Self::default()
        }
    }

    /// The same request with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same request with the token of a built-in identity.
    #[must_use]
    pub fn as_user(self, name: &str) -> Self {
        self.with_header("Authorization", &format!("Bearer {name}-token"))
    }

    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// A complete response.
#[derive(Clone, Debug, Default)]
pub struct Response {
    /// The HTTP status code.
    pub status: u16,
    /// The headers; `Content-Length` is the host's business.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// How long the host waits before it answers.
    pub delay: Duration,
    /// The host sends this body under a greater `Content-Length` and closes the connection, as a
    /// server that dies in the middle of an answer does.
    pub cut: bool,
}

impl Response {
    /// A JSON response.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::json_bytes(status, serde_json::to_vec(body).unwrap_or_default())
    }

    /// A JSON response of bytes that are serialised already.
    pub fn json_bytes(status: u16, body: Vec<u8>) -> Self {
        Self::of_type(status, "application/json", body)
    }

    /// A plain-text response.
    pub fn text(status: u16, body: &str) -> Self {
        Self::of_type(
            status,
            "text/plain; charset=utf-8",
            body.as_bytes().to_vec(),
        )
    }

    /// A response with a content type.
    pub fn of_type(status: u16, content_type: &str, body: Vec<u8>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body,
            ..Self::default()
        }
    }

    /// The first header of this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON, for tests; `Null` when it is none.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// What a request is answered with.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A complete response.
    Full(Response),
    /// The head of a stream of watch events; the events come from [`crate::Cluster::poll`].
    Watch {
        /// Status and headers; the body is empty.
        head: Response,
        /// What to poll, and to close when the client is gone.
        id: WatchId,
    },
}
