//! Object metadata as the app reads it. Reading is lossy on purpose: a write is always a minimal
//! patch, never one of these structs sent back.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::text::time::Timestamp;

/// The part of `metav1.ObjectMeta` that the app shows or compares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ObjectMeta {
    /// Name, unique in its namespace and kind.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// Namespace; empty for cluster-scoped objects.
    #[serde(deserialize_with = "null_as_default")]
    pub namespace: String,
    /// Identity over time; an object deleted and made again has another.
    #[serde(deserialize_with = "null_as_default")]
    pub uid: String,
    /// Version for preconditions and watches.
    #[serde(deserialize_with = "null_as_default")]
    pub resource_version: ResourceVersion,
    /// Counts changes of the spec; for image streams it also drives imports.
    #[serde(deserialize_with = "null_as_default")]
    pub generation: i64,
    /// When the object was made.
    pub creation_timestamp: Option<Timestamp>,
    /// Labels, sorted by key.
    #[serde(deserialize_with = "null_as_default")]
    pub labels: BTreeMap<String, String>,
    /// Annotations, sorted by key.
    #[serde(deserialize_with = "null_as_default")]
    pub annotations: BTreeMap<String, String>,
}

/// An opaque version: it can be compared for equality and sent back, nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
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

/// Reads `null` like an absent key: Go servers send both for empty maps and lists.
pub fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}
