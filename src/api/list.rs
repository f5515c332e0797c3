//! Lists, page by page.

use serde::Deserialize;

use super::meta::{ResourceVersion, null_as_default};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T> {
    /// What the list says about itself.
    #[serde(deserialize_with = "null_as_default")]
    pub metadata: ListMeta,
    /// The objects. Go servers send `null` for none.
    #[serde(deserialize_with = "null_as_default")]
    pub items: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            metadata: ListMeta::default(),
            items: Vec::new(),
        }
    }
}

/// `metav1.ListMeta`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListMeta {
    /// Version of the whole list; where a watch starts.
    #[serde(deserialize_with = "null_as_default")]
    pub resource_version: ResourceVersion,
    /// Token of the next page; empty on the last one.
    #[serde(rename = "continue", deserialize_with = "null_as_default")]
    pub next: String,
    /// How many objects follow, if the server knows.
    pub remaining_item_count: Option<u64>,
}
