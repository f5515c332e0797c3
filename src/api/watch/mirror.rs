//! A copy of the server's objects, folded from lists and events.

use std::collections::{BTreeMap, VecDeque};

use super::Object;
use super::event::Event;
use crate::api::meta::{ObjectMeta, ResourceVersion};

/// Where an object is found. It orders as lists of the server do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Empty for cluster-scoped objects.
    pub namespace: String,
    /// Unique in the namespace.
    pub name: String,
}

impl Key {
    /// The key of an object.
    pub fn of(metadata: &ObjectMeta) -> Self {
        Self {
            namespace: metadata.namespace.clone(),
            name: metadata.name.clone(),
        }
    }
}

/// What happened under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// There was nothing before.
    Inserted,
    /// The object changed.
    Updated,
    /// Another object has the name now; the one before was deleted.
    Replaced,
    /// The object was deleted.
    Removed,
}

/// An object as it was last told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry<V> {
    uid: String,
    version: ResourceVersion,
    generation: i64,
    /// The list that told of it last.
    list: u32,
    value: V,
}

/// How many deleted objects are remembered. An event that is repeated comes soon or never.
const DELETED_MAX: usize = 64;

/// The copy. `V` is what the reader keeps of an object, the whole or a row of a table.
///
/// It is for scopes that are fixed by namespace and name: where objects can leave and return, as
/// under a label selector, a deleted identity would be refused for good.
#[derive(Clone, Debug)]
pub struct Mirror<V> {
    entries: BTreeMap<Key, Entry<V>>,
    deleted: VecDeque<String>,
    list: u32,
}

impl<V> Default for Mirror<V> {
    fn default() -> Self {
        Self {
            entries: BTreeMap::new(),
            deleted: VecDeque::new(),
            list: 0,
        }
    }
}

impl<V> Mirror<V> {
    /// How many objects there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// One object.
    pub fn get(&self, key: &Key) -> Option<&V> {
        self.entries.get(key).map(|entry| &entry.value)
    }

    /// All objects in the order of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &V)> {
        self.entries.iter().map(|(key, entry)| (key, &entry.value))
    }

    /// The identity of an object and its version, for requests that depend on them.
    pub fn version(&self, key: &Key) -> Option<(&str, &ResourceVersion)> {
        let entry = self.entries.get(key)?;
        Some((&entry.uid, &entry.version))
    }

    /// A list begins. What it does not tell of is removed at its end, and not before: rows stay
    /// while a list is read again.
    pub fn begin_list(&mut self) {
        self.list = self.list.wrapping_add(1);
    }

    /// Some objects of the list, and what changed by them.
    pub fn take_page<T: Object>(
        &mut self,
        objects: Vec<T>,
        keep: impl Fn(T) -> V,
    ) -> Vec<(Key, Change)> {
        let mut changes = Vec::new();
        for object in objects {
            // A list is the truth, whatever was heard of an object before.
            let uid = &object.metadata().uid;
            self.deleted.retain(|deleted| deleted != uid);
            let key = Key::of(object.metadata());
            let held = self
                .entries
                .get_mut(&key)
                .filter(|entry| is_same(entry, object.metadata()));
            if let Some(entry) = held {
                entry.list = self.list;
                continue;
            }
            let before = self.entries.get(&key).map(|entry| entry.uid.clone());
            let change = self.put(key, object, &keep);
            if let (Change::Replaced, Some(uid)) = (change.1, before) {
                self.remember_deleted(uid);
            }
            changes.push(change);
        }
        changes
    }

    /// The list ends: all others are gone.
    pub fn end_list(&mut self) -> Vec<(Key, Change)> {
        let list = self.list;
        let gone: Vec<Key> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.list != list)
            .map(|(key, _)| key.clone())
            .collect();
        gone.into_iter()
            .map(|key| {
                if let Some(entry) = self.entries.remove(&key) {
                    self.remember_deleted(entry.uid);
                }
                (key, Change::Removed)
            })
            .collect()
    }

    /// Folds an event in. Nothing changes by what is known already, by news of objects that are
    /// deleted, and by news older than what is held as far as that can be seen: the generation of
    /// an object never falls.
    pub fn apply<T: Object>(
        &mut self,
        event: Event<T>,
        keep: impl Fn(T) -> V,
    ) -> Option<(Key, Change)> {
        match event {
            Event::Put(decoded) => {
                let object = decoded.value;
                let metadata = object.metadata();
                if self.deleted.contains(&metadata.uid) {
                    return None;
                }
                let key = Key::of(metadata);
                let stale = self.entries.get(&key).is_some_and(|entry| {
                    is_same(entry, metadata)
                        || (entry.uid == metadata.uid && metadata.generation < entry.generation)
                });
                (!stale).then(|| self.put(key, object, &keep))
            }
            Event::Gone(object) => {
                let metadata = object.metadata();
                let key = Key::of(metadata);
                self.remember_deleted(metadata.uid.clone());
                let held = self.entries.get(&key)?;
                if held.uid != metadata.uid {
                    return None;
                }
                self.entries.remove(&key);
                Some((key, Change::Removed))
            }
            Event::Bookmark(_) | Event::Failed(_) | Event::Unknown => None,
        }
    }

    fn put<T: Object>(&mut self, key: Key, object: T, keep: &impl Fn(T) -> V) -> (Key, Change) {
        let metadata = object.metadata();
        let entry = Entry {
            uid: metadata.uid.clone(),
            version: metadata.resource_version.clone(),
            generation: metadata.generation,
            list: self.list,
            value: keep(object),
        };
        let uid = entry.uid.clone();
        let change = match self.entries.insert(key.clone(), entry) {
            None => Change::Inserted,
            Some(before) if before.uid == uid => Change::Updated,
            Some(_) => Change::Replaced,
        };
        (key, change)
    }

    fn remember_deleted(&mut self, uid: String) {
        if uid.is_empty() || self.deleted.contains(&uid) {
            return;
        }
        if self.deleted.len() >= DELETED_MAX {
            self.deleted.pop_front();
        }
        self.deleted.push_back(uid);
    }
}

/// Whether this very state of the object is held. Without a version there is no telling.
fn is_same<V>(entry: &Entry<V>, metadata: &ObjectMeta) -> bool {
    entry.uid == metadata.uid
        && entry.version == metadata.resource_version
        && !metadata.resource_version.as_str().is_empty()
}
