//! What a delete call asks for beside the object itself.

use serde_json::{Value, json};

use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult};

/// Options of a delete call.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DeleteOptions {
    /// The object must have this identity.
    pub uid: Option<String>,
    /// The object must have this version.
    pub resource_version: Option<String>,
    /// The body asks for a dry run.
    pub dry_run: bool,
}

impl DeleteOptions {
    /// Reads the body; an empty one asks for nothing.
    pub fn of(call: &ResourceCall<'_>) -> ApiResult<Self> {
        if call.request.body.is_empty() {
            return Ok(Self::default());
        }
        let body: Value = serde_json::from_slice(&call.request.body).map_err(|error| {
            ApiError::bad_request(super::body::go_error(&call.request.body, &error))
        })?;
        let text = |pointer| {
            body.pointer(pointer)
                .and_then(Value::as_str)
                .map(str::to_owned)
        };
        Ok(Self {
            uid: text("/preconditions/uid"),
            resource_version: text("/preconditions/resourceVersion"),
            dry_run: body["dryRun"]
                .as_array()
                .is_some_and(|all| all.contains(&json!("All"))),
        })
    }

    /// Refuses when the object is not the one that was meant.
    pub fn check(&self, object: &Value, group: &str, plural: &str, name: &str) -> ApiResult<()> {
        let has = |pointer| {
            object
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let pairs = [
            (&self.uid, "UID", has("/metadata/uid")),
            (
                &self.resource_version,
                "ResourceVersion",
                has("/metadata/resourceVersion"),
            ),
        ];
        for (wanted, what, found) in pairs {
            if let Some(wanted) = wanted
                && wanted != found
            {
                let cause = format!(
                    "Precondition failed: {what} in precondition: {wanted}, {what} in object meta: {found}"
                );
                return Err(ApiError::conflict(group, plural, name, &cause));
            }
        }
        Ok(())
    }
}

/// The answer to a deletion that has nothing to tell.
pub fn success() -> Value {
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success"})
}

/// The answer to a deletion that names what went.
pub fn success_of(object: &Value, group: &str, plural: &str) -> Value {
    let mut status = success();
    let mut details =
        crate::status::details(group, plural, crate::view::text(object, "/metadata/name"));
    details["uid"] = object["metadata"]["uid"].clone();
    status["details"] = details;
    status
}
