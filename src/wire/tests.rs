use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::string::plain_bytes;
use super::{Wire, read};
use crate::api::list::List;
use crate::image::stream::ImageStream;
use crate::image::view::ImageStreamTag;
use crate::text::sorted_map::SortedMap;

/// Every recorded object that the tests hold, as it came over the wire.
fn recorded() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
    let mut texts = Vec::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    texts
}

/// Both readers, where the oracle can read it at all.
fn agree<T: Wire + DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(theirs) = serde_json::from_str::<T>(text) {
        let ours = read::<T>(text.as_bytes()).unwrap();
        assert_eq!(ours.malformed, [], "{text}");
        assert_eq!(ours.value, theirs, "{text}");
    }
}

#[test]
fn recorded_objects_are_read_as_serde_reads_them() {
    let mut objects = 0;
    for text in recorded() {
        let mut waiting = vec![serde_json::from_str::<Value>(&text).unwrap()];
        while let Some(value) = waiting.pop() {
            if value.get("metadata").is_some() {
                objects += 1;
                for text in [
                    value.to_string(),
                    serde_json::to_string_pretty(&value).unwrap(),
                ] {
                    agree::<ImageStream>(&text);
                    agree::<ImageStreamTag>(&text);
                    agree::<List<ImageStream>>(&text);
                }
            }
            match value {
                Value::Object(fields) => waiting.extend(fields.into_iter().map(|(_, inner)| inner)),
                Value::Array(items) => waiting.extend(items),
                _ => {}
            }
        }
    }
    assert!(objects > 50, "only {objects} objects");
}

fn stream() -> Value {
    json!({
        "kind": "ImageStream",
        "metadata": {
            "name": "python", "namespace": "default", "generation": 7,
            "creationTimestamp": "2026-03-01T10:00:00Z",
            "labels": {"app.kubernetes.io/name": "x \"quoted\" {[,]}", "b": "ü"},
        },
        "spec": {"lookupPolicy": {"local": false}, "tags": [
            {"name": "1", "annotations": null, "from": {"kind": "DockerImage", "name": "a/b:1"},
             "generation": 2, "importPolicy": {"insecure": true}, "referencePolicy": {"type": "Source"}},
            {"name": "2", "generation": null},
        ]},
        "status": {"dockerImageRepository": "r", "tags": [{"tag": "1", "items": [
            {"created": "2026-03-01T10:00:00Z", "dockerImageReference": "a/b@c", "image": "c", "generation": 2},
        ]}]},
    })
}

/// Paths of all values of a document, as JSON pointers and as they are shown.
fn places(value: &Value, pointer: &str, path: &str, out: &mut Vec<(String, String)>) {
    out.push((pointer.to_owned(), path.to_owned()));
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let step = key.replace('~', "~0").replace('/', "~1");
                let dot = if path.is_empty() { "" } else { "." };
                places(
                    inner,
                    &format!("{pointer}/{step}"),
                    &format!("{path}{dot}{key}"),
                    out,
                );
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                places(
                    inner,
                    &format!("{pointer}/{index}"),
                    &format!("{path}[{index}]"),
                    out,
                );
            }
        }
        _ => {}
    }
}

#[test]
fn each_field_of_a_stream_is_named_when_it_is_wrong_and_the_rest_is_read() {
    let mut all = Vec::new();
    places(&stream(), "", "", &mut all);
    let mut wrong = 0;
    for (pointer, path) in &all {
        for bad in [
            json!(7.5),
            json!("no time"),
            json!(true),
            json!([[1]]),
            json!({"a": 1}),
        ] {
            let mut broken = stream();
            *broken.pointer_mut(pointer).unwrap() = bad;
            let text = broken.to_string();
            if serde_json::from_str::<ImageStream>(&text).is_ok() {
                continue;
            }
            wrong += 1;
            match read::<ImageStream>(text.as_bytes()) {
                Err(whole) => assert_eq!((whole.field.as_str(), path.as_str()), ("", "")),
                Ok(read) => {
                    let first = &read.malformed[0].field;
                    assert!(
                        first.starts_with(path.as_str()),
                        "{first} for {path} in {text}"
                    );
                    // What is beside it is still there.
                    if !path.starts_with("metadata") {
                        assert_eq!(read.value.metadata.name, "python", "{text}");
                    }
                }
            }
        }
    }
    assert!(wrong > 60, "only {wrong} documents were wrong");
}

#[test]
fn what_is_no_json_is_an_error_that_says_where() {
    for (text, field) in [
        ("", ""),
        ("{", ""),
        (r#"{"metadata":{"name":"a"#, "metadata.name"),
        (r#"{"metadata":{"name":"a"}"#, ""),
        (r#"{"metadata":{"name":"a"},}"#, ""),
        (r#"{"spec":{"tags":[{"name":"1"},]}}"#, "spec.tags[1]"),
        (r#"{"spec":{"tags":[{"name" "1"}]}}"#, "spec.tags[0].name"),
        (r#"{"metadata":{}} trailing"#, ""),
        ("{\"metadata\":{\"name\":\"line\nbreak\"}}", "metadata.name"),
    ] {
        let error = read::<ImageStream>(text.as_bytes()).unwrap_err();
        assert_eq!(error.field, field, "{text}: {}", error.problem);
        assert!(serde_json::from_str::<ImageStream>(text).is_err(), "{text}");
    }
}

#[test]
fn numbers_that_do_not_fit_are_named() {
    for (number, expected) in [
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("1.5", None),
        ("1e3", None),
        ("-", None),
    ] {
        let text = format!(r#"{{"metadata":{{"generation":{number}}}}}"#);
        let found = read::<ImageStream>(text.as_bytes()).unwrap();
        match expected {
            Some(number) => assert_eq!(found.value.metadata.generation, number),
            None => assert_eq!(found.malformed[0].field, "metadata.generation"),
        }
    }
}

proptest! {
    #[test]
    fn a_text_ends_at_its_first_sign(
        bytes in prop::collection::vec(prop_oneof![0x1e_u8..0x25, 0x5a_u8..0x5e, any::<u8>()], 0..40),
    ) {
        let sign = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
        let first = bytes.iter().position(sign).unwrap_or(bytes.len());
        prop_assert_eq!(plain_bytes(&bytes), first);
    }

    #[test]
    fn texts_are_read_as_serde_reads_them(text: String, key: String) {
        let map = json!({key: text}).to_string();
        let ours = read::<SortedMap<String, String>>(map.as_bytes()).unwrap().value;
        prop_assert_eq!(ours, serde_json::from_str::<SortedMap<String, String>>(&map).unwrap());
    }

    #[test]
    fn escapes_are_read_as_serde_reads_them(text in r#"(\\(["\\/bfnrt]|u[0-9a-fA-F]{4}|ud83d\\ude0[0-9])|[a-z]){0,12}"#) {
        let json = format!(r#""{text}""#);
        let ours = read::<String>(json.as_bytes()).map(|read| read.value).ok();
        prop_assert_eq!(ours, serde_json::from_str::<String>(&json).ok());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>, text in "[\\[\\]{}:,\"\\\\a1 \nu-]{0,60}") {
        let _ = read::<ImageStream>(&bytes);
        let _ = read::<ImageStreamTag>(text.as_bytes());
        let _ = read::<Vec<String>>(text.as_bytes());
    }
}
