//! The import controller: pending tags and scheduled ones.

use jiff::Timestamp;

use crate::cluster::Cluster;

/// What the controller remembers between ticks.
#[derive(Debug, Default)]
pub struct Controller {}

/// Imports what has become due.
pub fn tick(_cluster: &mut Cluster, _now: Timestamp) {}

/// When the next import is due.
pub fn next(_cluster: &Cluster) -> Option<Timestamp> {
    None
}
