//! The order of the list of streams. It is kept between keystrokes and between events: a filter
//! goes through it without sorting, and news only puts the rows that are new or changed into place.

use std::sync::Arc;

use super::filter::Selector;
use super::search::Query;
use super::sort::Direction;
use super::stream_list::StreamSort;
use super::stream_table::{RowId, StreamTable};
use crate::text::order;

/// All rows of a table in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamOrder {
    sort: (StreamSort, Direction),
    rows: Vec<RowId>,
    /// Where the rows begin that were not there yet.
    next: RowId,
}

impl StreamOrder {
    /// Puts the rows of a table in order. `before` is a former order of the same table: the sort
    /// goes through rows that are in order already with a comparison each.
    pub fn of(table: &StreamTable, sort: (StreamSort, Direction), before: Option<&Self>) -> Self {
        let mut next = RowId::default();
        let mut rows: Vec<RowId> = Vec::with_capacity(table.rows().len());
        if let Some(before) = before {
            next = before.next;
            rows.extend(before.rows.iter().filter(|row| table.row(**row).is_some()));
        }
        rows.extend(table.since(next));
        order::sort_by(&mut rows, |left, right| {
            match (table.row(*left), table.row(*right)) {
                (Some(left), Some(right)) => sort.0.compare(sort.1, left, right),
                _ => left.cmp(right),
            }
        });
        Self {
            sort,
            rows,
            next: table.next(),
        }
    }
}

/// The rows that a filter keeps, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilteredStreams {
    /// They.
    pub rows: Vec<RowId>,
    /// All rows, in the same order.
    order: Arc<StreamOrder>,
    query: Query,
    selector: Selector,
    version: u32,
}

impl FilteredStreams {
    /// Orders and filters a table. `before` is what was kept of it by a former filter: while
    /// somebody types, only that is looked at again.
    pub fn of(
        table: &StreamTable,
        sort: (StreamSort, Direction),
        query: Query,
        selector: Selector,
        before: Option<&Self>,
    ) -> Self {
        let same =
            before.filter(|before| before.version == table.version() && before.order.sort == sort);
        let order = match same {
            Some(before) => before.order.clone(),
            None => Arc::new(StreamOrder::of(
                table,
                sort,
                before.map(|before| &*before.order),
            )),
        };
        let fits = |before: &&Self| {
            (before.selector == selector || before.selector.is_empty())
                && query.narrows(&before.query)
        };
        let among = same.filter(fits).map_or(&order.rows, |before| &before.rows);
        let keep = |row: &&RowId| {
            table
                .row(**row)
                .is_some_and(|row| row.matches(&query, &selector))
        };
        let rows = if query.is_empty() && selector.is_empty() {
            among.clone()
        } else {
            among.iter().filter(keep).copied().collect()
        };
        Self {
            rows,
            order,
            query,
            selector,
            version: table.version(),
        }
    }
}
