//! The objects, one revision counter, and the log of changes that watches read.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::ops::Bound;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::contents::Contents;

/// A group and a resource in it. The core group is the empty string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupResource {
    /// For example `image.openshift.io`.
    pub group: &'static str,
    /// The plural, for example `imagestreams`.
    pub resource: &'static str,
}

/// Image streams.
pub const IMAGE_STREAMS: GroupResource = GroupResource {
    group: "image.openshift.io",
    resource: "imagestreams",
};
/// Images, which belong to no namespace.
pub const IMAGES: GroupResource = GroupResource {
    group: "image.openshift.io",
    resource: "images",
};
/// Namespaces; projects are a view of them.
pub const NAMESPACES: GroupResource = GroupResource {
    group: "",
    resource: "namespaces",
};
/// Secrets.
pub const SECRETS: GroupResource = GroupResource {
    group: "",
    resource: "secrets",
};
/// Service accounts.
pub const SERVICE_ACCOUNTS: GroupResource = GroupResource {
    group: "",
    resource: "serviceaccounts",
};
/// Role bindings, from which project rights are read.
pub const ROLE_BINDINGS: GroupResource = GroupResource {
    group: "rbac.authorization.k8s.io",
    resource: "rolebindings",
};

/// Limits on what a project's objects may be like.
pub const LIMIT_RANGES: GroupResource = GroupResource {
    group: "",
    resource: "limitranges",
};
/// Limits on how much several projects may hold together.
pub const CLUSTER_QUOTAS: GroupResource = GroupResource {
    group: "quota.openshift.io",
    resource: "clusterresourcequotas",
};
/// Limits on how much a project may hold.
pub const RESOURCE_QUOTAS: GroupResource = GroupResource {
    group: "",
    resource: "resourcequotas",
};

/// The place of an object within its resource. It orders as the keys of etcd do, so that lists
/// come in the order of the real server.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(String);

impl Key {
    /// The key of a named object; the namespace is empty for cluster-scoped ones.
    pub fn new(namespace: &str, name: &str) -> Self {
        if namespace.is_empty() {
            Self(name.to_owned())
        } else {
            Self(format!("{namespace}/{name}"))
        }
    }

