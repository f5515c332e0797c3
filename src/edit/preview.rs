//! A change, field by field: before and after.

use serde_json::{Map, Value};

use super::raw;
use crate::image::source::TagSource;
use crate::image::stream::{ObjectReference, TagReference};

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The tag it belongs to; none for fields of the stream.
    pub tag: Option<String>,
    /// Which field.
    pub what: What,
    /// As it is.
    pub before: Shown,
    /// As it will be.
    pub after: Shown,
}

/// A field of a stream or tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The stream itself: it comes or goes.
    Stream,
    /// The tag itself: it comes or goes.
    Tag,
    /// Where the image comes from.
    Source,
    /// Not imported, handed out as written.
    Reference,
    /// Plain HTTP and unverified certificates.
    Insecure,
    /// Imported periodically.
    Scheduled,
    /// What of a manifest list is imported.
    ImportMode,
    /// Which location consumers are given.
    ReferencePolicy,
    /// An annotation of the tag.
    TagAnnotation(String),
    /// Whether short names of workloads mean the stream.
    Lookup,
    /// A label of the stream.
    Label(String),
    /// An annotation of the stream.
    Annotation(String),
    /// The image that the tag has.
    Image,
    /// A field that this app does not know, by its path.
    Other(String),
}

/// A value as it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// There is none.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// Text of the API, untranslated.
    Text(String),
    /// The source of a tag.
    Source(TagSource),
}

/// What differs between two states of a stream, apart from what the server counts by itself. None
/// stands for a stream that does not exist.
pub fn rows(before: Option<&Value>, after: Option<&Value>) -> Vec<Row> {
    let nothing = Value::Null;
    let some = before.or(after).unwrap_or(&nothing);
    let namespace = raw::text(some, &["metadata", "namespace"]);
    let name = raw::text(some, &["metadata", "name"]);
    let mut rows = Rows {
        tag: None,
        namespace,
        stream: name,
        found: Vec::new(),
    };
    let exists = |stream: Option<&Value>| match stream {
        Some(_) => Shown::Text(name.to_owned()),
        None => Shown::Nothing,
    };
    rows.push(What::Stream, exists(before), exists(after));
    let (before, after) = (before.unwrap_or(&nothing), after.unwrap_or(&nothing));
    rows.map(before, after, &["metadata", "labels"], What::Label);
    rows.map(
        before,
        after,
        &["metadata", "annotations"],
        What::Annotation,
    );
    rows.flag(
        before,
        after,
        &["spec", "lookupPolicy", "local"],
        What::Lookup,
    );
    rows.others(before, after, &["spec"], &["lookupPolicy", "tags"]);
    rows.others(before, after, &["spec", "lookupPolicy"], &["local"]);
    let rows = rows.found;
    tags(before, after).into_iter().fold(rows, |mut rows, tag| {
        rows.extend(tag_rows(before, after, namespace, name, tag));
        rows
    })
}

/// Names of all tags of both states in byte order.
fn tags<'a>(before: &'a Value, after: &'a Value) -> Vec<&'a str> {
    let mut names = Vec::new();
    for stream in [before, after] {
        names.extend(
            raw::spec_tags(stream)
                .iter()
                .map(|tag| raw::text(tag, &["name"])),
        );
        let status = raw::at(stream, &["status", "tags"]).as_array();
        let status = status.map_or(&[][..], Vec::as_slice);
        names.extend(status.iter().map(|tag| raw::text(tag, &["tag"])));
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn tag_rows(before: &Value, after: &Value, namespace: &str, stream: &str, tag: &str) -> Vec<Row> {
    let mut rows = Rows {
        tag: Some(tag),
        namespace,
        stream,
        found: Vec::new(),
    };
    // Only where both states have a status can its absence say that a tag is gone.
    let exists = |value: &Value| {
        if raw::has_tag(value, tag) {
            Shown::Text(tag.to_owned())
        } else {
            Shown::Nothing
        }
    };
    rows.push(What::Tag, exists(before), exists(after));
    let spec = |value| raw::spec_tag(value, tag).unwrap_or(&Value::Null);
    rows.spec(spec(before), spec(after));
    rows.found
}

/// What differs between two spec tags of one name.
pub(super) fn spec_tag_rows(
    before: &Value,
    after: &Value,
    namespace: &str,
    stream: &str,
    tag: &str,
) -> Vec<Row> {
    let mut rows = Rows {
        tag: Some(tag),
        namespace,
        stream,
        found: Vec::new(),
    };
    rows.spec(before, after);
    rows.found
}

/// Tags whose image differs between two states as served: what happened meanwhile.
pub fn image_rows(before: &Value, after: &Value) -> Vec<Row> {
    let image = |stream, tag: &str| match newest(stream, tag) {
        "" => Shown::Nothing,
        digest => Shown::Text(digest.to_owned()),
    };
    let row = |tag: &str| Row {
        tag: Some(tag.to_owned()),
        what: What::Image,
        before: image(before, tag),
        after: image(after, tag),
    };
    tags(before, after)
        .into_iter()
        .map(row)
        .filter(|row| row.before != row.after)
        .collect()
}

/// What a tag points to now: a digest, or the pull spec of a reference; empty for nothing.
fn newest<'a>(stream: &'a Value, tag: &str) -> &'a str {
    let tags = raw::at(stream, &["status", "tags"])
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let status = tags
        .iter()
        .find(|status| raw::text(status, &["tag"]) == tag);
    let event = status.and_then(|status| status.get("items")?.get(0));
    let event = event.unwrap_or(&Value::Null);
    match raw::text(event, &["image"]) {
        "" => raw::text(event, &["dockerImageReference"]),
        digest => digest,
    }
}

