//! Server-side apply of image streams, and who manages which field after any other write.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::context::{Write, stored_stream};
use super::draft::Draft;
use super::fields::{Manager, Path, Paths, managers, shown, store, values};
use super::{Answer, body, patch, streams};
use crate::cluster::Cluster;
use crate::resource::ResourceCall;
use crate::status::{ApiError, ApiResult, details};

/// Notes what a manager's write changed. Whoever changes a field takes it from those who managed it.
pub fn note_manager(
    old: Option<&Value>,
    draft: &mut Draft,
    manager: &str,
    operation: &str,
    time: &str,
) {
    let new = values(&draft.json());
    let before = old.map(values).unwrap_or_default();
    let mut known = managers(&draft.metadata);
    if known.is_empty() {
        known = old
            .and_then(|old| old["metadata"].as_object())
            .map(managers)
            .unwrap_or_default();
    }
    if old.is_some() && known.is_empty() {
        // Nobody manages the stream, as it was made by an import or a tag: it stays like that.
        return;
    }
    // What the server sets itself is nobody's change; on creation it belongs to whoever creates.
    let is_own =
        |path: &Path| old.is_some() && path.last().is_some_and(|step| step == "f:generation");
    let changed: Paths = new
        .iter()
        .filter(|(path, value)| before.get(*path) != Some(value) && !is_own(path))
        .map(|(path, _)| path.clone())
        .collect();
    for other in &mut known {
        let is_marker = |path: &Path| path.last().is_some_and(|step| step == ".");
        let is_self = other.name == manager && other.operation == operation;
        other.paths.retain(|path| {
            let exists = new.contains_key(path) || is_below_existing(path, &new);
            exists && (is_self || is_marker(path) || !changed.contains(path))
        });
    }
    if !changed.is_empty() {
        match known
            .iter_mut()
            .find(|known| known.name == manager && known.operation == operation)
        {
            Some(known) => {
                known.paths.extend(changed);
                known.time = Some(time.to_owned());
            }
            None => known.push(Manager {
                name: manager.to_owned(),
                operation: operation.to_owned(),
                time: Some(time.to_owned()),
                paths: changed,
            }),
        }
    }
    store(&mut draft.metadata, &known);
}

/// Sets may name a thing as a whole (`f:annotations` without its keys).
fn is_below_existing(path: &Path, new: &BTreeMap<Path, Value>) -> bool {
    new.keys().any(|known| known.starts_with(path))
}

/// Answers an apply call: what the manager sends is set, what it sent before and no longer sends goes unless somebody
/// else manages it too.
pub fn answer(cluster: &mut Cluster, call: &ResourceCall<'_>, write: &Write) -> ApiResult<Answer> {
    let sent: Value = serde_json::from_slice(&call.request.body).map_err(|error| {
        ApiError::bad_request(format!(
            "error decoding YAML: {}",
            body::go_error(&call.request.body, &error)
        ))
    })?;
    if !sent.is_object() {
        return Err(ApiError::bad_request("error decoding YAML: not an object"));
    }
    let manager = call.param("fieldManager").unwrap_or_default().to_owned();
    let decoded = body::decode(call, sent, call.resource.kind)?;
    let config = decoded.object;
    let mut metadata = patch::members(&config["metadata"]);
    streams::settle(&mut metadata, call)?;
    let old = stored_stream(cluster, call.namespace(), call.name()).cloned();
    let live = old
        .clone()
        .unwrap_or_else(|| Draft::named(call.namespace(), call.name()).json());
    let wanted = values(&config);
    let mut known = live["metadata"]
        .as_object()
        .map(managers)
        .unwrap_or_default();
    let is_applier = |known: &Manager| known.name == manager && known.operation == "Apply";
    check_conflicts(call, &known, &manager, &wanted, &live)?;
    let previous = known
        .iter()
        .find(|known| is_applier(known))
        .map(|known| known.paths.clone())
        .unwrap_or_default();
    let others: Vec<&Paths> = known
        .iter()
        .filter(|known| !is_applier(known))
        .map(|known| &known.paths)
        .collect();
    let mut object = live.clone();
    patch::strategic(&mut object, &without_place(&config)).map_err(ApiError::bad_request)?;
    remove_given_up(&mut object, &previous, &wanted, &others);
    keep_last_applied(&mut object, &config, &manager);
    let live_values = values(&live);
    for other in known.iter_mut().filter(|known| !is_applier(known)) {
        // Forced: what was changed is no longer theirs.
        other.paths.retain(|path| {
            wanted
                .get(path)
                .is_none_or(|value| live_values.get(path) == Some(value))
        });
    }
    let applied: Paths = wanted
        .keys()
        .filter(|path| !is_container(path))
        .cloned()
        .collect();
    let previous_time = known
        .iter()
        .find(|known| is_applier(known))
        .and_then(|known| known.time.clone());
    known.retain(|known| !is_applier(known));
    // Whoever applies what is there already changed nothing at any time.
    let time = if object == live {
        previous_time
    } else {
        Some(write.time())
    };
    known.push(Manager {
        name: manager.clone(),
        operation: "Apply".to_owned(),
        time,
        paths: applied,
    });
    let mut draft = Draft::read(&object);
    store(&mut draft.metadata, &known);
    let answer = if let Some(old) = old {
        Answer::ok(streams::update(cluster, write, &old, draft)?)
    } else {
        Answer::created(streams::create(cluster, write, draft, Some(&manager))?)
    };
    Ok(answer.with_warnings(decoded.warnings))
}

