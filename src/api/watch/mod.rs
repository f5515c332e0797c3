//! Following objects as they change, without a browser: bytes into lines ([`framing`]), lines into
//! events ([`event`]), events into a copy of the server's objects ([`mirror`]), and when to ask
//! the server what ([`plan`], [`backoff`], [`course`], [`scope`]). [`follower`] puts them together;
//! [`single`] is the copy of one object, for pages about it.
//!
//! Versions of objects are opaque: nothing here compares two of them for more than equality. What
//! keeps the copy right is the order of one answer, the identity (`uid`) of objects, and a number
//! for each request, so that a late answer to an earlier one is dropped.

pub mod backoff;
pub mod course;
pub mod event;
pub mod follower;
pub mod framing;
pub mod mirror;
pub mod plan;
pub mod scope;
pub mod single;

use super::meta::ObjectMeta;

/// An object of the API that can be followed.
pub trait Object {
    /// Its metadata.
    fn metadata(&self) -> &ObjectMeta;
}
