//! Which headers pass in which direction, and the headers that protect what we serve.

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// What of the caller's headers the API sees. A list of what passes, not of what does not: cookies,
/// `Impersonate-*`, the names an authenticating proxy gives (`X-Remote-User`) and whatever comes
/// next stay here. `Authorization` is the upstream's business.
static PASSED_ON: [HeaderName; 10] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::CONTENT_ENCODING,
    header::CONTENT_TYPE,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::USER_AGENT,
    HeaderName::from_static("kubectl-command"),
    HeaderName::from_static("kubectl-session"),
    HeaderName::from_static("traceparent"),
];

/// Headers that belong to one connection.
static HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Headers by which an API server speaks to a browser about itself. They would speak about us.
static ABOUT_THE_SITE: [HeaderName; 14] = [
    header::SET_COOKIE,
    header::STRICT_TRANSPORT_SECURITY,
    header::ALT_SVC,
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
    HeaderName::from_static("clear-site-data"),
    HeaderName::from_static("service-worker-allowed"),
    HeaderName::from_static("sourcemap"),
    header::REFRESH,
    header::LINK,
];

/// The headers of the request to the API.
pub fn to_upstream(caller: &HeaderMap, watch: bool) -> HeaderMap {
    let mut passed = HeaderMap::new();
    for name in &PASSED_ON {
        // A compressed watch is a risk on this side: whoever decompresses may hold events back.
        // Towards the caller `gzip` compresses it.
        if watch && name == header::ACCEPT_ENCODING {
            continue;
        }
        for value in caller.get_all(name) {
            passed.append(name, value.clone());
        }
    }
    passed
}

/// Cleans the headers of the API's answer for the caller.
pub fn to_caller(headers: &mut HeaderMap) {
    let named_by_connection: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named_by_connection
        .iter()
        .chain(&HOP_BY_HOP)
        .chain(&ABOUT_THE_SITE)
    {
        headers.remove(name);
    }
    protect_api_answer(headers);
}

/// Makes sure that an answer of the API can never act as a page, a script or a style, and that no
/// cache keeps it.
pub fn protect_api_answer(headers: &mut HeaderMap) {
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"),
    );
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-cache, private"));
    protect(headers);
}

/// Headers that everything carries.
pub fn protect(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// All values of a header as one list.
pub fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Vec<&str> = headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn only_listed_headers_reach_the_api() {
        let caller = map(&[
            ("accept", "application/json"),
            ("accept-encoding", "gzip"),
            ("authorization", "Bearer x"),
            ("connection", "upgrade"),
            ("cookie", "a=b"),
            ("host", "localhost"),
            ("impersonate-user", "admin"),
            ("x-remote-user", "admin"),
            ("x-forwarded-access-token", "x"),
        ]);
        let passed = to_upstream(&caller, false);
        assert_eq!(
            passed,
            map(&[("accept", "application/json"), ("accept-encoding", "gzip")])
        );
        assert_eq!(
            to_upstream(&caller, true),
            map(&[("accept", "application/json")])
        );
    }

    #[test]
    fn answers_keep_what_concerns_the_object() {
        let mut headers = map(&[
            ("access-control-allow-origin", "*"),
            ("audit-id", "1"),
            ("cache-control", "no-cache, private"),
            ("connection", "close, x-hop"),
            ("content-encoding", "gzip"),
            ("content-type", "application/json"),
            ("retry-after", "1"),
            ("set-cookie", "a=b"),
            ("strict-transport-security", "max-age=1"),
            ("warning", "299 - \"old\""),
            ("x-hop", "1"),
        ]);
        to_caller(&mut headers);
        for kept in [
            "audit-id",
            "cache-control",
            "content-encoding",
            "content-type",
            "retry-after",
            "warning",
        ] {
            assert!(headers.contains_key(kept), "{kept}");
        }
        for gone in [
            "access-control-allow-origin",
            "connection",
            "set-cookie",
            "strict-transport-security",
            "x-hop",
        ] {
            assert!(!headers.contains_key(gone), "{gone}");
        }
        assert_eq!(
            headers.get("content-security-policy").unwrap(),
            "sandbox; default-src 'none'; frame-ancestors 'none'"
        );
    }
}
