//! What a writing call asks for beside the object itself.

use serde_json::{Value, json};

use super::field::{forbidden, invalid, required, unsupported};
use super::patched::is_apply;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult, Cause};

/// The values of `fieldValidation`, in the order in which the server names them.
const FIELD_VALIDATIONS: [&str; 4] = ["", "Ignore", "Strict", "Warn"];

/// The values of `propagationPolicy`, and the word by which the server means its absence.
const PROPAGATIONS: [&str; 4] = ["Foreground", "Background", "Orphan", "nil"];

/// Whether the call is a dry run. Options that are none are 422.
///
/// A delete call with a body has its options in there, and those of the query are not even read.
pub fn dry_run(call: &ResourceCall<'_>) -> ApiResult<bool> {
    let is_delete = matches!(call.verb, Verb::Delete | Verb::DeleteCollection);
    if is_delete && !call.request.body.is_empty() {
        return Ok(DeleteOptions::of(call)?.dry_run);
    }
    let asked: Vec<&str> = call
        .query
        .iter()
        .filter(|(key, _)| key == "dryRun")
        .map(|(_, value)| value.as_str())
        .collect();
    let mut errors = Vec::new();
    if call.verb == Verb::Patch {
        errors.extend(of_patch(call));
    }
    if is_delete {
        errors.extend(bad_propagation(
            call.param("propagationPolicy"),
            call.param("orphanDependents").is_some(),
        ));
    }
    errors.extend(unknown_dry_run(&asked));
    let validation = call.param("fieldValidation").unwrap_or_default();
    if !is_delete && !FIELD_VALIDATIONS.contains(&validation) {
        let shown = super::field::quoted(validation);
        errors.push(unsupported("fieldValidation", &shown, &FIELD_VALIDATIONS));
    }
    refuse(call, &errors)?;
    Ok(!asked.is_empty())
}

fn of_patch(call: &ResourceCall<'_>) -> Option<Cause> {
    if !is_apply(call) {
        let detail = "may not be specified for non-apply patch";
        return call.param("force").map(|_| forbidden("force", detail));
    }
    let manager = call.param("fieldManager").unwrap_or_default();
    manager
        .is_empty()
        .then(|| required("fieldManager", "is required for apply patch"))
}

fn unknown_dry_run(asked: &[&str]) -> Option<Cause> {
    let is_known = asked.iter().all(|value| *value == "All");
    (!is_known).then(|| unsupported("dryRun", &json!(asked).to_string(), &["All"]))
}

/// What becomes of dependents is checked and then makes no difference: nothing here depends on anything.
fn bad_propagation(policy: Option<&str>, tells_orphans: bool) -> Vec<Cause> {
    let Some(policy) = policy else {
        return Vec::new();
    };
    let field = "propagationPolicy";
    let mut errors = Vec::new();
    if tells_orphans {
        let detail = "orphanDependents and deletionPropagation cannot be both set";
        errors.push(invalid(field, policy, detail));
    }
    if policy == "nil" || !PROPAGATIONS.contains(&policy) {
        let shown = super::field::quoted(policy);
        errors.push(unsupported(field, &shown, &PROPAGATIONS));
    }
    errors
}

fn refuse(call: &ResourceCall<'_>, errors: &[Cause]) -> ApiResult<()> {
    if errors.is_empty() {
        return Ok(());
    }
    let kind = match call.verb {
        Verb::Update => "UpdateOptions",
        Verb::Patch => "PatchOptions",
        Verb::Delete | Verb::DeleteCollection => "DeleteOptions",
        _ => "CreateOptions",
    };
    Err(ApiError::invalid("meta.k8s.io", kind, "", errors))
}

/// Options of a delete call.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct DeleteOptions {
    /// The object must have this identity.
    pub uid: Option<String>,
    /// The object must have this version.
    pub resource_version: Option<String>,
    /// The body asks for a dry run.
    dry_run: bool,
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
        let asked: Vec<&str> = crate::view::list(&body, "/dryRun")
            .iter()
            .map(|value| value.as_str().unwrap_or_default())
            .collect();
        let mut errors = bad_propagation(
            body["propagationPolicy"].as_str(),
            !body["orphanDependents"].is_null(),
        );
        errors.extend(unknown_dry_run(&asked));
        refuse(call, &errors)?;
        Ok(Self {
            uid: text("/preconditions/uid"),
            resource_version: text("/preconditions/resourceVersion"),
            dry_run: !asked.is_empty(),
        })
    }

    /// Refuses when the object is not the one that was meant. The server names it by its kind here, not by its resource.
    pub fn check(&self, object: &Value, group: &str, kind: &str, name: &str) -> ApiResult<()> {
        let has = |pointer| {
            object
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let conditions = [
            (
                &self.uid,
                "UID",
                has("/metadata/uid"),
                "deleted and then recreated",
            ),
            (
                &self.resource_version,
                "ResourceVersion",
                has("/metadata/resourceVersion"),
                "modified",
            ),
        ];
        for (wanted, what, found, perhaps) in conditions {
            if let Some(wanted) = wanted
                && wanted != found
            {
                let cause = format!(
                    "the {what} in the precondition ({wanted}) does not match the {what} in record ({found}). The object might have been {perhaps}"
                );
                return Err(ApiError::conflict(group, kind, name, &cause));
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
