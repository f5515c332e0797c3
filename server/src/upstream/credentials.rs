//! With whose credentials the API is asked.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, HeaderValue, header};

use super::UpstreamError;

/// The header in which an OAuth proxy hands on the user's token.
const FORWARDED_TOKEN: &str = "x-forwarded-access-token";

/// Where the `Authorization` of a request to the API comes from.
#[derive(Debug)]
pub enum Credentials {
    /// From the caller: a proxy in front of us has logged the user in.
    Caller {
        /// Whether `X-Forwarded-Access-Token` stands for `Authorization`.
        forwarded_token: bool,
    },
    /// From a file. The caller's is dropped.
    File(TokenFile),
    /// From the kubeconfig, by header or client certificate. The caller's is dropped.
    Configured,
}

impl Credentials {
    /// The `Authorization` for a request with these headers; `None` when there is none, or when the
    /// connection adds it.
    pub async fn authorization(
        &self,
        caller: &HeaderMap,
    ) -> Result<Option<HeaderValue>, UpstreamError> {
        match self {
            Self::Caller { forwarded_token } => Ok(of_caller(caller, *forwarded_token)),
            Self::File(file) => file.authorization().await.map(Some),
            Self::Configured => Ok(None),
        }
    }
}

fn of_caller(caller: &HeaderMap, forwarded_token: bool) -> Option<HeaderValue> {
    let forwarded = caller
        .get(FORWARDED_TOKEN)
        .filter(|_| forwarded_token)
        .and_then(|token| token.to_str().ok())
        .and_then(bearer);
    forwarded.or_else(|| caller.get(header::AUTHORIZATION).cloned())
}

fn bearer(token: &str) -> Option<HeaderValue> {
    let token = token.trim();
    if token.is_empty() {
        return None;
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {token}")).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// A token that stands in a file. The file is read for each request: it is small, and whatever
/// renews it does so without telling us.
#[derive(Debug)]
pub struct TokenFile {
    path: PathBuf,
    last: Mutex<Option<HeaderValue>>,
}

impl TokenFile {
    /// A token file; it is read when it is needed.
    pub fn new(path: PathBuf) -> Self {
        Self {
            path,
            last: Mutex::default(),
        }
    }

    /// Where the token stands.
    pub fn path(&self) -> &Path {
        &self.path
    }

    async fn authorization(&self) -> Result<HeaderValue, UpstreamError> {
        let read = tokio::fs::read_to_string(&self.path).await;
        let cause = match &read {
            Ok(token) => match bearer(token) {
                Some(value) => {
                    *self.lock() = Some(value.clone());
                    return Ok(value);
                }
                None => "it holds no token".to_owned(),
            },
            Err(error) => error.to_string(),
        };
        // A file is away for a moment while it is replaced; the token before it is still good.
        self.lock()
            .clone()
            .ok_or_else(|| UpstreamError::Credentials {
                cause: format!("token file {}: {cause}", self.path.display()),
            })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<HeaderValue>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_callers_authorization_passes_and_the_forwarded_token_only_when_asked_for() {
        let mut caller = HeaderMap::new();
        assert_eq!(of_caller(&caller, true), None);
        caller.insert("authorization", HeaderValue::from_static("Bearer own"));
        caller.insert(FORWARDED_TOKEN, HeaderValue::from_static("forwarded"));
        assert_eq!(of_caller(&caller, false).unwrap(), "Bearer own");
        assert_eq!(of_caller(&caller, true).unwrap(), "Bearer forwarded");
        caller.insert(FORWARDED_TOKEN, HeaderValue::from_static(" "));
        assert_eq!(of_caller(&caller, true).unwrap(), "Bearer own");
    }
}
