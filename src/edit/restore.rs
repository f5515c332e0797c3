//! Putting back what a plan changed: the state of a stream before it, as far as the server can
//! bring it about again.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::intent::Place;
use super::raw;
use super::source;
use super::undo::Limit;
use super::wanted::{IMPORT_MODE, REFERENCE};

/// `now` with everything that differs between `before` and `after` as it was before.
pub(super) fn restored(
    place: &Place,
    before: &Value,
    after: &Value,
    now: &Value,
) -> (Value, Vec<Limit>) {
    let mut wanted = now.clone();
    let mut limits = Vec::new();
    for path in [&["metadata", "labels"][..], &["metadata", "annotations"]] {
        restore_at(&mut wanted, before, after, path);
    }
    let keys = |stream: &Value| -> BTreeSet<String> {
        let spec = raw::at(stream, &["spec"]).as_object();
        spec.into_iter()
            .flat_map(|spec| spec.keys().cloned())
            .collect()
    };
    for key in keys(before)
        .union(&keys(after))
        .filter(|key| *key != "tags")
    {
        restore_at(&mut wanted, before, after, &["spec", key]);
    }
    let names = |stream: &Value| -> BTreeSet<String> {
        let spec = raw::spec_tags(stream)
            .iter()
            .map(|tag| raw::text(tag, &["name"]));
        let status = raw::at(stream, &["status", "tags"])
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        spec.chain(status.iter().map(|tag| raw::text(tag, &["tag"])))
            .map(str::to_owned)
            .collect()
    };
    for name in names(before).union(&names(after)) {
        let deleted = raw::has_tag(before, name) && !raw::has_tag(after, name);
        match (raw::spec_tag(before, name), raw::spec_tag(after, name)) {
            (Some(old), Some(new)) if old != new => {
                if counts(old, new) && source::is_registry(old) && !raw::flag(old, REFERENCE) {
                    limits.push(Limit::ImportsAnew { tag: name.clone() });
                }
                match raw::spec_tag_mut(&mut wanted, name) {
                    Some(tag) => restore(tag, old, new),
                    None => raw::put_spec_tag(&mut wanted, name, fresh(old)),
                }
            }
            (None, Some(_)) => raw::remove_spec_tag(&mut wanted, name),
            (old, None) if deleted => {
                let spec = again(place, name, old, before, Some(now), &mut limits);
                if let (Some(spec), None) = (spec, raw::spec_tag(now, name)) {
                    raw::put_spec_tag(&mut wanted, name, spec);
                }
            }
            _ => {}
        }
    }
    (wanted, limits)
}

/// The spec tag that makes a deleted tag again, and what is lost with it.
fn again(
    place: &Place,
    name: &str,
    spec: Option<&Value>,
    before: &Value,
    now: Option<&Value>,
    limits: &mut Vec<Limit>,
) -> Option<Value> {
    let tag = name.to_owned();
    let entries = events(before, name).len();
    if entries > 0 {
        limits.push(Limit::HistoryLost {
            tag: tag.clone(),
            entries,
        });
    }
    let Some(spec) = spec else {
        limits.push(Limit::TagLost { tag });
        return None;
    };
    let mut spec = fresh(spec);
    if source::is_registry(&spec) {
        if !raw::flag(&spec, REFERENCE) {
            limits.push(Limit::ImportsAnew { tag });
        }
        return Some(spec);
    }
    let Some(digest) = own_digest(place, &spec) else {
        return Some(spec);
    };
    let knows = |stream: &Value| {
        let tags = raw::at(stream, &["status", "tags"])
            .as_array()
            .map_or(&[][..], Vec::as_slice);
        tags.iter().any(|status| {
            let name = raw::text(status, &["tag"]);
            events(stream, name)
                .iter()
                .any(|event| raw::text(event, &["image"]) == digest)
        })
    };
    if now.is_some_and(knows) {
        return Some(spec);
    }
    // The server would refuse the pin. Where the image came from, it can be had again.
    let event = events(before, name)
        .iter()
        .find(|event| raw::text(event, &["image"]) == digest)
        .map_or("", |event| raw::text(event, &["dockerImageReference"]));
    let integrated = raw::text(before, &["status", "dockerImageRepository"]);
    let host = integrated.split('/').next().unwrap_or_default();
    if event.is_empty() || (!host.is_empty() && event.starts_with(host)) {
        limits.push(Limit::TagLost { tag });
        return None;
    }
    let from = json!({"kind": source::REGISTRY, "name": event});
    raw::set(&mut spec, &["from"], Some(from));
    limits.push(Limit::SourceReplaced { tag });
    Some(spec)
}

