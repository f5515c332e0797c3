//! Who may do what: RBAC as a cluster ships it.
//!
//! Roles are data ([`roles`]). Who has one in a project is read from the `RoleBinding` objects in
//! the store, so that a seed or a project request hands out rights by storing one.

mod identity;
mod project_roles;
pub mod roles;

use serde_json::Value;

pub use identity::{Identity, USERS};
use roles::{ClusterRole, Rule, SHIPPED_BINDINGS, cluster_role};

use crate::resource::Verb;
use crate::status::ApiError;
use crate::store::{NAMESPACES, ROLE_BINDINGS, Store};

/// What someone wants to do, as RBAC sees it. Empty strings stand for what a request leaves out.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    /// The verb.
    pub verb: &'a str,
    /// The group.
    pub group: &'a str,
    /// The resource.
    pub resource: &'a str,
    /// The subresource.
    pub subresource: &'a str,
    /// The namespace.
    pub namespace: &'a str,
    /// The name.
    pub name: &'a str,
}

impl<'a> Attributes<'a> {
    /// The attributes of a verb on a resource of a namespace.
    pub fn new(verb: Verb, group: &'a str, resource: &'a str, namespace: &'a str) -> Self {
        Self {
            verb: verb.as_str(),
            group,
            resource,
            subresource: "",
            namespace,
            name: "",
        }
    }

    /// The 403 for someone who may not.
    pub fn forbidden(&self, user: &Identity) -> Box<ApiError> {
        let place = if self.namespace.is_empty() {
            "at the cluster scope".to_owned()
        } else {
            format!("in the namespace \"{}\"", self.namespace)
        };
        let resource = if self.subresource.is_empty() {
            self.resource.to_owned()
        } else {
            format!("{}/{}", self.resource, self.subresource)
        };
        let because = format!(
            "User \"{}\" cannot {} resource \"{resource}\" in API group \"{}\" {place}",
            user.name, self.verb, self.group
        );
        ApiError::forbidden(self.group, self.resource, self.name, &because)
    }
}

/// A role that someone has, and why.
#[derive(Debug)]
pub struct Grant {
    /// The role.
    pub role: &'static ClusterRole,
    /// Why, in RBAC's words; empty for the superuser, whom no rule has to allow.
    pub reason: String,
}

/// Whether RBAC allows it.
pub fn may(store: &Store, user: &Identity, wanted: &Attributes<'_>) -> bool {
    why(store, user, wanted).is_some()
}

/// Why RBAC allows it; `None` when it does not.
pub fn why(store: &Store, user: &Identity, wanted: &Attributes<'_>) -> Option<String> {
    grants(store, user, wanted.namespace)
        .into_iter()
        .find(|grant| {
            grant
                .role
                .rules
                .iter()
                .copied()
                .flatten()
                .any(|rule| allows(rule, wanted))
        })
        .map(|grant| grant.reason)
}

/// The roles that someone has in a namespace (empty: in the whole cluster only).
pub fn grants(store: &Store, user: &Identity, namespace: &str) -> Vec<Grant> {
    let shipped = SHIPPED_BINDINGS
        .iter()
        .filter(|binding| binding.namespace.is_empty() || binding.namespace == namespace)
        .filter(|binding| user.is_in(binding.group))
        .filter_map(|binding| {
            let subject = format!("Group \"{}\"", binding.group);
            let reason = match (binding.group, binding.namespace) {
                ("system:masters", _) => String::new(),
                (_, "") => reason("ClusterRoleBinding", binding.name, binding.role, &subject),
                (_, namespace) => reason(
                    "RoleBinding",
                    &format!("{}/{namespace}", binding.name),
                    binding.role,
                    &subject,
                ),
            };
            Some(Grant {
                role: cluster_role(binding.role)?,
                reason,
            })
        });
    let mut grants: Vec<Grant> = shipped.collect();
    if !namespace.is_empty() {
        let bound = store.scan(ROLE_BINDINGS, Some(namespace), None);
        grants.extend(bound.filter_map(|(_, binding)| grant_of(&binding.value, user, namespace)));
    }
    grants
}

/// The namespaces that someone sees as projects: those that the user may get.
pub fn visible_namespaces<'store>(
    store: &'store Store,
    user: &Identity,
) -> impl Iterator<Item = &'store std::sync::Arc<crate::store::Stored>> {
    let user = user.clone();
    store
        .scan(NAMESPACES, None, None)
        .map(|(_, namespace)| namespace)
        .filter(move |namespace| {
            let name = text(&namespace.value, "/metadata/name");
            let mut wanted = Attributes::new(Verb::Get, "", "namespaces", name);
            wanted.name = name;
            may(store, &user, &wanted)
        })
}

/// Whether someone may get a path outside resources.
pub fn may_get_path(user: &Identity, path: &str) -> bool {
    user.is_in("system:masters")
        || roles::PUBLIC_PATHS
            .iter()
            .copied()
            .flatten()
            .any(|allowed| {
                allowed
                    .strip_suffix('*')
                    .map_or(*allowed == path, |prefix| path.starts_with(prefix))
            })
}

/// The 403 for a path outside resources.
pub fn forbidden_path(user: &Identity, verb: &str, path: &str) -> Box<ApiError> {
    let message = format!(
        "forbidden: User \"{}\" cannot {verb} path \"{path}\"",
        user.name
    );
    ApiError::new(403, "Forbidden", message).with_details(serde_json::json!({}))
}

fn grant_of(binding: &Value, user: &Identity, namespace: &str) -> Option<Grant> {
    let role = cluster_role(text(binding, "/roleRef/name"))?;
    let subject = binding
        .get("subjects")?
        .as_array()?
        .iter()
        .find_map(|subject| {
            let (kind, name) = (text(subject, "/kind"), text(subject, "/name"));
            let is_meant = match kind {
                "User" => name == user.name,
                "Group" => user.is_in(name),
                _ => false,
            };
            is_meant.then(|| format!("{kind} \"{name}\""))
        })?;
    let name = format!("{}/{namespace}", text(binding, "/metadata/name"));
    Some(Grant {
        role,
        reason: reason("RoleBinding", &name, role.name, &subject),
    })
}

fn reason(kind: &str, binding: &str, role: &str, subject: &str) -> String {
    format!("RBAC: allowed by {kind} \"{binding}\" of ClusterRole \"{role}\" to {subject}")
}

fn allows(rule: &Rule, wanted: &Attributes<'_>) -> bool {
    let has = |list: &[&str], item: &str| list.iter().any(|entry| *entry == "*" || *entry == item);
    let resource = if wanted.subresource.is_empty() {
        wanted.resource.to_owned()
    } else {
        format!("{}/{}", wanted.resource, wanted.subresource)
    };
    has(rule.verbs, wanted.verb)
        && has(rule.groups, wanted.group)
        && has(rule.resources, &resource)
        && (rule.names.is_empty() || rule.names.contains(&wanted.name))
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}
