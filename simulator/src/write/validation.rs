//! Whether a stream, a tag or an import may be stored at all.

use serde_json::{Map, Value};

use super::draft::{Draft, SpecTag};
use super::field::{invalid, invalid_bare, required};
use crate::registry::ImageReference;
use crate::status::Cause;

/// The longest `namespace/name`.
const LONGEST_PATH: usize = 255;
/// All annotations of an object together.
const MOST_ANNOTATIONS: usize = 256 * 1024;

/// What is wrong with a stream, besides its references.
pub fn stream(stream: &Draft) -> Vec<Cause> {
    let mut errors = metadata(stream);
    if !stream.repository.is_empty() {
        let field = "spec.dockerImageRepository";
        match ImageReference::parse(&stream.repository) {
            Err(error) => errors.push(invalid(field, &stream.repository, &error.to_string())),
            Ok(parsed) => {
                for (part, what) in [(&parsed.tag, "a tag"), (&parsed.id, "an ID")] {
                    if !part.is_empty() {
                        let detail = format!("the repository name may not contain {what}");
                        errors.push(invalid(field, &stream.repository, &detail));
                    }
                }
            }
        }
    }
    for (name, tag) in &stream.tags {
        errors.extend(spec_tag(&format!("spec.tags[{name}]"), tag));
    }
    for (name, status) in &stream.status {
        for (index, event) in status.items.iter().enumerate() {
            let field = format!("status.tags[{name}].items[{index}].dockerImageReference");
            if event.reference.is_empty() {
                errors.push(required(&field, ""));
            } else if let Err(error) = ImageReference::parse(&event.reference) {
                errors.push(invalid(&field, &event.reference, &error.to_string()));
            }
        }
    }
    errors
}

/// What is wrong with a spec tag that stands at a path.
pub fn spec_tag(path: &str, tag: &SpecTag) -> Vec<Cause> {
    let mut errors = Vec::new();
    if let Some(from) = &tag.from {
        let name = format!("{path}.from.name");
        if from.name.is_empty() {
            errors.push(required(&name, ""));
        }
        match from.kind.as_str() {
            "DockerImage" => {
                if let Err(error) = ImageReference::parse(&from.name)
                    && !from.name.is_empty()
                {
                    errors.push(invalid(&name, &from.name, &error.to_string()));
                }
            }
            "ImageStreamImage" | "ImageStreamTag" => {
                if tag.scheduled {
                    let detail = "only tags pointing to Docker repositories may be scheduled for background import";
                    errors.push(invalid_bare(
                        &format!("{path}.importPolicy.scheduled"),
                        "true",
                        detail,
                    ));
                }
            }
            _ => {
                let detail = "valid values are 'DockerImage', 'ImageStreamImage', 'ImageStreamTag'";
                errors.push(required(&format!("{path}.from.kind"), detail));
            }
        }
    }
    if !matches!(tag.reference_policy.as_str(), "Source" | "Local") {
        let field = format!("{path}.referencePolicy.type");
        errors.push(invalid(
            &field,
            &tag.reference_policy,
            "valid values are \"Source\", \"Local\"",
        ));
    }
    errors.extend(import_mode(
        &format!("{path}.importPolicy.importMode"),
        &tag.import_mode,
    ));
    errors
}

/// Whether an import mode is one.
pub fn import_mode(field: &str, mode: &str) -> Option<Cause> {
    let detail = "invalid import mode, valid modes are '', 'Legacy', 'PreserveOriginal'";
    (!matches!(mode, "" | "Legacy" | "PreserveOriginal")).then(|| invalid(field, mode, detail))
}

fn metadata(stream: &Draft) -> Vec<Cause> {
    let mut errors = object_metadata(&Value::Object(stream.metadata.clone()));
    errors.extend(stream_name(stream.name()));
    if stream.namespace().len() + 1 + stream.name().len() > LONGEST_PATH {
        let detail = format!("'namespace/name' cannot be longer than {LONGEST_PATH} characters");
        errors.push(invalid("metadata.name", stream.name(), &detail));
    }
    errors
}

/// What is wrong with the name of a stream.
pub fn stream_name(name: &str) -> Vec<Cause> {
    let field = "metadata.name";
    if name.is_empty() {
        return vec![required(field, "name or generateName is required")];
    }
    let mut errors: Vec<Cause> = Vec::new();
    if matches!(name, "." | "..") {
        errors.push(invalid(field, name, &format!("may not be '{name}'")));
        return errors;
    }
    for illegal in ['/', '%'] {
        if name.contains(illegal) {
            errors.push(invalid(
                field,
                name,
                &format!("may not contain '{illegal}'"),
            ));
        }
    }
    if errors.is_empty() && !is_stream_name(name) {
        errors.push(invalid(
            field,
            name,
            "must match \"[a-z0-9]+(?:[._-][a-z0-9]+)*\"",
        ));
    }
    errors
}

fn is_stream_name(name: &str) -> bool {
    let words = name.split(['.', '_', '-']);
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    words.into_iter().all(is_word)
}

