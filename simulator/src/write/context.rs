//! What every write needs: who, when, and whether for real.

use jiff::Timestamp;
use serde_json::Value;

use super::allow_list::AllowList;
use super::draft::{Draft, SpecTag};
use super::limits;
use super::resolution::Surroundings;
use crate::access::{Attributes, Identity, may};
use crate::cluster::Cluster;
use crate::registry::blueprint::digest_of;
use crate::resource::{ResourceCall, Verb};
use crate::status::{ApiError, ApiResult};
use crate::store::{
    CLUSTER_QUOTAS, GroupResource, IMAGE_STREAMS, LIMIT_RANGES, NAMESPACES, RESOURCE_QUOTAS,
};
use crate::view::text;

/// A write in progress.
#[derive(Clone, Debug)]
pub struct Write {
    /// Who writes.
    pub user: Identity,
    /// When.
    pub now: Timestamp,
    /// Nothing is stored.
    pub dry_run: bool,
}

impl Write {
    /// The write that a call asks for. Older servers do not know of dry runs for tags, whose writes they translate into
    /// those of a stream, and write for real; no server knows of them for mappings.
    pub fn of(cluster: &Cluster, call: &ResourceCall<'_>, now: Timestamp) -> ApiResult<Self> {
        let is_tag = matches!(call.resource.plural, "imagestreamtags" | "imagetags");
        let is_ignored = (is_tag && !cluster.config.honours_dry_run)
            || call.resource.plural == "imagestreammappings";
        let dry_run = super::options::dry_run(call)?;
        Ok(Self {
            user: call.user.clone(),
            now,
            dry_run: dry_run && !is_ignored,
        })
    }

    /// The time as objects carry it.
    pub fn time(&self) -> String {
        self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// An identity for a new object, different for every object and every state of the cluster.
    pub fn uid(&self, cluster: &Cluster, of: &str) -> String {
        let hex = digest_of(&format!("{of} {} {}", cluster.store.revision(), self.now));
        let part = |from: usize, to: usize| hex.get(7 + from..7 + to).unwrap_or_default();
        format!(
            "{}-{}-4{}-8{}-{}",
            part(0, 8),
            part(8, 12),
            part(13, 16),
            part(17, 20),
            part(20, 32)
        )
    }

    /// Whether the user may do something else as well.
    pub fn may(&self, cluster: &Cluster, wanted: &Attributes<'_>) -> bool {
        may(&cluster.store, &self.user, wanted)
    }
}

/// 404 for a project that does not exist, where something is to be created in it.
pub fn check_namespace(cluster: &Cluster, namespace: &str) -> ApiResult<()> {
    match cluster.store.get(NAMESPACES, "", namespace) {
        Some(_) => Ok(()),
        None => Err(ApiError::not_found("", "namespaces", namespace)),
    }
}

fn of_project<'a>(
    cluster: &'a Cluster,
    resource: GroupResource,
    namespace: &str,
) -> Vec<&'a Value> {
    let found = cluster.store.scan(resource, Some(namespace), None);
    found.map(|(_, stored)| &*stored.value).collect()
}

/// The limits of a project.
pub fn limit_ranges<'a>(cluster: &'a Cluster, namespace: &str) -> Vec<&'a Value> {
    of_project(cluster, LIMIT_RANGES, namespace)
}

/// 403 where a project has as many streams as its quotas allow. `plural` and `name` are of the object that would make
/// one more.
pub fn check_quota(cluster: &Cluster, namespace: &str, plural: &str, name: &str) -> ApiResult<()> {
    let quotas = of_project(cluster, RESOURCE_QUOTAS, namespace);
    let used = cluster.store.count(IMAGE_STREAMS, Some(namespace));
    let own = limits::against_new_stream(&quotas, used);
    match own.or_else(|| against_shared_quotas(cluster, namespace)) {
        None => Ok(()),
        Some(because) => Err(ApiError::forbidden(
            "image.openshift.io",
            plural,
            name,
            &because,
        )),
    }
}

/// Why the quotas that a project shares with others do not allow one more stream in it.
fn against_shared_quotas(cluster: &Cluster, namespace: &str) -> Option<String> {
    let project = &cluster.store.get(NAMESPACES, "", namespace)?.value;
    let quotas = cluster.store.scan(CLUSTER_QUOTAS, None, None);
    quotas
        .map(|(_, quota)| &*quota.value)
        .filter(|quota| limits::is_for(quota, project))
        .find_map(|quota| {
            let projects = cluster.store.scan(NAMESPACES, None, None);
            let used = projects
                .map(|(_, project)| &*project.value)
                .filter(|project| limits::is_for(quota, project))
                .map(|project| text(project, "/metadata/name"))
                .map(|name| cluster.store.count(IMAGE_STREAMS, Some(name)))
                .sum();
            limits::against_shared_quota(quota, used)
        })
}

/// The registries that may be imported from.
pub fn allow_list(cluster: &Cluster) -> AllowList<'_> {
    AllowList {
        entries: cluster.config.allowed_registries.as_deref(),
        internal: cluster.config.internal_registry.as_deref(),
    }
}

/// 422 for a tag, written by itself, whose new source is in a registry that is not allowed. `path` is where it stands
/// in the object of that kind and name.
pub fn check_allowed(
    cluster: &Cluster,
    (kind, name): (&str, &str),
    path: &str,
    tag: &SpecTag,
    old: Option<&Value>,
) -> ApiResult<()> {
    let old = old.map(Draft::read);
    match allow_list(cluster).against_tag(path, tag, old.as_ref()) {
        None => Ok(()),
        Some(error) => Err(ApiError::invalid(
            "image.openshift.io",
            kind,
            name,
            &[error],
        )),
    }
}

/// A stored stream.
pub fn stored_stream<'a>(cluster: &'a Cluster, namespace: &str, name: &str) -> Option<&'a Value> {
    cluster
        .store
        .get(IMAGE_STREAMS, namespace, name)
        .map(|stored| &*stored.value)
}

/// The cluster as the rules of tag resolution see it.
pub struct Around<'a> {
    /// The cluster.
    pub cluster: &'a Cluster,
    /// Who writes.
    pub user: &'a Identity,
}

impl Surroundings for Around<'_> {
    fn stream(&self, namespace: &str, name: &str) -> Option<Draft> {
        stored_stream(self.cluster, namespace, name).map(Draft::read)
    }

    fn may_pull(&self, namespace: &str, name: &str) -> bool {
        let mut wanted =
            Attributes::new(Verb::Get, "image.openshift.io", "imagestreams", namespace);
        wanted.subresource = "layers";
        wanted.name = name;
        may(&self.cluster.store, self.user, &wanted)
    }

    fn internal_registry(&self) -> Option<&str> {
        self.cluster.config.internal_registry.as_deref()
    }
}
