//! The one way to the API server: every request, header, error and cancellation goes through
//! here.

use super::decode::{Answer, Decoded, decode};
use super::error::Error;
use super::fetch::{self, Chunks, Left};
use super::request::Request;
use super::status::Status;
use crate::wire::Wire;

/// Who asks, and where.
#[derive(Clone)]
pub struct Client {
    base: String,
    token: Option<Token>,
}

/// A secret that can be sent and nothing else: it has no text form that could be shown or logged.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Keeps a bearer token.
    pub fn new(text: String) -> Self {
        Self(text)
    }
}

impl Client {
    /// A client for the API below `base`, a path or URL that ends with a slash. Without a token
    /// the server in front decides who asks.
    pub fn new(base: &str, token: Option<Token>) -> Self {
        Self {
            base: base.to_owned(),
            token,
        }
    }

    /// Sends a request and reads the answer.
    pub async fn call<T: Wire>(&self, request: &Request, left: &Left) -> Result<Decoded<T>, Error> {
        let answer = self.send(request, left).await?;
        decode(request.kind, &answer)
    }

    /// Sends a request and hands back the bytes of the answer.
    pub async fn send(&self, request: &Request, left: &Left) -> Result<Answer, Error> {
        let (url, token) = self.address(request);
        fetch::send(&url, request, token.as_deref(), left).await
    }

    /// Sends a request whose answer goes on, and hands back what comes as it comes.
    pub async fn open(&self, request: &Request, left: &Left) -> Result<Chunks, Error> {
        let (url, token) = self.address(request);
        fetch::open(&url, request, token.as_deref(), left)
            .await?
            // What was read whole is an error, or at least no answer to this request.
            .map_err(|answer| {
                decode::<Status>(request.kind, &answer)
                    .err()
                    .unwrap_or(Error::Offline)
            })
    }

    fn address(&self, request: &Request) -> (String, Option<String>) {
        let url = format!("{}{}", self.base, request.target());
        let token = self
            .token
            .as_ref()
            .map(|token| format!("Bearer {}", token.0));
        (url, token)
    }
}
