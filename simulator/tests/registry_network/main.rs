//! Imports from a real registry on loopback, through the simulated API.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../fixture/mod.rs"]
mod fixture;
mod hosted;
mod http;
mod imports;
mod registry;
mod schedules;
mod tokens;
mod trouble;
