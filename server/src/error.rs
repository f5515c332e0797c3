//! The one place that makes answers of errors: each becomes a `Status` body, as an API server
//! would send it, so that the page and `oc` explain it like any other.

use axum::body::Body;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::json;
use thiserror::Error;

use crate::allow_list::NotForwarded;
use crate::guard::Refusal;
use crate::headers;
use crate::upstream::UpstreamError;

/// Why an API request got no answer of the API.
#[derive(Debug, Error)]
pub enum Problem {
    /// The request came from where it must not come from.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The app has no need of this call.
    #[error(transparent)]
    NotForwarded(#[from] NotForwarded),
    /// The API did not answer.
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
}

impl Problem {
    /// The HTTP status.
    pub fn code(&self) -> StatusCode {
        match self {
            Self::Refused(Refusal::ContentType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Refused(_) | Self::NotForwarded(_) => StatusCode::FORBIDDEN,
            Self::Upstream(UpstreamError::Timeout { .. }) => StatusCode::GATEWAY_TIMEOUT,
            Self::Upstream(_) => StatusCode::BAD_GATEWAY,
        }
    }

    /// The word by which the page knows what happened. API servers use none of these (except the
    /// media type's), so that the console's own refusals cannot be mistaken for missing rights.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Refused(Refusal::Host { .. }) => "HostNotAllowed",
            Self::Refused(Refusal::CrossSite) => "CrossSiteRequest",
            Self::Refused(Refusal::ContentType) => "UnsupportedMediaType",
            Self::NotForwarded(_) => "NotForwarded",
            Self::Upstream(UpstreamError::Unreachable { .. }) => "UpstreamUnreachable",
            Self::Upstream(UpstreamError::Timeout { .. }) => "UpstreamTimeout",
            Self::Upstream(UpstreamError::Untrusted { .. }) => "UpstreamUntrusted",
            Self::Upstream(UpstreamError::Interrupted { .. }) => "UpstreamInterrupted",
            Self::Upstream(UpstreamError::Credentials { .. }) => "CredentialsUnavailable",
        }
    }

    /// The answer.
    pub fn response(&self) -> Response<Body> {
        let code = self.code();
        let status = json!({
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.to_string(),
            "reason": self.reason(),
            "code": code.as_u16(),
        });
        let mut response = Response::new(Body::from(status.to_string()));
        *response.status_mut() = code;
        let map = response.headers_mut();
        map.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        headers::protect_api_answer(map);
        response
    }
}
