//! The rows of the list of streams, kept true by lists and events.

use super::stream_list::StreamRow;
use crate::api::watch::event::Event;
use crate::api::watch::mirror::{Change, Key, Mirror};
use crate::image::stream::ImageStream;
use crate::text::order;

/// Rows without gaps, in no order of their own, each found by its key.
#[derive(Clone, Debug, Default)]
pub struct StreamTable {
    rows: Vec<StreamRow>,
    places: Mirror<usize>,
}

impl StreamTable {
    /// All rows.
    pub fn rows(&self) -> &[StreamRow] {
        &self.rows
    }

    /// One row.
    pub fn get(&self, key: &Key) -> Option<&StreamRow> {
        self.rows.get(*self.places.get(key)?)
    }

    /// A list begins. Rows that it does not tell of go when it ends.
    pub fn begin_list(&mut self) {
        self.places.begin_list();
    }

    /// Takes a page of the list in; these rows changed.
    pub fn take_page(&mut self, streams: Vec<ImageStream>) -> Vec<Key> {
        let rows = &mut self.rows;
        let changes = self
            .places
            .take_page(streams, |stream, place| put(rows, &stream, place));
        changes.into_iter().map(|(key, _)| key).collect()
    }

    /// The list ends; these rows went.
    pub fn end_list(&mut self) -> Vec<Key> {
        let changes = self.places.end_list();
        let mut gone = Vec::with_capacity(changes.len());
        let mut places = Vec::with_capacity(changes.len());
        for (key, change) in changes {
            gone.push(key);
            if let Change::Removed(place) = change {
                places.push(place);
            }
        }
        // From the back: what fills a gap then is never itself to be removed.
        order::sort(&mut places);
        for place in places.into_iter().rev() {
            self.remove(place);
        }
        gone
    }

    /// Folds an event in; the row that changed by it.
    pub fn apply(&mut self, event: Event<ImageStream>) -> Option<Key> {
        let rows = &mut self.rows;
        let (key, change) = self
            .places
            .apply(event, |stream, place| put(rows, &stream, place))?;
        if let Change::Removed(place) = change {
            self.remove(place);
        }
        Some(key)
    }

    /// Takes a row out; the last one fills the gap.
    fn remove(&mut self, place: usize) {
        if place >= self.rows.len() {
            return;
        }
        self.rows.swap_remove(place);
        if let Some(moved) = self.rows.get(place)
            && let Some(known) = self.places.get_mut(&key_of(moved))
        {
            *known = place;
        }
    }
}

/// The key of a row.
pub fn key_of(row: &StreamRow) -> Key {
    Key {
        namespace: row.namespace.clone(),
        name: row.name.clone(),
    }
}

fn put(rows: &mut Vec<StreamRow>, stream: &ImageStream, place: Option<usize>) -> usize {
    let row = StreamRow::of(stream);
    if let Some((place, held)) = place.and_then(|place| Some((place, rows.get_mut(place)?))) {
        *held = row;
        return place;
    }
    rows.push(row);
    rows.len() - 1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::api::decode::Decoded;
    use crate::api::meta::ObjectMeta;

    #[derive(Clone, Debug)]
    enum Told {
        Put(u8, u8),
        Gone(u8),
        List(BTreeMap<u8, u8>),
    }

    fn told() -> impl Strategy<Value = Told> {
        prop_oneof![
            4 => (0_u8..8, any::<u8>()).prop_map(|(name, version)| Told::Put(name, version)),
            2 => (0_u8..8).prop_map(Told::Gone),
            1 => prop::collection::btree_map(0_u8..8, any::<u8>(), 0..8).prop_map(Told::List),
        ]
    }

    fn stream(name: u8, version: u8) -> ImageStream {
        let labels =
            crate::text::sorted_map::SortedMap::from([("version".to_owned(), version.to_string())]);
        let metadata = ObjectMeta {
            name: name.to_string(),
            resource_version: version.to_string().as_str().into(),
            labels,
            ..ObjectMeta::default()
        };
        ImageStream {
            metadata,
            ..ImageStream::default()
        }
    }

    proptest! {
        #[test]
        fn rows_are_those_of_a_simple_map(all in prop::collection::vec(told(), 0..60)) {
            let (mut table, mut model) = (StreamTable::default(), BTreeMap::new());
            for told in all {
                match told {
                    Told::Put(name, version) => {
                        let value = stream(name, version);
                        table.apply(Event::Put(Decoded { value, malformed: Vec::new() }));
                        model.insert(name, version);
                    }
                    Told::Gone(name) => {
                        table.apply(Event::Gone(stream(name, 0)));
                        model.remove(&name);
                    }
                    Told::List(list) => {
                        table.begin_list();
                        table.take_page(list.iter().map(|(name, version)| stream(*name, *version)).collect());
                        table.end_list();
                        model = list;
                    }
                }
                let mut rows: Vec<(u8, u8)> = table
                    .rows()
                    .iter()
                    .map(|row| (row.name.parse().unwrap(), row.labels["version"].parse().unwrap()))
                    .collect();
                rows.sort_unstable();
                prop_assert_eq!(rows, model.iter().map(|(name, version)| (*name, *version)).collect::<Vec<_>>());
                for row in table.rows() {
                    prop_assert_eq!(table.get(&key_of(row)), Some(row));
                }
            }
        }
    }
}