/// What is applied: of the metadata only labels and annotations.
fn without_place(config: &Value) -> Value {
    let mut config = config.clone();
    if let Some(metadata) = config["metadata"].as_object_mut() {
        metadata.retain(|member, _| matches!(member.as_str(), "labels" | "annotations"));
    }
    config
}

/// Whether a new stream says already that it was applied by this manager.
pub fn is_noted(draft: &Draft, manager: &str) -> bool {
    let is_applier = |known: &Manager| known.name == manager && known.operation == "Apply";
    managers(&draft.metadata).iter().any(is_applier)
}

/// Appliers do not own lists and maps as such, only items.
fn is_container(path: &Path) -> bool {
    path.last().is_some_and(|step| step == ".")
        && path
            .iter()
            .rev()
            .nth(1)
            .is_none_or(|step| !step.starts_with("k:"))
}

const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// Where client-side apply was used before, its annotation is kept up to date, so that a client
/// can go back to it.
fn keep_last_applied(object: &mut Value, config: &Value, manager: &str) {
    let annotations = &mut object["metadata"]["annotations"];
    if manager == "kubectl" && annotations.get(LAST_APPLIED).is_some() {
        annotations[LAST_APPLIED] = json!(format!("{config}\n"));
    }
}

fn check_conflicts(
    call: &ResourceCall<'_>,
    known: &[Manager],
    manager: &str,
    wanted: &BTreeMap<Path, Value>,
    live: &Value,
) -> ApiResult<()> {
    if call.flag("force") {
        return Ok(());
    }
    let live = values(live);
    let mut conflicts: Vec<(String, String)> = Vec::new();
    for (path, value) in wanted {
        let is_different = live.get(path).is_some_and(|live| live != value);
        let owners = known
            .iter()
            .filter(|known| !(known.name == manager && known.operation == "Apply"));
        for owner in owners.filter(|owner| is_different && owner.paths.contains(path)) {
            conflicts.push((
                format!(
                    "conflict with \"{}\" using image.openshift.io/v1",
                    owner.name
                ),
                shown(path),
            ));
        }
    }
    if conflicts.is_empty() {
        return Ok(());
    }
    let plural = if conflicts.len() == 1 {
        "conflict"
    } else {
        "conflicts"
    };
    let texts: Vec<String> = conflicts
        .iter()
        .map(|(text, field)| format!("{text}: {field}"))
        .collect();
    let message = format!(
        "Apply failed with {} {plural}: {}",
        conflicts.len(),
        texts.join("\n")
    );
    let causes: Vec<Value> = conflicts
        .iter()
        .map(|(text, field)| json!({"reason": "FieldManagerConflict", "message": text, "field": field}))
        .collect();
    let mut told = details("", "", "");
    told["causes"] = Value::Array(causes);
    Err(ApiError::new(409, "Conflict", message).with_details(told))
}

fn remove_given_up(
    object: &mut Value,
    previous: &Paths,
    wanted: &BTreeMap<Path, Value>,
    others: &[&Paths],
) {
    let is_others = |path: &[String]| {
        others
            .iter()
            .any(|paths| paths.iter().any(|other| other.starts_with(path)))
    };
    let is_wanted = |path: &[String]| wanted.keys().any(|other| other.starts_with(path));
    for path in previous {
        let Some(steps) = path.get(..3) else { continue };
        if is_wanted(steps) || is_others(steps) {
            continue;
        }
        match steps {
            [first, second, key] if first == "f:spec" && second == "f:tags" => {
                let key: Value =
                    serde_json::from_str(key.trim_start_matches("k:")).unwrap_or_default();
                if let Some(tags) = object["spec"]["tags"].as_array_mut() {
                    tags.retain(|tag| tag["name"] != key["name"]);
                }
            }
            [first, second, key] if first == "f:metadata" => {
                let member = second.trim_start_matches("f:");
                if let Some(map) = object["metadata"][member].as_object_mut() {
                    map.remove(key.trim_start_matches("f:"));
                }
            }
            [_, second, _] if second == "f:lookupPolicy" => {
                object["spec"]["lookupPolicy"] = json!({"local": false});
            }
            _ => {}
        }
    }
}
