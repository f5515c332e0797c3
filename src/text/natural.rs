//! The order people expect of names with numbers: `app2` before `app10`.

use std::cmp::Ordering;

/// Compares runs of digits by value and everything else by bytes; names that differ in leading
/// zeros only are told apart by bytes, so that the order is total.
pub fn compare(left: &str, right: &str) -> Ordering {
    let (mut a, mut b) = (left.as_bytes(), right.as_bytes());
    while let (Some(&x), Some(&y)) = (a.first(), b.first()) {
        let ordering = if x.is_ascii_digit() && y.is_ascii_digit() {
            let ((number_a, rest_a), (number_b, rest_b)) = (split_number(a), split_number(b));
            (a, b) = (rest_a, rest_b);
            number_a
                .len()
                .cmp(&number_b.len())
                .then_with(|| number_a.cmp(number_b))
        } else {
            (a, b) = (
                a.get(1..).unwrap_or_default(),
                b.get(1..).unwrap_or_default(),
            );
            x.cmp(&y)
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    a.len().cmp(&b.len()).then_with(|| left.cmp(right))
}

/// The digits at the front without leading zeros, and what follows them.
fn split_number(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !byte.is_ascii_digit())
        .unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let start = digits
        .iter()
        .position(|digit| *digit != b'0')
        .unwrap_or(digits.len());
    (digits.get(start..).unwrap_or_default(), rest)
}
