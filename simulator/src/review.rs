//! Reviews: what one is and may do, asked of the API itself.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::access::{self, Attributes, Identity, roles};
use crate::exchange::{Request, Response};
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult};
use crate::store::Store;

/// Answers a `create` of a self-review; `None` when the resource is none.
pub fn create(
    store: &Store,
    call: &ResourceCall<'_>,
    now: Timestamp,
) -> Option<ApiResult<Response>> {
    let (user, request, kind) = (&call.user, call.request, call.resource.kind);
    if !matches!(
        kind,
        "SelfSubjectAccessReview" | "SelfSubjectRulesReview" | "SelfSubjectReview"
    ) {
        return None;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        let message = format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get \
             version/kind; json parse error"
        );
        return Some(Err(ApiError::bad_request(message)));
    };
    let object = match kind {
        "SelfSubjectAccessReview" => access_review(store, user, &body, request, now),
        "SelfSubjectRulesReview" if call.resource.group == "authorization.openshift.io" => {
            Ok(openshift_rules_review(store, user, call.namespace(), &body))
        }
        "SelfSubjectRulesReview" => rules_review(store, user, &body),
        _ => Ok(subject_review(user, now)),
    };
    Some(object.map(|object| Response::json(201, &object)))
}

fn access_review(
    store: &Store,
    user: &Identity,
    body: &Value,
    request: &Request,
    now: Timestamp,
) -> ApiResult<Value> {
    let resource = body
        .pointer("/spec/resourceAttributes")
        .filter(|value| !value.is_null());
    let path = body
        .pointer("/spec/nonResourceAttributes")
        .filter(|value| !value.is_null());
    let (reason, spec) = match (resource, path) {
        (Some(resource), None) => {
            let of = |name: &str| {
                resource
                    .get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
            };
            let wanted = Attributes {
                verb: of("verb"),
                group: of("group"),
                resource: of("resource"),
                subresource: of("subresource"),
                namespace: of("namespace"),
                name: of("name"),
            };
            (
                access::why(store, user, &wanted),
                ("resourceAttributes", resource),
            )
        }
        (None, Some(path)) => {
            let wanted = path.get("path").and_then(Value::as_str).unwrap_or_default();
            let may = access::may_get_path(user, wanted);
            (may.then(String::new), ("nonResourceAttributes", path))
        }
        _ => {
            let cause = crate::status::Cause {
                reason: "FieldValueInvalid",
                field: "spec.resourceAttributes".to_owned(),
                message: "Invalid value: null: exactly one of nonResourceAttributes or \
                          resourceAttributes must be specified"
                    .to_owned(),
            };
            let group = "authorization.k8s.io";
            return Err(ApiError::invalid(
                group,
                "SelfSubjectAccessReview",
                "",
                &[cause],
            ));
        }
    };
    let mut status = Map::new();
    status.insert("allowed".to_owned(), json!(reason.is_some()));
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        status.insert("reason".to_owned(), json!(reason));
    }
    let attributes = without_empty(spec.1);
    let owned = managed_fields(request, now, spec.0, &attributes);
    Ok(json!({
        "kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
        "metadata": {"managedFields": [owned]},
        "spec": {spec.0: attributes}, "status": status,
    }))
}

fn without_empty(attributes: &Value) -> Value {
    let kept = attributes
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(_, value)| !value.is_null() && value.as_str() != Some(""))
        .map(|(key, value)| (key.clone(), value.clone()));
    Value::Object(kept.collect())
}

/// The server tracks fields even of what it never stores.
fn managed_fields(request: &Request, now: Timestamp, member: &str, attributes: &Value) -> Value {
    let mut fields = Map::new();
    fields.insert(".".to_owned(), json!({}));
    for key in attributes
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key)
    {
        fields.insert(format!("f:{key}"), json!({}));
    }
    json!({
        "manager": manager(request), "operation": "Update",
        "apiVersion": "authorization.k8s.io/v1", "time": seconds(now), "fieldsType": "FieldsV1",
        "fieldsV1": {"f:spec": {format!("f:{member}"): fields}},
    })
}

/// Who the server says wrote a field: the product in `User-Agent`.
pub fn manager(request: &Request) -> &str {
    let agent = request.header("User-Agent").unwrap_or_default();
    let product = agent.split('/').next().unwrap_or_default();
    if product.is_empty() {
        "unknown"
    } else {
        product
    }
}

/// A time as the API writes it, without fractions.
pub fn seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn rules_review(store: &Store, user: &Identity, body: &Value) -> ApiResult<Value> {
    let namespace = body
        .pointer("/spec/namespace")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if namespace.is_empty() {
        return Err(ApiError::bad_request("no namespace on request"));
    }
    let grants = access::grants(store, user, namespace);
    let rules = grants
        .iter()
        .flat_map(|grant| grant.role.rules.iter().copied().flatten());
    let rules: Vec<Value> = rules
        .map(|rule| {
            let mut object = json!({
                "verbs": rule.verbs, "apiGroups": rule.groups, "resources": rule.resources,
            });
            if !rule.names.is_empty() {
                object["resourceNames"] = json!(rule.names);
            }
            object
        })
        .collect();
    let everything = user.is_in("system:masters").then_some(["*"].as_slice());
    let paths: Vec<Value> = everything
        .into_iter()
        .map(|paths| json!({"verbs": ["*"], "nonResourceURLs": paths}))
        .chain(
            roles::PUBLIC_PATHS
                .iter()
                .map(|paths| json!({"verbs": ["get"], "nonResourceURLs": paths})),
        )
        .collect();
    Ok(json!({
        "kind": "SelfSubjectRulesReview", "apiVersion": "authorization.k8s.io/v1",
        "metadata": {}, "spec": {},
        "status": {"resourceRules": rules, "nonResourceRules": paths, "incomplete": false},
    }))
}

/// The older review of OpenShift: the project is that of the address, and each rule tells everything it could have.
fn openshift_rules_review(store: &Store, user: &Identity, namespace: &str, body: &Value) -> Value {
    let grants = access::grants(store, user, namespace);
    let rules = grants
        .iter()
        .flat_map(|grant| grant.role.rules.iter().copied().flatten());
    let rules: Vec<Value> = rules
        .map(|rule| {
            let mut object = json!({
                "verbs": rule.verbs, "attributeRestrictions": null,
                "apiGroups": rule.groups, "resources": rule.resources,
            });
            if !rule.names.is_empty() {
                object["resourceNames"] = json!(rule.names);
            }
            object
        })
        .collect();
    json!({
        "kind": "SelfSubjectRulesReview", "apiVersion": "authorization.openshift.io/v1",
        "spec": {"scopes": body.pointer("/spec/scopes").cloned().unwrap_or_default()},
        "status": {"rules": rules},
    })
}

fn subject_review(user: &Identity, now: Timestamp) -> Value {
    json!({
        "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
        "metadata": {"creationTimestamp": seconds(now)},
        "status": {"userInfo": {
            "username": user.name, "uid": user.uid(), "groups": user.groups,
        }},
    })
}

/// The `User` object of `users/~`.
pub fn own_user(user: &Identity) -> Value {
    json!({
        "kind": "User", "apiVersion": "user.openshift.io/v1",
        "metadata": {"name": user.name, "uid": user.uid()},
        "identities": null, "groups": user.groups,
    })
}
