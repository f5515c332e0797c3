//! Why an image could not be had, in the words the API uses for it.

use serde_json::{Value, json};

use super::reference::ImageReference;

/// Why a registry did not give an image or its tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullError {
    /// There is no such repository, tag or digest.
    NotFound,
    /// The registry refuses, with or without credentials being sent.
    NoAccess,
    /// The registry asks for credentials of a repository that is not public, and none were sent.
    NoCredentials,
    /// The registry says that user name or password are wrong.
    BadCredentials,
    /// The registry speaks plain HTTP and `insecure` was not set.
    HttpOnly,
    /// The cluster's configuration forbids this registry.
    Blocked,
    /// The registry speaks only the first version of the protocol.
    NotV2,
    /// The registry never answered, and whoever asked gave up waiting.
    Timeout,
    /// Nobody has been asked so far: the host has to find the answer and try again. No status ever tells this.
    NotKnownYet,
    /// Anything else: the text of the client's error.
    Other(String),
}

impl PullError {
    /// The status the import reports for an image it wanted to read.
    pub fn status(&self, wanted: &ImageReference) -> Value {
        let full = wanted.with_client_defaults();
        let text = full.exact();
        match self {
            Self::NotFound => json!({
                "metadata": {}, "status": "Failure",
                "message": format!("dockerimage.image.openshift.io \"{text}\" not found"),
                "reason": "NotFound",
                "details": {"name": text, "group": "image.openshift.io", "kind": "dockerimage"},
                "code": 404,
            }),
            Self::NoAccess => unauthorized(&format!(
                "you may not have access to the container image \"{text}\""
            )),
            Self::NoCredentials => unauthorized(&format!(
                "you may not have access to the container image \"{text}\" and did not have credentials to the repository"
            )),
            Self::BadCredentials => unauthorized(&format!(
                "incorrect username or password for image \"{text}\""
            )),
            Self::HttpOnly => json!({
                "metadata": {}, "status": "Failure",
                "message": format!(
                    "the repository {} is HTTP only and requires the insecure flag to import", full.repository()
                ),
                "reason": "BadRequest",
                "code": 400,
            }),
            Self::Blocked => json!({
                "metadata": {}, "status": "Failure",
                // The host is shown as it was written, so it is empty for short names.
                "message": format!("forbidden: registry {} blocked", wanted.registry),
                "reason": "Forbidden",
                "details": {},
                "code": 403,
            }),
            Self::NotV2 => json!({
                "metadata": {}, "status": "Failure",
                "message": format!(
                    ".image.openshift.io is forbidden: registry \"{}\" does not support the v2 Registry API", full.registry
                ),
                "reason": "NotV2Registry",
                "details": {"group": "image.openshift.io"},
                "code": 403,
            }),
            Self::Timeout | Self::NotKnownYet | Self::Other(_) => {
                let cause = match self {
                    Self::Other(error) => format!("{text}: {error}"),
                    _ => format!(
                        "{text}: Get \"https://{}/v2/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
                        full.registry
                    ),
                };
                json!({
                    "metadata": {}, "status": "Failure",
                    "message": format!("Internal error occurred: {cause}"),
                    "reason": "InternalError",
                    "details": {"causes": [{"message": cause}]},
                    "code": 500,
                })
            }
        }
    }
}

fn unauthorized(message: &str) -> Value {
    json!({"metadata": {}, "status": "Failure", "message": message, "reason": "Unauthorized", "code": 401})
}
