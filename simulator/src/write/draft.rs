//! An image stream taken apart for a write.
//!
//! The server keeps tags in maps keyed by name: that sorts them, and lets the last of several entries of one name win.
//! Everything that writes streams works on this form and only this module knows both forms.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::view::{list, text};

/// One entry of a tag's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When the tag came to point at the image.
    pub created: String,
    /// Where the image is pulled from.
    pub reference: String,
    /// Name of the image; empty for tags that only repeat a pull spec.
    pub image: String,
    /// Generation of the spec tag that made it.
    pub generation: i64,
}

/// History and conditions of a tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatusTag {
    /// Newest first.
    pub items: Vec<Event>,
    /// Why the last import failed, if it did.
    pub conditions: Vec<Value>,
}

/// A spec tag. Members that the rules look at stand alone, the rest is carried along.
#[derive(Clone, Debug, PartialEq)]
pub struct SpecTag {
    /// Annotations, empty when there are none.
    pub annotations: Map<String, Value>,
    /// The source.
    pub from: Option<Source>,
    /// Whether the tag is only repeated and not imported.
    pub reference: bool,
    /// Generation at which the tag was last requested.
    pub generation: Option<i64>,
    /// Import over plain HTTP or without checking certificates.
    pub insecure: bool,
    /// Import again and again.
    pub scheduled: bool,
    /// `Legacy` or `PreserveOriginal`; other texts are refused by validation.
    pub import_mode: String,
    /// `Source` or `Local`; other texts are refused by validation.
    pub reference_policy: String,
}

impl Default for SpecTag {
    fn default() -> Self {
        Self {
            annotations: Map::new(),
            from: None,
            reference: false,
            generation: None,
            insecure: false,
            scheduled: false,
            import_mode: "Legacy".to_owned(),
            reference_policy: "Source".to_owned(),
        }
    }
}

/// Where a spec tag comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// `DockerImage`, `ImageStreamTag` or `ImageStreamImage`.
    pub kind: String,
    /// Project of the source; empty means the stream's own.
    pub namespace: String,
    /// Pull spec, `stream:tag`, `tag`, `stream@id` or `id`.
    pub name: String,
}

/// A stream in the form that writes work on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The metadata as it is.
    pub metadata: Map<String, Value>,
    /// `spec.lookupPolicy.local`.
    pub local_lookup: bool,
    /// `spec.dockerImageRepository`.
    pub repository: String,
    /// `spec.tags`.
    pub tags: BTreeMap<String, SpecTag>,
    /// `status.tags`.
    pub status: BTreeMap<String, StatusTag>,
}

impl Source {
    /// Reads an object reference.
    pub fn read(value: &Value) -> Self {
        let part = |pointer| text(value, pointer).to_owned();
        Self {
            kind: part("/kind"),
            namespace: part("/namespace"),
            name: part("/name"),
        }
    }

    /// A registry image.
    pub fn image(name: &str) -> Self {
        Self {
            kind: "DockerImage".to_owned(),
            namespace: String::new(),
            name: name.to_owned(),
        }
    }

    /// Whether it is an image of a registry.
    pub fn is_image(&self) -> bool {
        self.kind == "DockerImage"
    }

    fn json(&self) -> Value {
        let mut object = Map::new();
        for (key, value) in [
            ("kind", &self.kind),
            ("namespace", &self.namespace),
            ("name", &self.name),
        ] {
            if !value.is_empty() {
                object.insert(key.to_owned(), json!(value));
            }
        }
        Value::Object(object)
    }
}