/// The digest of a pin to the stream's own history.
fn own_digest(place: &Place, spec: &Value) -> Option<String> {
    let from = |key| raw::text(spec, &["from", key]);
    let namespace = from("namespace");
    let own = namespace.is_empty() || namespace == place.namespace;
    if from("kind") != "ImageStreamImage" || !own {
        return None;
    }
    match from("name").split_once('@') {
        None => Some(from("name").to_owned()),
        Some((stream, digest)) if stream == place.stream => Some(digest.to_owned()),
        Some(_) => None,
    }
}

/// A spec tag as it is wished, without what the server counts.
fn fresh(spec: &Value) -> Value {
    let mut spec = spec.clone();
    raw::set(&mut spec, &["generation"], None);
    if raw::is_nothing(raw::at(&spec, &["annotations"])) {
        raw::set(&mut spec, &["annotations"], None);
    }
    spec
}

/// A deleted stream, to be made again.
pub(super) fn restored_stream(place: &Place, before: &Value) -> (Value, Vec<Limit>) {
    let mut limits = Vec::new();
    let mut stream = json!({
        "kind": "ImageStream",
        "apiVersion": "image.openshift.io/v1",
        "metadata": {"name": place.stream, "namespace": place.namespace},
    });
    for path in [
        &["metadata", "labels"][..],
        &["metadata", "annotations"],
        &["spec"],
    ] {
        let value = raw::at(before, path);
        if !raw::is_nothing(value) {
            raw::set(&mut stream, path, Some(value.clone()));
        }
    }
    // The record of an import that the new stream never saw.
    let check = [
        "metadata",
        "annotations",
        "openshift.io/image.dockerRepositoryCheck",
    ];
    raw::set(&mut stream, &check, None);
    raw::set(&mut stream, &["spec", "tags"], None);
    let status = raw::at(before, &["status", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let names = raw::spec_tags(before)
        .iter()
        .map(|tag| raw::text(tag, &["name"]))
        .chain(status.iter().map(|tag| raw::text(tag, &["tag"])));
    for name in names.collect::<BTreeSet<_>>() {
        let spec = raw::spec_tag(before, name);
        if let Some(tag) = again(place, name, spec, before, None, &mut limits) {
            raw::put_spec_tag(&mut stream, name, tag);
        }
    }
    (stream, limits)
}

fn restore_at(wanted: &mut Value, before: &Value, after: &Value, path: &[&str]) {
    let (old, new) = (raw::at(before, path), raw::at(after, path));
    if old == new {
        return;
    }
    let mut value = raw::at(wanted, path).clone();
    restore(&mut value, old, new);
    raw::set(wanted, path, Some(value).filter(|value| !value.is_null()));
}

/// Puts back, field by field, what differs between `new` and `old`; other fields stay.
fn restore(value: &mut Value, old: &Value, new: &Value) {
    let (Some(before), Some(after)) = (old.as_object(), new.as_object()) else {
        *value = old.clone();
        return;
    };
    let Some(fields) = value.as_object_mut() else {
        *value = old.clone();
        return;
    };
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for key in keys {
        match (before.get(key), after.get(key)) {
            (old, new) if old == new => {}
            // A source is one thing: parts of two would name a third.
            (Some(old), Some(new)) if key != "from" && old.is_object() && new.is_object() => {
                restore(fields.entry(key.clone()).or_insert(Value::Null), old, new);
            }
            (Some(old), _) => {
                fields.insert(key.clone(), old.clone());
            }
            (None, _) => {
                fields.remove(key);
            }
        }
    }
}

/// Whether the server takes the difference between two spec tags for a new wish.
pub(super) fn counts(old: &Value, new: &Value) -> bool {
    let differs = |path: &[&str]| raw::at(old, path) != raw::at(new, path);
    differs(&["from"])
        || raw::flag(old, REFERENCE) != raw::flag(new, REFERENCE)
        || differs(IMPORT_MODE)
}

pub(super) fn events<'a>(stream: &'a Value, tag: &str) -> &'a [Value] {
    let tags = raw::at(stream, &["status", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let status = tags
        .iter()
        .find(|status| raw::text(status, &["tag"]) == tag);
    let items = status.and_then(|status| status.get("items")?.as_array());
    items.map_or(&[], Vec::as_slice)
}
