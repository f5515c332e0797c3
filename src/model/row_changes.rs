//! How many rows of a table came, went or moved.

use crate::text::order;

/// The number of rows one would have to put in, take out or move to make `before` into `after`.
/// Keys are unique in each.
pub fn row_changes<K: Ord>(before: &[K], after: &[K]) -> usize {
    // Mostly a few rows of thousands changed: what is equal at both ends is no change.
    let same = |pairs: &mut dyn Iterator<Item = (&K, &K)>| {
        pairs.take_while(|(left, right)| left == right).count()
    };
    let start = same(&mut before.iter().zip(after));
    let (before, after) = (&before[start..], &after[start..]);
    let end = same(&mut before.iter().rev().zip(after.iter().rev()));
    let (before, after) = (&before[..before.len() - end], &after[..after.len() - end]);
    // Places of the rows before, sorted by their keys, to be found by halving.
    let places = order::permutation(before.len(), &mut |left, right| {
        before[left].cmp(&before[right])
    });
    let place_of = |key: &K| {
        let found = places
            .binary_search_by(|place| before[*place].cmp(key))
            .ok()?;
        Some(places[found])
    };
    let kept: Vec<usize> = after.iter().filter_map(place_of).collect();
    let (taken_out, put_in) = (before.len() - kept.len(), after.len() - kept.len());
    // Rows that are in order already need not move: the longest rising run of old places. For each
    // length, this is the lowest place that such a run can end with.
    let mut ends: Vec<usize> = Vec::new();
    for place in &kept {
        let length = ends.partition_point(|end| end < place);
        match ends.get_mut(length) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    taken_out + put_in + kept.len() - ends.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_counts_once() {
        for (before, after, changes) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "xabc", 1),
            ("abc", "ac", 1),
            ("abc", "axc", 2),
            ("abcdef", "fabcde", 1),
            ("abcdef", "bcdefa", 1),
            ("abc", "cba", 2),
            ("abc", "", 3),
        ] {
            let before: Vec<char> = before.chars().collect();
            let after: Vec<char> = after.chars().collect();
            assert_eq!(
                row_changes(&before, &after),
                changes,
                "{before:?} {after:?}"
            );
        }
    }
}
