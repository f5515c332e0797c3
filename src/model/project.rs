//! What is special about a project.

use crate::text::sorted_map::SortedMap;
/// The label of projects that the cluster itself runs in.
pub const RUN_LEVEL: &str = "openshift.io/run-level";

/// Projects that hold the cluster's own parts from the start.
const SYSTEM_PROJECTS: [&str; 6] = [
    "default",
    "kube-public",
    "kube-system",
    "openshift",
    "openshift-infra",
    "openshift-node",
];

/// What depends on admission plugins and does not work in a highly privileged project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdmissionFeature {
    /// Pod security admission.
    PodSecurityAdmission,
    /// Security context constraints.
    SecurityContextConstraints,
    /// Cluster resource quotas.
    ClusterResourceQuotas,
    /// Image reference resolution: the lookup policy of streams.
    ImageReferenceResolution,
}

impl AdmissionFeature {
    /// All of them, in the order of the documentation.
    pub const ALL: [Self; 4] = [
        Self::PodSecurityAdmission,
        Self::SecurityContextConstraints,
        Self::ClusterResourceQuotas,
        Self::ImageReferenceResolution,
    ];
}

/// Whether a project is highly privileged: nobody should run workloads there or share access to it.
/// Labels are empty when they are not known.
pub fn is_highly_privileged(name: &str, labels: &SortedMap<String, String>) -> bool {
    SYSTEM_PROJECTS.contains(&name)
        || labels
            .get(RUN_LEVEL)
            .is_some_and(|level| matches!(level.as_str(), "0" | "1"))
}