struct Rows<'a> {
    tag: Option<&'a str>,
    namespace: &'a str,
    stream: &'a str,
    found: Vec<Row>,
}

impl Rows<'_> {
    fn push(&mut self, what: What, before: Shown, after: Shown) {
        if before != after {
            let tag = self.tag.map(str::to_owned);
            self.found.push(Row {
                tag,
                what,
                before,
                after,
            });
        }
    }

    fn spec(&mut self, before: &Value, after: &Value) {
        let source = (self.source(before), self.source(after));
        self.push(What::Source, source.0, source.1);
        self.flag(before, after, &["reference"], What::Reference);
        self.flag(before, after, &["importPolicy", "insecure"], What::Insecure);
        self.flag(
            before,
            after,
            &["importPolicy", "scheduled"],
            What::Scheduled,
        );
        self.text(
            before,
            after,
            &["importPolicy", "importMode"],
            What::ImportMode,
        );
        self.text(
            before,
            after,
            &["referencePolicy", "type"],
            What::ReferencePolicy,
        );
        self.map(before, after, &["annotations"], What::TagAnnotation);
        let shown = [
            "from",
            "reference",
            "importPolicy",
            "referencePolicy",
            "annotations",
        ];
        // The server counts generations; nobody wishes them.
        let counted = ["name", "generation"];
        self.others(before, after, &[], &[&shown[..], &counted[..]].concat());
        let policy = ["insecure", "scheduled", "importMode"];
        self.others(before, after, &["importPolicy"], &policy);
        self.others(before, after, &["referencePolicy"], &["type"]);
    }

    fn source(&self, tag: &Value) -> Shown {
        let from = raw::at(tag, &["from"]);
        if raw::is_nothing(from) {
            return Shown::Nothing;
        }
        let text = |key| raw::text(from, &[key]).to_owned();
        let from = ObjectReference {
            kind: text("kind"),
            name: text("name"),
            namespace: text("namespace"),
        };
        let tag = TagReference {
            from: Some(from),
            ..TagReference::default()
        };
        Shown::Source(TagSource::of(Some(&tag), self.namespace, self.stream))
    }

    fn flag(&mut self, before: &Value, after: &Value, path: &[&str], what: What) {
        let flag = |value| Shown::Flag(raw::flag(value, path));
        self.push(what, flag(before), flag(after));
    }

    fn text(&mut self, before: &Value, after: &Value, path: &[&str], what: What) {
        self.push(
            what,
            shown(raw::at(before, path)),
            shown(raw::at(after, path)),
        );
    }

    fn map(&mut self, before: &Value, after: &Value, path: &[&str], what: impl Fn(String) -> What) {
        let (before, after) = (raw::at(before, path), raw::at(after, path));
        for key in keys(before, after) {
            // A key with an empty value is there all the same.
            let value = |map: &Value| match map.get(key) {
                Some(Value::String(text)) => Shown::Text(text.clone()),
                other => other.map_or(Shown::Nothing, shown),
            };
            self.push(what(key.to_owned()), value(before), value(after));
        }
    }

    fn others(&mut self, before: &Value, after: &Value, path: &[&str], known: &[&str]) {
        let (before, after) = (raw::at(before, path), raw::at(after, path));
        for key in keys(before, after)
            .into_iter()
            .filter(|key| !known.contains(key))
        {
            let value = |map: &Value| map.get(key).map_or(Shown::Nothing, shown);
            let path = [path, &[key]].concat().join(".");
            self.push(What::Other(path), value(before), value(after));
        }
    }
}

fn keys<'a>(before: &'a Value, after: &'a Value) -> Vec<&'a str> {
    let of = |value: &'a Value| value.as_object().into_iter().flat_map(Map::keys);
    let mut keys: Vec<&str> = of(before).chain(of(after)).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn shown(value: &Value) -> Shown {
    match value {
        Value::String(text) if text.is_empty() => Shown::Nothing,
        Value::String(text) => Shown::Text(text.clone()),
        value if raw::is_nothing(value) => Shown::Nothing,
        value => Shown::Text(value.to_string()),
    }
}
