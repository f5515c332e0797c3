//! Ages in the two styles of the server's tables.

use jiff::Timestamp;

/// Where Go's durations end; a time that was never set is this long ago.
const LONGEST: i64 = i64::MAX / 1_000_000_000;

/// A time of the API; `None` when it is not set.
pub fn parse(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn seconds_since(time: Option<Timestamp>, now: Timestamp) -> i64 {
    time.map_or(LONGEST, |time| now.duration_since(time).as_secs())
}

/// The style of the image API: `3 minutes ago`.
pub fn ago(time: Option<Timestamp>, now: Timestamp) -> String {
    format!("{} ago", long(seconds_since(time, now)))
}

fn long(seconds: i64) -> String {
    let minutes = seconds / 60;
    // Hours are rounded to the nearest, all else is cut off.
    let hours = (seconds + 1800) / 3600;
    match () {
        () if seconds < 1 => "Less than a second".to_owned(),
        () if seconds == 1 => "1 second".to_owned(),
        () if seconds < 60 => format!("{seconds} seconds"),
        () if minutes == 1 => "About a minute".to_owned(),
        () if minutes < 60 => format!("{minutes} minutes"),
        () if hours == 1 => "About an hour".to_owned(),
        () if hours < 48 => format!("{hours} hours"),
        () if hours < 24 * 7 * 2 => format!("{} days", hours / 24),
        () if hours < 24 * 30 * 2 => format!("{} weeks", hours / 24 / 7),
        () if hours < 24 * 365 * 2 => format!("{} months", hours / 24 / 30),
        () => format!("{} years", seconds / 3600 / 24 / 365),
    }
}

/// The style of the built-in resources: `9m51s`.
pub fn short(time: Option<Timestamp>, now: Timestamp) -> String {
    if time.is_none() {
        return "<unknown>".to_owned();
    }
    let seconds = seconds_since(time, now);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let days = hours / 24;
    let with = |main: String, rest: i64, unit: &str| {
        if rest == 0 {
            main
        } else {
            format!("{main}{rest}{unit}")
        }
    };
    match () {
        () if seconds < -1 => "<invalid>".to_owned(),
        () if seconds < 0 => "0s".to_owned(),
        () if seconds < 120 => format!("{seconds}s"),
        () if minutes < 10 => with(format!("{minutes}m"), seconds % 60, "s"),
        () if minutes < 180 => format!("{minutes}m"),
        () if hours < 8 => with(format!("{hours}h"), minutes % 60, "m"),
        () if hours < 48 => format!("{hours}h"),
        () if hours < 24 * 8 => with(format!("{days}d"), hours % 24, "h"),
        () if hours < 24 * 365 * 2 => format!("{days}d"),
        () if hours < 24 * 365 * 8 => with(format!("{}y", days / 365), days % 365, "d"),
        () => format!("{}y", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ages_change_where_the_server_changes_them() {
        let cases = [
            (-5, "Less than a second"),
            (1, "1 second"),
            (59, "59 seconds"),
            (119, "About a minute"),
            (120, "2 minutes"),
            (3599, "59 minutes"),
            (3600, "About an hour"),
            (5399, "About an hour"),
            (5400, "2 hours"),
            (47 * 3600, "47 hours"),
            (48 * 3600, "2 days"),
            (13 * 86400, "13 days"),
            (14 * 86400, "2 weeks"),
            (59 * 86400, "8 weeks"),
            (60 * 86400, "2 months"),
            (800 * 86400, "2 years"),
            (LONGEST, "292 years"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(long(seconds), expected, "{seconds} s");
        }
    }

    #[test]
    fn short_ages_change_where_the_server_changes_them() {
        let now: Timestamp = "2026-11-22T20:17:47Z".parse().unwrap();
        let cases = [
            ("2026-11-22T20:07:56Z", "9m51s"),
            ("2026-11-22T20:15:48Z", "119s"),
            ("2026-11-22T20:15:47Z", "2m"),
            ("2026-11-22T20:07:00Z", "10m"),
            ("2026-11-22T17:00:00Z", "3h17m"),
            ("2026-11-21T17:00:00Z", "27h"),
            ("2026-11-19T17:00:00Z", "3d3h"),
            ("2026-01-19T17:00:00Z", "307d"),
            ("2023-11-22T20:17:47Z", "3y1d"),
        ];
        for (time, expected) in cases {
            assert_eq!(short(parse(time), now), expected, "{time}");
        }
    }
}
