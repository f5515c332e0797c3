//! A simulated OpenShift image API.
//!
//! The crate is sans-I/O at heart: [`Cluster::handle`] takes a request as a value and the time,
//! and answers with a value. Nothing in it opens a socket, starts a thread or reads a clock, so
//! tests run thousands of cases in process with a clock of their own. `host` (feature
//! `serve`) is one way to put it on the network.
//!
//! Objects are raw [`serde_json::Value`]s. The crate shares the contract with the application but
//! not one type, so that a misspelt field cannot agree with itself.
//!
//! # How a request travels
//!
//! 1. [`fault`]: a name that asks for a failure (`slow-3s`, `error-503`) is given one.
//! 2. [`access`]: the bearer token becomes an [`access::Identity`]; none is 401.
//! 3. [`route`]: the path and method become a [`ResourceCall`] or a call of discovery.
//! 4. [`access::may`]: RBAC; a refusal is 403.
//! 5. Reading verbs are answered in [`read`] and [`watch`], reviews in [`review`], and the writing
//!    verbs `create`, `update`, `patch`, `delete` and `deletecollection` in [`write::handle`].
//!
//! # What the parts promise each other
//!
//! - [`store::Store`] is the only place that changes objects. [`store::Store::put`] gives an object
//!   a new `resourceVersion`, records the change for watches and returns the object as stored. It
//!   does not touch `generation`, `uid` or times: those are the writer's.
//! - Image streams are stored as the server stores them. The computed repositories of
//!   `status` are filled by [`Cluster::put`] (which is therefore the way to write a stream).
//! - [`write::handle`] is called only after authentication and after RBAC allowed the verb on the
//!   resource named by the call. Checks beyond that (cross-project pulls, `create` for a stream
//!   that an image stream tag would create) are the writer's, through [`access::may`].
//! - [`import::tick`] and [`import::next`] are the time-driven side: [`Cluster::tick`] calls the
//!   first, [`Cluster::next_tick`] asks the second.
//! - Errors are [`status::ApiError`]s, whose bodies are `Status` objects with the real server's
//!   words.

// Errors are made boxed, because results that carry them travel through every function.
#![allow(clippy::unnecessary_box_returns)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod access;
pub mod cluster;
pub mod contents;
pub mod discovery;
pub mod exchange;
pub mod fault;
#[cfg(feature = "serve")]
pub mod host;
pub mod import;
pub mod negotiate;
pub mod paging;
pub mod protobuf;
pub mod read;
pub mod registry;
pub mod resource;
pub mod review;
pub mod route;
pub mod seed;
pub mod selector;
mod server;
pub mod status;
pub mod store;
pub mod table;
pub mod view;
pub mod watch;
pub mod write;

pub use cluster::{Cluster, Config, Frames, WatchId};
pub use exchange::{Reply, Request, Response};
pub use resource::{Resource, ResourceCall, Verb};
pub use write::allow_list::AllowedRegistry;
