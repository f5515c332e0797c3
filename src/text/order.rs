//! Sorting. The standard library makes its whole sorting machine anew for each type and each
//! comparison; the app sorted in some fifteen ways, for 68 kB of program. Here one machine orders
//! indexes, whatever they stand for.

use std::cmp::Ordering;

/// Sorts things. The sort is stable.
pub fn sort_by<T>(things: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = permutation(things.len(), &mut |left, right| {
        compare(&things[left], &things[right])
    });
    let mut targets = vec![0; order.len()];
    for (target, place) in order.into_iter().enumerate() {
        targets[place] = target;
    }
    for place in 0..targets.len() {
        while targets[place] != place {
            let target = targets[place];
            things.swap(place, target);
            targets.swap(place, target);
        }
    }
}

/// Sorts things by their own order.
pub fn sort<T: Ord>(things: &mut [T]) {
    sort_by(things, Ord::cmp);
}

/// The places of `count` things in sorted order; things that compare equal keep theirs.
pub fn permutation(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|left, right| compare(*left, *right));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_sorts(things: Vec<(u8, u16)>) {
            let (mut ours, mut theirs) = (things.clone(), things);
            sort_by(&mut ours, |left, right| left.0.cmp(&right.0));
            theirs.sort_by_key(|thing| thing.0);
            prop_assert_eq!(&ours, &theirs);
            sort(&mut ours);
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }
    }
}
