//! From the body of a request to an object.

use std::fmt::Write as _;

use serde_json::Value;

use super::shape::{self, Findings};
use crate::resource::{Resource, ResourceCall};
use crate::status::{ApiError, ApiResult};

/// An object that was sent, and what the answer warns of.
#[derive(Debug)]
pub struct Body {
    /// The object, without fields that do not exist.
    pub object: Value,
    /// Texts for `Warning` headers.
    pub warnings: Vec<String>,
}

/// Reads the object of a create or update call.
pub fn object(call: &ResourceCall<'_>) -> ApiResult<Body> {
    let kind = call.resource.kind;
    check_media_type(call)?;
    let parsed = parse(&call.request.body, kind)?;
    check_kind(&parsed, call.resource)?;
    decode(call, parsed, kind)
}

/// Reads an object of a kind out of JSON that was parsed already.
pub fn decode(call: &ResourceCall<'_>, parsed: Value, kind: &str) -> ApiResult<Body> {
    let mut findings = Findings::default();
    let object = shape::decode(parsed, shape::of_kind(kind), &mut findings).map_err(|error| {
        ApiError::bad_request(format!(
            "{kind} in version \"{}\" cannot be handled as a {kind}: {error}",
            call.resource.version
        ))
    })?;
    let unknown: Vec<String> = findings
        .unknown
        .iter()
        .map(|path| format!("unknown field \"{path}\""))
        .collect();
    match call.param("fieldValidation") {
        Some("Strict") if !unknown.is_empty() => Err(ApiError::bad_request(format!(
            "{kind} in version \"{}\" cannot be handled as a {kind}: strict decoding error: {}",
            call.resource.version,
            unknown.join(", ")
        ))),
        Some("Ignore") => Ok(Body {
            object,
            warnings: Vec::new(),
        }),
        _ => Ok(Body {
            object,
            warnings: unknown,
        }),
    }
}

fn check_media_type(call: &ResourceCall<'_>) -> ApiResult<()> {
    let given = call.request.header("Content-Type").unwrap_or_default();
    match given.split(';').next().unwrap_or_default().trim() {
        "" | "application/json" | "application/yaml" => Ok(()),
        _ => Err(ApiError::new(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf",
        )),
    }
}

fn parse(body: &[u8], kind: &str) -> ApiResult<Value> {
    let unrecognized = |error: &str| {
        ApiError::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error: {error} ({})",
            summary(body)
        ))
    };
    match serde_json::from_slice(body) {
        Ok(object @ Value::Object(_)) => Ok(object),
        Ok(other) => Err(unrecognized(&format!(
            "json: cannot unmarshal {} into Go value of type struct {{ APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }}",
            super::shape::go_kind(&other)
        ))),
        Err(error) => Err(unrecognized(&go_error(body, &error))),
    }
}

/// The beginning of a body, as the server shows what it could not read.
fn summary(body: &[u8]) -> String {
    const SHOWN: usize = 30;
    let text = match body.first() {
        None => return "<empty>".to_owned(),
        Some(b'{') => {
            String::from_utf8_lossy(body.get(..SHOWN.min(body.len())).unwrap_or_default())
                .into_owned()
        }
        Some(_) => hex(body.get(..SHOWN.min(body.len())).unwrap_or_default()),
    };
    if body.len() > SHOWN {
        format!("{text} ...")
    } else {
        text
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A parse error in the words of Go's decoder.
pub fn go_error(body: &[u8], error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "unexpected end of JSON input".to_owned();
    }
    let text = String::from_utf8_lossy(body);
    let line = text
        .lines()
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let character = line
        .get(error.column().saturating_sub(1)..)
        .and_then(|rest| rest.chars().next())
        .unwrap_or(' ');
    let said = error.to_string();
    let place = [
        (
            "key must be a string",
            "looking for beginning of object key string",
        ),
        ("expected `:`", "after object key"),
        ("expected `,` or `}`", "after object key:value pair"),
        ("expected `,` or `]`", "after array element"),
        ("trailing characters", "after top-level value"),
    ];
    let place = place
        .iter()
        .find(|(serde, _)| said.contains(serde))
        .map_or("looking for beginning of value", |(_, go)| go);
    format!("invalid character '{character}' {place}")
}

fn check_kind(object: &Value, resource: &Resource) -> ApiResult<()> {
    let wanted = (resource.api_version(), resource.kind);
    let part = |key: &str| {
        object
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let kind = part("kind").unwrap_or(wanted.1);
    let api_version = part("apiVersion").unwrap_or(&wanted.0);
    if kind == wanted.1 && api_version == wanted.0 {
        return Ok(());
    }
    if kind == wanted.1 || Resource::of_kind(api_version, kind).is_some() {
        return Err(ApiError::bad_request(format!(
            "the API version in the data ({api_version}) does not match the expected API version ({})",
            wanted.0
        )));
    }
    let version = api_version.rsplit('/').next().unwrap_or(api_version);
    Err(ApiError::bad_request(format!(
        "{kind} in version \"{version}\" cannot be handled as a {}: no kind \"{kind}\" is registered for version \"{api_version}\" in scheme \"pkg/runtime/scheme.go:110\"",
        wanted.1
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> String {
        parse(body.as_bytes(), "ImageStream")
            .map_or_else(|error| error.message, |_| "read".to_owned())
    }

    #[test]
    fn what_is_no_json_is_told_in_the_words_of_go() {
        let prefix = "the object provided is unrecognized (must be of type ImageStream): couldn't get version/kind; json parse error: ";
        assert_eq!(
            said("{not json"),
            format!(
                "{prefix}invalid character 'n' looking for beginning of object key string ({{not json)"
            )
        );
        assert_eq!(
            said("{\"a\" 1}"),
            format!("{prefix}invalid character '1' after object key ({{\"a\" 1}})")
        );
        assert_eq!(
            said("{\"a\":"),
            format!("{prefix}unexpected end of JSON input ({{\"a\":)")
        );
        assert_eq!(
            said(""),
            format!("{prefix}unexpected end of JSON input (<empty>)")
        );
    }
}
