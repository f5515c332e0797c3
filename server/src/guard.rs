//! Who may talk to the server: decisions on `Host`, `Origin` and what browsers say of themselves.
//!
//! Whoever reaches the server acts with the user's credentials. A page of another site must
//! therefore not reach it, neither under a host name of its own that resolves to this machine, nor
//! by requests that a browser sends across sites.

use std::net::IpAddr;

use http::uri::Authority;
use http::{HeaderMap, Method, header};
use thiserror::Error;

/// The hosts and origins that are ours.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The address the server is bound to.
    pub bound: IpAddr,
    /// Further host names, lower case, without port.
    pub hosts: Vec<String>,
    /// Further origins, such as that of a development server in front of this one.
    pub origins: Vec<String>,
}

/// Why a request is refused.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// The `Host` is none of ours.
    #[error(
        "the console does not answer under the host name {host:?}; start it with --allowed-host if the name is right"
    )]
    Host {
        /// The host as it was sent, shortened.
        host: String,
    },
    /// Another site sent the request.
    #[error("the console takes API requests from its own page only; another site sent this one")]
    CrossSite,
    /// A request that writes has no content type of the API. A browser sends such requests across
    /// sites without asking first.
    #[error(
        "a request that writes needs the content type of its body, such as application/json or application/merge-patch+json"
    )]
    ContentType,
}

impl Policy {
    /// A policy for a bound address without further names.
    pub fn new(bound: IpAddr) -> Self {
        Self {
            bound,
            hosts: Vec::new(),
            origins: Vec::new(),
        }
    }

    /// Checks the `Host` of a request, and the authority of its target if it has one.
    pub fn check_host(
        &self,
        headers: &HeaderMap,
        target: Option<&Authority>,
    ) -> Result<(), Refusal> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let host = match (hosts.next(), hosts.next()) {
            (Some(host), None) => host.to_str().unwrap_or_default(),
            _ => "",
        };
        let ours = |authority: &str| hostname(authority).is_some_and(|name| self.is_ours(&name));
        let refusal = |authority: &str| Refusal::Host {
            host: authority.chars().take(100).collect(),
        };
        if !ours(host) {
            return Err(refusal(host));
        }
        match target {
            Some(authority) if !ours(authority.as_str()) => Err(refusal(authority.as_str())),
            _ => Ok(()),
        }
    }

    /// Checks that an API request comes from our own page, or from no page at all, as `oc` does.
    pub fn check_site(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refusal> {
        if let Some(site) = headers.get("sec-fetch-site")
            && site != "same-origin"
            && site != "none"
        {
            return Err(Refusal::CrossSite);
        }
        for origin in headers.get_all(header::ORIGIN) {
            let origin = origin.to_str().map_err(|_| Refusal::CrossSite)?;
            if !self.is_own_origin(origin, headers) {
                return Err(Refusal::CrossSite);
            }
        }
        if writes_without_type(method, headers) {
            return Err(Refusal::ContentType);
        }
        Ok(())
    }

    fn is_ours(&self, name: &str) -> bool {
        let literal = name
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>()
            .ok();
        match literal {
            // A literal address cannot be rebound. It is ours when we listen there, which is
            // every address of the machine if the bound one is unspecified.
            Some(address) => {
                self.bound.is_unspecified() || address == self.bound || address.is_loopback()
            }
            None => name == "localhost" || self.hosts.iter().any(|host| host == name),
        }
    }

    fn is_own_origin(&self, origin: &str, headers: &HeaderMap) -> bool {
        if self.origins.iter().any(|own| own == origin) {
            return true;
        }
        let authority = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        let Some(authority) = authority else {
            return false;
        };
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok())
            .unwrap_or_default();
        // The scheme is not compared: a proxy in front may end TLS. It may also have put its own
        // name of us into `Host`; then the origin's name must be one the operator gave.
        authority.eq_ignore_ascii_case(host)
            || hostname(authority).is_some_and(|name| self.hosts.contains(&name))
    }
}

/// The lower-case host name of `host[:port]`; `None` if it is none.
fn hostname(authority: &str) -> Option<String> {
    if authority.contains('@') {
        return None;
    }
    let authority: Authority = authority.parse().ok()?;
    let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
    (!name.is_empty()).then_some(name)
}

