//! The secrets that an import into a stream may use.

use serde_json::Value;

use super::text;

/// Whether a secret is one to pull images with. Imports of a project can use all of these: which
/// stream is asked does not matter.
pub fn is_offered(secret: &Value) -> bool {
    let is_pull_secret = matches!(
        text(secret, "/type"),
        "kubernetes.io/dockercfg" | "kubernetes.io/dockerconfigjson"
    );
    let excluded = secret
        .pointer("/metadata/annotations")
        .and_then(|annotations| annotations.get("openshift.io/image.excludeSecret"))
        .is_some_and(|value| value == "true");
    is_pull_secret && !excluded
}
