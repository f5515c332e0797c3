//! Near names, for pages about things that do not exist.

use crate::text::order;

/// How many names are suggested.
const MOST: usize = 5;

/// The candidates most like a name, nearest first: few typing errors, or one contains the other.
pub fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted: Vec<char> = small(name).take(LONGEST).collect();
    let tolerance = (wanted.len() / 3).max(1);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let other: Vec<char> = small(candidate).take(LONGEST).collect();
            let distance = distance(&wanted, &other);
            // A beginning or a part of a name counts as near as the tolerance allows, not nearer.
            let contained = !wanted.is_empty() && !other.is_empty() && {
                let (wanted, other) = (
                    wanted.iter().collect::<String>(),
                    other.iter().collect::<String>(),
                );
                other.contains(&wanted) || other.len() > 2 && wanted.contains(&other)
            };
            let rank = if contained {
                distance.min(tolerance)
            } else {
                distance
            };
            (rank <= tolerance).then_some((rank, candidate))
        })
        .collect();
    order::sort(&mut found);
    found.dedup();
    found
        .into_iter()
        .take(MOST)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// Small letters. Names of a cluster are ASCII; others would bring tables of all scripts along.
fn small(name: &str) -> impl Iterator<Item = char> {
    name.chars().map(|letter| letter.to_ascii_lowercase())
}

/// Names longer than this are compared by their beginning: the time grows with the square.
const LONGEST: usize = 128;

/// Typing errors between two texts: letters left out, put in, changed, or swapped with a neighbour.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
            let mut best = (at(&above, column) + usize::from(from != to))
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(to)
                && right.get(column - 1) == Some(from);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(left.len())
}
