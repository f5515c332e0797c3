//! The difference between two states of a stream as a strategic merge patch: only what differs,
//! tags by their names.

use serde_json::{Map, Value, json};

use super::raw;

/// The patch that makes `wanted` of `old`: labels, annotations and spec. Status is the server's.
/// None when nothing differs.
pub fn of_stream(old: &Value, wanted: &Value) -> Option<Value> {
    let mut patch = Value::Null;
    for path in [["metadata", "labels"], ["metadata", "annotations"]] {
        if let Some(part) = difference(raw::at(old, &path), raw::at(wanted, &path)) {
            raw::set(&mut patch, &path, Some(part));
        }
    }
    let nothing = Map::new();
    let fields = |stream: &Value| raw::at(stream, &["spec"]).as_object().cloned();
    let (mut old_spec, mut new_spec) = (
        fields(old).unwrap_or_default(),
        fields(wanted).unwrap_or(nothing),
    );
    old_spec.remove("tags");
    new_spec.remove("tags");
    if let Some(part) = difference(&Value::Object(old_spec), &Value::Object(new_spec)) {
        raw::set(&mut patch, &["spec"], Some(part));
    }
    let tags = tags(old, wanted);
    if !tags.is_empty() {
        raw::set(&mut patch, &["spec", "tags"], Some(Value::Array(tags)));
    }
    (!patch.is_null()).then_some(patch)
}

fn tags(old: &Value, wanted: &Value) -> Vec<Value> {
    let mut patches = Vec::new();
    for tag in raw::spec_tags(wanted) {
        let name = raw::text(tag, &["name"]);
        match raw::spec_tag(old, name) {
            None => patches.push(tag.clone()),
            Some(before) => {
                if let Some(mut part) = difference(before, tag) {
                    raw::set(&mut part, &["name"], Some(json!(name)));
                    patches.push(part);
                }
            }
        }
    }
    for tag in raw::spec_tags(old) {
        let name = raw::text(tag, &["name"]);
        if raw::spec_tag(wanted, name).is_none() {
            // Only ever for tags whose spec was added to a history that stays.
            patches.push(json!({"name": name, "$patch": "delete"}));
        }
    }
    patches
}

/// The merge patch between two values; none when they are the same or both say nothing.
fn difference(old: &Value, wanted: &Value) -> Option<Value> {
    if old == wanted || (raw::is_nothing(old) && raw::is_nothing(wanted)) {
        return None;
    }
    let (Some(before), Some(after)) = (old.as_object(), wanted.as_object()) else {
        return Some(wanted.clone());
    };
    let mut part = Map::new();
    for (key, value) in after {
        match before.get(key) {
            None => {
                part.insert(key.clone(), value.clone());
            }
            Some(known) => {
                if let Some(inner) = difference(known, value) {
                    part.insert(key.clone(), inner);
                }
            }
        }
    }
    for key in before.keys().filter(|key| !after.contains_key(*key)) {
        part.insert(key.clone(), Value::Null);
    }
    (!part.is_empty()).then_some(Value::Object(part))
}
