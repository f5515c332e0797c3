//! How long ago something was, in words for people. The text tab has `oc`'s own wording; both
//! come from the same [`Age`].

use super::{Language, fill};
use crate::text::age::{Age, AgeUnit};

/// The age in words.
pub fn age(language: Language, age: Age) -> String {
    let (one, other, korean) = match age.unit {
        AgeUnit::Moment => ("just now", "just now", "방금 전"),
        AgeUnit::Second => ("1 second ago", "{n} seconds ago", "{n}초 전"),
        AgeUnit::Minute => ("1 minute ago", "{n} minutes ago", "{n}분 전"),
        AgeUnit::Hour => ("1 hour ago", "{n} hours ago", "{n}시간 전"),
        AgeUnit::Day => ("1 day ago", "{n} days ago", "{n}일 전"),
        AgeUnit::Week => ("1 week ago", "{n} weeks ago", "{n}주 전"),
        AgeUnit::Month => ("1 month ago", "{n} months ago", "{n}개월 전"),
        AgeUnit::Year => ("1 year ago", "{n} years ago", "{n}년 전"),
    };
    let form = match language {
        Language::English if age.count == 1 => one,
        Language::English => other,
        Language::Korean => korean,
    };
    fill(form, &[("n", &age.count.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::time::Timestamp;

    #[test]
    fn ages_are_said_in_both_languages() {
        const HOUR: i64 = 3_600;
        const DAY: i64 = 24 * HOUR;
        let cases = [
            (0, "just now", "방금 전"),
            (-30, "just now", "방금 전"),
            (1, "1 second ago", "1초 전"),
            (60, "1 minute ago", "1분 전"),
            (300, "5 minutes ago", "5분 전"),
            (HOUR, "1 hour ago", "1시간 전"),
            (3 * DAY, "3 days ago", "3일 전"),
            (15 * DAY, "2 weeks ago", "2주 전"),
            (90 * DAY, "3 months ago", "3개월 전"),
            (3 * 365 * DAY, "3 years ago", "3년 전"),
        ];
        let now = Timestamp(1_800_000_000);
        for (seconds, english, korean) in cases {
            let of = Age::between(Timestamp(now.0 - seconds), now);
            assert_eq!(age(Language::English, of), english);
            assert_eq!(age(Language::Korean, of), korean);
        }
    }
}
