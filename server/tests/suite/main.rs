//! Tests over real sockets: the console in this process on a free port of the loopback address, in
//! front of a fake API server that each test makes as it needs it.

#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on has failed.

mod built_app;
mod credentials;
mod demo;
mod guard;
mod gzip;
mod harness;
mod kubeconfig;
mod process;
mod proxy;
mod streaming;
mod tls;
