//! The kinds of patches: JSON patch, merge patch, strategic merge patch.

use serde_json::{Map, Value, json};

/// Applies a merge patch (RFC 7386).
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        target.clone_from(patch);
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(object) = target.as_object_mut() else {
        return;
    };
    for (key, member) in members {
        if member.is_null() {
            object.remove(key);
        } else {
            merge(object.entry(key.clone()).or_insert(Value::Null), member);
        }
    }
}

/// By which member the items of a list are told apart; other lists are replaced as a whole.
fn merge_key(path: &str) -> Option<&'static str> {
    match path {
        "/spec/tags" | "/image/signatures" | "/signatures" | "/secrets" | "/imagePullSecrets" => {
            Some("name")
        }
        "/status/tags" => Some("tag"),
        "/metadata/ownerReferences" => Some("uid"),
        _ => None,
    }
}

/// Applies a strategic merge patch.
pub fn strategic(target: &mut Value, patch: &Value) -> Result<(), String> {
    strategic_at(target, patch, "")
}

fn strategic_at(target: &mut Value, patch: &Value, place: &str) -> Result<(), String> {
    let Value::Object(members) = patch else {
        target.clone_from(patch);
        return Ok(());
    };
    match members.get("$patch").and_then(Value::as_str) {
        Some("replace") => {
            let mut replacement = members.clone();
            replacement.remove("$patch");
            *target = Value::Object(replacement);
            return Ok(());
        }
        Some("delete") => {
            *target = json!({});
            return Ok(());
        }
        Some("merge") | None => {}
        Some(other) => return Err(format!("unknown patch type found: {other}")),
    }
    if !target.is_object() {
        *target = json!({});
    }
    let Some(object) = target.as_object_mut() else {
        return Ok(());
    };
    for (key, member) in members {
        let inner = format!("{place}/{key}");
        if key == "$patch" || key.starts_with("$setElementOrder/") {
            continue;
        }
        if let Some(list) = key.strip_prefix("$deleteFromPrimitiveList/") {
            let gone = member.as_array().cloned().unwrap_or_default();
            if let Some(items) = object.get_mut(list).and_then(Value::as_array_mut) {
                items.retain(|item| !gone.contains(item));
            }
            continue;
        }
        if key == "$retainKeys" {
            let kept: Vec<&str> = member
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            object.retain(|name, _| kept.contains(&name.as_str()));
            continue;
        }
        match (member, merge_key(&inner)) {
            (Value::Null, _) => {
                object.remove(key);
            }
            (Value::Array(items), Some(by)) => {
                merge_list(
                    object.entry(key.clone()).or_insert(json!([])),
                    items,
                    by,
                    &inner,
                )?;
            }
            (Value::Object(_), _) => strategic_at(
                object.entry(key.clone()).or_insert(json!({})),
                member,
                &inner,
            )?,
            _ => {
                object.insert(key.clone(), member.clone());
            }
        }
    }
    Ok(())
}

fn merge_list(target: &mut Value, changes: &[Value], by: &str, path: &str) -> Result<(), String> {
    if !target.is_array() {
        *target = json!([]);
    }
    let Some(items) = target.as_array_mut() else {
        return Ok(());
    };
    if changes.iter().any(|patch| patch["$patch"] == "replace") {
        *items = changes
            .iter()
            .filter(|patch| patch["$patch"] != "replace")
            .cloned()
            .collect();
        return Ok(());
    }
    for patch in changes {
        let Some(name) = patch.get(by) else {
            return Err(format!(
                "map: {patch} does not contain declared merge key: {by}"
            ));
        };
        let found = items.iter().position(|item| item.get(by) == Some(name));
        if patch["$patch"] == "delete" {
            if let Some(index) = found {
                items.remove(index);
            }
            continue;
        }
        match found.and_then(|index| items.get_mut(index)) {
            Some(item) => strategic_at(item, patch, &format!("{path}/*"))?,
            None => items.push(patch.clone()),
        }
    }
    Ok(())
}

