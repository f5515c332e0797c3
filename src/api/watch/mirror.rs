//! A copy of the server's objects, folded from lists and events.

use std::collections::VecDeque;

use super::Object;
use super::event::Event;
use crate::api::meta::{ObjectMeta, ResourceVersion};
use crate::text::sorted_map::SortedMap;

/// Where an object is found. It orders as lists of the server do.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
pub enum Change<V> {
    /// There was nothing before.
    Inserted,
    /// The object changed.
    Updated,
    /// Another object has the name now; the one before was deleted.
    Replaced,
    /// The object was deleted; this was held of it.
    Removed(V),
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
    entries: SortedMap<Key, Entry<V>>,
    deleted: VecDeque<String>,
    list: u32,
}

impl<V> Default for Mirror<V> {
    fn default() -> Self {
        Self {
            entries: SortedMap::new(),
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

    /// What is held of one object, to change it.
    pub fn get_mut(&mut self, key: &Key) -> Option<&mut V> {
        self.entries.get_mut(key).map(|entry| &mut entry.value)
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

    /// Some objects of the list, and what changed by them. `keep` is given an object and what is
    /// held under its key, and says what to hold from now on.
    pub fn take_page<T: Object>(
        &mut self,
        objects: Vec<T>,
        mut keep: impl FnMut(T, Option<V>) -> V,
    ) -> Vec<(Key, Change<V>)> {
        let changes = objects.into_iter();
        changes
            .filter_map(|object| self.take(object, &mut keep))
            .collect()
    }

    /// An object of the list, and what changed by it.
    pub fn take<T: Object>(
        &mut self,
        object: T,
        mut keep: impl FnMut(T, Option<V>) -> V,
    ) -> Option<(Key, Change<V>)> {
        // A list is the truth, whatever was heard of an object before.
        let metadata = object.metadata();
        self.deleted.retain(|deleted| *deleted != metadata.uid);
        let key = Key::of(metadata);
        let held = self.entries.get_mut(&key);
        if let Some(entry) = held.filter(|entry| is_same(entry, metadata)) {
            entry.list = self.list;
            return None;
        }
        let change = self.put(&key, object, &mut keep);
        Some((key, change))
    }

    /// The list ends: all others are gone.
    pub fn end_list(&mut self) -> Vec<(Key, Change<V>)> {
        let list = self.list;
        let gone: Vec<Key> = self
            .entries
            .iter()
            .filter(|(_, entry)| entry.list != list)
            .map(|(key, _)| key.clone())
            .collect();
        let removed = gone.into_iter().filter_map(|key| {
            let entry = self.entries.remove(&key)?;
            self.remember_deleted(entry.uid);
            Some((key, Change::Removed(entry.value)))
        });
        removed.collect()
    }

    /// Folds an event in. Nothing changes by what is known already, by news of objects that are
    /// deleted, and by news older than what is held as far as that can be seen: the generation of
    /// an object never falls.
    pub fn apply<T: Object>(
        &mut self,
        event: Event<T>,
        mut keep: impl FnMut(T, Option<V>) -> V,
    ) -> Option<(Key, Change<V>)> {
        match event {
            Event::Put(decoded) => {
                let object = decoded.value;
                let metadata = object.metadata();
                if !self.is_news(metadata) {
                    return None;
                }
                let key = Key::of(metadata);
                let change = self.put(&key, object, &mut keep);
                Some((key, change))
            }
            Event::Gone(object) => {
                let metadata = object.metadata();
                let key = Key::of(metadata);
                self.remember_deleted(metadata.uid.clone());
                self.entries
                    .get(&key)
                    .filter(|held| held.uid == metadata.uid)?;
                let held = self.entries.remove(&key)?;
                Some((key, Change::Removed(held.value)))
            }
            Event::Bookmark(_) | Event::Failed(_) | Event::Unknown => None,
        }
    }

    /// An object was read by itself. What a watch tells of this state is no news then.
    pub fn know(&mut self, metadata: &ObjectMeta, value: V) {
        if self.is_news(metadata) {
            let (uid, version) = (metadata.uid.clone(), metadata.resource_version.clone());
            let key = Key::of(metadata);
            self.enter(&key, uid, version, metadata.generation, |_| value);
        }
    }

    fn is_news(&self, metadata: &ObjectMeta) -> bool {
        let stale = |entry: &Entry<V>| {
            is_same(entry, metadata)
                || (entry.uid == metadata.uid && metadata.generation < entry.generation)
        };
        let held = self.entries.get(&Key::of(metadata));
        !self.deleted.contains(&metadata.uid) && !held.is_some_and(stale)
    }

    fn put<T: Object>(
        &mut self,
        key: &Key,
        object: T,
        keep: &mut impl FnMut(T, Option<V>) -> V,
    ) -> Change<V> {
        let metadata = object.metadata();
        let (uid, version) = (metadata.uid.clone(), metadata.resource_version.clone());
        let generation = metadata.generation;
        self.enter(key, uid, version, generation, |before| keep(object, before))
    }

    fn enter(
        &mut self,
        key: &Key,
        uid: String,
        version: ResourceVersion,
        generation: i64,
        value: impl FnOnce(Option<V>) -> V,
    ) -> Change<V> {
        let (change, before) = match self.entries.remove(key) {
            None => (Change::Inserted, None),
            Some(before) if before.uid == uid => (Change::Updated, Some(before.value)),
            Some(before) => {
                self.remember_deleted(before.uid);
                (Change::Replaced, Some(before.value))
            }
        };
        let entry = Entry {
            uid,
            version,
            generation,
            list: self.list,
            value: value(before),
        };
        self.entries.insert(key.clone(), entry);
        change
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::decode::Decoded;
    use crate::image::stream::ImageStream;

    fn stream(name: &str, uid: &str, version: &str, generation: i64) -> ImageStream {
        let metadata = ObjectMeta {
            name: name.to_owned(),
            uid: uid.to_owned(),
            resource_version: version.into(),
            generation,
            ..ObjectMeta::default()
        };
        ImageStream {
            metadata,
            ..ImageStream::default()
        }
    }

    fn put(mirror: &mut Mirror<String>, stream: ImageStream) -> Option<Change<String>> {
        let value = stream;
        let event = Event::Put(Decoded {
            value,
            malformed: Vec::new(),
        });
        mirror.apply(event, version).map(|(_, change)| change)
    }

    fn gone(mirror: &mut Mirror<String>, stream: ImageStream) -> Option<Change<String>> {
        mirror
            .apply(Event::Gone(stream), version)
            .map(|(_, change)| change)
    }

    #[allow(
        clippy::needless_pass_by_value,
        reason = "the shape that the mirror calls"
    )]
    fn version(stream: ImageStream, _before: Option<String>) -> String {
        stream.metadata.resource_version.as_str().to_owned()
    }

    fn held(mirror: &Mirror<String>) -> Vec<&str> {
        mirror.iter().map(|(_, version)| version.as_str()).collect()
    }

    #[test]
    fn what_is_known_changes_nothing() {
        let mut mirror = Mirror::default();
        assert_eq!(
            put(&mut mirror, stream("a", "1", "x", 1)),
            Some(Change::Inserted)
        );
        assert_eq!(put(&mut mirror, stream("a", "1", "x", 1)), None);
        assert_eq!(
            put(&mut mirror, stream("a", "1", "w", 1)),
            Some(Change::Updated)
        );
        assert_eq!(held(&mirror), ["w"]);
    }

    #[test]
    fn out_of_order_news_of_an_earlier_spec_is_dropped() {
        let mut mirror = Mirror::default();
        put(&mut mirror, stream("a", "1", "x", 3));
        assert_eq!(put(&mut mirror, stream("a", "1", "y", 2)), None);
        // Another object starts to count anew.
        assert_eq!(
            put(&mut mirror, stream("a", "2", "z", 1)),
            Some(Change::Replaced)
        );
        assert_eq!(held(&mirror), ["z"]);
    }

    #[test]
    fn a_deletion_is_of_one_object_and_for_good() {
        let mut mirror = Mirror::default();
        put(&mut mirror, stream("a", "2", "x", 1));
        assert_eq!(gone(&mut mirror, stream("a", "1", "y", 1)), None);
        assert_eq!(put(&mut mirror, stream("a", "1", "y", 1)), None);
        let removed = gone(&mut mirror, stream("a", "2", "z", 1));
        assert_eq!(removed, Some(Change::Removed("x".to_owned())));
        assert_eq!(put(&mut mirror, stream("a", "2", "x", 1)), None);
        assert!(mirror.is_empty());
    }

    #[test]
    fn a_list_keeps_what_did_not_change_and_its_identity() {
        let mut mirror = Mirror::default();
        for name in ["a", "b", "c"] {
            put(&mut mirror, stream(name, name, "1", 1));
        }
        mirror.begin_list();
        let page = vec![stream("a", "a", "1", 1), stream("b", "b", "2", 1)];
        let changes = mirror.take_page(page, version);
        let key = |name: &str| Key {
            namespace: String::new(),
            name: name.to_owned(),
        };
        assert_eq!(changes, [(key("b"), Change::Updated)]);
        // Not before the list is read to its end.
        assert_eq!(mirror.len(), 3);
        assert_eq!(
            mirror.end_list(),
            [(key("c"), Change::Removed("1".to_owned()))]
        );
        assert_eq!(held(&mirror), ["1", "2"]);
    }

    #[test]
    fn a_list_is_believed_against_what_was_heard() {
        let mut mirror = Mirror::default();
        put(&mut mirror, stream("a", "1", "9", 9));
        gone(&mut mirror, stream("b", "2", "9", 1));
        mirror.begin_list();
        mirror.take_page(
            vec![stream("a", "1", "3", 3), stream("b", "2", "4", 1)],
            version,
        );
        mirror.end_list();
        assert_eq!(held(&mirror), ["3", "4"]);
        assert_eq!(
            put(&mut mirror, stream("b", "2", "5", 1)),
            Some(Change::Updated)
        );
    }

    #[test]
    fn the_memory_of_the_deleted_is_bounded() {
        let mut mirror = Mirror::default();
        for number in 0..1_000 {
            gone(&mut mirror, stream("a", &number.to_string(), "1", 1));
        }
        assert_eq!(mirror.deleted.len(), DELETED_MAX);
    }
}