/// Whether a request could be one that a browser sends across sites without asking: a body (or a
/// `POST`) without a content type of the API. An API server takes an empty type for JSON.
fn writes_without_type(method: &Method, headers: &HeaderMap) -> bool {
    if method == Method::GET || method == Method::HEAD || method == Method::OPTIONS {
        return false;
    }
    let has_body = headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get(header::CONTENT_LENGTH)
            .is_some_and(|length| length != "0");
    if !has_body && method == Method::DELETE {
        return false;
    }
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let of_the_api = essence.starts_with("application/")
        && ["json", "yaml", "cbor", "protobuf"]
            .iter()
            .any(|format| essence.ends_with(format));
    !of_the_api
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::try_from(*name).unwrap(),
                    HeaderValue::try_from(*value).unwrap(),
                )
            })
            .collect()
    }

    fn policy(bound: &str) -> Policy {
        Policy {
            hosts: vec!["console.apps.example.com".to_owned()],
            origins: vec!["http://127.0.0.1:9000".to_owned()],
            ..Policy::new(bound.parse().unwrap())
        }
    }

    #[test]
    fn hosts() {
        for (bound, host, ours) in [
            ("127.0.0.1", "localhost:8080", true),
            ("127.0.0.1", "LOCALHOST", true),
            ("127.0.0.1", "localhost.:8080", true),
            ("127.0.0.1", "127.0.0.1:8080", true),
            ("127.0.0.1", "[::1]:8080", true),
            ("127.0.0.1", "console.apps.example.com", true),
            ("127.0.0.1", "Console.Apps.example.com:443", true),
            ("127.0.0.1", "attacker.example", false),
            ("127.0.0.1", "localhost.attacker.example", false),
            ("127.0.0.1", "localhost@attacker.example", false),
            ("127.0.0.1", "10.0.0.7:8080", false),
            ("127.0.0.1", "", false),
            ("10.0.0.7", "10.0.0.7:8080", true),
            ("10.0.0.7", "10.0.0.8:8080", false),
            ("0.0.0.0", "10.0.0.8:8080", true),
            ("0.0.0.0", "attacker.example", false),
        ] {
            let checked = policy(bound).check_host(&headers(&[("host", host)]), None);
            assert_eq!(checked.is_ok(), ours, "{bound} {host}");
        }
    }

    #[test]
    fn a_missing_or_double_host_and_a_foreign_target_are_refused() {
        let policy = policy("127.0.0.1");
        assert!(policy.check_host(&HeaderMap::new(), None).is_err());
        let double = headers(&[("host", "localhost"), ("host", "localhost")]);
        assert!(policy.check_host(&double, None).is_err());
        let foreign = Authority::from_static("attacker.example");
        let one = headers(&[("host", "localhost")]);
        assert!(policy.check_host(&one, Some(&foreign)).is_err());
    }

    #[test]
    fn sites() {
        let cross = Err(Refusal::CrossSite);
        for (pairs, expected) in [
            (&[][..], Ok(())),
            (&[("sec-fetch-site", "same-origin")], Ok(())),
            (&[("sec-fetch-site", "none")], Ok(())),
            (&[("sec-fetch-site", "cross-site")], cross),
            (&[("sec-fetch-site", "same-site")], Err(Refusal::CrossSite)),
            (&[("origin", "http://localhost:8080")], Ok(())),
            (&[("origin", "https://localhost:8080")], Ok(())),
            (&[("origin", "https://console.apps.example.com")], Ok(())),
            (&[("origin", "http://127.0.0.1:9000")], Ok(())),
            (
                &[("origin", "http://localhost:3000")],
                Err(Refusal::CrossSite),
            ),
            (
                &[("origin", "https://attacker.example")],
                Err(Refusal::CrossSite),
            ),
            (&[("origin", "null")], Err(Refusal::CrossSite)),
            (&[("origin", "")], Err(Refusal::CrossSite)),
        ] {
            let mut map = headers(pairs);
            map.insert(header::HOST, HeaderValue::from_static("localhost:8080"));
            let checked = policy("127.0.0.1").check_site(&Method::GET, &map);
            assert_eq!(checked, expected, "{pairs:?}");
        }
    }

    #[test]
    fn writes_need_a_content_type_of_the_api() {
        for (method, pairs, expected) in [
            (Method::POST, &[("content-length", "9")][..], false),
            (Method::POST, &[], false),
            (Method::PUT, &[("transfer-encoding", "chunked")], false),
            (Method::POST, &[("content-type", "text/plain")], false),
            (
                Method::POST,
                &[("content-type", "application/x-www-form-urlencoded")],
                false,
            ),
            (
                Method::POST,
                &[("content-type", "multipart/form-data; boundary=x")],
                false,
            ),
            (Method::POST, &[("content-type", "application/json")], true),
            (
                Method::PATCH,
                &[(
                    "content-type",
                    "Application/Merge-Patch+JSON; charset=utf-8",
                )],
                true,
            ),
            (
                Method::PATCH,
                &[("content-type", "application/apply-patch+yaml")],
                true,
            ),
            (
                Method::POST,
                &[("content-type", "application/vnd.kubernetes.protobuf")],
                true,
            ),
            (Method::DELETE, &[], true),
            (Method::DELETE, &[("content-length", "0")], true),
            (Method::DELETE, &[("content-length", "12")], false),
            (Method::GET, &[], true),
        ] {
            let checked = policy("127.0.0.1").check_site(&method, &headers(pairs));
            assert_eq!(checked.is_ok(), expected, "{method} {pairs:?}");
        }
    }
}
