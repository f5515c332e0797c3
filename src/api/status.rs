//! `metav1.Status`: how an API server says that something went wrong.

use serde::Deserialize;

use super::meta::null_as_default;

/// The body of an error answer, and the outcome of each image of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Status {
    /// `Success` or `Failure`.
    #[serde(deserialize_with = "null_as_default")]
    pub status: String,
    /// The server's sentence, untranslated.
    #[serde(deserialize_with = "null_as_default")]
    pub message: String,
    /// Machine-readable word such as `NotFound`; may be empty.
    #[serde(deserialize_with = "null_as_default")]
    pub reason: String,
    /// What it is about.
    #[serde(deserialize_with = "null_as_default")]
    pub details: StatusDetails,
    /// The HTTP status code; 0 when the server left it out.
    #[serde(deserialize_with = "null_as_default")]
    pub code: u16,
}

/// `metav1.StatusDetails`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusDetails {
    /// Name of the object the answer is about.
    #[serde(deserialize_with = "null_as_default")]
    pub name: String,
    /// Its API group.
    #[serde(deserialize_with = "null_as_default")]
    pub group: String,
    /// Plural resource, or the kind for validation errors.
    #[serde(deserialize_with = "null_as_default")]
    pub kind: String,
    /// One entry per field that was refused.
    #[serde(deserialize_with = "null_as_default")]
    pub causes: Vec<StatusCause>,
    /// Seconds to wait before trying again; 0 when the server does not say.
    #[serde(deserialize_with = "null_as_default")]
    pub retry_after_seconds: u32,
}

/// `metav1.StatusCause`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct StatusCause {
    /// Machine-readable word such as `FieldValueInvalid`.
    #[serde(deserialize_with = "null_as_default")]
    pub reason: String,
    /// The server's sentence.
    #[serde(deserialize_with = "null_as_default")]
    pub message: String,
    /// Path of the field, such as `spec.tags[latest].from`.
    #[serde(deserialize_with = "null_as_default")]
    pub field: String,
}
