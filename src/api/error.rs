//! What can go wrong between a request and its typed answer.

use super::status::Status;

/// Why there is no answer to use. `crate::explain` says it to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// Nothing came back: no network, or nobody listens.
    Offline,
    /// The page was left before the answer came. Never shown.
    Cancelled,
    /// The server said no. `code` is always that of the HTTP answer.
    Status(Box<Status>),
    /// The answer is no JSON. A login page or a proxy stands in between.
    NotJson {
        /// HTTP status code.
        code: u16,
        /// True: it is a page for people, as an expired session gets.
        page: bool,
    },
    /// The answer is JSON, but not what the API promises.
    Decode {
        /// Kind of object that was read.
        kind: &'static str,
        /// Path of the field, such as `items[3].spec.tags[0].from`.
        field: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The answer is larger than the app is ready to hold.
    TooLarge {
        /// Its size.
        size_bytes: usize,
    },
}

impl Error {
    /// HTTP status code of the answer; 0 when there was none or it was a success.
    pub fn code(&self) -> u16 {
        match self {
            Self::Status(status) => status.code,
            Self::NotJson { code, .. } => *code,
            _ => 0,
        }
    }

    /// Whether the same request may well succeed later without anyone doing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::Status(status) => matches!(status.code, 408 | 429 | 500 | 502 | 503 | 504),
            Self::NotJson { code, .. } => matches!(code, 502..=504),
            _ => false,
        }
    }

    /// Whether the object does not exist.
    pub fn is_not_found(&self) -> bool {
        self.code() == 404
    }

    /// How long the server asks to wait before the next try.
    pub fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::Status(status) => {
                Some(status.details.retry_after_seconds).filter(|&wait| wait > 0)
            }
            _ => None,
        }
    }
}

/// How long to wait before another try: the server's wish, else doubling from a second to half a
/// minute. `jitter` from 0 to 999 spreads the readers of a server that comes back.
pub fn wait_milliseconds(error: &Error, tries: u32, jitter: u32) -> u32 {
    const FIRST: u32 = 1_000;
    const LONGEST: u32 = 30_000;
    if let Some(seconds) = error.retry_after_seconds() {
        return seconds.min(600) * 1_000 + jitter;
    }
    FIRST.saturating_mul(1 << tries.min(5)).min(LONGEST) + jitter
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::status::StatusDetails;

    #[test]
    fn waits_double_up_to_half_a_minute() {
        let waits: Vec<u32> = (0..8)
            .map(|tries| wait_milliseconds(&Error::Offline, tries, 7))
            .collect();
        assert_eq!(
            waits,
            [1_007, 2_007, 4_007, 8_007, 16_007, 30_007, 30_007, 30_007]
        );
    }

    #[test]
    fn the_server_decides_how_long_to_wait() {
        let details = StatusDetails {
            retry_after_seconds: 5,
            ..Default::default()
        };
        let error = Error::Status(Box::new(Status {
            code: 429,
            details,
            ..Default::default()
        }));
        assert_eq!(wait_milliseconds(&error, 3, 0), 5_000);
    }
}
