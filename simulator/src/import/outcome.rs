//! What imported and failed images do to the stream.

use serde_json::{Value, json};

use super::fetch::Fetched;
use crate::status::ApiError;
use crate::view::text;
use crate::write::draft::{Draft, Event, Source, SpecTag};
use crate::write::history::{add_event, is_different};

/// One result and the tag it is for.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// What came of the image.
    pub fetched: &'a Fetched,
    /// Name of the tag in the stream.
    pub tag: &'a str,
    /// Source of the tag.
    pub from: &'a str,
    /// Policies that the request asked for.
    pub policy: &'a SpecTag,
    /// Whether a failure makes a spec tag: it does for single images, not for those of a repository.
    pub keeps_failures: bool,
}

/// Applies a result. `generation` is the one that the stream will have.
pub fn apply(stream: &mut Draft, outcome: &Outcome<'_>, generation: i64, now: &str) {
    if let Some(image) = &outcome.fetched.image {
        success(stream, outcome, image, generation, now);
        return;
    }
    failure(stream, outcome, generation, now);
    if outcome.keeps_failures && !stream.tags.contains_key(outcome.tag) {
        let tag = requested(outcome, None);
        stream.tags.insert(outcome.tag.to_owned(), tag);
    }
}

/// The spec tag that an import writes; an existing one keeps what the request has no say in.
fn requested(outcome: &Outcome<'_>, existing: Option<&SpecTag>) -> SpecTag {
    let mut tag = existing.cloned().unwrap_or_else(|| SpecTag {
        reference_policy: outcome.policy.reference_policy.clone(),
        ..SpecTag::default()
    });
    tag.from = Some(Source::image(outcome.from));
    tag.generation = Some(0);
    set_policy(&mut tag, outcome.policy);
    tag
}

fn set_policy(tag: &mut SpecTag, policy: &SpecTag) {
    tag.insecure = policy.insecure;
    tag.scheduled = policy.scheduled;
    tag.import_mode.clone_from(&policy.import_mode);
}

fn success(stream: &mut Draft, outcome: &Outcome<'_>, image: &Value, generation: i64, now: &str) {
    let event = Event {
        created: now.to_owned(),
        reference: text(image, "/dockerImageReference").to_owned(),
        image: text(image, "/metadata/name").to_owned(),
        generation,
    };
    let tag = outcome.tag;
    let existing = stream.tags.get(tag).cloned();
    let is_behind = match (&existing, stream.newest(tag)) {
        (
            Some(SpecTag {
                generation: Some(wanted),
                ..
            }),
            Some(newest),
        ) => *wanted > newest.generation,
        _ => true,
    };
    if is_behind || is_different(stream, tag, &event) {
        stream
            .tags
            .insert(tag.to_owned(), requested(outcome, existing.as_ref()));
        add_event(stream, tag, event);
    }
    if let Some(spec) = stream.tags.get_mut(tag) {
        set_policy(spec, outcome.policy);
    }
    if let Some(status) = stream.status.get_mut(tag) {
        status.conditions.clear();
    }
}

/// Notes why the import failed. The same failure is not noted twice, not even under a newer generation.
fn failure(stream: &mut Draft, outcome: &Outcome<'_>, generation: i64, now: &str) {
    let status = &outcome.fetched.status;
    let message = match text(status, "/message") {
        "" => "unknown error prevented import",
        message => message,
    };
    let reason = text(status, "/reason");
    let known = stream.status.entry(outcome.tag.to_owned()).or_default();
    let is_known = known.conditions.iter().any(|condition| {
        let same = |key: &str, value: &str| condition[key].as_str().unwrap_or_default() == value;
        same("type", "ImportSuccess")
            && same("status", "False")
            && same("reason", reason)
            && same("message", message)
    });
    if is_known {
        return;
    }
    let mut condition = json!({
        "type": "ImportSuccess",
        "status": "False",
        "lastTransitionTime": now,
        "message": message,
        "generation": generation,
    });
    if !reason.is_empty() {
        condition["reason"] = json!(reason);
    }
    known.conditions = vec![condition];
    if let Some(spec) = stream.tags.get_mut(outcome.tag) {
        spec.generation = Some(0);
    }
}

/// Notes that the stream could not be stored with its new tags, at those tags.
pub fn refused(stream: &mut Draft, wanted: &Draft, error: &ApiError, now: &str) {
    let generation = stream.generation() + 1;
    for tag in wanted.status.keys() {
        if stream.status.contains_key(tag) {
            continue;
        }
        let condition = json!({
            "type": "ImportSuccess",
            "status": "False",
            "lastTransitionTime": now,
            "reason": error.reason,
            "message": error.message,
            "generation": generation,
        });
        stream.status.entry(tag.clone()).or_default().conditions = vec![condition];
    }
}
