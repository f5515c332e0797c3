//! Comparing what was recorded with what the simulator says, leaving aside what a server makes up.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Identities and versions of the recording and what stands for them in the simulator.
#[derive(Debug, Default)]
pub struct Names {
    /// Recorded text to the simulator's.
    pub ours: BTreeMap<String, String>,
}

impl Names {
    /// Notes that a recorded object is one of ours.
    pub fn note(&mut self, recorded: &Value, ours: &Value) {
        for member in ["uid", "resourceVersion"] {
            if let (Some(theirs), Some(our)) = (
                recorded["metadata"][member].as_str(),
                ours["metadata"][member].as_str(),
            ) {
                self.ours
                    .insert(format!("{member} {theirs}"), our.to_owned());
            }
        }
    }

    /// Notes a time that clients send back.
    pub fn note_check(&mut self, recorded: &Value, ours: &Value) {
        let key = "openshift.io/image.dockerRepositoryCheck";
        let of = |object: &Value| {
            object["metadata"]["annotations"][key]
                .as_str()
                .map(str::to_owned)
        };
        if let (Some(theirs), Some(our)) = (of(recorded), of(ours)) {
            self.ours.insert(format!("{key} {theirs}"), our);
        }
    }

    /// A request as it would have been sent to the simulator.
    pub fn translate(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, member)| {
                    let known = member
                        .as_str()
                        .and_then(|text| self.ours.get(&format!("{key} {text}")));
                    (
                        key.clone(),
                        known.map_or_else(|| self.translate(member), |ours| json!(ours)),
                    )
                })
                .collect(),
            // A JSON patch names the member in its path.
            Value::Array(items) => items
                .iter()
                .map(
                    |item| match (item["path"].as_str(), item["value"].as_str()) {
                        (Some("/metadata/resourceVersion"), Some(version)) => {
                            let mut item = item.clone();
                            if let Some(ours) = self.ours.get(&format!("resourceVersion {version}"))
                            {
                                item["value"] = json!(ours);
                            }
                            item
                        }
                        _ => self.translate(item),
                    },
                )
                .collect(),
            other => other.clone(),
        }
    }
}

/// All times in a value.
pub fn times(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.values().for_each(|member| times(member, found)),
        Value::Array(items) => items.iter().for_each(|item| times(item, found)),
        Value::String(text) if is_time(text) => {
            found.insert(text.clone());
        }
        _ => {}
    }
}

fn is_time(text: &str) -> bool {
    text.len() == 20 && text.starts_with("20") && text.ends_with('Z') && text.as_bytes()[10] == b'T'
}

/// A value in which identities, versions and managers are left out, and times only say whether they are `old`, that
/// is, stood in the stream before the step.
pub fn normal(value: &Value, old: &BTreeSet<String>) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(key, member)| *key != "managedFields" || is_of_images(member))
            .map(|(key, member)| {
                let member = match key.as_str() {
                    "uid" | "resourceVersion" if member.is_string() => json!(format!("<{key}>")),
                    // The image documents carry times of their own, which must be kept as they are.
                    "Created"
                        if map.contains_key("ContainerConfig") && map.contains_key("Config") =>
                    {
                        member.clone()
                    }
                    "time" if map.contains_key("fieldsV1") => json!("<time>"),
                    "message" => message(member.as_str().unwrap_or_default(), old),
                    // Images may be older than the recordings.
                    "image" | "manifests" => without_creation(normal(member, old)),
                    _ => normal(member, old),
                };
                (key.clone(), member)
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| normal(item, old)).collect(),
        Value::String(text) if is_time(text) => json!(if old.contains(text) {
            "<time before>"
        } else {
            "<time now>"
        }),
        Value::String(text) => serde_json::from_str::<Value>(text)
            .ok()
            .filter(Value::is_object)
            .map_or_else(
                || value.clone(),
                |inner| json!({"json": normal(&inner, old)}),
            ),
        other => other.clone(),
    }
}

fn without_creation(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| *item = without_creation(item.take())),
        other => {
            if let Some(metadata) = other.get_mut("metadata").and_then(Value::as_object_mut) {
                metadata.remove("creationTimestamp");
            }
        }
    }
    value
}

/// A sentence; an object that is quoted in it is compared as an object, whatever the order of its members.
fn message(text: &str, old: &BTreeSet<String>) -> Value {
    let text = without_versions(text);
    let Some(start) = text.find("\"{") else {
        return json!(text);
    };
    let mut quoted = serde_json::Deserializer::from_str(&text[start..]).into_iter::<String>();
    let Some(Ok(inner)) = quoted.next() else {
        return json!(text);
    };
    let rest = &text[start + quoted.byte_offset()..];
    match serde_json::from_str::<Value>(&inner) {
        Ok(object) => json!([&text[..start], normal(&object, old), rest]),
        Err(_) => json!(text),
    }
}

/// Managers of core objects are not simulated.
fn is_of_images(managers: &Value) -> bool {
    managers
        .as_array()
        .into_iter()
        .flatten()
        .all(|entry| entry["apiVersion"] == "image.openshift.io/v1")
}

/// Versions stand in some sentences.
fn without_versions(text: &str) -> String {
    match text.rsplit_once("resource version to ") {
        Some((before, _)) => format!("{before}resource version to <version>"),
        None => text.to_owned(),
    }
}

/// The first places where two values differ.
pub fn differences(expected: &Value, got: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk("", expected, got, &mut found);
    found.truncate(6);
    found
}

fn walk(path: &str, expected: &Value, got: &Value, found: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let none = Value::String("(absent)".to_owned());
                walk(
                    &format!("{path}/{key}"),
                    a.get(key).unwrap_or(&none),
                    b.get(key).unwrap_or(&none),
                    found,
                );
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate() {
                walk(&format!("{path}/{index}"), a, b, found);
            }
        }
        _ if expected == got => {}
        _ => {
            let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
            found.push(format!(
                "{path}: recorded {} got {}",
                short(expected),
                short(got)
            ));
        }
    }
}