/// Applies a JSON patch (RFC 6902).
pub fn json_patch(target: &mut Value, patch: &Value) -> Result<(), String> {
    let operations = patch
        .as_array()
        .ok_or("a JSON patch is a list of operations")?;
    for operation in operations {
        let part = |key: &str| {
            operation
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        let value = || {
            operation
                .get("value")
                .cloned()
                .ok_or_else(|| "no value".to_owned())
        };
        let at = part("path");
        match part("op") {
            "add" => add(target, at, value()?)?,
            "remove" => {
                remove(target, at)?;
            }
            "replace" => {
                let place = target
                    .pointer_mut(at)
                    .ok_or_else(|| format!("replace operation does not apply: {at}"))?;
                *place = value()?;
            }
            "move" => {
                let moved = remove(target, part("from"))?;
                add(target, at, moved)?;
            }
            "copy" => {
                let from = part("from");
                let copied = target
                    .pointer(from)
                    .cloned()
                    .ok_or_else(|| format!("copy operation does not apply: {from}"))?;
                add(target, at, copied)?;
            }
            "test" => {
                let found = target.pointer(at).unwrap_or(&Value::Null);
                if *found != value()? {
                    return Err(format!("testing value {at} failed: test failed"));
                }
            }
            other => return Err(format!("unexpected kind: {other}")),
        }
    }
    Ok(())
}

fn parent<'a, 'p>(target: &'a mut Value, path: &'p str) -> Result<(&'a mut Value, String), String> {
    let (above, last): (&'p str, &'p str) = path
        .rsplit_once('/')
        .ok_or_else(|| format!("not a pointer: {path}"))?;
    let last = last.replace("~1", "/").replace("~0", "~");
    let place = target
        .pointer_mut(above)
        .ok_or_else(|| format!("no such path: {above}"))?;
    Ok((place, last))
}

fn add(target: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *target = value;
        return Ok(());
    }
    match parent(target, path)? {
        (Value::Object(map), key) => {
            map.insert(key, value);
        }
        (Value::Array(items), index) if index == "-" => items.push(value),
        (Value::Array(items), index) => {
            let index: usize = index
                .parse()
                .map_err(|_| format!("not an index: {index}"))?;
            if index > items.len() {
                return Err(format!("no such index: {index}"));
            }
            items.insert(index, value);
        }
        _ => return Err(format!("no such path: {path}")),
    }
    Ok(())
}

fn remove(target: &mut Value, path: &str) -> Result<Value, String> {
    let missing = || format!("remove operation does not apply: {path}");
    match parent(target, path)? {
        (Value::Object(map), key) => map.remove(&key).ok_or_else(missing),
        (Value::Array(items), index) => {
            let index: usize = index.parse().map_err(|_| missing())?;
            if index < items.len() {
                Ok(items.remove(index))
            } else {
                Err(missing())
            }
        }
        _ => Err(missing()),
    }
}

/// The members of an object, or none.
pub fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Value {
        json!({"metadata": {"labels": {"a": "1", "b": "2"}}, "spec": {"tags": [{"name": "x", "generation": 1}, {"name": "y"}]}})
    }

    #[test]
    fn a_merge_patch_replaces_lists_and_removes_with_null() {
        let mut object = stream();
        merge(
            &mut object,
            &json!({"metadata": {"labels": {"a": null}}, "spec": {"tags": [{"name": "z"}]}}),
        );
        assert_eq!(
            object,
            json!({"metadata": {"labels": {"b": "2"}}, "spec": {"tags": [{"name": "z"}]}})
        );
    }

    #[test]
    fn a_strategic_patch_finds_tags_by_name() {
        let mut object = stream();
        let patch = json!({"spec": {"tags": [{"name": "x", "generation": 0}, {"name": "y", "$patch": "delete"}, {"name": "z"}]}});
        strategic(&mut object, &patch).expect("it applies");
        assert_eq!(
            object["spec"]["tags"],
            json!([{"name": "x", "generation": 0}, {"name": "z"}])
        );
    }

    #[test]
    fn a_json_patch_is_done_in_order_or_not_at_all() {
        let mut object = stream();
        let patch = json!([
            {"op": "test", "path": "/spec/tags/0/name", "value": "x"},
            {"op": "replace", "path": "/spec/tags/0/generation", "value": 0},
            {"op": "add", "path": "/metadata/labels/example.com~1c", "value": "3"},
            {"op": "remove", "path": "/spec/tags/1"},
        ]);
        json_patch(&mut object, &patch).expect("it applies");
        assert_eq!(
            object["spec"]["tags"],
            json!([{"name": "x", "generation": 0}])
        );
        assert_eq!(object["metadata"]["labels"]["example.com/c"], "3");
        assert!(
            json_patch(
                &mut object,
                &json!([{"op": "remove", "path": "/spec/nothing"}])
            )
            .is_err()
        );
    }
}
