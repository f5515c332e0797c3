//! Resources and the calls made of them.

use std::fmt;
use std::sync::LazyLock;

use serde_json::Value;

use crate::access::Identity;
use crate::discovery;
use crate::exchange::Request;
use crate::status::qualified;
use crate::store::GroupResource;

/// What a request does to a resource, in RBAC's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are RBAC's and say all there is.
pub enum Verb {
    Get,
    List,
    Watch,
    Create,
    Update,
    Patch,
    Delete,
    DeleteCollection,
}

const VERBS: [Verb; 8] = [
    Verb::Get,
    Verb::List,
    Verb::Watch,
    Verb::Create,
    Verb::Update,
    Verb::Patch,
    Verb::Delete,
    Verb::DeleteCollection,
];

impl Verb {
    /// The word as RBAC and discovery write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::List => "list",
            Self::Watch => "watch",
            Self::Create => "create",
            Self::Update => "update",
            Self::Patch => "patch",
            Self::Delete => "delete",
            Self::DeleteCollection => "deletecollection",
        }
    }

    /// Whether the verb is for a collection and not for one named object.
    pub fn is_of_collection(self) -> bool {
        matches!(
            self,
            Self::List | Self::Watch | Self::Create | Self::DeleteCollection
        )
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A resource that the API serves.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// The group, empty for core.
    pub group: &'static str,
    /// The version.
    pub version: &'static str,
    /// The plural as it stands in paths.
    pub plural: &'static str,
    /// The kind of one object.
    pub kind: &'static str,
    /// Whether objects belong to a namespace.
    pub namespaced: bool,
    /// The verbs that the main resource has.
    pub verbs: Vec<Verb>,
    /// The subresources and their verbs.
    pub subresources: Vec<(String, Vec<Verb>)>,
}

/// Everything that discovery names. The strings live as long as the process, which lets stores and
/// calls name a resource without owning it.
static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| {
    let mut resources = Vec::new();
    for document in [&discovery::CORE, &discovery::GROUPS] {
        for group in array(document, "items") {
            let name = leak(group.pointer("/metadata/name"));
            for version in array(group, "versions") {
                for resource in array(version, "resources") {
                    resources.push(read(name, leak(version.get("version")), resource));
                }
            }
        }
    }
    resources
});

fn read(group: &'static str, version: &'static str, resource: &Value) -> Resource {
    let subresources = array(resource, "subresources").iter().map(|part| {
        let name = part
            .get("subresource")
            .and_then(Value::as_str)
            .unwrap_or_default();
        (name.to_owned(), verbs(part))
    });
    Resource {
        group,
        version,
        plural: leak(resource.get("resource")),
        kind: leak(resource.pointer("/responseKind/kind")),
        namespaced: resource.get("scope").and_then(Value::as_str) == Some("Namespaced"),
        verbs: verbs(resource),
        subresources: subresources.collect(),
    }
}

fn verbs(of: &Value) -> Vec<Verb> {
    let words = array(of, "verbs");
    VERBS
        .into_iter()
        .filter(|verb| {
            words
                .iter()
                .any(|word| word.as_str() == Some(verb.as_str()))
        })
        .collect()
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn leak(text: Option<&Value>) -> &'static str {
    text.and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
        .leak()
}

impl Resource {
    /// Everything that discovery names, in its order.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        RESOURCES.iter()
    }

    /// The resource of a path.
    pub fn find(group: &str, version: &str, plural: &str) -> Option<&'static Self> {
        RESOURCES.iter().find(|resource| {
            resource.group == group && resource.version == version && resource.plural == plural
        })
    }

    /// The resource whose objects are of a kind.
    pub fn of_kind(api_version: &str, kind: &str) -> Option<&'static Self> {
        let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
        RESOURCES.iter().find(|resource| {
            resource.group == group && resource.version == version && resource.kind == kind
        })
    }

    /// Whether the API has this group in this version.
    pub fn has_group_version(group: &str, version: &str) -> bool {
        RESOURCES
            .iter()
            .any(|resource| resource.group == group && resource.version == version)
    }

    /// The verbs of a subresource, or of the resource itself for an empty one; `None` when there
    /// is no such subresource.
    pub fn verbs_of(&self, subresource: &str) -> Option<&[Verb]> {
        if subresource.is_empty() {
            return Some(&self.verbs);
        }
        self.subresources
            .iter()
            .find(|(name, _)| name == subresource)
            .map(|(_, verbs)| verbs.as_slice())
    }

    /// Where its objects are in the store.
    pub fn stored_as(&self) -> GroupResource {
        GroupResource {
            group: self.group,
            resource: self.plural,
        }
    }

    /// `group/version`, or the version alone in the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() {
            self.version.to_owned()
        } else {
            format!("{}/{}", self.group, self.version)
        }
    }

    /// `plural.group` as errors write it.
    pub fn qualified(&self) -> String {
        qualified(self.group, self.plural)
    }
}

/// A request for a resource, after authentication, routing and RBAC.
#[derive(Clone, Debug)]
pub struct ResourceCall<'request> {
    /// Who asks.
    pub user: Identity,
    /// What for.
    pub verb: Verb,
    /// Of which resource.
    pub resource: &'static Resource,
    /// The subresource, decoded; empty for the main resource.
    pub subresource: String,
    /// The namespace, decoded; `None` in cluster-wide paths.
    pub namespace: Option<String>,
    /// The name, decoded; `None` in paths of collections.
    pub name: Option<String>,
    /// The query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// The request itself: body, `Content-Type` and `Accept` are read from here. A protobuf body
    /// has been translated to JSON before, header included.
    pub request: &'request Request,
}

impl ResourceCall<'_> {
    /// The first value of a query parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a query parameter is set to true as the API reads booleans: present and not
    /// `false` or `0`.
    pub fn flag(&self, name: &str) -> bool {
        self.param(name)
            .is_some_and(|value| !matches!(value, "false" | "0"))
    }

    /// The namespace, or the empty string.
    pub fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or_default()
    }

    /// The name, or the empty string.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}
