//! How events enter the history of a tag, and what follows a tag.

use std::collections::BTreeSet;

use super::draft::{Draft, Event};

/// Puts an event into a tag's history; whether that changed anything. An image that is already in front is updated in
/// place and keeps its date; another one is put before it. Nothing is ever cut off.
pub fn add_event(stream: &mut Draft, tag: &str, event: Event) -> bool {
    let status = stream.status.entry(tag.to_owned()).or_default();
    let Some(newest) = status.items.first_mut() else {
        status.items.push(event);
        status.conditions.clear();
        return true;
    };
    let same_reference = newest.reference == event.reference;
    let same_image = newest.image == event.image;
    if same_reference && same_image && newest.generation == event.generation {
        return false;
    }
    if same_reference || same_image {
        newest.reference = event.reference;
        newest.image = event.image;
        newest.generation = event.generation;
    } else {
        status.items.insert(0, event);
    }
    status.conditions.clear();
    true
}

/// Whether importing the event would change the tag.
pub fn is_different(stream: &Draft, tag: &str, event: &Event) -> bool {
    stream
        .newest(tag)
        .is_none_or(|newest| newest.reference != event.reference || newest.image != event.image)
}

/// Gives every tag that follows a changed tag of the same stream the event it got.
pub fn update_followers(old: Option<&Draft>, stream: &mut Draft) {
    let changed: Vec<(String, Event)> = stream
        .status
        .iter()
        .filter_map(|(tag, status)| {
            let newest = status.items.first()?;
            let before = old.and_then(|old| old.newest(tag));
            (before != Some(newest)).then(|| (tag.clone(), newest.clone()))
        })
        .collect();
    for (tag, event) in changed {
        for follower in followers(stream, &tag) {
            add_event(stream, &follower, event.clone());
        }
    }
}

/// The spec tags that follow a tag of their own stream.
pub fn followers(stream: &Draft, tag: &str) -> Vec<String> {
    let follows = |name: &str| match name.split(':').collect::<Vec<_>>().as_slice() {
        [own, followed] => *own == stream.name() && *followed == tag,
        _ => name == tag,
    };
    let of = |spec: &super::draft::SpecTag| {
        spec.from.as_ref().is_some_and(|from| {
            from.kind == "ImageStreamTag"
                && (from.namespace.is_empty() || from.namespace == stream.namespace())
                && follows(&from.name)
        })
    };
    stream
        .tags
        .iter()
        .filter(|(_, spec)| of(spec))
        .map(|(name, _)| name.clone())
        .collect()
}

/// What an image id means in a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Resolved {
    /// The one image, as an event of now.
    One(Event),
    /// No image.
    None,
    /// Several images begin like this.
    Many(Vec<String>),
}

/// Looks an image up in the whole history by digest or by the beginning of one.
pub fn resolve_id(stream: &Draft, id: &str, now: &str) -> Resolved {
    let matching = |image: &str| {
        image == id
            || (!image.is_empty()
                && image
                    .split_once(':')
                    .is_some_and(|(_, hex)| hex.starts_with(id) || image.starts_with(id)))
    };
    let events = stream
        .status
        .values()
        .flat_map(|status| &status.items)
        .filter(|event| matching(&event.image));
    let found: Vec<&Event> = events.collect();
    let names: BTreeSet<&str> = found.iter().map(|event| event.image.as_str()).collect();
    match (found.first(), names.len()) {
        (Some(event), 1) => Resolved::One(Event {
            created: now.to_owned(),
            generation: 0,
            ..(*event).clone()
        }),
        (_, 0) | (None, _) => Resolved::None,
        _ => Resolved::Many(names.into_iter().map(str::to_owned).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(reference: &str, image: &str, generation: i64, created: &str) -> Event {
        Event {
            created: created.to_owned(),
            reference: reference.to_owned(),
            image: image.to_owned(),
            generation,
        }
    }

    #[test]
    fn the_table_of_the_server() {
        // (reference, image, generation) of the new event, and what history looks like after it.
        let cases = [
            (("r", "i", 1), vec![("r", "i", 1, "then")]),
            (("r", "i", 2), vec![("r", "i", 2, "then")]),
            (("r", "j", 2), vec![("r", "j", 2, "then")]),
            (("s", "i", 2), vec![("s", "i", 2, "then")]),
            (
                ("s", "j", 2),
                vec![("s", "j", 2, "now"), ("r", "i", 1, "then")],
            ),
        ];
        for ((reference, image, generation), expected) in cases {
            let mut stream = Draft::named("demo", "ruby");
            add_event(&mut stream, "t", event("r", "i", 1, "then"));
            add_event(&mut stream, "t", event(reference, image, generation, "now"));
            let got: Vec<_> = stream.status["t"]
                .items
                .iter()
                .map(|item| {
                    (
                        item.reference.as_str(),
                        item.image.as_str(),
                        item.generation,
                        item.created.as_str(),
                    )
                })
                .collect();
            assert_eq!(got, expected);
        }
    }

    #[test]
    fn a_prefix_must_mean_one_image() {
        let mut stream = Draft::named("demo", "ruby");
        add_event(&mut stream, "a", event("r1", "sha256:aa11", 1, "then"));
        add_event(&mut stream, "b", event("r2", "sha256:aa22", 1, "then"));
        assert!(
            matches!(resolve_id(&stream, "aa1", "now"), Resolved::One(event) if event.image == "sha256:aa11")
        );
        assert!(matches!(
            resolve_id(&stream, "sha256:aa22", "now"),
            Resolved::One(_)
        ));
        assert_eq!(
            resolve_id(&stream, "aa", "now"),
            Resolved::Many(vec!["sha256:aa11".into(), "sha256:aa22".into()])
        );
        assert_eq!(resolve_id(&stream, "ff", "now"), Resolved::None);
    }
}
