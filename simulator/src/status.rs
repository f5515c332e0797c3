//! Errors of the API with the `Status` bodies of the real server.

use serde_json::{Map, Value, json};

use crate::exchange::Response;

/// An error as the API reports it.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError {
    /// The HTTP status, which the body repeats.
    pub code: u16,
    /// The machine-readable reason; empty means that the body has none.
    pub reason: &'static str,
    /// The sentence.
    pub message: String,
    /// The `details` object; `None` means that the body has none.
    pub details: Option<Value>,
}

/// The result of answering a call.
pub type ApiResult<T> = Result<T, Box<ApiError>>;

impl ApiError {
    /// An error without details.
    pub fn new(code: u16, reason: &'static str, message: impl Into<String>) -> Box<Self> {
        Box::new(Self {
            code,
            reason,
            message: message.into(),
            details: None,
        })
    }

    /// The same error with details.
    #[must_use]
    pub fn with_details(mut self: Box<Self>, details: Value) -> Box<Self> {
        self.details = Some(details);
        self
    }

    /// 404 for one object. `resource` is the word the server uses, nearly always the plural.
    pub fn not_found(group: &str, resource: &str, name: &str) -> Box<Self> {
        Self::new(
            404,
            "NotFound",
            format!("{} \"{name}\" not found", qualified(group, resource)),
        )
        .with_details(details(group, resource, name))
    }

    /// 409 for a name that is taken.
    pub fn already_exists(group: &str, resource: &str, name: &str) -> Box<Self> {
        let message = format!("{} \"{name}\" already exists", qualified(group, resource));
        Self::new(409, "AlreadyExists", message).with_details(details(group, resource, name))
    }

    /// 409 for a write that is based on something older.
    pub fn conflict(group: &str, resource: &str, name: &str, cause: &str) -> Box<Self> {
        let message = format!(
            "Operation cannot be fulfilled on {} \"{name}\": {cause}",
            qualified(group, resource)
        );
        Self::new(409, "Conflict", message).with_details(details(group, resource, name))
    }

    /// 400 with a sentence.
    pub fn bad_request(message: impl Into<String>) -> Box<Self> {
        Self::new(400, "BadRequest", message)
    }

    /// 401.
    pub fn unauthorized() -> Box<Self> {
        Self::new(401, "Unauthorized", "Unauthorized")
    }

    /// 403 with the reason that follows `is forbidden: `. An empty name is left out as the server
    /// leaves it out for collections.
    pub fn forbidden(group: &str, resource: &str, name: &str, because: &str) -> Box<Self> {
        let what = qualified(group, resource);
        let message = if name.is_empty() {
            format!("{what} is forbidden: {because}")
        } else {
            format!("{what} \"{name}\" is forbidden: {because}")
        };
        Self::new(403, "Forbidden", message).with_details(details(group, resource, name))
    }

    /// 405 for a verb that the resource does not have.
    pub fn method_not_supported(group: &str, resource: &str, verb: &str) -> Box<Self> {
        let message = format!(
            "{verb} is not supported on resources of kind \"{}\"",
            qualified(group, resource)
        );
        Self::new(405, "MethodNotAllowed", message).with_details(details(group, resource, ""))
    }

    /// 422 with the causes in order; each is (reason, field, body). The sentence says nothing twice, while the causes
    /// of the real server repeat what was found wrong by several of its checks.
    pub fn invalid(group: &str, kind: &str, name: &str, causes: &[Cause]) -> Box<Self> {
        let mut errors: Vec<String> = Vec::new();
        for cause in causes {
            let text = format!("{}: {}", cause.field, cause.message);
            if !errors.contains(&text) {
                errors.push(text);
            }
        }
        let joined = match errors.as_slice() {
            [one] => one.clone(),
            many => format!("[{}]", many.join(", ")),
        };
        let message = format!("{} \"{name}\" is invalid: {joined}", qualified(group, kind));
        let mut details = details(group, kind, name);
        if let Some(map) = details.as_object_mut() {
            let causes: Vec<Value> = causes
                .iter()
                .map(|cause| {
                    json!({"reason": cause.reason, "message": cause.message, "field": cause.field})
                })
                .collect();
            map.insert("causes".to_owned(), Value::Array(causes));
        }
        Self::new(422, "Invalid", message).with_details(details)
    }

    /// 410 for a version that the event log no longer holds.
    pub fn expired(message: impl Into<String>) -> Box<Self> {
        Self::new(410, "Expired", message)
    }

    /// 413 for a body above the limit of the real server, 3 MiB.
    pub fn too_large() -> Box<Self> {
        let message = "Request entity too large: limit is 3145728";
        Self::new(413, "RequestEntityTooLarge", message).with_details(json!({}))
    }

    /// The `Status` object.
    pub fn body(&self) -> Value {
        let mut status = Map::new();
        status.insert("kind".to_owned(), json!("Status"));
        status.insert("apiVersion".to_owned(), json!("v1"));
        status.insert("metadata".to_owned(), json!({}));
        status.insert("status".to_owned(), json!("Failure"));
        if !self.message.is_empty() {
            status.insert("message".to_owned(), json!(self.message));
        }
        if !self.reason.is_empty() {
            status.insert("reason".to_owned(), json!(self.reason));
        }
        if let Some(details) = &self.details {
            status.insert("details".to_owned(), details.clone());
        }
        status.insert("code".to_owned(), json!(self.code));
        Value::Object(status)
    }

    /// The response, with `Retry-After` where the details name seconds.
    pub fn response(&self) -> Response {
        let mut response = Response::json(self.code, &self.body());
        let seconds = self
            .details
            .as_ref()
            .and_then(|details| details.get("retryAfterSeconds"))
            .and_then(Value::as_u64);
        if let Some(seconds) = seconds {
            response
                .headers
                .push(("Retry-After".to_owned(), seconds.to_string()));
        }
        response
    }
}

/// One cause of a 422.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// For example `FieldValueInvalid`.
    pub reason: &'static str,
    /// The path of the field.
    pub field: String,
    /// The text after `field: `.
    pub message: String,
}

/// `resource.group`, or the resource alone in the core group.
pub fn qualified(group: &str, resource: &str) -> String {
    if group.is_empty() {
        resource.to_owned()
    } else {
        format!("{resource}.{group}")
    }
}

/// The `details` of an error, with the members that are empty left out as the server does.
pub fn details(group: &str, resource: &str, name: &str) -> Value {
    let mut details = Map::new();
    if !name.is_empty() {
        details.insert("name".to_owned(), json!(name));
    }
    if !group.is_empty() {
        details.insert("group".to_owned(), json!(group));
    }
    if !resource.is_empty() {
        details.insert("kind".to_owned(), json!(resource));
    }
    Value::Object(details)
}
