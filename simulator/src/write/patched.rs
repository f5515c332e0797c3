//! From a patch call to the object it asks for.

use serde_json::Value;

use super::{body, patch, shape};
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult, Cause};

/// Whether the call is a server-side apply.
pub fn is_apply(call: &ResourceCall<'_>) -> bool {
    media_type(call) == "application/apply-patch+yaml"
}

fn media_type<'a>(call: &ResourceCall<'a>) -> &'a str {
    let header = call.request.header("Content-Type").unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim()
}

/// The patched object as the server decodes it, and warnings.
pub fn object(call: &ResourceCall<'_>, old: &Value) -> ApiResult<(Value, Vec<String>)> {
    let media_type = media_type(call);
    let known = [
        "application/json-patch+json",
        "application/merge-patch+json",
        "application/strategic-merge-patch+json",
    ];
    if !known.contains(&media_type) {
        let error = ApiError::new(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        return Err(error.with_details(serde_json::json!({})));
    }
    let patch: Value = serde_json::from_slice(&call.request.body)
        .map_err(|error| ApiError::bad_request(body::go_error(&call.request.body, &error)))?;
    let mut object = old.clone();
    let applied = match media_type {
        "application/json-patch+json" => patch::json_patch(&mut object, &patch),
        "application/merge-patch+json" => {
            patch::merge(&mut object, &patch);
            Ok(())
        }
        _ => patch::strategic(&mut object, &patch),
    };
    applied.map_err(|_| does_not_apply())?;
    if !object.is_object() {
        return Err(does_not_apply());
    }
    let mut findings = shape::Findings::default();
    let text = shown(&object);
    let decoded = shape::decode(object, shape::of_kind(call.resource.kind), &mut findings)
        .map_err(|error| undecodable(&text, &error))?;
    let warnings: Vec<String> = findings
        .unknown
        .iter()
        .map(|path| format!("unknown field \"{path}\""))
        .collect();
    match call.param("fieldValidation") {
        Some("Strict") if !warnings.is_empty() => Err(undecodable(
            &patch.to_string(),
            &format!("strict decoding error: {}", warnings.join(", ")),
        )),
        Some("Ignore") => Ok((decoded, Vec::new())),
        _ => Ok((decoded, warnings)),
    }
}

/// The object as the error shows it: without what the server manages.
fn shown(object: &Value) -> String {
    let mut object = object.clone();
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    object.to_string()
}

fn does_not_apply() -> Box<ApiError> {
    let message = "the server rejected our request due to an error in our request";
    ApiError::new(422, "Invalid", message).with_details(serde_json::json!({}))
}

fn undecodable(text: &str, error: &str) -> Box<ApiError> {
    let quoted = super::field::quoted(text);
    let message = format!("Invalid value: {quoted}: {error}");
    let cause = Cause {
        reason: "FieldValueInvalid",
        field: "patch".to_owned(),
        message,
    };
    let mut refused = ApiError::invalid("", "", "", &[cause]);
    if let Some(details) = refused.details.as_mut().and_then(Value::as_object_mut) {
        details.remove("kind");
    }
    refused
}
