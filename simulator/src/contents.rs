//! What is stored of an object: parsed, or packed as JSON until somebody reads it.
//!
//! A parsed tag of an image stream takes ten times the memory of its JSON. A large cluster is loaded packed; an object
//! is parsed when it is read by itself, and looked through without being kept parsed when it is one of many.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::store::item_json;

/// The contents of an object. It dereferences to the whole object.
#[derive(Debug)]
pub struct Contents {
    parsed: OnceLock<Value>,
    /// The object as an item of a list, without `kind` and `apiVersion`.
    item: OnceLock<Box<[u8]>>,
    /// `kind` and `apiVersion` of a packed object.
    head: (Value, Value),
}

impl Contents {
    /// An object that is kept parsed.
    pub fn parsed(value: Value) -> Self {
        let contents = Self {
            parsed: OnceLock::new(),
            item: OnceLock::new(),
            head: Default::default(),
        };
        // The cell is empty, so the value goes in.
        let _ = contents.parsed.set(value);
        contents
    }

    /// An object that is kept as JSON until it is read.
    pub fn packed(value: &Value) -> Self {
        let contents = Self {
            parsed: OnceLock::new(),
            item: OnceLock::new(),
            head: (value["kind"].clone(), value["apiVersion"].clone()),
        };
        let _ = contents.item.set(item_json(value).into());
        contents
    }

    /// The object as an item of a list, which is without `kind` and `apiVersion`; serialised once.
    pub fn item_json(&self) -> &[u8] {
        self.item
            .get_or_init(|| self.parsed.get().map(item_json).unwrap_or_default().into())
    }

    /// The object, without keeping it parsed.
    pub fn view(&self) -> Cow<'_, Value> {
        match self.parsed.get() {
            Some(value) => Cow::Borrowed(value),
            None => Cow::Owned(self.unpack()),
        }
    }

    /// Looks at the object without keeping it parsed.
    pub fn look<R>(&self, look: impl FnOnce(&Value) -> R) -> R {
        look(&self.view())
    }

    /// Looks at the metadata alone, as an object that has nothing else if it is packed: skipping the rest takes a tenth of
    /// the time of parsing it.
    pub fn look_at_metadata<R>(&self, look: impl FnOnce(&Value) -> R) -> R {
        if let Some(value) = self.parsed.get() {
            return look(value);
        }
        let item = self.item.get().map(AsRef::as_ref).unwrap_or_default();
        let head: Head = serde_json::from_slice(item).unwrap_or_default();
        look(&json!({"metadata": head.metadata}))
    }

    /// The whole object as JSON, `kind` and `apiVersion` first.
    pub fn object_json(&self) -> Vec<u8> {
        match self.parsed.get() {
            Some(value) => with_head(&value["kind"], &value["apiVersion"], &item_json(value)),
            None => with_head(&self.head.0, &self.head.1, self.item_json()),
        }
    }

    fn unpack(&self) -> Value {
        let item = self.item.get().map(AsRef::as_ref).unwrap_or_default();
        // The text was written by this program, so it can be read.
        let mut value: Value = serde_json::from_slice(item).unwrap_or_else(|_| json!({}));
        value["kind"] = self.head.0.clone();
        value["apiVersion"] = self.head.1.clone();
        value
    }
}

/// What is read of an object whose metadata are looked at.
#[derive(Default, Deserialize)]
struct Head {
    #[serde(default)]
    metadata: Value,
}

/// An item of a list as an object that stands alone: `kind` and `apiVersion` come first, as the server writes them.
pub fn with_head(kind: &Value, api_version: &Value, item: &[u8]) -> Vec<u8> {
    let rest = item.get(1..).unwrap_or_default();
    let separator = if rest == b"}" { "" } else { "," };
    let head = format!("{{\"kind\":{kind},\"apiVersion\":{api_version}{separator}");
    let mut out = Vec::with_capacity(head.len() + rest.len());
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(rest);
    out
}

impl Deref for Contents {
    type Target = Value;

    fn deref(&self) -> &Value {
        self.parsed.get_or_init(|| self.unpack())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_changes_nothing() {
        let object = json!({"kind": "ImageStream", "apiVersion": "image.openshift.io/v1", "metadata": {"name": "a\u{202e}\"b"}, "spec": {"tags": [{"name": "1", "annotations": null}]}});
        let (packed, parsed) = (Contents::packed(&object), Contents::parsed(object.clone()));
        assert_eq!(packed.item_json(), parsed.item_json());
        assert!(packed.look(|value| *value == object));
        assert!(packed.look_at_metadata(|value| value["metadata"] == object["metadata"]));
        assert_eq!(packed.object_json(), parsed.object_json());
        assert_eq!(*packed, object);
        assert_eq!(*parsed, object);
    }
}
