//! Tests of the YAML printer: its layout, and that a reader gets the same object back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn text(value: &Value) -> String {
    print(&Json::from(value))
        .iter()
        .map(|token| token.text.as_str())
        .collect()
}

#[test]
fn objects_are_laid_out_as_oc_does() {
    let value = json!({
        "kind": "ImageStream",
        "metadata": {"name": "python", "labels": {}, "generation": 2, "annotations": {
            "openshift.io/image.dockerRepositoryCheck": "2017-10-02T17:05:11Z"}},
        "spec": {"lookupPolicy": {"local": false}, "tags": [
            {"annotations": null, "from": {"kind": "DockerImage", "name": "a/b:1"}, "name": "3.5"},
            {"name": "on"}]},
        "words": ["a", 1],
        "long": "first\nsecond\n",
        "empty": ""
    });
    assert_eq!(
        text(&value),
        r#"empty: ""
kind: ImageStream
long: |
  first
  second
metadata:
  annotations:
    openshift.io/image.dockerRepositoryCheck: "2017-10-02T17:05:11Z"
  generation: 2
  labels: {}
  name: python
spec:
  lookupPolicy:
    local: false
  tags:
  - annotations: null
    from:
      kind: DockerImage
      name: a/b:1
    name: "3.5"
  - name: "on"
words:
- a
- 1
"#
    );
}

#[test]
fn what_could_hide_is_shown_as_an_escape() {
    assert_eq!(text(&json!("a\u{202e}b\u{7}")), "\"a\\u202Eb\\u0007\"\n");
}

#[test]
fn lists_in_lists_hide_nothing_either() {
    let value = json!({"a": [["\u{7f}inf", {"b\u{7f}": [1, null]}]]});
    let printed = text(&value);
    assert_eq!(printed, "a:\n- [\"\\u007Finf\",{\"b\\u007F\": [1,null]}]\n");
    assert_eq!(serde_saphyr::from_str::<Value>(&printed).unwrap(), value);
}

#[test]
fn managed_fields_are_left_out() {
    let value =
        json!({"metadata": {"name": "a", "managedFields": [1]}, "spec": {"managedFields": 1}});
    let expected = json!({"metadata": {"name": "a"}, "spec": {"managedFields": 1}});
    assert_eq!(
        without_managed_fields(Json::from(&value)),
        Json::from(&expected)
    );
    let other = Json::from(&json!(1));
    assert_eq!(without_managed_fields(other.clone()), other);
}

fn object() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z:#\\-\\[{ \n'\"%@`!&*|>?,0-9.]{0,12}".prop_map(Value::from),
        prop_oneof![
            "yes",
            "~",
            "1e3",
            "0x1f",
            "1_000",
            "12:30",
            "2001-01-01",
            ".inf",
            "="
        ]
        .prop_map(Value::from),
    ];
    let value = scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    });
    proptest::collection::btree_map("[a-z]{1,8}", value, 1..5)
        .prop_map(|fields| Value::Object(fields.into_iter().collect()))
}

proptest! {
    #[test]
    fn a_reader_gets_the_same_object_back(value in object()) {
        let printed = text(&value);
        let read: Value = serde_saphyr::from_str(&printed)
            .map_err(|error| TestCaseError::fail(format!("{error}\n{printed}")))?;
        prop_assert_eq!(read, value, "{}", printed);
    }
}
