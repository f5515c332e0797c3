//! The stream as it is wanted: an intent applied to a copy of the raw object. Nothing but what the
//! intent names is touched.

use serde_json::{Map, Value, json};

use super::check::{self, Reason, Refusal, Refusals};
use super::field::Field;
use super::intent::{Edits, HistoryChoice, Place, SourceChoice, TagOptions};
use super::plan::Basis;
use super::raw::{self, Served};
use super::source;
use crate::image::tags::StreamTags;

type Wanted = Result<Value, Vec<Refusal>>;

/// A stream that is yet to be made.
pub(super) fn new_stream(
    place: &Place,
    lookup: bool,
    labels: &Edits,
    annotations: &Edits,
) -> Wanted {
    let mut refusals = Refusals::default();
    refusals.take(check::new_stream(place));
    refusals.take(check::labels(labels));
    refusals.take(check::annotations(annotations));
    let mut stream = json!({
        "kind": "ImageStream",
        "apiVersion": "image.openshift.io/v1",
        "metadata": {"name": place.stream, "namespace": place.namespace},
        "spec": {"lookupPolicy": {"local": lookup}},
    });
    apply_edits(&mut stream, &["metadata", "labels"], labels);
    apply_edits(&mut stream, &["metadata", "annotations"], annotations);
    refusals.or(stream)
}

/// The stream with one more tag.
pub(super) fn with_new_tag(
    place: &Place,
    stream: &Value,
    tag: &str,
    choice: &SourceChoice,
    options: &TagOptions,
    basis: Basis<'_>,
) -> Wanted {
    let mut refusals = Refusals::default();
    refusals.take(check::new_tag(tag));
    let fresh = raw::spec_tag(stream, tag).is_none();
    refusals.unless(fresh, Field::Tag, Reason::TagExists);
    refusals.take(check::annotations(&options.annotations));
    let mut new = json!({"name": tag});
    if let Some(found) = refusals.take(source::resolve(place, tag, choice, basis)) {
        raw::set(&mut new, &["from"], Some(found.from));
        refusals.take(set_options(&mut new, options));
    }
    let mut wanted = stream.clone();
    raw::put_spec_tag(&mut wanted, tag, new);
    refusals.or(wanted)
}

/// The stream with a tag changed by a function, which may refuse.
fn with_tag(
    old: &Served,
    name: &str,
    change: impl FnOnce(&mut Value) -> Result<(), Vec<Refusal>>,
) -> Wanted {
    let mut wanted = old.raw.clone();
    let missing = if raw::has_tag(&old.raw, name) {
        Reason::TagNotInSpec(name.to_owned())
    } else {
        Reason::TagMissing(name.to_owned())
    };
    let tag =
        raw::spec_tag_mut(&mut wanted, name).ok_or_else(|| Refusal::one(Field::Tag, missing))?;
    change(tag)?;
    Ok(wanted)
}

/// The stream with a tag pointed elsewhere.
pub(super) fn retargeted(
    place: &Place,
    old: &Served,
    tag: &str,
    choice: &SourceChoice,
    options: &TagOptions,
    basis: Basis<'_>,
) -> Wanted {
    let found = source::resolve(place, tag, choice, basis)?;
    if raw::spec_tag(&old.raw, tag).is_none() && raw::has_tag(&old.raw, tag) {
        // A pushed tag gets a spec by this; its history stays.
        let mut wanted = old.raw.clone();
        let mut new = json!({"name": tag, "from": found.from});
        set_options(&mut new, options)?;
        raw::put_spec_tag(&mut wanted, tag, new);
        return Ok(wanted);
    }
    with_tag(old, tag, |spec| {
        source::put(place, spec, &found.from);
        check::annotations(&options.annotations)?;
        set_options(spec, options)
    })
}

/// The stream with a tag's options changed.
pub(super) fn with_options(old: &Served, tag: &str, options: &TagOptions) -> Wanted {
    check::annotations(&options.annotations)?;
    with_tag(old, tag, |spec| set_options(spec, options))
}

/// The stream with the schedules of tags switched.
pub(super) fn scheduled(old: &Served, tags: &[String], on: bool) -> Wanted {
    if tags.is_empty() {
        return Err(Refusal::one(Field::Tags, Reason::Empty));
    }
    let mut refusals = Refusals::default();
    let mut wanted = old.raw.clone();
    for name in tags {
        match raw::spec_tag_mut(&mut wanted, name) {
            None => {
                refusals.unless(false, Field::Tags, Reason::TagMissing(name.clone()));
            }
            Some(tag) if on && !source::is_registry(tag) => {
                refusals.unless(false, Field::Tags, Reason::NotFromRegistry(name.clone()));
            }
            Some(tag) => raw::set_flag(tag, SCHEDULED, on),
        }
    }
    refusals.or(wanted)
}

