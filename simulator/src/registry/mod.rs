//! The registries that imports read.

/// All registries of the cluster's world.
#[derive(Debug, Default)]
pub struct Catalogue {}