impl SpecTag {
    /// Reads a `TagReference`, filling in the defaults.
    pub fn read(value: &Value) -> Self {
        let or = |pointer, default: &str| match text(value, pointer) {
            "" => default.to_owned(),
            given => given.to_owned(),
        };
        let flag = |pointer| {
            value
                .pointer(pointer)
                .and_then(Value::as_bool)
                .unwrap_or(false)
        };
        Self {
            annotations: value
                .get("annotations")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            from: value
                .get("from")
                .filter(|from| from.is_object())
                .map(Source::read),
            reference: flag("/reference"),
            generation: value.get("generation").and_then(Value::as_i64),
            insecure: flag("/importPolicy/insecure"),
            scheduled: flag("/importPolicy/scheduled"),
            import_mode: or("/importPolicy/importMode", "Legacy"),
            reference_policy: or("/referencePolicy/type", "Source"),
        }
    }

    /// Writes the `TagReference` of a name as the server writes it.
    pub fn json(&self, name: &str) -> Value {
        let annotations = Some(&self.annotations).filter(|map| !map.is_empty());
        let mut tag = json!({
            "name": name,
            "annotations": annotations,
            "generation": self.generation,
            "importPolicy": self.import_policy(),
            "referencePolicy": {"type": self.reference_policy},
        });
        if let Some(from) = &self.from {
            tag["from"] = from.json();
        }
        if self.reference {
            tag["reference"] = json!(true);
        }
        tag
    }

    /// The import policy as the server writes it.
    pub fn import_policy(&self) -> Value {
        let mut policy = Map::new();
        for (key, set) in [("insecure", self.insecure), ("scheduled", self.scheduled)] {
            if set {
                policy.insert(key.to_owned(), json!(true));
            }
        }
        policy.insert("importMode".to_owned(), json!(self.import_mode));
        Value::Object(policy)
    }

    /// Whether the import controller is responsible for it.
    pub fn is_importable(&self) -> bool {
        !self.reference && self.from.as_ref().is_some_and(Source::is_image)
    }
}

impl StatusTag {
    fn read(value: &Value) -> Self {
        let event = |item: &Value| Event {
            created: text(item, "/created").to_owned(),
            reference: text(item, "/dockerImageReference").to_owned(),
            image: text(item, "/image").to_owned(),
            generation: item.get("generation").and_then(Value::as_i64).unwrap_or(0),
        };
        Self {
            items: list(value, "/items").iter().map(event).collect(),
            conditions: list(value, "/conditions").to_vec(),
        }
    }

    fn json(&self, name: &str) -> Value {
        let items: Vec<Value> = self.items.iter().map(Event::json).collect();
        let mut status = json!({
            "tag": name,
            "items": if items.is_empty() { Value::Null } else { Value::Array(items) },
        });
        if !self.conditions.is_empty() {
            status["conditions"] = Value::Array(self.conditions.clone());
        }
        status
    }

    /// The newest generation that history or condition has seen.
    pub fn observed(&self) -> i64 {
        let event = self.items.first().map_or(0, |event| event.generation);
        let failure = self
            .conditions
            .iter()
            .filter(|condition| text(condition, "/type") == "ImportSuccess");
        failure
            .filter_map(|condition| condition["generation"].as_i64())
            .fold(event, i64::max)
    }
}

impl Event {
    fn json(&self) -> Value {
        json!({
            "created": if self.created.is_empty() { Value::Null } else { json!(self.created) },
            "dockerImageReference": self.reference,
            "image": self.image,
            "generation": self.generation,
        })
    }
}

impl Draft {
    /// A new stream of that name.
    pub fn named(namespace: &str, name: &str) -> Self {
        let mut draft = Self::default();
        draft.metadata.insert("name".to_owned(), json!(name));
        draft
            .metadata
            .insert("namespace".to_owned(), json!(namespace));
        draft
    }

