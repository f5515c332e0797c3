//! Object metadata as the app reads it. Reading is lossy on purpose: a write is always a minimal
//! patch, never one of these structs sent back.

use crate::text::sorted_map::SortedMap;
use crate::text::time::Timestamp;
use crate::wire::{Reader, Wire};

crate::wire::wire! {
    /// The part of `metav1.ObjectMeta` that the app shows or compares.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ObjectMeta {
        /// Name, unique in its namespace and kind.
        pub name: String = "name",
        /// Namespace; empty for cluster-scoped objects.
        pub namespace: String = "namespace",
        /// Identity over time; an object deleted and made again has another.
        pub uid: String = "uid",
        /// Version for preconditions and watches.
        pub resource_version: ResourceVersion = "resourceVersion",
        /// Counts changes of the spec; for image streams it also drives imports.
        pub generation: i64 = "generation",
        /// When the object was made.
        pub creation_timestamp: Option<Timestamp> = "creationTimestamp",
        /// Labels, sorted by key.
        pub labels: SortedMap<String, String> = "labels",
        /// Annotations, sorted by key.
        pub annotations: SortedMap<String, String> = "annotations",
    }
}

crate::wire::wire! {
    /// An object of which only the metadata matters.
    #[derive(Clone, Debug, Default)]
    pub struct Named {
        /// Name, labels and the like.
        pub metadata: ObjectMeta = "metadata",
    }
}

/// An opaque version: it can be compared for equality and sent back, nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    derive(serde::Deserialize),
    serde(transparent)
)]
pub struct ResourceVersion(String);

impl ResourceVersion {
    /// The text as the server sent it, for requests.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for ResourceVersion {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Wire for ResourceVersion {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.text(&mut self.0)
    }
}
