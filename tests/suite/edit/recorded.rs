//! Recorded commands and the streams that they met and left behind.

use std::collections::BTreeMap;

use imagestream_console::edit::raw::Served;
use serde_json::{Map, Value, json};

use crate::golden;

/// One recorded command.
pub struct Step {
    /// Number and name of the recording.
    pub name: String,
    /// The command.
    pub command: String,
    /// What it wrote to stderr.
    pub stderr: String,
    /// Streams before, by `project/name`.
    pub before: BTreeMap<String, Value>,
    /// Streams after; none for one that is gone.
    pub after: BTreeMap<String, Option<Value>>,
    /// The requests that wrote, in order: `method`, `path`, `query`, `contentType`, `body`.
    pub requests: Vec<Value>,
}

fn lines(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(golden::folder(name)).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// All steps in the order of recording.
pub fn steps() -> &'static [Step] {
    static STEPS: std::sync::LazyLock<Vec<Step>> = std::sync::LazyLock::new(read);
    &STEPS
}

fn read() -> Vec<Step> {
    let streams: BTreeMap<String, Value> = lines("writes/streams.jsonl")
        .into_iter()
        .map(|line| {
            (
                line["key"].as_str().unwrap().to_owned(),
                line["stream"].clone(),
            )
        })
        .collect();
    let resolve = |references: &Value| -> BTreeMap<String, Option<Value>> {
        let stream = |key: &Value| key.as_str().map(|key| streams[key].clone());
        let references = references.as_object().unwrap().iter();
        references
            .map(|(name, key)| (name.clone(), stream(key)))
            .collect()
    };
    let some = |streams: BTreeMap<String, Option<Value>>| {
        streams
            .into_iter()
            .filter_map(|(name, stream)| Some((name, stream?)))
            .collect()
    };
    let text = |line: &Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    lines("writes/commands.jsonl")
        .iter()
        .map(|line| Step {
            name: text(line, "step"),
            command: text(line, "command"),
            stderr: text(line, "stderr"),
            before: some(resolve(&line["before"])),
            after: resolve(&line["after"]),
            requests: line["requests"].as_array().unwrap().clone(),
        })
        .collect()
}

/// The step of that number.
pub fn step(number: &str) -> &'static Step {
    steps()
        .iter()
        .find(|step| step.name.starts_with(number))
        .expect(number)
}

/// A raw stream as the app holds it.
pub fn served(stream: &Value) -> Served {
    Served::parse(stream.to_string().as_bytes()).unwrap()
}

/// What a stream wishes, in one form: without what servers count and fill in by themselves.
pub fn wishes(stream: &Value) -> Value {
    let namespace = stream["metadata"]["namespace"].clone();
    let mut spec = stream["spec"].clone();
    let tags = spec.get_mut("tags").map(Value::take).unwrap_or_default();
    let mut by_name = Map::new();
    for tag in tags.as_array().unwrap_or(&Vec::new()) {
        let mut tag = tag.clone();
        let fields = tag.as_object_mut().unwrap();
        fields.remove("generation");
        let policy = fields.entry("importPolicy").or_insert(json!({}));
        let policy = policy.as_object_mut().unwrap();
        policy.retain(|_, value| *value != json!(false));
        policy.entry("importMode").or_insert(json!("Legacy"));
        let policy = fields.entry("referencePolicy").or_insert(json!({}));
        policy
            .as_object_mut()
            .unwrap()
            .entry("type")
            .or_insert(json!("Source"));
        if let Some(from) = fields.get_mut("from").and_then(Value::as_object_mut) {
            from.retain(|key, value| key != "namespace" || *value != namespace);
        }
        fields.retain(|_, value| !says_nothing(value));
        by_name.insert(tag["name"].as_str().unwrap().to_owned(), tag);
    }
    let mut annotations = stream["metadata"]["annotations"].clone();
    if let Some(annotations) = annotations.as_object_mut() {
        annotations.remove("openshift.io/image.dockerRepositoryCheck");
    }
    let mut all = json!({
        "lookup": spec["lookupPolicy"]["local"] == true,
        "tags": by_name,
        "labels": stream["metadata"]["labels"],
        "annotations": annotations,
    });
    spec.as_object_mut()
        .unwrap()
        .retain(|key, _| key != "lookupPolicy" && key != "tags");
    all["other"] = spec;
    all.as_object_mut()
        .unwrap()
        .retain(|_, value| !says_nothing(value));
    all
}

fn says_nothing(value: &Value) -> bool {
    *value == Value::Null || *value == json!({}) || *value == json!(false)
}