    /// Takes a stream apart.
    pub fn read(stream: &Value) -> Self {
        let entries = |pointer, key: &'static str| {
            list(stream, pointer)
                .iter()
                .map(move |entry| (entry[key].as_str().unwrap_or_default().to_owned(), entry))
        };
        Self {
            metadata: stream
                .get("metadata")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
            local_lookup: stream
                .pointer("/spec/lookupPolicy/local")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            repository: text(stream, "/spec/dockerImageRepository").to_owned(),
            tags: entries("/spec/tags", "name")
                .map(|(name, entry)| (name, SpecTag::read(entry)))
                .collect(),
            status: entries("/status/tags", "tag")
                .map(|(name, entry)| (name, StatusTag::read(entry)))
                .collect(),
        }
    }

    /// Puts the stream together again, without the repositories of its status.
    pub fn json(&self) -> Value {
        let mut metadata = self.metadata.clone();
        for member in [
            "labels",
            "annotations",
            "managedFields",
            "finalizers",
            "ownerReferences",
        ] {
            let empty = metadata.get(member).is_some_and(|value| match value {
                Value::Object(map) => map.is_empty(),
                Value::Array(list) => list.is_empty(),
                other => other.is_null(),
            });
            if empty {
                metadata.remove(member);
            }
        }
        let mut spec = json!({"lookupPolicy": {"local": self.local_lookup}});
        if !self.repository.is_empty() {
            spec["dockerImageRepository"] = json!(self.repository);
        }
        if !self.tags.is_empty() {
            spec["tags"] = self.tags.iter().map(|(name, tag)| tag.json(name)).collect();
        }
        let mut status = json!({});
        if !self.status.is_empty() {
            status["tags"] = self
                .status
                .iter()
                .map(|(name, tag)| tag.json(name))
                .collect();
        }
        json!({
            "kind": "ImageStream",
            "apiVersion": "image.openshift.io/v1",
            "metadata": metadata,
            "spec": spec,
            "status": status,
        })
    }

    /// Whether the specs say the same.
    pub fn same_spec(&self, other: &Self) -> bool {
        self.local_lookup == other.local_lookup
            && self.repository == other.repository
            && self.tags == other.tags
    }

    /// A member of the metadata as text.
    pub fn meta(&self, member: &str) -> &str {
        self.metadata
            .get(member)
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The stream's name.
    pub fn name(&self) -> &str {
        self.meta("name")
    }

    /// The stream's project.
    pub fn namespace(&self) -> &str {
        self.meta("namespace")
    }

    /// `metadata.generation`.
    pub fn generation(&self) -> i64 {
        self.metadata
            .get("generation")
            .and_then(Value::as_i64)
            .unwrap_or(0)
    }

    /// Sets `metadata.generation`.
    pub fn set_generation(&mut self, generation: i64) {
        self.metadata
            .insert("generation".to_owned(), json!(generation));
    }

    /// An annotation of the stream.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata.get("annotations")?.get(key)?.as_str()
    }

    /// Sets an annotation of the stream.
    pub fn annotate(&mut self, key: &str, value: &str) {
        let annotations = self
            .metadata
            .entry("annotations")
            .or_insert_with(|| json!({}));
        if !annotations.is_object() {
            *annotations = json!({});
        }
        annotations[key] = json!(value);
    }

    /// The newest event of a tag.
    pub fn newest(&self, tag: &str) -> Option<&Event> {
        self.status.get(tag)?.items.first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_sorted_and_the_last_of_a_name_wins() {
        let stream = json!({"metadata": {"name": "s"}, "spec": {"tags": [
            {"name": "b", "from": {"kind": "DockerImage", "name": "x:1"}},
            {"name": "a"},
            {"name": "b", "from": {"kind": "DockerImage", "name": "x:2"}},
        ]}});
        let back = Draft::read(&stream).json();
        let names: Vec<&str> = list(&back, "/spec/tags")
            .iter()
            .map(|tag| text(tag, "/name"))
            .collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(back["spec"]["tags"][1]["from"]["name"], "x:2");
        assert_eq!(
            back["spec"]["tags"][0]["importPolicy"],
            json!({"importMode": "Legacy"})
        );
        assert_eq!(back["spec"]["tags"][0]["annotations"], Value::Null);
    }
}
