//! Talking to any Kubernetes API server. Knows neither the rules of `OpenShift` nor, but for its
//! one sending leaf, the browser.
//!
//! A call goes from a [`request::Request`] through the one client to an [`decode::Answer`] and from
//! there to a value or an [`error::Error`]. Everything but the sending is pure.

pub mod decode;
pub mod error;
pub mod list;
pub mod list_reader;
pub mod meta;
pub mod request;
pub mod status;
pub mod watch;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
pub mod fetch;
