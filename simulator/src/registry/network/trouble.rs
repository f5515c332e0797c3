//! What went wrong on the way to a registry, in the words of the real server, which is written in Go.

use std::error::Error;
use std::io;

use oci_client::errors::{OciDistributionError, OciError, OciErrorCode};
use rustls::CertificateError;

use crate::registry::PullError;

/// The error of the client as the importer tells it; `scheme` and `host` say who was asked.
pub(super) fn pull_error(error: &OciDistributionError, scheme: &str, host: &str) -> PullError {
    match error {
        OciDistributionError::RequestError(error) if error.is_timeout() => PullError::Timeout,
        OciDistributionError::RequestError(error) => {
            let told = unreachable_because(error, scheme, host);
            PullError::Other(format!("Get \"{scheme}://{host}/v2/\": {told}"))
        }
        OciDistributionError::UnauthorizedError { .. } => PullError::NoAccess,
        OciDistributionError::AuthenticationFailure(reason) => {
            if reason.contains("username or password") {
                PullError::BadCredentials
            } else {
                PullError::NoAccess
            }
        }
        OciDistributionError::ImageManifestNotFoundError(_) => PullError::NotFound,
        OciDistributionError::RegistryError { envelope, .. } => envelope
            .errors
            .first()
            .map_or(PullError::NotFound, of_registry),
        // A registry says in JSON what it has not got; whoever else answers 404 is no registry.
        OciDistributionError::ServerError { code: 404, .. } => PullError::NotV2,
        OciDistributionError::ServerError { code, .. } => {
            PullError::Other(format!("received unexpected HTTP status: {code}"))
        }
        other => PullError::Other(other.to_string()),
    }
}

fn of_registry(error: &OciError) -> PullError {
    match &error.code {
        OciErrorCode::ManifestUnknown | OciErrorCode::NameUnknown | OciErrorCode::NotFound => {
            PullError::NotFound
        }
        OciErrorCode::Unauthorized => PullError::NoAccess,
        code => {
            let word = match code {
                OciErrorCode::Other(word) => word.clone(),
                known => serde_json::to_value(known)
                    .ok()
                    .and_then(|value| value.as_str().map(str::to_owned))
                    .unwrap_or_default(),
            };
            let word = word.to_lowercase().replace('_', " ");
            PullError::Other(format!("{word}: {}", error.message))
        }
    }
}

/// The cause that lies deepest and that Go has words for.
fn unreachable_because(error: &(dyn Error + 'static), scheme: &str, host: &str) -> String {
    let mut next = Some(error);
    let mut last = String::new();
    while let Some(error) = next {
        last = error.to_string();
        if let Some(known) = known_cause(error, scheme, host) {
            return known;
        }
        // The error within an input/output error is not among its sources.
        let within = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|within| within as &(dyn Error + 'static));
        next = within.or_else(|| error.source());
    }
    last
}

fn known_cause(error: &(dyn Error + 'static), scheme: &str, host: &str) -> Option<String> {
    let (name, _) = host.split_once(':').unwrap_or((host, ""));
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return Some(match tls {
            rustls::Error::InvalidCertificate(problem) => format!(
                "tls: failed to verify certificate: x509: {}",
                of_certificate(problem, name)
            ),
            rustls::Error::InvalidMessage(_) => {
                "http: server gave HTTP response to HTTPS client".to_owned()
            }
            other => format!("remote error: tls: {other}"),
        });
    }
    if error.to_string().starts_with("dns error") {
        return Some(format!("dial tcp: lookup {name}: no such host"));
    }
    let port = if scheme == "http" { 80 } else { 443 };
    let address = if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:{port}")
    };
    let kind = error.downcast_ref::<io::Error>()?.kind();
    let told = match kind {
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::HostUnreachable => "no route to host",
        io::ErrorKind::NetworkUnreachable => "network is unreachable",
        _ => return None,
    };
    Some(format!("dial tcp {address}: connect: {told}"))
}

fn of_certificate(problem: &CertificateError, name: &str) -> String {
    match problem {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => {
            "certificate has expired or is not yet valid".to_owned()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("certificate is not valid for {name}")
        }
        _ => "certificate signed by unknown authority".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic is the test's failure")]
    use super::*;
    use oci_client::errors::OciEnvelope;

    fn registry_says(body: &str) -> PullError {
        let envelope: OciEnvelope = serde_json::from_str(body).unwrap();
        let error = OciDistributionError::RegistryError {
            envelope,
            url: String::new(),
        };
        pull_error(&error, "https", "quay.io")
    }

    #[test]
    fn what_registries_say_is_told_as_the_importer_tells_it() {
        let says = |code: &str| {
            registry_says(&format!(
                r#"{{"errors":[{{"code":"{code}","message":"words"}}]}}"#
            ))
        };
        assert_eq!(says("MANIFEST_UNKNOWN"), PullError::NotFound);
        assert_eq!(says("NAME_UNKNOWN"), PullError::NotFound);
        assert_eq!(says("UNAUTHORIZED"), PullError::NoAccess);
        let other = |text: &str| PullError::Other(text.to_owned());
        assert_eq!(says("TOOMANYREQUESTS"), other("toomanyrequests: words"));
        assert_eq!(says("DENIED"), other("denied: words"));
        assert_eq!(says("ARTIFACT_LOCKED"), other("artifact locked: words"));
        assert_eq!(registry_says(r#"{"errors":[]}"#), PullError::NotFound);
    }

    #[test]
    fn wrong_passwords_are_told_apart_from_missing_rights() {
        let says = |reason: &str| {
            let error = OciDistributionError::AuthenticationFailure(reason.to_owned());
            pull_error(&error, "https", "docker.io")
        };
        assert_eq!(
            says(r#"{"details":"incorrect username or password"}"#),
            PullError::BadCredentials
        );
        assert_eq!(says("denied"), PullError::NoAccess);
    }

    #[test]
    fn causes_are_found_below_what_wraps_them() {
        let because =
            |error: &(dyn Error + 'static)| unreachable_because(error, "https", "a.b:5000");
        let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(
            because(&io::Error::other(refused)),
            "dial tcp a.b:5000: connect: connection refused"
        );
        let certificate = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        assert_eq!(
            because(&io::Error::new(io::ErrorKind::InvalidData, certificate)),
            "tls: failed to verify certificate: x509: certificate signed by unknown authority"
        );
    }
}
