//! How long to wait before the next try.

const FIRST_MILLISECONDS: u32 = 1_000;
const LONGEST_MILLISECONDS: u32 = 30_000;
/// A server that asks for more than this is asked again anyway.
const WISH_MAX_SECONDS: u32 = 600;

/// The wait after so many failures in a row: at least what the server asks for; else doubling from
/// a second to half a minute, of which half is left to chance. `random` is any number: it spreads
/// the readers of a server that comes back.
pub fn wait_milliseconds(failures: u32, retry_after_seconds: Option<u32>, random: u32) -> u32 {
    if let Some(seconds) = retry_after_seconds {
        return seconds.min(WISH_MAX_SECONDS) * 1_000 + random % 1_000;
    }
    let doublings = failures.saturating_sub(1).min(5);
    let longest = (FIRST_MILLISECONDS << doublings).min(LONGEST_MILLISECONDS);
    longest / 2 + random % (longest / 2)
}

/// The wait after an answer that ended in its good time: only chance.
pub fn pause_milliseconds(random: u32) -> u32 {
    random % 500
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let waits: Vec<u32> = (1..9)
            .map(|failures| wait_milliseconds(failures, None, 0))
            .collect();
        assert_eq!(
            waits,
            [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]
        );
    }

    #[test]
    fn half_of_a_wait_is_chance() {
        for failures in [0, 1, 4, u32::MAX] {
            let shortest = wait_milliseconds(failures, None, 0);
            let longest = wait_milliseconds(failures, None, shortest - 1);
            assert_eq!(longest, 2 * shortest - 1, "{failures}");
            assert!(wait_milliseconds(failures, None, u32::MAX) < 2 * shortest);
        }
    }

    /// The longest wait after so many failures, step by step.
    fn longest(failures: u32) -> u32 {
        (1..failures.min(40)).fold(1_000, |wait, _| (wait * 2).min(30_000))
    }

    proptest::proptest! {
        #[test]
        fn a_wait_lies_between_half_of_the_longest_and_the_longest(failures: u32, random: u32) {
            let wait = wait_milliseconds(failures, None, random);
            let longest = longest(failures);
            proptest::prop_assert!((longest / 2..longest).contains(&wait), "{wait}");
        }

        #[test]
        fn no_wait_is_shorter_than_the_server_wishes(failures: u32, wish in 0_u32..700, random: u32) {
            let wait = wait_milliseconds(failures, Some(wish), random);
            let least = wish.min(600) * 1_000;
            proptest::prop_assert!((least..least + 1_000).contains(&wait), "{wait}");
            proptest::prop_assert!(pause_milliseconds(random) < 500);
        }
    }

    #[test]
    fn the_servers_wish_is_the_least() {
        assert_eq!(wait_milliseconds(1, Some(7), 999), 7_999);
        assert_eq!(wait_milliseconds(9, Some(7), 0), 7_000);
        assert_eq!(wait_milliseconds(1, Some(u32::MAX), 0), 600_000);
    }
}
