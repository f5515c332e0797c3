//! What the image API of `OpenShift` (`image.openshift.io/v1`) says, and every rule about it.

pub mod command;
pub mod describe;
pub mod digest;
pub mod docker;
pub mod follow;
pub mod pull_spec;
pub mod source;
pub mod stream;
pub mod tag_order;
pub mod tag_state;
pub mod tags;
pub mod view;
