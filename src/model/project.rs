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

/// At most so many projects are remembered, the latest first.
const REMEMBERED_MAX: usize = 200;

/// Whether a project was found to be highly privileged on an earlier visit; none when nobody asked.
/// `memory` holds a line for each project of each cluster; one browser may see several.
pub fn recall(memory: &str, cluster: &str, project: &str) -> Option<bool> {
    let key = memory_key(cluster, project);
    let found = memory.lines().find_map(|line| line.strip_prefix(&key));
    found.map(|answer| answer == "1")
}

/// The memory with what was found about a project.
pub fn remember(memory: &str, cluster: &str, project: &str, privileged: bool) -> String {
    let key = memory_key(cluster, project);
    let mut lines = format!("{key}{}", u8::from(privileged));
    let others = memory.lines().filter(|line| !line.starts_with(&key));
    for line in others.take(REMEMBERED_MAX - 1) {
        lines.push('\n');
        lines.push_str(line);
    }
    lines
}

fn memory_key(cluster: &str, project: &str) -> String {
    format!("{cluster} {project} ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_of_several_clusters_are_remembered_apart() {
        let memory = remember("", "east", "infra", true);
        let memory = remember(&memory, "west", "infra", false);
        assert_eq!(recall(&memory, "east", "infra"), Some(true));
        assert_eq!(recall(&memory, "west", "infra"), Some(false));
        assert_eq!(recall(&memory, "west", "inf"), None);
        assert_eq!(recall("", "west", "infra"), None);
        let memory = remember(&memory, "east", "infra", false);
        assert_eq!(recall(&memory, "east", "infra"), Some(false));
        assert_eq!(memory.lines().count(), 2);
    }

    #[test]
    fn the_memory_keeps_the_latest_only() {
        let all = (0..300).fold(String::new(), |memory, number| {
            remember(&memory, "", &format!("p{number}"), number % 2 == 0)
        });
        assert_eq!(all.lines().count(), REMEMBERED_MAX);
        assert_eq!(recall(&all, "", "p299"), Some(false));
        assert_eq!(recall(&all, "", "p0"), None);
    }

    #[test]
    fn the_label_counts_only_as_zero_or_one() {
        let labelled = |level: &str| {
            let mut labels = SortedMap::new();
            labels.insert(RUN_LEVEL.to_owned(), level.to_owned());
            is_highly_privileged("infra", &labels)
        };
        assert!(labelled("0") && labelled("1"));
        assert!(!labelled("2") && !labelled(""));
        assert!(is_highly_privileged("kube-system", &SortedMap::new()));
        assert!(!is_highly_privileged("infra", &SortedMap::new()));
    }
}
