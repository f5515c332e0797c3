//! What `OpenShift` says about images: wire types, rules and texts. Pure.

pub mod docker;
pub mod stream;
pub mod view;