/// What is wrong with labels and annotations.
pub fn object_metadata(metadata: &Value) -> Vec<Cause> {
    let mut errors = Vec::new();
    for (key, value) in metadata["labels"].as_object().into_iter().flatten() {
        errors.extend(qualified_name("metadata.labels", key));
        let value = value.as_str().unwrap_or_default();
        if value.len() > 63 {
            errors.push(invalid(
                "metadata.labels",
                value,
                "must be no more than 63 bytes",
            ));
        } else if !value.is_empty() && !is_name_part(value) {
            errors.push(invalid("metadata.labels", value, LABEL_VALUE));
        }
    }
    let mut size = 0;
    for (key, value) in metadata["annotations"].as_object().into_iter().flatten() {
        errors.extend(qualified_name("metadata.annotations", &key.to_lowercase()));
        size += key.len() + value.as_str().map_or(0, str::len);
    }
    if size > MOST_ANNOTATIONS {
        errors.push(Cause {
            reason: "FieldValueTooLong",
            field: "metadata.annotations".to_owned(),
            message: format!("Too long: may not be more than {MOST_ANNOTATIONS} bytes"),
        });
    }
    errors
}

/// What is wrong with the metadata of a tag that is changed. The server looks at them twice before it asks those who know
/// tags, who look again: each error stands there three times.
pub fn changed_metadata(new: &Map<String, Value>, old: &Map<String, Value>) -> Vec<Cause> {
    let of_any = object_metadata(&Value::Object(new.clone()));
    let sent = new
        .get("uid")
        .and_then(Value::as_str)
        .filter(|uid| !uid.is_empty());
    let is_other = sent != old.get("uid").and_then(Value::as_str);
    let uid = sent
        .filter(|_| is_other)
        .map(|uid| invalid("metadata.uid", uid, "field is immutable"));
    let of_change: Vec<Cause> = uid.into_iter().chain(of_any.iter().cloned()).collect();
    [of_any, of_change.clone(), of_change].concat()
}

const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const PREFIX_PART: &str = "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

/// What is wrong with a key of labels or annotations.
fn qualified_name(field: &str, key: &str) -> Option<Cause> {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    if let Some(prefix) = prefix
        && !is_subdomain(prefix)
    {
        return Some(invalid(
            field,
            key,
            if prefix.is_empty() {
                "prefix part must be non-empty"
            } else {
                PREFIX_PART
            },
        ));
    }
    if name.is_empty() {
        return Some(invalid(field, key, "name part must be non-empty"));
    }
    if name.len() > 63 {
        return Some(invalid(
            field,
            key,
            "name part must be no more than 63 bytes",
        ));
    }
    (!is_name_part(name)).then(|| invalid(field, key, NAME_PART))
}

fn is_name_part(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ends = |c: char| c.is_ascii_alphanumeric();
    text.starts_with(ends) && text.ends_with(ends) && text.chars().all(inner)
}

/// Whether a text is a DNS subdomain, as names of secrets and prefixes of keys are.
pub fn is_subdomain(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_dns_label)
}

/// Whether a text is a DNS label, as names of projects are.
pub fn is_dns_label(text: &str) -> bool {
    let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    text.starts_with(ends) && text.ends_with(ends) && text.chars().all(|c| ends(c) || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::draft::Source;
    use serde_json::json;

    #[test]
    fn stream_names_have_one_separator_at_a_time() {
        for good in ["ruby", "a.b_c-d", "0"] {
            assert!(stream_name(good).is_empty(), "{good}");
        }
        for bad in [
            "a--b", "Ruby", "-a", "a-", "a b", "", ".", "a/b", "a%b", "한글",
        ] {
            assert_eq!(stream_name(bad).len(), 1, "{bad}");
        }
    }

    #[test]
    fn every_rule_of_a_spec_tag_has_its_words() {
        let mut tag = SpecTag {
            from: Some(Source::default()),
            scheduled: true,
            ..SpecTag::default()
        };
        let texts = |tag: &SpecTag| {
            spec_tag("tag", tag)
                .into_iter()
                .map(|error| format!("{}: {}", error.field, error.message))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(&tag),
            [
                "tag.from.name: Required value",
                "tag.from.kind: Required value: valid values are 'DockerImage', 'ImageStreamImage', 'ImageStreamTag'"
            ]
        );
        tag.from = Some(Source {
            kind: "ImageStreamTag".into(),
            namespace: String::new(),
            name: "a:b".into(),
        });
        tag.import_mode = "Foo".into();
        tag.reference_policy = "Bar".into();
        assert_eq!(
            texts(&tag),
            [
                "tag.importPolicy.scheduled: Invalid value: true: only tags pointing to Docker repositories may be scheduled for background import",
                "tag.referencePolicy.type: Invalid value: \"Bar\": valid values are \"Source\", \"Local\"",
                "tag.importPolicy.importMode: Invalid value: \"Foo\": invalid import mode, valid modes are '', 'Legacy', 'PreserveOriginal'",
            ]
        );
    }

    #[test]
    fn labels_follow_the_rules_of_kubernetes() {
        let wrong = |labels: Value| object_metadata(&json!({"labels": labels})).len();
        assert_eq!(wrong(json!({"app": "web", "example.com/tier": ""})), 0);
        assert_eq!(wrong(json!({"a b": "x"})), 1);
        assert_eq!(wrong(json!({"app": "<b>"})), 1);
        assert_eq!(wrong(json!({"app": "x".repeat(64)})), 1);
    }
}
