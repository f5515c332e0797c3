//! How long ago something was. One rule for the page and for `oc`'s text, so that the two never
//! tell different ages of the same thing.

use super::time::{GO_ZERO, Timestamp};

/// An age without words: the catalogue of messages gives it some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age {
    /// What is counted.
    pub unit: AgeUnit,
    /// How many; 0 for a moment.
    pub count: u64,
}

/// The units of an age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgeUnit {
    /// Less than a second, or in the future because clocks differ.
    Moment,
    /// Up to 59.
    Second,
    /// Up to 59.
    Minute,
    /// Up to 47.
    Hour,
    /// 2 to 13.
    Day,
    /// 2 to 8.
    Week,
    /// 2 to 24, of 30 days.
    Month,
    /// 2 and more, of 365 days.
    Year,
}

/// Go's durations end at 2^63 nanoseconds: an older time is as old as this.
const LONGEST: i64 = i64::MAX / 1_000_000_000;

impl Age {
    /// The age that `then` has at `now`. Thresholds are those of `oc`: hours are rounded, all other
    /// units are cut off.
    pub fn between(then: Timestamp, now: Timestamp) -> Self {
        let seconds = now.0.saturating_sub(then.0).min(LONGEST);
        let Ok(seconds @ 1..) = u64::try_from(seconds) else {
            return Self {
                unit: AgeUnit::Moment,
                count: 0,
            };
        };
        let minutes = seconds / 60;
        let hours = (seconds + 1800) / 3600;
        let (unit, count) = if seconds < 60 {
            (AgeUnit::Second, seconds)
        } else if minutes < 60 {
            (AgeUnit::Minute, minutes)
        } else if hours < 48 {
            (AgeUnit::Hour, hours)
        } else if hours < 24 * 7 * 2 {
            (AgeUnit::Day, hours / 24)
        } else if hours < 24 * 30 * 2 {
            (AgeUnit::Week, hours / 24 / 7)
        } else if hours < 24 * 365 * 2 {
            (AgeUnit::Month, hours / 24 / 30)
        } else {
            (AgeUnit::Year, seconds / 3600 / 24 / 365)
        };
        Self { unit, count }
    }
}

/// The words of `oc`, such as `About a minute`; it appends ` ago` itself. An absent time is Go's
/// zero time, which `oc` calls 292 years old.
pub fn human_duration(then: Option<Timestamp>, now: Timestamp) -> String {
    let age = Age::between(then.unwrap_or(GO_ZERO), now);
    let plural = match (age.unit, age.count) {
        (AgeUnit::Moment, _) => return "Less than a second".to_owned(),
        (AgeUnit::Second, 1) => return "1 second".to_owned(),
        (AgeUnit::Minute, 1) => return "About a minute".to_owned(),
        (AgeUnit::Hour, 1) => return "About an hour".to_owned(),
        (AgeUnit::Second, _) => "seconds",
        (AgeUnit::Minute, _) => "minutes",
        (AgeUnit::Hour, _) => "hours",
        (AgeUnit::Day, _) => "days",
        (AgeUnit::Week, _) => "weeks",
        (AgeUnit::Month, _) => "months",
        (AgeUnit::Year, _) => "years",
    };
    format!("{} {plural}", age.count)
}
