//! What changed spec tags do to the status: references are repeated, other tags' images are copied.

use super::draft::{Draft, Event, Source, SpecTag};
use super::field::{forbidden, invalid, not_found};
use super::generations::is_changed;
use super::history::{Resolved, add_event, resolve_id, update_followers};
use crate::registry::ImageReference;
use crate::status::Cause;

/// What the rules need to know of the rest of the cluster.
pub trait Surroundings {
    /// A stream of a project.
    fn stream(&self, namespace: &str, name: &str) -> Option<Draft>;
    /// Whether the user may pull from that stream.
    fn may_pull(&self, namespace: &str, name: &str) -> bool;
    /// Host of the integrated registry.
    fn internal_registry(&self) -> Option<&str>;
}

/// Applies what the changed spec tags mean, and returns what is wrong with them.
pub fn resolve(
    old: Option<&Draft>,
    stream: &mut Draft,
    around: &dyn Surroundings,
    now: &str,
) -> Vec<Cause> {
    let mut errors = verify_rights(old, stream, around);
    let names: Vec<String> = stream.tags.keys().cloned().collect();
    for name in names {
        let Some(tag) = stream.tags.get(&name).cloned() else {
            continue;
        };
        if changed(old, &name, &tag, stream.namespace())
            && let Some(from) = tag.from.clone()
            && let Err(error) = apply(stream, &name, &tag, &from, around, now)
        {
            errors.push(error);
        }
    }
    update_followers(old, stream);
    errors
}

fn changed(old: Option<&Draft>, name: &str, tag: &SpecTag, namespace: &str) -> bool {
    let stored = old.and_then(|old| old.tags.get(name));
    stored.is_none_or(|stored| is_changed(stored, tag, namespace))
}

fn path(tag: &str) -> String {
    format!("spec.tags[{tag}].from")
}

const FORMS: &str = "must be of the form <tag>, <repo>:<tag>, <id>, or <repo>@<id>";

/// Whoever copies from another project must be allowed to pull there.
fn verify_rights(old: Option<&Draft>, stream: &Draft, around: &dyn Surroundings) -> Vec<Cause> {
    let mut errors = Vec::new();
    for (name, tag) in &stream.tags {
        let Some(from) = &tag.from else { continue };
        if from.namespace.is_empty()
            || from.namespace == stream.namespace()
            || !changed(old, name, tag, stream.namespace())
        {
            continue;
        }
        match split(stream, from) {
            None => errors.push(invalid(&format!("{}.name", path(name)), &from.name, FORMS)),
            Some((source, _)) if !around.may_pull(&from.namespace, &source) => {
                let detail = format!("{}/{source}: \"\" \"\"", from.namespace);
                errors.push(forbidden(&path(name), &detail));
            }
            Some(_) => {}
        }
    }
    errors
}

/// The stream and the tag or id that a source names.
fn split(stream: &Draft, from: &Source) -> Option<(String, String)> {
    let separator = match from.kind.as_str() {
        "ImageStreamTag" => ':',
        "ImageStreamImage" => '@',
        _ => return None,
    };
    let mut parts = from.name.split(separator);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(only), None, None) => Some((stream.name().to_owned(), only.to_owned())),
        (Some(name), Some(part), None) => Some((name.to_owned(), part.to_owned())),
        _ => None,
    }
}

fn apply(
    stream: &mut Draft,
    name: &str,
    tag: &SpecTag,
    from: &Source,
    around: &dyn Surroundings,
    now: &str,
) -> Result<(), Cause> {
    let generation = stream.generation();
    if from.is_image() && !from.name.is_empty() {
        if tag.reference {
            let event = Event {
                created: now.to_owned(),
                reference: from.name.clone(),
                image: String::new(),
                generation,
            };
            set_generation(stream, name, generation);
            add_event(stream, name, event);
        }
        return Ok(());
    }
    let name_path = format!("{}.name", path(name));
    let Some((source, part)) = split(stream, from) else {
        return Err(invalid(&name_path, &from.name, FORMS));
    };
    let namespace = if from.namespace.is_empty() {
        stream.namespace().to_owned()
    } else {
        from.namespace.clone()
    };
    let other = if namespace == stream.namespace() && source == stream.name() {
        None
    } else {
        Some(
            around
                .stream(&namespace, &source)
                .ok_or_else(|| not_found(&name_path, &from.name))?,
        )
    };
    let looked_in = other.as_ref().unwrap_or(stream);
    let event = if from.kind == "ImageStreamTag" {
        let wanted = if part.is_empty() { "latest" } else { &part };
        looked_in.newest(wanted).cloned()
    } else {
        Some(by_id(looked_in, &part, now).map_err(|text| {
            invalid(
                &name_path,
                &from.name,
                &format!("error generating tag event: {text}"),
            )
        })?)
    };
    // A tag that points at nothing yet is legal.
    let Some(mut event) = event else {
        return Ok(());
    };
    event.generation = generation;
    if other.is_none() && from.kind == "ImageStreamTag" {
        // The server copies a pointer: the source's own event gets the new generation as well.
        let wanted = if part.is_empty() { "latest" } else { &part };
        if let Some(newest) = stream
            .status
            .get_mut(wanted)
            .and_then(|status| status.items.first_mut())
        {
            newest.generation = generation;
        }
    }
    if !tag.reference {
        event.reference = local_to(
            stream,
            &namespace,
            &source,
            &event.reference,
            around.internal_registry(),
        );
    }
    set_generation(stream, name, generation);
    add_event(stream, name, event);
    Ok(())
}

fn set_generation(stream: &mut Draft, name: &str, generation: i64) {
    if let Some(tag) = stream.tags.get_mut(name) {
        tag.generation = Some(generation);
    }
}

fn by_id(stream: &Draft, id: &str, now: &str) -> Result<Event, String> {
    let subject = format!("imagestreamimage.image.openshift.io \"{id}\"");
    match resolve_id(stream, id, now) {
        Resolved::One(event) => Ok(event),
        Resolved::None => Err(format!("{subject} not found")),
        Resolved::Many(names) => Err(format!(
            "Operation cannot be fulfilled on {subject}: multiple images match the prefix \"{id}\": {}",
            names.join(", ")
        )),
    }
}

/// A pull spec of the integrated registry that belongs to the source stream is made this stream's own, so that later
/// pulls come from here.
fn local_to(
    stream: &Draft,
    namespace: &str,
    source: &str,
    reference: &str,
    registry: Option<&str>,
) -> String {
    match ImageReference::parse(reference) {
        Ok(mut parsed)
            if Some(parsed.registry.as_str()) == registry
                && parsed.namespace == namespace
                && parsed.name == source =>
        {
            stream.namespace().clone_into(&mut parsed.namespace);
            stream.name().clone_into(&mut parsed.name);
            parsed.exact()
        }
        _ => reference.to_owned(),
    }
}
