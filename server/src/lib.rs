//! The server a user starts: it serves the built app and is the proxy to the `OpenShift` API.
//!
//! How a request travels through [`server::Console::answer`]:
//!
//! 1. [`guard`] refuses a foreign `Host`, so that no web page can reach the server under a name of
//!    its own (DNS rebinding).
//! 2. [`base_path`] takes away the path under which everything is mounted.
//! 3. An API path is refused when another site sent it ([`guard`]) or when the app has no need of
//!    it ([`allow_list`]); else [`proxy`] hands it to the [`upstream`], streamed both ways.
//! 4. Everything else is a file of the built app or its page ([`static_files`], [`page`]).
//!
//! Decisions are plain functions with table tests; sockets and files are at the edge. Each layer
//! has its own error type, and [`error`] is the one place that makes answers of them.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod allow_list;
pub mod base_path;
pub mod cli;
pub mod error;
pub mod guard;
pub mod gzip;
pub mod headers;
pub mod logging;
pub mod negotiation;
pub mod page;
pub mod proxy;
pub mod representation;
pub mod server;
pub mod start;
pub mod static_files;
pub mod stop;
pub mod upstream;
