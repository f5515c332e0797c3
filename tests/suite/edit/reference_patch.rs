//! A second implementation of strategic merge patches, written from the rules and not from the
//! app: it knows one list that is merged, `spec.tags` by `name`.

use serde_json::{Map, Value, json};

/// The object after the patch. The version in the patch is a precondition, not a change.
pub fn apply(object: &Value, patch: &Value) -> Value {
    if let Some(version) = patch.pointer("/metadata/resourceVersion") {
        assert_eq!(
            object.pointer("/metadata/resourceVersion"),
            Some(version),
            "409"
        );
    }
    merge(object, patch, &[])
}

fn merge(object: &Value, patch: &Value, at: &[&str]) -> Value {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let mut fields = object.as_object().cloned().unwrap_or_default();
    for (key, change) in changes {
        let at: Vec<&str> = at.iter().copied().chain([key.as_str()]).collect();
        let before = fields.get(key).cloned().unwrap_or(Value::Null);
        let after = match change {
            Value::Null => {
                fields.remove(key);
                continue;
            }
            Value::Array(items) if at == ["spec", "tags"] => merge_tags(&before, items),
            Value::Object(_) => merge(&before, change, &at),
            other => other.clone(),
        };
        fields.insert(key.clone(), after);
    }
    Value::Object(fields)
}

fn merge_tags(before: &Value, patches: &[Value]) -> Value {
    let mut tags: Vec<Value> = before.as_array().cloned().unwrap_or_default();
    for patch in patches {
        let name = &patch["name"];
        let place = tags.iter().position(|tag| tag["name"] == *name);
        match (place, patch["$patch"] == "delete") {
            (Some(place), true) => {
                tags.remove(place);
            }
            (None, true) => {}
            (Some(place), false) => tags[place] = merge(&tags[place], patch, &["tag"]),
            (None, false) => tags.push(merge(&Value::Object(Map::new()), patch, &["tag"])),
        }
    }
    // As served: sorted by name.
    tags.sort_by(|left, right| left["name"].as_str().cmp(&right["name"].as_str()));
    json!(tags)
}

#[test]
fn merges_tags_by_name_and_takes_nulls_for_deletions() {
    let before = json!({"spec": {"tags": [
        {"name": "a", "from": {"kind": "K", "name": "n"}, "x": 1},
        {"name": "b"},
    ]}});
    let patch = json!({"spec": {"tags": [
        {"name": "a", "from": {"name": null}},
        {"name": "b", "$patch": "delete"},
        {"name": "0"},
    ]}});
    let after =
        json!({"spec": {"tags": [{"name": "0"}, {"name": "a", "from": {"kind": "K"}, "x": 1}]}});
    assert_eq!(apply(&before, &patch), after);
}
