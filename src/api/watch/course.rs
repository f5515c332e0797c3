//! What one watch shows of the way it takes: how long it lived, when it spoke, and whether something
//! on the way holds back what was said until the end, as buffering proxies do.

use crate::text::time::Timestamp;

/// A watch that lived this long was no failure, even if it had nothing to tell.
const WORTHWHILE_SECONDS: i64 = 5;
/// Watches end after this and some chance.
const TIMEOUT_SECONDS: u32 = 240;
/// Behind a proxy that holds back what was said until the end, the end has to come soon. As long as
/// nothing is known of the way, it has to, too.
const SHORT_TIMEOUT_SECONDS: u32 = 20;
/// What comes this long after it was asked for was held back on its way.
const HELD_BACK_SECONDS: i64 = 10;

/// What is known of the watch that was asked for last.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course {
    /// When it was asked for.
    pub asked: Timestamp,
    /// When its answer began.
    pub opened: Option<Timestamp>,
    /// When it said something for the first time.
    pub first_heard: Option<Timestamp>,
    /// When it said something last.
    pub last_heard: Option<Timestamp>,
}

impl Course {
    /// Begins.
    pub fn asked(now: Timestamp) -> Self {
        Self {
            asked: now,
            ..Self::default()
        }
    }

    /// Something was said.
    pub fn hear(&mut self, now: Timestamp) {
        self.first_heard = self.first_heard.or(Some(now));
        self.last_heard = Some(now);
    }

    /// Since when nothing was said.
    pub fn silent_since(&self) -> Option<Timestamp> {
        self.last_heard.or(self.opened)
    }

    /// Whether it was of use, having ended now.
    pub fn was_worthwhile(&self, now: Timestamp) -> bool {
        let lived = now.0 - self.opened.unwrap_or(now).0;
        self.last_heard.is_some() || lived >= WORTHWHILE_SECONDS
    }

    fn is_late(&self, moment: Timestamp) -> bool {
        moment.0 - self.asked.0 >= HELD_BACK_SECONDS
    }
}

/// What is known of the server and of what stands before it. It outlives pages: what one watch
/// showed holds for the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// Bookmarks come when nothing else does.
    pub bookmarks: bool,
    /// What is said arrives when the answer ends.
    pub holds_back: bool,
    /// Something was said in time.
    proven: bool,
    /// So many watches in a row ended without a word.
    quiet: u32,
}

impl Way {
    /// Learns from a watch that ended.
    pub fn learn(&mut self, course: &Course, now: Timestamp) {
        // All that was said came at the very end of a long time: something on the way collects it.
        // Of a watch that had nothing to say only a late head tells.
        let late_head = course.opened.filter(|opened| course.is_late(*opened));
        let Some(first) = course.first_heard.or(late_head) else {
            self.quiet = self.quiet.saturating_add(1);
            return;
        };
        self.holds_back = course.is_late(first) && now.0 - first.0 <= 1;
        self.proven = !self.holds_back;
        self.quiet = 0;
    }

    /// Learns from a watch that was lost before its answer began.
    pub fn learn_of_loss(&mut self, course: &Course, now: Timestamp) {
        if course.opened.is_none() && course.is_late(now) {
            self.holds_back = true;
        }
    }

    /// When the server is to end the next watch, so that what is held back on the way comes
    /// through. Nobody can tell a quiet server from a proxy that holds back, so that unknown ways
    /// are tried with short watches first.
    pub fn timeout_seconds(&self, random: u32) -> u32 {
        let longest = TIMEOUT_SECONDS + random % 60;
        if self.holds_back {
            SHORT_TIMEOUT_SECONDS
        } else if self.proven {
            longest
        } else {
            longest.min(SHORT_TIMEOUT_SECONDS << self.quiet.min(8))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn course(opened: Option<i64>, heard: &[i64]) -> Course {
        let mut course = Course::asked(Timestamp(0));
        course.opened = opened.map(Timestamp);
        for second in heard {
            course.hear(Timestamp(*second));
        }
        course
    }

    #[test]
    fn an_unknown_way_is_tried_with_short_watches() {
        let mut way = Way::default();
        let mut timeouts = Vec::new();
        for _ in 0..6 {
            timeouts.push(way.timeout_seconds(59));
            way.learn(&course(Some(0), &[]), Timestamp(20));
        }
        assert_eq!(timeouts, [20, 40, 80, 160, 299, 299]);
        way.quiet = u32::MAX;
        assert_eq!(way.timeout_seconds(0), 240);
    }

    #[test]
    fn what_is_said_in_time_proves_a_way() {
        let mut way = Way::default();
        // Servers say a bookmark shortly before the end of a watch.
        for heard in [&[0][..], &[18], &[0, 20]] {
            way.learn(&course(Some(0), heard), Timestamp(20));
            assert_eq!(way.timeout_seconds(7), 247, "{heard:?}");
        }
    }

    #[test]
    fn what_comes_all_at_the_end_was_held_back() {
        for held in [
            course(Some(0), &[240, 240]),
            course(Some(240), &[]),
            course(Some(20), &[20]),
        ] {
            let mut way = Way::default();
            let end = held.last_heard.or(held.opened).unwrap_or_default();
            way.learn(&held, end);
            assert!(way.holds_back, "{held:?}");
            assert_eq!(way.timeout_seconds(59), 20);
            // Silence is no news about it, a prompt word is.
            way.learn(&course(Some(0), &[]), Timestamp(20));
            assert!(way.holds_back);
            way.learn(&course(Some(0), &[2]), Timestamp(20));
            assert!(!way.holds_back);
        }
    }

    #[test]
    fn what_is_in_time_and_what_is_worthwhile_begins_at_its_second() {
        assert!(!course(Some(0), &[]).was_worthwhile(Timestamp(4)));
        assert!(course(Some(0), &[]).was_worthwhile(Timestamp(5)));
        assert!(course(Some(0), &[0]).was_worthwhile(Timestamp(0)));
        assert!(!course(None, &[]).was_worthwhile(Timestamp(60)));
        for (second, holds_back) in [(9, false), (10, true)] {
            let mut way = Way::default();
            way.learn(&course(Some(0), &[second]), Timestamp(second));
            assert_eq!(way.holds_back, holds_back, "{second}");
        }
    }

    #[test]
    fn a_watch_that_is_cut_before_its_answer_was_held_back() {
        let mut way = Way::default();
        way.learn_of_loss(&course(None, &[]), Timestamp(3));
        assert!(!way.holds_back);
        way.learn_of_loss(&course(Some(1), &[]), Timestamp(30));
        assert!(!way.holds_back);
        way.learn_of_loss(&course(None, &[]), Timestamp(30));
        assert!(way.holds_back);
    }
}
