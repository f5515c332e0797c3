//! What an event of a stream means for one of its tags. Tags cannot be watched: they are read again
//! when their stream says that they changed, and only then.

use crate::image::stream::{ImageStream, TagEvent, TagEventCondition};
use crate::image::tags::{StreamTag, StreamTags};
use crate::image::view::ImageStreamTag;

/// What happened to a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagNews {
    /// Its newest event, its spec or its conditions changed: what was read of it is out of date.
    pub changed: bool,
    /// What a person who waits would like to hear.
    pub outcome: Option<Outcome>,
}

/// How something that was under way ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The tag has another image; its layers may be others too.
    NewImage,
    /// Its import failed.
    Failed,
    /// It is not there any more.
    Deleted,
}

/// Compares a tag in two states of its stream.
pub fn tag_news(before: &ImageStream, after: &ImageStream, tag: &str) -> TagNews {
    let (was, is) = (
        StreamTags::of(before).get(tag),
        StreamTags::of(after).get(tag),
    );
    let image = |event: &TagEvent| (event.image.clone(), event.docker_image_reference.clone());
    let conditions = conditions_of(was) != conditions_of(is);
    let outcome = if was.exists() && !is.exists() {
        Some(Outcome::Deleted)
    } else if is.newest().is_some() && was.newest().map(image) != is.newest().map(image) {
        Some(Outcome::NewImage)
    } else if conditions && conditions_of(is).iter().any(|one| one.status == "False") {
        Some(Outcome::Failed)
    } else {
        None
    };
    TagNews {
        changed: was.exists() != is.exists()
            || was.newest() != is.newest()
            || was.spec != is.spec
            || conditions,
        outcome,
    }
}

/// Whether what was read of a tag, `None` where it was not found, is of another image than its stream
/// tells of. Both were asked for at once: something may have happened between the two answers.
pub fn is_of_another_image(read: Option<&ImageStreamTag>, stream: &ImageStream, tag: &str) -> bool {
    let image = read.map_or("", |read| &read.image.metadata.name);
    let newest = StreamTags::of(stream).get(tag).newest();
    newest.is_some_and(|event| !event.image.is_empty() && event.image != image)
}

fn conditions_of(tag: StreamTag<'_>) -> &[TagEventCondition] {
    tag.status.map_or(&[], |status| &status.conditions)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = r#"{"metadata":{"name":"python","resourceVersion":"1"},
        "spec":{"tags":[{"name":"3.5","from":{"kind":"DockerImage","name":"a"},"generation":1}]},
        "status":{"tags":[{"tag":"3.5","items":[{"image":"sha256:1","generation":1}]},
                          {"tag":"pushed","items":[{"image":"sha256:2","generation":1}]}]}}"#;

    fn news(change: &[(&str, &str)], tag: &str) -> TagNews {
        let read = |text: &str| serde_json::from_str::<ImageStream>(text).unwrap();
        let after = change.iter().fold(BEFORE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        });
        tag_news(&read(BEFORE), &read(&after), tag)
    }

    #[test]
    fn only_what_concerns_the_tag_is_news_of_it() {
        let label = (
            r#""name":"python","#,
            r#""name":"python","labels":{"a":"b"},"#,
        );
        assert_eq!(news(&[label], "3.5"), TagNews::default());
        assert_eq!(news(&[("sha256:2", "sha256:3")], "3.5"), TagNews::default());
        assert_eq!(
            news(&[("sha256:2", "sha256:3")], "missing"),
            TagNews::default()
        );
    }

    #[test]
    fn another_image_is_news() {
        let expected = TagNews {
            changed: true,
            outcome: Some(Outcome::NewImage),
        };
        assert_eq!(news(&[("sha256:1", "sha256:9")], "3.5"), expected);
        assert_eq!(news(&[("sha256:2", "sha256:9")], "pushed"), expected);
    }

    #[test]
    fn a_tag_is_of_the_image_that_its_stream_tells_of() {
        let stream = serde_json::from_str::<ImageStream>(BEFORE).unwrap();
        let read_of = |image: &str| {
            let text = format!(r#"{{"image":{{"metadata":{{"name":"{image}"}}}}}}"#);
            serde_json::from_str::<ImageStreamTag>(&text).unwrap()
        };
        let other = |read: Option<&str>, tag| {
            is_of_another_image(read.map(&read_of).as_ref(), &stream, tag)
        };
        assert!(!other(Some("sha256:1"), "3.5"));
        assert!(other(Some("sha256:0"), "3.5"));
        assert!(!other(Some("sha256:0"), "missing"));
        assert!(other(None, "3.5"));
        assert!(!other(None, "missing"));
    }

    #[test]
    fn another_wish_and_a_failed_import_are_news() {
        let changed = TagNews {
            changed: true,
            ..TagNews::default()
        };
        assert_eq!(
            news(&[(r#""generation":1}]},"#, r#""generation":2}]},"#)], "3.5"),
            changed
        );
        let condition = r#"{"tag":"3.5","conditions":[{"type":"ImportSuccess","status":"False"}],"#;
        let failed = TagNews {
            outcome: Some(Outcome::Failed),
            ..changed
        };
        assert_eq!(news(&[(r#"{"tag":"3.5","#, condition)], "3.5"), failed);
    }

    #[test]
    fn a_tag_goes_when_neither_wish_nor_outcome_is_left() {
        let wish = (r#""name":"3.5","from""#, r#""name":"x","from""#);
        let outcome = (r#""tag":"3.5""#, r#""tag":"x""#);
        assert_eq!(news(&[wish], "3.5").outcome, None);
        let gone = news(&[wish, outcome], "3.5");
        assert!(gone.changed);
        assert_eq!(gone.outcome, Some(Outcome::Deleted));
    }
}
