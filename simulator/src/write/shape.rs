//! The shapes of the objects that can be written: which fields exist and of what type they are.
//!
//! The server decodes bodies into Go structures. Unknown fields are dropped, or refused under strict validation; a
//! value of a wrong type is an error whose text names the structure.

use serde_json::{Map, Value};

/// What may stand at a place.
#[derive(Debug)]
pub enum Shape {
    /// Anything, as it is.
    Any,
    /// A text.
    Text,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// Texts by key.
    Texts,
    /// Anything by key.
    Map,
    /// A list.
    List(&'static str, &'static Shape),
    /// A structure of which only the metadata are known; the rest is kept as it is.
    Open,
    /// A structure: its Go name and its fields.
    Struct(&'static str, &'static [(&'static str, &'static Shape)]),
}

use Shape::{Any, Bool, Int, List, Struct, Text, Texts};

static METADATA: Shape = Struct(
    "ObjectMeta",
    &[
        ("name", &Text),
        ("generateName", &Text),
        ("namespace", &Text),
        ("selfLink", &Text),
        ("uid", &Text),
        ("resourceVersion", &Text),
        ("generation", &Int),
        ("creationTimestamp", &Any),
        ("deletionTimestamp", &Any),
        ("deletionGracePeriodSeconds", &Int),
        ("labels", &Texts),
        ("annotations", &Texts),
        ("ownerReferences", &Any),
        ("finalizers", &Any),
        ("managedFields", &Any),
    ],
);
static REFERENCE: Shape = Struct(
    "ObjectReference",
    &[
        ("kind", &Text),
        ("namespace", &Text),
        ("name", &Text),
        ("uid", &Text),
        ("apiVersion", &Text),
        ("resourceVersion", &Text),
        ("fieldPath", &Text),
    ],
);
static IMPORT_POLICY: Shape = Struct(
    "TagImportPolicy",
    &[
        ("insecure", &Bool),
        ("scheduled", &Bool),
        ("importMode", &Text),
    ],
);
static REFERENCE_POLICY: Shape = Struct("TagReferencePolicy", &[("type", &Text)]);
static LOOKUP_POLICY: Shape = Struct("ImageLookupPolicy", &[("local", &Bool)]);
static TAG: Shape = Struct(
    "TagReference",
    &[
        ("name", &Text),
        ("annotations", &Texts),
        ("from", &REFERENCE),
        ("reference", &Bool),
        ("generation", &Int),
        ("importPolicy", &IMPORT_POLICY),
        ("referencePolicy", &REFERENCE_POLICY),
    ],
);
static STREAM_SPEC: Shape = Struct(
    "ImageStreamSpec",
    &[
        ("lookupPolicy", &LOOKUP_POLICY),
        ("dockerImageRepository", &Text),
        ("tags", &List("[]v1.TagReference", &TAG)),
    ],
);
static STREAM_STATUS: Shape = Struct(
    "ImageStreamStatus",
    &[
        ("dockerImageRepository", &Text),
        ("publicDockerImageRepository", &Text),
        ("tags", &List("[]v1.NamedTagEventList", &Any)),
    ],
);
static STREAM: Shape = Struct(
    "ImageStream",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("spec", &STREAM_SPEC),
        ("status", &STREAM_STATUS),
    ],
);
static STREAM_TAG: Shape = Struct(
    "ImageStreamTag",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("tag", &TAG),
        ("generation", &Int),
        ("lookupPolicy", &LOOKUP_POLICY),
        ("conditions", &Any),
        ("image", &IMAGE),
    ],
);
static IMAGE_TAG: Shape = Struct(
    "ImageTag",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("spec", &TAG),
        ("status", &Shape::Map),
        ("image", &IMAGE),
    ],
);
static IMAGE_IMPORT: Shape = Struct(
    "ImageImportSpec",
    &[
        ("from", &REFERENCE),
        ("to", &Struct("LocalObjectReference", &[("name", &Text)])),
        ("importPolicy", &IMPORT_POLICY),
        ("referencePolicy", &REFERENCE_POLICY),
        ("includeManifest", &Bool),
    ],
);
static REPOSITORY_IMPORT: Shape = Struct(
    "RepositoryImportSpec",
    &[
        ("from", &REFERENCE),
        ("importPolicy", &IMPORT_POLICY),
        ("referencePolicy", &REFERENCE_POLICY),
        ("includeManifest", &Bool),
    ],
);
static IMPORT: Shape = Struct(
    "ImageStreamImport",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        (
            "spec",
            &Struct(
                "ImageStreamImportSpec",
                &[
                    ("import", &Bool),
                    ("repository", &REPOSITORY_IMPORT),
                    ("images", &List("[]v1.ImageImportSpec", &IMAGE_IMPORT)),
                ],
            ),
        ),
        ("status", &Any),
    ],
);
static IMAGE: Shape = Struct(
    "Image",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("dockerImageReference", &Text),
        ("dockerImageMetadata", &Any),
        ("dockerImageMetadataVersion", &Text),
        ("dockerImageManifest", &Text),
        ("dockerImageLayers", &Any),
        ("signatures", &Any),
        ("dockerImageSignatures", &Any),
        ("dockerImageManifestMediaType", &Text),
        ("dockerImageConfig", &Text),
        ("dockerImageManifests", &Any),
    ],
);
static MAPPING: Shape = Struct(
    "ImageStreamMapping",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("image", &IMAGE),
        ("tag", &Text),
    ],
);
static SECRET: Shape = Struct(
    "Secret",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("immutable", &Bool),
        ("data", &Texts),
        ("stringData", &Texts),
        ("type", &Text),
    ],
);
static PROJECT_REQUEST: Shape = Struct(
    "ProjectRequest",
    &[
        ("kind", &Text),
        ("apiVersion", &Text),
        ("metadata", &METADATA),
        ("displayName", &Text),
        ("description", &Text),
    ],
);
/// Kinds without rules of their own keep all they are sent.
static OTHER: Shape = Shape::Open;

