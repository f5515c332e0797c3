//! Projects: namespaces as those see them who may not list namespaces.

use serde_json::{Value, json};

/// The project of a namespace.
pub fn view(namespace: &Value) -> Value {
    let mut project = namespace.clone();
    project["kind"] = json!("Project");
    project["apiVersion"] = json!("project.openshift.io/v1");
    project
}
