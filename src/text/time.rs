//! RFC 3339 times as seconds. Own code because `jiff` costs 45 kB brotli in the bundle, `chrono`
//! 7 kB; a test compares with `jiff`.

use crate::wire::{Reader, Wire};

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Reads RFC 3339; fractions of a second are cut off. `None` when it is no such time.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i64> {
            let digits = bytes.get(from..to)?;
            digits.iter().try_fold(0, |sum: i64, digit| {
                digit
                    .is_ascii_digit()
                    .then(|| sum * 10 + i64::from(digit - b'0'))
            })
        };
        let at = |index: usize, expected: u8| bytes.get(index) == Some(&expected);
        let shape = at(4, b'-') && at(7, b'-') && at(13, b':') && at(16, b':');
        let joint = matches!(bytes.get(10), Some(b'T' | b't' | b' '));
        if !shape || !joint {
            return None;
        }
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let in_range = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        if !in_range {
            return None;
        }
        let mut rest = 19;
        if at(rest, b'.') {
            let digits = bytes[20..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            if digits == 0 {
                return None;
            }
            rest = 20 + digits;
        }
        let offset_seconds = match bytes.get(rest)? {
            b'Z' | b'z' if bytes.len() == rest + 1 => 0,
            sign @ (b'+' | b'-') if bytes.len() == rest + 6 && at(rest + 3, b':') => {
                let (hours, minutes) = (number(rest + 1, rest + 3)?, number(rest + 4, rest + 6)?);
                if hours >= 24 || minutes >= 60 {
                    return None;
                }
                let seconds = hours * 3600 + minutes * 60;
                if *sign == b'-' { -seconds } else { seconds }
            }
            _ => return None,
        };
        let days = days_from_civil(year, month, day);
        Some(Self(
            days * 86_400 + hour * 3600 + minute * 60 + second - offset_seconds,
        ))
    }
}

impl Timestamp {
    /// `2026-03-01T10:00:00Z`.
    pub fn rfc3339(self) -> String {
        let civil = Civil::of(self);
        format!("{}T{}Z", civil.date(), civil.time())
    }

    /// `2026-03-01 10:00:00 +0000 UTC`: how Go prints a time by default.
    pub fn go_default(self) -> String {
        let civil = Civil::of(self);
        format!("{} {} +0000 UTC", civil.date(), civil.time())
    }
}

/// Go's zero time, year 1; servers send it as `null`.
pub const GO_ZERO: Timestamp = Timestamp(-62_135_596_800);

/// A time as a calendar and a clock in UTC show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    /// Year of the Gregorian calendar.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

impl Civil {
    /// Date and clock in UTC.
    pub fn of(time: Timestamp) -> Self {
        let (days, seconds) = (time.0.div_euclid(86_400), time.0.rem_euclid(86_400));
        // The inverse of `days_from_civil`: eras of 400 years, years from March.
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        let part = |value: i64| u8::try_from(value).unwrap_or_default();
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month: part(month),
            day: part(day_of_year - (153 * month_from_march + 2) / 5 + 1),
            hour: part(seconds / 3600),
            minute: part(seconds / 60 % 60),
            second: part(seconds % 60),
        }
    }

    /// `2026-03-01`.
    pub fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// `10:00:00`.
    pub fn time(self) -> String {
        format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second)
    }
}

impl Wire for Timestamp {
    fn read(&mut self, json: &mut Reader<'_>) -> bool {
        let mut text = String::new();
        if !json.text(&mut text) {
            return false;
        }
        let time = Self::parse(&text);
        match time {
            Some(time) => *self = time,
            None => json.note("this is no RFC 3339 time"),
        }
        time.is_some()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("this is no RFC 3339 time"))
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar. The year is counted from March, so
/// that the leap day is its last day.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let era = shifted.div_euclid(400);
    let year_of_era = shifted.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn days_in_month(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
