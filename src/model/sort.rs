//! Sorting of tables: a column and a direction. Rows are not moved, an order of indexes is made, so
//! that a sort costs no copies.

use std::cmp::Ordering;

use crate::text::order;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest, oldest or first first.
    #[default]
    Ascending,
    /// The other way round.
    Descending,
}

impl Direction {
    /// Stable word for URLs.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    /// The direction of that word.
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Ascending, Self::Descending]
            .into_iter()
            .find(|direction| direction.id() == id)
    }

    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }

    /// Turns an ordering round where needed.
    pub fn apply(self, ordering: Ordering) -> Ordering {
        match self {
            Self::Ascending => ordering,
            Self::Descending => ordering.reverse(),
        }
    }

    /// Orders optional things; the absent come last in either direction.
    pub fn apply_optional<T: Ord>(self, left: Option<T>, right: Option<T>) -> Ordering {
        match (left, right) {
            (Some(left), Some(right)) => self.apply(left.cmp(&right)),
            (left, right) => right.is_some().cmp(&left.is_some()),
        }
    }
}

/// The indexes of the rows that are kept, in order. The sort is stable.
pub fn arrange<T>(
    rows: &[T],
    keep: impl Fn(&T) -> bool,
    compare: impl Fn(&T, &T) -> Ordering,
) -> Vec<usize> {
    let kept: Vec<(usize, &T)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| keep(row))
        .collect();
    order::permutation(kept.len(), &mut |left, right| {
        compare(kept[left].1, kept[right].1)
    })
    .into_iter()
    .map(|place| kept[place].0)
    .collect()
}