/// The stream with a tag pinned to an image it had.
pub(super) fn rolled_back(
    place: &Place,
    old: &Served,
    tag: &str,
    to: &HistoryChoice,
    unschedule: bool,
    basis: Basis<'_>,
) -> Wanted {
    let digest = match to {
        HistoryChoice::Digest(digest) => digest.clone(),
        HistoryChoice::Entry(index) => {
            let tags = StreamTags::of(&old.view);
            let refuse = |reason| Refusal::one(Field::History, reason);
            let event = tags
                .get(tag)
                .events()
                .get(*index)
                .ok_or_else(|| refuse(Reason::DigestNotFound))?;
            if event.image.is_empty() {
                return Err(refuse(Reason::EntryWithoutDigest));
            }
            event.image.clone()
        }
    };
    let scheduled = raw::spec_tag(&old.raw, tag).is_some_and(|tag| raw::flag(tag, SCHEDULED));
    if scheduled && !unschedule {
        return Err(Refusal::one(Field::Unschedule, Reason::ScheduleMustEnd));
    }
    let choice = SourceChoice::Digest(source::digest_choice(&digest));
    retargeted(place, old, tag, &choice, &TagOptions::default(), basis)
}

/// The stream without tags: spec and history.
pub(super) fn without_tags(old: &Served, tags: &[String]) -> Wanted {
    if tags.is_empty() {
        return Err(Refusal::one(Field::Tags, Reason::Empty));
    }
    let mut refusals = Refusals::default();
    let mut wanted = old.raw.clone();
    for name in tags {
        let exists = raw::has_tag(&old.raw, name);
        refusals.unless(exists, Field::Tags, Reason::TagMissing(name.clone()));
        let addressable = super::names::is_addressable_tag(name);
        refusals.unless(
            addressable,
            Field::Tags,
            Reason::NotAddressable(name.clone()),
        );
        raw::remove_spec_tag(&mut wanted, name);
        raw::remove_status_tag(&mut wanted, name);
    }
    refusals.or(wanted)
}

/// The stream with its lookup policy switched.
pub(super) fn with_lookup(old: &Served, on: bool) -> Value {
    let mut wanted = old.raw.clone();
    raw::set(
        &mut wanted,
        &["spec", "lookupPolicy", "local"],
        Some(Value::Bool(on)),
    );
    wanted
}

/// The stream with labels changed.
pub(super) fn with_labels(old: &Served, edits: &Edits) -> Wanted {
    check::labels(edits)?;
    let mut wanted = old.raw.clone();
    apply_edits(&mut wanted, &["metadata", "labels"], edits);
    Ok(wanted)
}

/// The stream with annotations changed.
pub(super) fn with_annotations(old: &Served, edits: &Edits) -> Wanted {
    check::annotations(edits)?;
    let mut wanted = old.raw.clone();
    apply_edits(&mut wanted, &["metadata", "annotations"], edits);
    Ok(wanted)
}

/// Path of the flag that a tag is imported periodically.
pub const SCHEDULED: &[&str] = &["importPolicy", "scheduled"];
/// Path of the flag that plain HTTP and unverified certificates are taken.
pub const INSECURE: &[&str] = &["importPolicy", "insecure"];
/// Path of the import mode.
pub const IMPORT_MODE: &[&str] = &["importPolicy", "importMode"];
/// Path of the flag that a tag is not imported.
pub const REFERENCE: &[&str] = &["reference"];
/// Path of the reference policy.
pub const REFERENCE_POLICY: &[&str] = &["referencePolicy", "type"];
pub(super) const TAG_ANNOTATIONS: &[&str] = &["annotations"];

fn set_options(tag: &mut Value, options: &TagOptions) -> Result<(), Vec<Refusal>> {
    let mut refusals = Refusals::default();
    let registry = source::is_registry(tag);
    let scheduled = registry || options.scheduled != Some(true);
    refusals.unless(scheduled, Field::Scheduled, Reason::ScheduledNeedsRegistry);
    let insecure = registry || options.insecure != Some(true);
    refusals.unless(insecure, Field::Insecure, Reason::InsecureNeedsRegistry);
    let flags = [
        (SCHEDULED, options.scheduled),
        (INSECURE, options.insecure),
        (REFERENCE, options.reference),
    ];
    for (path, wanted) in flags {
        if let Some(on) = wanted {
            raw::set_flag(tag, path, on);
        }
    }
    if !registry {
        // The server refuses a schedule on anything else: it ends with the registry source.
        raw::set_flag(tag, SCHEDULED, false);
    }
    let words = [
        (
            IMPORT_MODE,
            options.import_mode.map(super::intent::ImportMode::word),
        ),
        (
            REFERENCE_POLICY,
            options
                .reference_policy
                .map(super::intent::ReferencePolicy::word),
        ),
    ];
    for (path, word) in words {
        if let Some(word) = word.filter(|word| raw::text(tag, path) != *word) {
            raw::set(tag, path, Some(json!(word)));
        }
    }
    apply_edits(tag, TAG_ANNOTATIONS, &options.annotations);
    refusals.or(())
}

/// Sets and takes away keys of a map, which is made where it is missing.
fn apply_edits(value: &mut Value, path: &[&str], edits: &Edits) {
    let old = raw::at(value, path).as_object();
    let mut fields: Map<String, Value> = old.cloned().unwrap_or_default();
    let before = fields.clone();
    for (key, new) in edits {
        match new {
            Some(text) => {
                fields.insert(key.clone(), json!(text));
            }
            None => {
                fields.remove(key);
            }
        }
    }
    if fields != before {
        raw::set(value, path, Some(Value::Object(fields)));
    }
}
