//! Which generation a stream and its spec tags get.

use super::draft::{Draft, Source, SpecTag};

/// A new stream starts at one, and so do all its tags.
pub fn on_create(stream: &mut Draft) {
    stream.set_generation(1);
    for tag in stream.tags.values_mut() {
        tag.generation = Some(1);
    }
}

/// A changed spec is one generation further; the tags that changed or were asked for again get it.
pub fn on_update(old: &Draft, stream: &mut Draft) {
    // Clients can ask for a new import with a zero; any other value of theirs is ignored.
    for (name, tag) in &mut stream.tags {
        if tag.generation != Some(0)
            && let Some(stored) = old.tags.get(name)
        {
            tag.generation = stored.generation;
        }
    }
    let generation = old.generation() + i64::from(!old.same_spec(stream));
    stream.set_generation(generation);
    let namespace = stream.namespace().to_owned();
    for (name, tag) in &mut stream.tags {
        let is_changed = old
            .tags
            .get(name)
            .is_none_or(|stored| is_changed(stored, tag, &namespace));
        if is_changed || tag.generation.unwrap_or(0) == 0 {
            tag.generation = Some(generation);
        }
    }
}

/// Whether a spec tag points somewhere else than before. Insecure, scheduled, policies and annotations do not count.
pub fn is_changed(old: &SpecTag, new: &SpecTag, namespace: &str) -> bool {
    let Some(from) = &new.from else { return false };
    if from.kind.is_empty() && from.name.is_empty() {
        return false;
    }
    let nothing = Source::default();
    let before = old.from.as_ref().unwrap_or(&nothing);
    effective(before, namespace) != effective(from, namespace)
        || before.name != from.name
        || old.reference != new.reference
        || old.import_mode != new.import_mode
}

fn effective<'a>(source: &'a Source, own: &'a str) -> &'a str {
    if source.namespace.is_empty() {
        own
    } else {
        &source.namespace
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(generation: i64, tags: &[(&str, &str, Option<i64>)]) -> Draft {
        let mut stream = Draft::named("demo", "ruby");
        stream.set_generation(generation);
        for (name, from, generation) in tags {
            let tag = SpecTag {
                from: Some(Source::image(from)),
                generation: *generation,
                ..SpecTag::default()
            };
            stream.tags.insert((*name).to_owned(), tag);
        }
        stream
    }

    fn updated(old: &Draft, mut new: Draft) -> (i64, Vec<Option<i64>>) {
        on_update(old, &mut new);
        (
            new.generation(),
            new.tags.values().map(|tag| tag.generation).collect(),
        )
    }

    #[test]
    fn only_tags_that_point_elsewhere_move() {
        let old = stream(4, &[("a", "x:1", Some(2)), ("b", "x:2", Some(3))]);
        assert_eq!(
            updated(
                &old,
                stream(99, &[("a", "x:1", None), ("b", "x:9", Some(7))])
            ),
            (5, vec![Some(2), Some(5)])
        );
    }

    #[test]
    fn a_zero_asks_again() {
        let old = stream(4, &[("a", "x:1", Some(2))]);
        assert_eq!(
            updated(&old, stream(0, &[("a", "x:1", Some(0))])),
            (5, vec![Some(5)])
        );
    }

    #[test]
    fn nothing_new_changes_nothing() {
        let old = stream(4, &[("a", "x:1", Some(2))]);
        assert_eq!(
            updated(&old, stream(0, &[("a", "x:1", None)])),
            (4, vec![Some(2)])
        );
    }

    #[test]
    fn a_schedule_is_a_change_of_the_stream_and_not_of_the_tag() {
        let old = stream(4, &[("a", "x:1", Some(2))]);
        let mut new = old.clone();
        if let Some(tag) = new.tags.get_mut("a") {
            tag.scheduled = true;
        }
        assert_eq!(updated(&old, new), (5, vec![Some(2)]));
    }
}
