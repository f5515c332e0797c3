//! The content of the demo cluster.
//!
//! Streams are told as what happened to them (`stream`), and images come from the built-in registries (`world`), so
//! that importing a stream again finds the very image it holds.

mod documented;
mod odd;
mod openshift;
mod platform;
mod projects;
mod scale;
mod secured;
mod shop;
mod stream;
mod world;

use jiff::Timestamp;
use serde_json::Value;

pub use scale::scale;

/// The raw objects of the demo cluster: namespaces, role bindings, streams, images, secrets. Times are relative to
/// `now`.
pub fn demo(now: Timestamp) -> Vec<Value> {
    let mut world = world::World::new(now);
    projects::add(&mut world);
    documented::add(&mut world);
    openshift::add(&mut world);
    shop::add(&mut world);
    platform::add(&mut world);
    secured::add(&mut world);
    odd::add(&mut world);
    world.into_objects()
}
