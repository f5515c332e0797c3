//! Filter, order and groups of a list in the query of an address.

use super::Column;
use crate::model::sort::Direction;
use crate::percent;

/// Filter and order of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListState<C> {
    /// Words that names must contain.
    pub name: String,
    /// Label requirements, joined by commas.
    pub label: String,
    /// The column to sort by, and its direction; `None` is the list's own order.
    pub sort: Option<(C, Direction)>,
    /// Whether tags of the same image stand together.
    pub grouped: bool,
}

/// The one thing that lists are grouped by.
const GROUPED: &str = "digest";

impl<C> Default for ListState<C> {
    fn default() -> Self {
        Self {
            name: String::new(),
            label: String::new(),
            sort: None,
            grouped: false,
        }
    }
}

impl<C: Column> ListState<C> {
    /// Reads a query; what it does not know is left alone.
    pub fn parse(query: &str) -> Self {
        let mut state = Self::default();
        let (mut column, mut direction) = (None, Direction::Ascending);
        for (key, value) in percent::query_pairs(query) {
            match key.as_str() {
                "name" => state.name = value,
                "label" => state.label = value,
                // The console writes titles such as `Name`.
                "sortBy" => column = C::from_id(&value.to_ascii_lowercase()),
                "orderBy" => direction = Direction::from_id(&value).unwrap_or(direction),
                "groupBy" => state.grouped = value == GROUPED,
                _ => {}
            }
        }
        state.sort = column.map(|column| (column, direction));
        state
    }

    /// The query, with its question mark; empty for a list as it is by itself.
    pub fn query(&self) -> String {
        let mut pairs = Vec::new();
        for (key, value) in [("name", &self.name), ("label", &self.label)] {
            if !value.is_empty() {
                pairs.push((key, percent::query_value(value)));
            }
        }
        if let Some((column, direction)) = self.sort {
            pairs.push(("sortBy", column.id().to_owned()));
            pairs.push(("orderBy", direction.id().to_owned()));
        }
        if self.grouped {
            pairs.push(("groupBy", GROUPED.to_owned()));
        }
        let mut out = String::new();
        for (index, (key, value)) in pairs.into_iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.push_str(key);
            out.push('=');
            out.push_str(&value);
        }
        out
    }
}