    /// The key of an object by its metadata.
    pub fn of(object: &Value) -> Self {
        let text = |pointer| {
            object
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        Self::new(text("/metadata/namespace"), text("/metadata/name"))
    }

    /// The key as text: `name` or `namespace/name`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key that a text names.
    pub fn from_text(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// Namespace, which is empty for cluster-scoped objects, and name.
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_once('/').unwrap_or(("", &self.0))
    }

    fn in_namespace(&self, namespace: &str) -> bool {
        self.0
            .strip_prefix(namespace)
            .is_some_and(|rest| rest.starts_with('/'))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An object as stored at one revision. It never changes; a write makes another.
#[derive(Debug)]
pub struct Stored {
    /// The whole object, `metadata.resourceVersion` included.
    pub value: Contents,
    /// The revision of its last write.
    pub revision: u64,
}

impl Stored {
    fn new(value: Contents, revision: u64) -> Arc<Self> {
        Arc::new(Self { value, revision })
    }

    /// The object as an item of a list, which is without `kind` and `apiVersion`; serialised once.
    pub fn item_json(&self) -> &[u8] {
        self.value.item_json()
    }
}

/// The JSON of an object without `kind` and `apiVersion`.
pub fn item_json(object: &Value) -> Vec<u8> {
    let mut out = vec![b'{'];
    for (name, member) in object.as_object().into_iter().flatten() {
        if matches!(name.as_str(), "kind" | "apiVersion") {
            continue;
        }
        if out.len() > 1 {
            out.push(b',');
        }
        // Writing JSON into memory cannot fail.
        let _ = serde_json::to_writer(&mut out, name);
        out.push(b':');
        let _ = serde_json::to_writer(&mut out, member);
    }
    out.push(b'}');
    out
}

/// One change. Both sides are kept, because a watch with a selector tells an object that no longer
/// matches as deleted.
#[derive(Clone, Debug)]
pub struct Change {
    /// The revision that the change made.
    pub revision: u64,
    /// What kind of object changed.
    pub resource: GroupResource,
    /// Which one.
    pub key: Key,
    /// The object before; `None` when it was created.
    pub before: Option<Arc<Stored>>,
    /// The object after; when it was deleted, its last state under the new revision.
    pub after: Arc<Stored>,
    /// Whether the change is a deletion.
    pub deleted: bool,
}

/// Objects in the order of their keys.
pub type Objects<'store> = Box<dyn Iterator<Item = (&'store Key, &'store Arc<Stored>)> + 'store>;

/// All objects.
#[derive(Debug)]
pub struct Store {
    revision: u64,
    /// The log knows all changes after this revision.
    compacted: u64,
    capacity: usize,
    objects: BTreeMap<GroupResource, BTreeMap<Key, Arc<Stored>>>,
    log: VecDeque<Change>,
}

impl Store {
    /// An empty store whose log keeps that many changes.
    pub fn new(capacity: usize) -> Self {
        Self {
            revision: 1,
            compacted: 0,
            capacity,
            objects: BTreeMap::new(),
            log: VecDeque::new(),
        }
    }

    /// Goes on from at least this revision, as if everything up to it had happened and was
    /// forgotten. A cluster that starts anew would otherwise take revisions of its former life for
    /// its own, and readers of that would wait in vain for what they missed.
    pub fn start_at(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
        self.compacted = self.revision;
        self.log.clear();
    }

    /// The revision of the last write.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The oldest revision from which a watch can still start.
    pub fn oldest(&self) -> u64 {
        self.compacted
    }

    /// One object.
    pub fn get(
        &self,
        resource: GroupResource,
        namespace: &str,
        name: &str,
    ) -> Option<&Arc<Stored>> {
        self.objects.get(&resource)?.get(&Key::new(namespace, name))
    }

    /// Objects in order: of one namespace or (`None`) of all, after a key or from the first.
    pub fn scan<'store>(
        &'store self,
        resource: GroupResource,
        namespace: Option<&str>,
        after: Option<&Key>,
    ) -> impl Iterator<Item = (&'store Key, &'store Arc<Stored>)> + 'store {
        let namespace = namespace.map(str::to_owned);
        let from = match (after, &namespace) {
            (Some(key), _) => Bound::Excluded(key.clone()),
            (None, Some(namespace)) => Bound::Included(Key(format!("{namespace}/"))),
            (None, None) => Bound::Unbounded,
        };
        self.objects
            .get(&resource)
            .into_iter()
            .flat_map(move |objects| objects.range((from.clone(), Bound::Unbounded)))
            .take_while(move |(key, _)| {
                namespace
                    .as_deref()
                    .is_none_or(|namespace| key.in_namespace(namespace))
            })
    }

    /// The objects in order as they were at an earlier revision; `None` when the log no longer
    /// reaches back that far.
    pub fn scan_at<'store>(
        &'store self,
        resource: GroupResource,
        namespace: Option<&str>,
        after: Option<&Key>,
        revision: u64,
    ) -> Option<Objects<'store>> {
        // What has changed since, with the state it had then: only the first change tells.
        let mut then: BTreeMap<&Key, Option<&Arc<Stored>>> = BTreeMap::new();
        for change in self
            .since(revision)?
            .filter(|change| change.resource == resource)
        {
            let in_range = namespace.is_none_or(|namespace| change.key.in_namespace(namespace))
                && after.is_none_or(|after| change.key > *after);
            if in_range {
                then.entry(&change.key).or_insert(change.before.as_ref());
            }
        }
        let now = self.scan(resource, namespace, after);
        if then.is_empty() {
            return Some(Box::new(now));
        }
        let mut merged: BTreeMap<&Key, &Arc<Stored>> =
            now.filter(|(key, _)| !then.contains_key(key)).collect();
        merged.extend(
            then.into_iter()
                .filter_map(|(key, object)| Some((key, object?))),
        );
        Some(Box::new(merged.into_iter()))
    }

    /// Lets the revision counter continue from a later one, as after events of other resources.
    pub fn advance_to(&mut self, revision: u64) {
        self.revision = self.revision.max(revision);
    }

    /// How many objects a resource has, in one namespace or in all.
    pub fn count(&self, resource: GroupResource, namespace: Option<&str>) -> usize {
        match namespace {
            None => self.objects.get(&resource).map_or(0, BTreeMap::len),
            Some(_) => self.scan(resource, namespace, None).count(),
        }
    }

    /// Puts an object in as it was stored elsewhere: a `resourceVersion` it carries is kept, and no
    /// watch hears of it. This is how a cluster is filled before it is used.
    pub fn load(&mut self, resource: GroupResource, mut value: Value) -> Arc<Stored> {
        let given = value
            .pointer("/metadata/resourceVersion")
            .and_then(Value::as_str)
            .and_then(|text| text.parse::<u64>().ok());
        let revision = given.unwrap_or(self.revision + 1);
        self.revision = self.revision.max(revision);
        self.compacted = self.revision;
        self.log.clear();
        stamp(&mut value, revision);
        let key = Key::of(&value);
        let contents = if resource == IMAGE_STREAMS {
            Contents::packed(&value)
        } else {
            Contents::parsed(value)
        };
        let stored = Stored::new(contents, revision);
        self.objects
            .entry(resource)
            .or_default()
            .insert(key, Arc::clone(&stored));
        stored
    }

    /// Creates or replaces an object under a new revision.
    pub fn put(&mut self, resource: GroupResource, mut value: Value) -> Arc<Stored> {
        self.revision += 1;
        stamp(&mut value, self.revision);
        let stored = Stored::new(Contents::parsed(value), self.revision);
        let key = Key::of(&stored.value);
        let before = self
            .objects
            .entry(resource)
            .or_default()
            .insert(key.clone(), Arc::clone(&stored));
        self.record(Change {
            revision: self.revision,
            resource,
            key,
            before,
            after: Arc::clone(&stored),
            deleted: false,
        });
        stored
    }

    /// Removes an object and returns its last state; `None` when there is none.
    pub fn delete(
        &mut self,
        resource: GroupResource,
        namespace: &str,
        name: &str,
    ) -> Option<Arc<Stored>> {
        let key = Key::new(namespace, name);
        let before = self.objects.get_mut(&resource)?.remove(&key)?;
        self.revision += 1;
        let mut last = before.value.clone();
        stamp(&mut last, self.revision);
        self.record(Change {
            revision: self.revision,
            resource,
            key,
            before: Some(Arc::clone(&before)),
            after: Stored::new(Contents::parsed(last), self.revision),
            deleted: true,
        });
        Some(before)
    }

    /// The changes after a revision, oldest first; `None` when the log no longer reaches back.
    pub fn since(&self, revision: u64) -> Option<impl Iterator<Item = &Change>> {
        if revision < self.compacted {
            return None;
        }
        let from = self
            .log
            .partition_point(|change| change.revision <= revision);
        Some(self.log.range(from..))
    }

    fn record(&mut self, change: Change) {
        self.log.push_back(change);
        while self.log.len() > self.capacity {
            if let Some(dropped) = self.log.pop_front() {
                self.compacted = dropped.revision;
            }
        }
    }
}

fn stamp(value: &mut Value, revision: u64) {
    if let Some(metadata) = value.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("resourceVersion".to_owned(), json!(revision.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_that_starts_anew_disowns_its_former_life() {
        let mut store = Store::new(10);
        store.start_at(5_000);
        store.put(IMAGES, json!({"metadata": {"name": "a"}}));
        assert_eq!(store.revision(), 5_001);
        assert!(
            store.since(4_999).is_none(),
            "a version of before is forgotten"
        );
        assert_eq!(store.since(5_000).map(Iterator::count), Some(1));
        store.start_at(7);
        assert_eq!(store.revision(), 5_001);
    }
}
