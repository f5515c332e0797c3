//! `ImageStream` Console: the pure core and, for the browser only, the view.
//!
//! Modules only look downwards: `text` and `messages` know nothing of the others, `api` talks to
//! any Kubernetes API server, `image` knows what `OpenShift` says about images, `model` decides
//! what a page shows, `route` gives each page its address, `explain` turns errors into words, and
//! `view` (compiled for wasm only) draws it all. ARCHITECTURE.md has the map.

pub mod api;
pub mod config;
pub mod edit;
pub mod explain;
pub mod explain_change;
pub mod image;
pub mod messages;
pub mod model;
pub mod percent;
pub mod route;
pub mod text;
pub mod wire;
pub mod yaml;

#[cfg(target_arch = "wasm32")]
pub mod view;
