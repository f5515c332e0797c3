//! From what the network said to what it means.

use std::error::Error as StdError;
use std::io::ErrorKind;

use kube::client::AuthError;
use kube::config::KubeconfigError;
use tower::BoxError;

use super::UpstreamError;
use super::connection::CONNECT_TIMEOUT;

/// Explains why a request got no answer.
pub fn failure(api: &str, error: &BoxError) -> UpstreamError {
    let api = api.to_owned();
    let error: &(dyn StdError + 'static) = error.as_ref();
    if let Some(error) = find::<AuthError>(error) {
        return UpstreamError::Credentials { cause: auth(error) };
    }
    if find::<std::io::Error>(error).is_some_and(|io| io.kind() == ErrorKind::TimedOut) {
        return UpstreamError::Timeout {
            api,
            seconds: CONNECT_TIMEOUT.as_secs(),
        };
    }
    if let Some(tls) = find::<rustls::Error>(error) {
        let cause = tls.to_string();
        return UpstreamError::Untrusted { api, cause };
    }
    let connecting = find::<hyper_util::client::legacy::Error>(error)
        .is_some_and(hyper_util::client::legacy::Error::is_connect);
    let cause = root(error).to_string();
    if connecting {
        UpstreamError::Unreachable { api, cause }
    } else {
        UpstreamError::Interrupted { api, cause }
    }
}

/// What is wrong with the credentials, without anything that could be a secret: the output of a
/// plugin is never shown.
pub fn auth(error: &AuthError) -> String {
    match error {
        AuthError::AuthExecStart(error) => {
            format!("the credential plugin of the kubeconfig does not start: {error}")
        }
        AuthError::AuthExecRun { out, .. } => format!(
            "the credential plugin of the kubeconfig failed ({}); run the same in a terminal, or log in again",
            out.status
        ),
        AuthError::AuthExecParse(_) | AuthError::ExecPluginFailed => {
            "the credential plugin of the kubeconfig printed no credential".to_owned()
        }
        other => other.to_string(),
    }
}

/// What is wrong with a kubeconfig. Parse errors quote the text, and the text holds tokens.
pub fn kubeconfig(error: &KubeconfigError) -> String {
    match error {
        KubeconfigError::Parse(_) => "it is not a valid kubeconfig".to_owned(),
        KubeconfigError::CurrentContextNotSet => {
            "it has no current context; name one with --context, or log in with `oc login`"
                .to_owned()
        }
        other => {
            let mut text = other.to_string();
            let mut source = other.source();
            while let Some(cause) = source {
                let cause_text = cause.to_string();
                if !text.contains(&cause_text) {
                    text = format!("{text}: {cause_text}");
                }
                source = cause.source();
            }
            text
        }
    }
}

/// What is wrong with what the kubeconfig says of TLS and credentials.
pub fn setup(error: &kube::Error) -> String {
    match error {
        kube::Error::Auth(error) => auth(error),
        other => find::<KubeconfigError>(other).map_or_else(|| other.to_string(), kubeconfig),
    }
}

/// The first error of a type in a chain. An `io::Error` hides what it wraps from its own chain.
fn find<'a, E: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        if let Some(inner) = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            return find(inner);
        }
        next = error.source();
    }
    None
}

/// The last error of a chain: what the system said.
fn root<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last
}
