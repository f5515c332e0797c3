//! Validation errors of single fields, in the server's words.

use serde_json::Value;

use crate::status::Cause;

/// A value that is not allowed, shown in quotes.
pub fn invalid(field: &str, value: &str, detail: &str) -> Cause {
    cause(
        "FieldValueInvalid",
        field,
        format!("Invalid value: {}: {detail}", quoted(value)),
    )
}

/// A value that is not allowed, shown as it is.
pub fn invalid_bare(field: &str, value: &str, detail: &str) -> Cause {
    cause(
        "FieldValueInvalid",
        field,
        format!("Invalid value: {value}: {detail}"),
    )
}

/// A value that is missing.
pub fn required(field: &str, detail: &str) -> Cause {
    let colon = if detail.is_empty() { "" } else { ": " };
    cause(
        "FieldValueRequired",
        field,
        format!("Required value{colon}{detail}"),
    )
}

/// A value that is none of those there are, shown as it is.
pub fn unsupported(field: &str, value: &str, supported: &[&str]) -> Cause {
    let known: Vec<String> = supported.iter().map(|text| quoted(text)).collect();
    let message = format!(
        "Unsupported value: {value}: supported values: {}",
        known.join(", ")
    );
    cause("FieldValueNotSupported", field, message)
}

/// A value that someone may not use.
pub fn forbidden(field: &str, detail: &str) -> Cause {
    cause("FieldValueForbidden", field, format!("Forbidden: {detail}"))
}

/// A value that names nothing.
pub fn not_found(field: &str, value: &str) -> Cause {
    cause(
        "FieldValueNotFound",
        field,
        format!("Not found: {}", quoted(value)),
    )
}

/// An error from deeper inside, which the server reports without a field.
pub fn internal(detail: &str) -> Cause {
    cause("InternalError", "[]", format!("Internal error: {detail}"))
}

fn cause(reason: &'static str, field: &str, message: String) -> Cause {
    Cause {
        reason,
        field: field.to_owned(),
        message,
    }
}

/// A text as the server quotes it.
pub fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Several errors as one text: one alone, or a list in brackets.
pub fn joined(errors: &[Cause]) -> String {
    let texts: Vec<String> = errors
        .iter()
        .map(|error| format!("{}: {}", error.field, error.message))
        .collect();
    match texts.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    }
}
