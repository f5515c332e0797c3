//! Something served from memory in several codings, with what caches need to know of it.

use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use sha2::{Digest, Sha256};

use crate::headers;
use crate::negotiation::{self, Coding};

/// How long caches may keep something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// The name changes with the content: for ever.
    Immutable,
    /// To be asked for each time; the `ETag` makes that cheap.
    Revalidate,
    /// Never.
    NoStore,
}

impl Freshness {
    fn value(self) -> &'static str {
        match self {
            Self::Immutable => "public, max-age=31536000, immutable",
            Self::Revalidate => "no-cache",
            Self::NoStore => "no-store",
        }
    }
}

/// One form of the content.
#[derive(Clone, Debug)]
pub struct Form {
    bytes: Bytes,
    etag: String,
}

impl Form {
    /// A form with the strong `ETag` of its bytes; two codings of one content differ in it.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
        let etag = format!("\"{digest}\"");
        Self { bytes, etag }
    }
}

/// What is served under one path.
#[derive(Clone, Debug)]
pub struct Representation {
    /// The media type.
    pub content_type: HeaderValue,
    /// How long caches may keep it.
    pub freshness: Freshness,
    /// The policy of a page; files have none.
    pub content_security_policy: Option<HeaderValue>,
    /// As it is.
    pub identity: Form,
    /// Compressed with gzip.
    pub gzip: Option<Form>,
    /// Compressed with brotli.
    pub brotli: Option<Form>,
}

impl Representation {
    /// The answer to a `GET` or `HEAD`.
    pub fn respond(&self, method: &Method, request: &HeaderMap) -> Response<Body> {
        let accepted = headers::joined(request, &header::ACCEPT_ENCODING);
        let coding = negotiation::choose(
            accepted.as_deref(),
            self.brotli.is_some(),
            self.gzip.is_some(),
        );
        let form = match coding {
            Coding::Brotli => self.brotli.as_ref(),
            Coding::Gzip => self.gzip.as_ref(),
            Coding::Identity => None,
        }
        .unwrap_or(&self.identity);

        let known = headers::joined(request, &header::IF_NONE_MATCH)
            .is_some_and(|list| names_etag(&list, &form.etag));
        let mut response = Response::new(if known || method == Method::HEAD {
            Body::empty()
        } else {
            Body::from(form.bytes.clone())
        });
        let map = response.headers_mut();
        if let Ok(etag) = HeaderValue::from_str(&form.etag) {
            map.insert(header::ETAG, etag);
        }
        map.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static(self.freshness.value()),
        );
        if self.gzip.is_some() || self.brotli.is_some() {
            map.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if let Some(policy) = &self.content_security_policy {
            map.insert(header::CONTENT_SECURITY_POLICY, policy.clone());
        }
        headers::protect(map);
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        map.insert(header::CONTENT_TYPE, self.content_type.clone());
        map.insert(header::CONTENT_LENGTH, HeaderValue::from(form.bytes.len()));
        if let Some(token) = coding.token() {
            map.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        response
    }
}

/// Whether an `If-None-Match` names this entity. The comparison is the weak one, since a cache or
/// proxy in between may have weakened what we sent.
fn names_etag(list: &str, etag: &str) -> bool {
    list.split(',').map(str::trim).any(|candidate| {
        candidate == "*" || candidate.strip_prefix("W/").unwrap_or(candidate) == etag
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entity_tags() {
        for (list, named) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(names_etag(list, "\"a\""), named, "{list}");
        }
        assert_eq!(Form::new("x").etag, Form::new("x").etag);
        assert_ne!(Form::new("x").etag, Form::new("y").etag);
    }
}
