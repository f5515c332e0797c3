//! Projects: asked for by users, deleted with everything in them.

use serde_json::{Map, Value, json};

use super::context::Write;
use super::field::{invalid, required};
use super::options::{DeleteOptions, success};
use super::{Answer, body, validation};
use crate::cluster::Cluster;
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::{IMAGE_STREAMS, NAMESPACES, ROLE_BINDINGS, SECRETS, SERVICE_ACCOUNTS};
use crate::view::{project, text};

const GROUP: &str = "project.openshift.io";

/// Answers a project request: the project is made at once and its requester is its administrator.
pub fn request(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let body = body::object(call)?;
    let sent = &body.object;
    let name = text(sent, "/metadata/name").to_owned();
    let errors = errors_of(&name);
    if !errors.is_empty() {
        return Err(ApiError::invalid(GROUP, "ProjectRequest", &name, &errors));
    }
    if cluster.store.get(NAMESPACES, "", &name).is_some() {
        // The server says the singular.
        return Err(ApiError::already_exists(GROUP, "project", &name));
    }
    let mut annotations = Map::new();
    for (key, value) in [
        ("openshift.io/description", text(sent, "/description")),
        ("openshift.io/display-name", text(sent, "/displayName")),
        ("openshift.io/requester", &write.user.name),
    ] {
        annotations.insert(key.to_owned(), json!(value));
    }
    let namespace = json!({
        "kind": "Namespace",
        "apiVersion": "v1",
        "metadata": {
            "name": name,
            "uid": write.uid(cluster, &format!("namespace {name}")),
            "creationTimestamp": write.time(),
            "labels": {"kubernetes.io/metadata.name": name},
            "annotations": annotations,
        },
        "spec": {"finalizers": ["kubernetes"]},
        "status": {"phase": "Active"},
    });
    if write.dry_run {
        return Ok(Answer::created(project::view(&namespace)));
    }
    let stored = cluster.put(NAMESPACES, namespace);
    furnish(cluster, write, &name);
    Ok(Answer::created(project::view(&stored.value)).with_warnings(body.warnings))
}

fn errors_of(name: &str) -> Vec<Cause> {
    let field = "metadata.name";
    if name.is_empty() {
        return vec![required(field, "name or generateName is required")];
    }
    if name.len() < 2 {
        return vec![invalid(field, name, "must be at least 2 characters long")];
    }
    if name.len() > 63 {
        return vec![invalid(field, name, "must be no more than 63 characters")];
    }
    let detail = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
    if validation::is_dns_label(name) {
        Vec::new()
    } else {
        vec![invalid(field, name, detail)]
    }
}

/// Role bindings and service accounts that every project has.
fn furnish(cluster: &mut Cluster, write: &Write, name: &str) {
    let rbac = "rbac.authorization.k8s.io";
    let user = json!({"kind": "User", "apiGroup": rbac, "name": write.user.name});
    let accounts = json!({"kind": "Group", "apiGroup": rbac, "name": format!("system:serviceaccounts:{name}")});
    let builder = json!({"kind": "ServiceAccount", "namespace": name, "name": "builder"});
    for (binding, role, subject) in [
        ("admin", "admin", user),
        ("system:image-pullers", "system:image-puller", accounts),
        ("system:image-builders", "system:image-builder", builder),
    ] {
        let object = json!({
            "kind": "RoleBinding",
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": {
                "name": binding,
                "namespace": name,
                "uid": write.uid(cluster, &format!("rolebinding {name}/{binding}")),
                "creationTimestamp": write.time(),
            },
            "roleRef": {"apiGroup": rbac, "kind": "ClusterRole", "name": role},
            "subjects": [subject],
        });
        cluster.store.put(ROLE_BINDINGS, object);
    }
    for account in ["builder", "default", "deployer"] {
        let object = json!({
            "kind": "ServiceAccount",
            "apiVersion": "v1",
            "metadata": {
                "name": account,
                "namespace": name,
                "uid": write.uid(cluster, &format!("serviceaccount {name}/{account}")),
                "creationTimestamp": write.time(),
            },
        });
        cluster.store.put(SERVICE_ACCOUNTS, object);
    }
}

/// Answers a deletion: the contents go first, the project last. Termination takes no time here.
pub fn delete(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let options = DeleteOptions::of(call)?;
    let name = call.name();
    let (group, plural) = (call.resource.group, call.resource.plural);
    let Some(old) = cluster
        .store
        .get(NAMESPACES, "", name)
        .map(|stored| stored.value.clone())
    else {
        return Err(ApiError::not_found(group, plural, name));
    };
    options.check(&old, group, call.resource.kind, name)?;
    if !write.dry_run {
        for resource in [IMAGE_STREAMS, SECRETS, SERVICE_ACCOUNTS, ROLE_BINDINGS] {
            let contents = cluster.store.scan(resource, Some(name), None);
            let names: Vec<String> = contents
                .map(|(_, stored)| text(&stored.value, "/metadata/name").to_owned())
                .collect();
            for object in names {
                cluster.store.delete(resource, name, &object);
            }
        }
        cluster.store.delete(NAMESPACES, "", name);
    }
    if plural == "projects" {
        return Ok(Answer::ok(success()));
    }
    let mut gone: Value = old;
    gone["status"]["phase"] = json!("Terminating");
    Ok(Answer::ok(gone))
}
