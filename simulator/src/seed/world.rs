//! Collects the objects of the demo cluster, so that images are stored once however many streams hold them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::stream::Stream;
use crate::registry::blueprint::digest_of;
use crate::registry::catalogue::BuiltIn;
use crate::registry::{ImageReference, ResolvedImage};

/// A span of time before the start of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ago(pub i64);

/// That many seconds ago.
pub const fn seconds(count: i64) -> Ago {
    Ago(count)
}

/// That many minutes ago.
pub const fn minutes(count: i64) -> Ago {
    Ago(count * 60)
}

/// That many hours ago.
pub const fn hours(count: i64) -> Ago {
    Ago(count * 3_600)
}

/// That many days ago.
pub const fn days(count: i64) -> Ago {
    Ago(count * 86_400)
}

/// The objects gathered so far.
#[derive(Debug)]
pub struct World {
    now: Timestamp,
    registries: BuiltIn,
    images: BTreeMap<String, Value>,
    others: Vec<Value>,
}

impl World {
    /// A world without objects.
    pub fn new(now: Timestamp) -> Self {
        Self {
            now,
            registries: BuiltIn::new(),
            images: BTreeMap::new(),
            others: Vec::new(),
        }
    }

    /// The moment, as the API writes times.
    pub fn time(&self, ago: Ago) -> String {
        text(self.moment(ago))
    }

    fn moment(&self, ago: Ago) -> Timestamp {
        self.now
            .checked_sub(SignedDuration::from_secs(ago.0))
            .unwrap_or(self.now)
    }

    /// The image behind a pull spec at that time, put among the stored images; the digest is returned. With
    /// `whole_list` a manifest list stays one, as under `PreserveOriginal`; else it is reduced to linux/amd64.
    pub fn pull(&mut self, from: &str, ago: Ago, whole_list: bool) -> Option<Pulled> {
        let reference = ImageReference::parse(from).ok()?;
        let mut found = self.registries.image_at(&reference, self.moment(ago))?;
        if !whole_list && !found.children.is_empty() {
            found = found.children.swap_remove(0);
        }
        let created = self.time(ago);
        for child in std::mem::take(&mut found.children) {
            self.keep(&reference, &child, &created);
        }
        self.keep(&reference, &found, &created);
        let spec = reference.at_digest(&found.digest).exact();
        Some(Pulled {
            digest: found.digest,
            spec,
        })
    }

    fn keep(&mut self, reference: &ImageReference, found: &ResolvedImage, created: &str) {
        let name = &found.digest;
        if self.images.contains_key(name) {
            return;
        }
        let mut image = found.image.clone();
        image["kind"] = json!("Image");
        image["apiVersion"] = json!("image.openshift.io/v1");
        image["metadata"]["name"] = json!(name);
        image["metadata"]["uid"] = json!(uid(&format!("image {name}")));
        image["metadata"]["creationTimestamp"] = json!(created);
        image["dockerImageReference"] = json!(reference.at_digest(name).exact());
        self.images.insert(name.clone(), image);
    }

    /// Changes a stored image; nothing happens when there is none of that digest.
    pub fn edit_image(&mut self, digest: &str, change: impl FnOnce(&mut Value)) {
        if let Some(image) = self.images.get_mut(digest) {
            change(image);
        }
    }

    /// Puts an image in that no registry holds, as one pushed to the integrated registry.
    pub fn add_image(&mut self, digest: &str, mut image: Value, created: Ago) {
        image["kind"] = json!("Image");
        image["apiVersion"] = json!("image.openshift.io/v1");
        image["metadata"]["name"] = json!(digest);
        image["metadata"]["uid"] = json!(uid(&format!("image {digest}")));
        image["metadata"]["creationTimestamp"] = json!(self.time(created));
        self.images.insert(digest.to_owned(), image);
    }

    /// Forgets an image, as pruning does, though streams may still name it.
    pub fn prune(&mut self, digest: &str) {
        self.images.remove(digest);
    }

    /// Adds a stream to a project.
    pub fn stream(&mut self, namespace: &str, stream: Stream) {
        let object = stream.build(self, namespace);
        self.others.push(object);
    }

    /// Adds any other object.
    pub fn object(&mut self, object: Value) {
        self.others.push(object);
    }

    /// Identity of an object whose kind, project and name are given.
    pub fn metadata(
        &self,
        kind: &str,
        namespace: &str,
        name: &str,
        ago: Ago,
    ) -> Map<String, Value> {
        let mut metadata = Map::new();
        metadata.insert("name".to_owned(), json!(name));
        if !namespace.is_empty() {
            metadata.insert("namespace".to_owned(), json!(namespace));
        }
        metadata.insert(
            "uid".to_owned(),
            json!(uid(&format!("{kind} {namespace}/{name}"))),
        );
        metadata.insert("creationTimestamp".to_owned(), json!(self.time(ago)));
        metadata
    }

    /// All objects.
    pub fn into_objects(mut self) -> Vec<Value> {
        self.others.extend(self.images.into_values());
        self.others
    }
}

/// An image that a stream points at.
#[derive(Clone, Debug)]
pub struct Pulled {
    /// Name of the image object.
    pub digest: String,
    /// Pull spec by digest.
    pub spec: String,
}

/// A time as the API writes it.
pub fn text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// An identifier of the usual shape, the same in every run.
pub fn uid(of: &str) -> String {
    let hex = digest_of(&format!("uid {of}"));
    let hex = hex.trim_start_matches("sha256:");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!(
        "{}-{}-4{}-8{}-{}",
        part(0, 8),
        part(8, 12),
        part(13, 16),
        part(17, 20),
        part(20, 32)
    )
}
