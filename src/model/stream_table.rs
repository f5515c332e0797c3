//! The rows of the list of streams, kept true by lists and events.

use super::stream_list::StreamRow;
use crate::api::watch::event::Event;
use crate::api::watch::mirror::{Change, Key, Mirror};
use crate::image::stream::ImageStream;

/// Names a row for as long as the table is there; a later row has a larger one. It is what pages
/// hold ten thousands of, where keys would be ten thousands of texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowId(u32);

/// Where no row is any more.
const NOWHERE: u32 = u32::MAX;

/// Rows without gaps, in no order of their own, each found by its key or its id.
#[derive(Clone, Debug, Default)]
pub struct StreamTable {
    rows: Vec<StreamRow>,
    /// The id of each row.
    ids: Vec<RowId>,
    /// The place of each id that was ever given. Four bytes for a stream that went are kept until
    /// the page is left.
    places: Vec<u32>,
    mirror: Mirror<RowId>,
    version: u32,
}

impl StreamTable {
    /// All rows.
    pub fn rows(&self) -> &[StreamRow] {
        &self.rows
    }

    /// One row.
    pub fn row(&self, id: RowId) -> Option<&StreamRow> {
        self.rows.get(self.place(id)?)
    }

    /// Another number for each state of the table.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The row of a key.
    pub fn get(&self, key: &Key) -> Option<&StreamRow> {
        self.row(*self.mirror.get(key)?)
    }

    /// The ids of the rows from this one on.
    pub fn since(&self, first: RowId) -> impl Iterator<Item = RowId> {
        let there = |id: &RowId| self.place(*id).is_some();
        (first.0..self.next().0).map(RowId).filter(there)
    }

    /// The id of the next row that comes.
    pub fn next(&self) -> RowId {
        RowId(u32::try_from(self.places.len()).unwrap_or(NOWHERE))
    }

    /// A list begins. Rows that it does not tell of go when it ends.
    pub fn begin_list(&mut self) {
        self.mirror.begin_list();
    }

    /// Takes a stream of the list in; the row that changed by it.
    pub fn take(&mut self, stream: ImageStream) -> Option<RowId> {
        let mut rows = Rows {
            list: &mut self.rows,
            ids: &mut self.ids,
            places: &mut self.places,
        };
        let change = self
            .mirror
            .take(stream, |stream, row| rows.put(&stream, row))?;
        self.version = self.version.wrapping_add(1);
        self.mirror.get(&change.0).copied()
    }

    /// The list ends; these rows went.
    pub fn end_list(&mut self) -> Vec<RowId> {
        let changes = self.mirror.end_list();
        self.version = self.version.wrapping_add(1);
        let mut gone = Vec::with_capacity(changes.len());
        for (_, change) in changes {
            if let Change::Removed(id) = change {
                self.remove(id);
                gone.push(id);
            }
        }
        gone
    }

    /// Folds an event in; the row that changed by it.
    pub fn apply(&mut self, event: Event<ImageStream>) -> Option<RowId> {
        let mut rows = Rows {
            list: &mut self.rows,
            ids: &mut self.ids,
            places: &mut self.places,
        };
        let (key, change) = self
            .mirror
            .apply(event, |stream, row| rows.put(&stream, row))?;
        self.version = self.version.wrapping_add(1);
        if let Change::Removed(id) = change {
            self.remove(id);
            return Some(id);
        }
        self.mirror.get(&key).copied()
    }

    fn place(&self, id: RowId) -> Option<usize> {
        let place = *self.places.get(usize::try_from(id.0).ok()?)?;
        usize::try_from(place).ok().filter(|_| place != NOWHERE)
    }

    /// Takes a row out; the last one fills the gap.
    fn remove(&mut self, id: RowId) {
        let Some(place) = self.place(id) else { return };
        self.rows.swap_remove(place);
        self.ids.swap_remove(place);
        set(&mut self.places, id, NOWHERE);
        if let Some(moved) = self.ids.get(place) {
            set(
                &mut self.places,
                *moved,
                u32::try_from(place).unwrap_or(NOWHERE),
            );
        }
    }
}

fn set(places: &mut [u32], id: RowId, place: u32) {
    let at = usize::try_from(id.0).ok();
    if let Some(known) = at.and_then(|at| places.get_mut(at)) {
        *known = place;
    }
}

/// The rows apart from the mirror that says which of them changes.
struct Rows<'a> {
    list: &'a mut Vec<StreamRow>,
    ids: &'a mut Vec<RowId>,
    places: &'a mut Vec<u32>,
}

impl Rows<'_> {
    fn put(&mut self, stream: &ImageStream, id: Option<RowId>) -> RowId {
        let row = StreamRow::of(stream);
        let known = id.and_then(|id| {
            let place = *self.places.get(usize::try_from(id.0).ok()?)?;
            Some((id, self.list.get_mut(usize::try_from(place).ok()?)?))
        });
        if let Some((id, held)) = known {
            *held = row;
            return id;
        }
        let number = |length: usize| u32::try_from(length).unwrap_or(NOWHERE);
        let id = RowId(number(self.places.len()));
        self.places.push(number(self.list.len()));
        self.list.push(row);
        self.ids.push(id);
        id
    }
}

/// The key of a row.
pub fn key_of(row: &StreamRow) -> Key {
    Key {
        namespace: row.namespace.clone(),
        name: row.name.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::api::decode::Decoded;
    use crate::api::meta::ObjectMeta;
    use crate::model::sort::Direction;
    use crate::model::stream_list::StreamSort;
    use crate::model::stream_order::StreamOrder;

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
            let mut order = None;
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
                        for (name, version) in &list {
                            table.take(stream(*name, *version));
                        }
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
                let ids: Vec<RowId> = table.since(RowId::default()).collect();
                prop_assert_eq!(ids.len(), table.rows().len());
                let sort = (StreamSort::Name, Direction::Descending);
                order = Some(StreamOrder::of(&table, sort, order.as_ref()));
                let anew = StreamOrder::of(&table, sort, None);
                prop_assert_eq!(order.as_ref(), Some(&anew), "an order that is kept is that of a new sort");
            }
        }
    }
}
