//! Between the caller and the API: what is asked is decided first, then both bodies stream.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::{Method, Request, Response, header};
use http_body::{Frame, SizeHint};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

use crate::error::Problem;
use crate::upstream::Upstream;
use crate::{allow_list, gzip, headers};

/// Whether a path below the base path belongs to the API. The simulated cluster serves everything
/// that `oc` asks a server for.
pub fn is_api(path: &str, open: bool) -> bool {
    let first = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    match first {
        "api" | "apis" | "version" => true,
        "openapi" | "oapi" | ".well-known" | "healthz" | "livez" | "readyz" => open,
        _ => false,
    }
}

/// Whether a query asks for a watch.
pub fn is_watch(query: Option<&str>) -> bool {
    query.is_some_and(|query| {
        query
            .split('&')
            .any(|pair| matches!(pair, "watch" | "watch=1" | "watch=true"))
    })
}

/// Passes a request on. Its target is a path of the API; it was checked by the guard.
pub async fn forward(
    upstream: &Upstream,
    request: Request<Body>,
    closing: &CancellationToken,
) -> Result<Response<Body>, Problem> {
    if !upstream.is_open() {
        let accept = request
            .headers()
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        let method: &Method = request.method();
        allow_list::check(method, request.uri().path(), accept)?;
    }
    let watch = is_watch(request.uri().query());
    let accept_encoding = headers::joined(request.headers(), &header::ACCEPT_ENCODING);
    let response = upstream.send(request).await?;
    let (mut parts, body) = response.into_parts();
    headers::to_caller(&mut parts.headers);
    let compress = watch || gzip::is_worth_it(&parts.headers, &body);
    let mut body = until_closing(body, closing);
    if compress {
        body = gzip::answer(accept_encoding.as_deref(), &mut parts, body);
    }
    Ok(Response::from_parts(parts, body))
}

/// The body, until the server stops. It then ends with an error, so that nobody takes a list that
/// was cut for a whole one.
fn until_closing(body: Body, closing: &CancellationToken) -> Body {
    Body::new(UntilClosing {
        body,
        closing: Box::pin(closing.clone().cancelled_owned()),
    })
}

struct UntilClosing {
    body: Body,
    closing: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl http_body::Body for UntilClosing {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame);
        }
        match self.closing.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err(axum::Error::new(std::io::Error::other(
                "the console is stopping",
            ))))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_paths() {
        for (path, open, expected) in [
            ("/api", false, true),
            ("/api/v1/namespaces", false, true),
            ("/apis/image.openshift.io/v1", false, true),
            ("/version", false, true),
            ("/openapi/v2", false, false),
            ("/openapi/v2", true, true),
            ("/.well-known/oauth-authorization-server", true, true),
            ("/apiary", true, false),
            ("/k8s/ns/api/imagestreams", true, false),
            ("/", true, false),
        ] {
            assert_eq!(is_api(path, open), expected, "{path}");
        }
    }

    #[test]
    fn watches() {
        for (query, expected) in [
            (None, false),
            (Some("watch=1"), true),
            (Some("limit=5&watch=true"), true),
            (Some("watch"), true),
            (Some("watch=false"), false),
            (Some("labelSelector=watch%3D1"), false),
        ] {
            assert_eq!(is_watch(query), expected, "{query:?}");
        }
    }
}
