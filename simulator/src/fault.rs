//! Failures on purpose.
//!
//! A namespace, a name, or either half of `stream:tag` can ask for a failure, so that every error
//! can be brought about by hand in a browser and by data in a test. README lists the names.

use std::time::Duration;

use serde_json::json;

use crate::exchange::Response;
use crate::status::ApiError;

/// What happens to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It is answered late.
    Slow(Duration),
    /// It is answered with an error.
    Error(Box<ApiError>),
    /// It is answered with a login page, as a proxy in front of an API does.
    NotJson,
    /// It is answered, but the connection ends in the middle of the answer.
    Cut,
}

/// No name makes anybody wait longer than this.
const LONGEST: u64 = 60;

/// The fault that one of the names in a path asks for.
pub fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<Fault> {
    names
        .into_iter()
        .flat_map(|name| name.split([':', '@']))
        .find_map(by_name)
}

fn by_name(name: &str) -> Option<Fault> {
    match name {
        "not-json" => return Some(Fault::NotJson),
        "cut" => return Some(Fault::Cut),
        "gone-410" => {
            return Some(Fault::Error(ApiError::expired(
                "The resourceVersion for the provided watch is too old.",
            )));
        }
        _ => {}
    }
    if let Some(seconds) = name
        .strip_prefix("slow-")
        .and_then(|rest| rest.strip_suffix('s'))
    {
        let seconds: u64 = seconds.parse().ok()?;
        return Some(Fault::Slow(Duration::from_secs(seconds.min(LONGEST))));
    }
    error(name.strip_prefix("error-")?).map(Fault::Error)
}

fn error(code: &str) -> Option<Box<ApiError>> {
    let busy = json!({"retryAfterSeconds": 2});
    Some(match code {
        "401" => ApiError::unauthorized(),
        "500" => ApiError::new(
            500,
            "InternalError",
            "Internal error occurred: etcdserver: request timed out",
        )
        .with_details(json!({"causes": [{"message": "etcdserver: request timed out"}]})),
        "503" => ApiError::new(
            503,
            "ServiceUnavailable",
            "the server is currently unable to handle the request",
        )
        .with_details(json!({})),
        "504" => ApiError::new(
            504,
            "Timeout",
            "Timeout: request did not complete within the allotted timeout",
        )
        .with_details(json!({})),
        "429" => ApiError::new(
            429,
            "TooManyRequests",
            "the server has received too many requests and has asked us to try again later",
        )
        .with_details(busy),
        _ => return None,
    })
}

/// The page of `not-json`.
pub fn login_page() -> Response {
    let page = "<!DOCTYPE html>\n<html><head><title>Log in</title></head>\
                <body><h1>Log in to your account</h1><form></form></body></html>\n";
    Response::of_type(200, "text/html; charset=utf-8", page.as_bytes().to_vec())
}