/// The shape of a kind.
pub fn of_kind(kind: &str) -> &'static Shape {
    match kind {
        "ImageStream" => &STREAM,
        "ImageStreamTag" => &STREAM_TAG,
        "ImageTag" => &IMAGE_TAG,
        "Image" => &IMAGE,
        "ImageStreamImport" => &IMPORT,
        "ImageStreamMapping" => &MAPPING,
        "Secret" => &SECRET,
        "ProjectRequest" => &PROJECT_REQUEST,
        _ => &OTHER,
    }
}

/// What decoding found besides the value.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Paths of fields that do not exist, in the order of the text.
    pub unknown: Vec<String>,
}

/// Reads a value as the server would: unknown fields are left out and noted.
pub fn decode(
    value: Value,
    shape: &'static Shape,
    findings: &mut Findings,
) -> Result<Value, String> {
    walk(value, shape, "", "", findings)
}

fn walk(
    value: Value,
    shape: &'static Shape,
    owner: &str,
    path: &str,
    findings: &mut Findings,
) -> Result<Value, String> {
    let wrong = |value: &Value, wanted: &str| {
        Err(format!(
            "json: cannot unmarshal {} into Go struct field {owner}.{path} of type {wanted}",
            go_kind(value)
        ))
    };
    if value.is_null() {
        return Ok(value);
    }
    match shape {
        Any => Ok(value),
        Text if value.is_string() => Ok(value),
        Text => wrong(&value, "string"),
        Bool if value.is_boolean() => Ok(value),
        Bool => wrong(&value, "bool"),
        Int if value.is_i64() => Ok(value),
        Int => wrong(&value, "int64"),
        Shape::Map if value.is_object() => Ok(value),
        Shape::Map => wrong(&value, "v1.Image"),
        Texts => match value.as_object() {
            None => wrong(&value, "map[string]string"),
            Some(map) => match map
                .values()
                .find(|member| !member.is_string() && !member.is_null())
            {
                Some(member) => wrong(member, "string"),
                None => Ok(value),
            },
        },
        List(go, of) => match value {
            Value::Array(items) => {
                let items = items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| walk_item(item, of, owner, path, index, findings));
                items.collect::<Result<Vec<_>, _>>().map(Value::Array)
            }
            other => wrong(&other, go),
        },
        Shape::Open => match value {
            Value::Object(mut map) => {
                if let Some(metadata) = map.remove("metadata") {
                    let metadata = walk(metadata, &METADATA, "Object", "metadata", findings)?;
                    map.insert("metadata".to_owned(), metadata);
                }
                Ok(Value::Object(map))
            }
            other => wrong(&other, "v1.Object"),
        },
        Struct(go, fields) => match value {
            Value::Object(map) => walk_struct(map, go, fields, path, findings),
            other => wrong(&other, &format!("v1.{go}")),
        },
    }
}

/// The paths of unknown fields name the index of an item; those of Go's type errors do not.
fn walk_item(
    item: Value,
    shape: &'static Shape,
    owner: &str,
    path: &str,
    index: usize,
    findings: &mut Findings,
) -> Result<Value, String> {
    let before = findings.unknown.len();
    let result = walk(item, shape, owner, path, findings);
    for unknown in findings.unknown.iter_mut().skip(before) {
        if let Some(rest) = unknown.strip_prefix(path) {
            *unknown = format!("{path}[{index}]{rest}");
        }
    }
    result
}

fn walk_struct(
    map: Map<String, Value>,
    go: &str,
    fields: &'static [(&'static str, &'static Shape)],
    path: &str,
    findings: &mut Findings,
) -> Result<Value, String> {
    let mut kept = Map::new();
    for (key, member) in map {
        let inner = if path.is_empty() {
            key.clone()
        } else {
            format!("{path}.{key}")
        };
        match fields.iter().find(|(name, _)| *name == key) {
            Some((_, shape)) => {
                kept.insert(key, walk(member, shape, go, &inner, findings)?);
            }
            None => findings.unknown.push(inner),
        }
    }
    Ok(Value::Object(kept))
}

/// A type as Go's decoder names it.
pub fn go_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn unknown_fields_are_noted_with_their_place() {
        let body = json!({"spec": {"nope": 1, "tags": [{"name": "a"}, {"name": "b", "frm": {}}]}, "extra": true});
        let mut findings = Findings::default();
        let read = decode(body, of_kind("ImageStream"), &mut findings);
        assert_eq!(
            read,
            Ok(json!({"spec": {"tags": [{"name": "a"}, {"name": "b"}]}}))
        );
        let mut unknown = findings.unknown;
        unknown.sort();
        assert_eq!(unknown, ["extra", "spec.nope", "spec.tags[1].frm"]);
    }

    #[test]
    fn wrong_types_are_told_in_the_words_of_go() {
        let error =
            |body: Value| decode(body, of_kind("ImageStream"), &mut Findings::default()).err();
        assert_eq!(
            error(json!({"spec": []})).as_deref(),
            Some(
                "json: cannot unmarshal array into Go struct field ImageStream.spec of type v1.ImageStreamSpec"
            )
        );
        assert_eq!(
            error(json!({"spec": {"tags": 1}})).as_deref(),
            Some(
                "json: cannot unmarshal number into Go struct field ImageStreamSpec.spec.tags of type []v1.TagReference"
            )
        );
    }
}
