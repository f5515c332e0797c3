//! Resources and the calls made of them.

use std::fmt;

use crate::access::Identity;
use crate::exchange::Request;

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
    pub verbs: &'static [Verb],
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
    /// The request itself: body, `Content-Type` and `Accept` are read from here.
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

    /// The namespace, or the empty string.
    pub fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or_default()
    }

    /// The name, or the empty string.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}
