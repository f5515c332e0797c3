//! The content of the demo cluster.

use jiff::Timestamp;
use serde_json::Value;

/// The raw objects of the demo cluster: namespaces, role bindings, streams, images, secrets. Times
/// are relative to `now`.
pub fn demo(_now: Timestamp) -> Vec<Value> {
    Vec::new()
}

/// A project of many streams: `--demo-scale STREAMSxTAGS`.
pub fn scale(_streams: usize, _tags: usize, _now: Timestamp) -> Vec<Value> {
    Vec::new()
}
