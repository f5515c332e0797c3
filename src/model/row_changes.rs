//! How many rows of a table came, went or moved.

use crate::text::sorted_map::SortedMap;
/// The number of rows one would have to put in, take out or move to make `before` into `after`.
/// Keys are unique in each.
pub fn row_changes<K: Ord>(before: &[K], after: &[K]) -> usize {
    if before == after {
        return 0;
    }
    // Not collected: that would sort first, with a machine of its own.
    let mut places: SortedMap<&K, usize> = SortedMap::new();
    for (place, key) in before.iter().enumerate() {
        places.insert(key, place);
    }
    let kept: Vec<usize> = after
        .iter()
        .filter_map(|key| places.get(key).copied())
        .collect();
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
