//! Imports: what a request asks for, what registries answer, and what that does to the stream; and the controller
//! that imports pending and scheduled tags by itself.

pub mod controller;
pub mod credentials;
pub mod fetch;
pub mod order;
pub mod outcome;
mod pace;
pub mod request;
mod spec;

use jiff::Timestamp;

use crate::cluster::Cluster;

pub use controller::Controller;
pub use pace::{Pace, takes};

/// Imports what has become due.
pub fn tick(cluster: &mut Cluster, now: Timestamp) {
    controller::tick(cluster, now);
}

/// When the next import is due.
pub fn next(cluster: &Cluster) -> Option<Timestamp> {
    cluster.imports.next()
}

/// Looks at what was written since it looked last.
pub fn notice(cluster: &mut Cluster, now: Timestamp) {
    controller::notice(cluster, now);
}
