//! Who manages which field: the sets of `metadata.managedFields`.
//!
//! A path is a list of steps as `FieldsV1` writes them: `f:spec`, `k:{"name":"3.5"}`, and `.` for the thing itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// A path of steps.
pub type Path = Vec<String>;
/// A set of paths.
pub type Paths = BTreeSet<Path>;

/// The fields of a stream that can be managed, with their values. Status is not among them: the server writes it.
pub fn values(stream: &Value) -> BTreeMap<Path, Value> {
    let mut found = BTreeMap::new();
    for member in ["labels", "annotations"] {
        if let Some(map) = stream["metadata"][member]
            .as_object()
            .filter(|map| !map.is_empty())
        {
            let place = vec!["f:metadata".to_owned(), format!("f:{member}")];
            found.insert(extended(&place, "."), json!({}));
            for (key, value) in map {
                found.insert(extended(&place, &format!("f:{key}")), value.clone());
            }
        }
    }
    let spec = vec!["f:spec".to_owned()];
    // What has its default belongs to nobody.
    let local = stream["spec"]["lookupPolicy"].get("local");
    if let Some(local) = local.filter(|local| **local == true) {
        found.insert(
            extended(&extended(&spec, "f:lookupPolicy"), "f:local"),
            local.clone(),
        );
    }
    if let Some(repository) = stream["spec"].get("dockerImageRepository") {
        found.insert(
            extended(&spec, "f:dockerImageRepository"),
            repository.clone(),
        );
    }
    let tags = extended(&spec, "f:tags");
    for tag in stream["spec"]["tags"].as_array().into_iter().flatten() {
        found.insert(extended(&tags, "."), json!({}));
        tag_values(tag, &tags, &mut found);
    }
    found
}

fn tag_values(tag: &Value, tags: &Path, found: &mut BTreeMap<Path, Value>) {
    let place = extended(tags, &format!("k:{}", json!({"name": tag["name"]})));
    found.insert(extended(&place, "."), json!({}));
    for (key, value) in tag.as_object().into_iter().flatten() {
        let field = extended(&place, &format!("f:{key}"));
        match (key.as_str(), value.as_object()) {
            ("importPolicy" | "referencePolicy", Some(members)) => {
                found.insert(extended(&field, "."), json!({}));
                for (member, value) in members {
                    found.insert(extended(&field, &format!("f:{member}")), value.clone());
                }
            }
            _ => {
                found.insert(field, value.clone());
            }
        }
    }
}

fn extended(path: &Path, step: &str) -> Path {
    let mut path = path.clone();
    path.push(step.to_owned());
    path
}

/// Reads a `FieldsV1` tree.
pub fn read(tree: &Value) -> Paths {
    let mut paths = Paths::new();
    walk(tree, &mut Vec::new(), &mut paths);
    paths
}

fn walk(tree: &Value, path: &mut Path, paths: &mut Paths) {
    match tree.as_object().filter(|members| !members.is_empty()) {
        None => {
            if !path.is_empty() {
                paths.insert(path.clone());
            }
        }
        Some(members) => {
            for (step, below) in members {
                path.push(step.clone());
                walk(below, path, paths);
                path.pop();
            }
        }
    }
}

/// Writes a `FieldsV1` tree.
pub fn write(paths: &Paths) -> Value {
    let mut tree = json!({});
    for path in paths {
        let mut place = &mut tree;
        for step in path {
            if !place.is_object() {
                *place = json!({});
            }
            place = &mut place[step.as_str()];
        }
        if place.is_null() {
            *place = json!({});
        }
    }
    tree
}

/// One entry of `managedFields`.
#[derive(Clone, Debug, PartialEq)]
pub struct Manager {
    /// Who.
    pub name: String,
    /// `Apply` or `Update`.
    pub operation: String,
    /// When it last changed something.
    pub time: Option<String>,
    /// What it manages.
    pub paths: Paths,
}

/// The managers of an object.
pub fn managers(metadata: &Map<String, Value>) -> Vec<Manager> {
    let entries = metadata.get("managedFields").and_then(Value::as_array);
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    entries
        .into_iter()
        .flatten()
        .filter(|entry| entry["subresource"].is_null() && entry["manager"].is_string())
        .map(|entry| Manager {
            name: text(entry, "manager"),
            operation: text(entry, "operation"),
            time: entry["time"].as_str().map(str::to_owned),
            paths: read(&entry["fieldsV1"]),
        })
        .collect()
}

/// Writes the managers down, those without a field left out.
pub fn store(metadata: &mut Map<String, Value>, managers: &[Manager]) {
    let mut sorted: Vec<&Manager> = managers
        .iter()
        .filter(|manager| !manager.paths.is_empty())
        .collect();
    sorted.sort_by_key(|manager| {
        (
            manager.operation.clone(),
            manager.time.clone(),
            manager.name.clone(),
        )
    });
    let entries: Vec<Value> = sorted
        .into_iter()
        .map(|manager| {
            let mut entry = json!({
                "manager": manager.name,
                "operation": manager.operation,
                "apiVersion": "image.openshift.io/v1",
                "fieldsType": "FieldsV1",
                "fieldsV1": write(&manager.paths),
            });
            if let Some(time) = &manager.time {
                entry["time"] = json!(time);
            }
            entry
        })
        .collect();
    if entries.is_empty() {
        metadata.remove("managedFields");
    } else {
        metadata.insert("managedFields".to_owned(), Value::Array(entries));
    }
}

/// A path as an error names it: `.spec.tags[name="3.5"].from`.
pub fn shown(path: &Path) -> String {
    let mut text = String::new();
    for step in path {
        if let Some(field) = step.strip_prefix("f:") {
            text.push('.');
            text.push_str(field);
        } else if let Some(key) = step.strip_prefix("k:") {
            let key: Value = serde_json::from_str(key).unwrap_or_default();
            let parts = key.as_object().cloned().unwrap_or_default();
            let parts: Vec<String> = parts
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            text.push('[');
            text.push_str(&parts.join(","));
            text.push(']');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_and_sets_are_two_forms_of_one_thing() {
        let stream = json!({"metadata": {"labels": {"a": "b"}}, "spec": {
            "lookupPolicy": {"local": true},
            "tags": [{"name": "3.5", "from": {"kind": "DockerImage", "name": "x"}, "importPolicy": {"insecure": true}}],
        }});
        let paths: Paths = values(&stream).into_keys().collect();
        let tree = write(&paths);
        assert_eq!(
            tree["f:spec"]["f:tags"]["k:{\"name\":\"3.5\"}"]["f:importPolicy"]["f:insecure"],
            json!({})
        );
        assert_eq!(tree["f:metadata"]["f:labels"]["f:a"], json!({}));
        assert_eq!(read(&tree), paths);
        let from = paths
            .iter()
            .find(|path| path.last().is_some_and(|step| step == "f:from"));
        assert_eq!(
            from.map(shown).as_deref(),
            Some(".spec.tags[name=\"3.5\"].from")
        );
    }
}
