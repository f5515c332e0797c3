//! Lists, page by page.

use super::meta::ResourceVersion;
use crate::wire::{Reader, Wire};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    not(target_arch = "wasm32"),
    derive(serde::Deserialize),
    serde(default, bound(deserialize = "T: serde::Deserialize<'de>"))
)]
pub struct List<T> {
    /// What the list says about itself.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        serde(deserialize_with = "crate::wire::null_as_default")
    )]
    pub metadata: ListMeta,
    /// The objects. Go servers send `null` for none.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        serde(deserialize_with = "crate::wire::null_as_default")
    )]
    pub items: Vec<T>,
}

impl<T: Wire> Wire for List<T> {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        json.object(&mut |key, json| match key {
            "metadata" => {
                self.metadata.read(json);
            }
            "items" => {
                self.items.read(json);
            }
            _ => json.skip(),
        })
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            metadata: ListMeta::default(),
            items: Vec::new(),
        }
    }
}

crate::wire::wire! {
    /// `metav1.ListMeta`.
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    pub struct ListMeta {
        /// Version of the whole list; where a watch starts.
        pub resource_version: ResourceVersion = "resourceVersion",
        /// Token of the next page; empty on the last one.
        pub next: String = "continue",
        /// How many objects follow, if the server knows.
        pub remaining_item_count: Option<u64> = "remainingItemCount",
    }
}
