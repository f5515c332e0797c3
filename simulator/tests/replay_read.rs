//! Every read exchange that was recorded on a real cluster, replayed against the simulator.
//!
//! For each exchange a cluster is loaded with the objects as they were at that moment, the request
//! is sent, and status, headers and body are compared. What a server makes up while it answers is
//! set aside: the times in the managed fields of a review, ages that may be a second off (`Date` is
//! written after the answer was computed), and the order where the real one is random.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine as _;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use simulator::{Cluster, Config, Reply, Request, Response, protobuf, store};

/// Exchanges that differ on purpose: step, index in the step, reason.
const DELIBERATE: &[(&str, u64, &str)] = &[];

#[test]
fn recorded_reads_are_answered_as_the_real_server_answered_them() {
    let history = History::load();
    let (mut total, mut agreeing, mut failures) = (0, 0, Vec::new());
    for step in steps() {
        for exchange in step["exchanges"].as_array().unwrap() {
            total += 1;
            let place = (
                step["step"].as_str().unwrap(),
                exchange["index"].as_u64().unwrap(),
            );
            let difference = history.replay(place, exchange);
            let deliberate = DELIBERATE
                .iter()
                .find(|(s, index, _)| (*s, *index) == place);
            match (difference, deliberate) {
                (None, None) => agreeing += 1,
                (None, Some(_)) => failures.push(format!("{place:?}: no longer differs")),
                (Some(_), Some(_)) => {}
                (Some(difference), None) => failures.push(format!("{place:?}: {difference}")),
            }
        }
    }
    println!(
        "{agreeing} of {total} recorded read exchanges agree, {} deliberate differences",
        DELIBERATE.len()
    );
    assert!(total >= 200, "the recordings are there");
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recordings")
}

fn read(path: &PathBuf) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn steps() -> impl Iterator<Item = Value> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| read(&path))
        .filter(|file| file.get("step").is_some())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn revision(object: &Value) -> u64 {
    text(object, "/metadata/resourceVersion")
        .parse()
        .unwrap_or_default()
}

/// All states of all objects of the recorded session.
struct History {
    objects: Vec<Value>,
    images: Vec<Value>,
    /// When an object was deleted, by uid.
    deleted: BTreeMap<String, (u64, u64)>,
}

impl History {
    fn load() -> Self {
        let file = read(&directory().join("objects.json"));
        let deleted = file["deleted"].as_array().unwrap().iter().map(|entry| {
            let at = (
                entry["step"].as_u64().unwrap(),
                entry["index"].as_u64().unwrap(),
            );
            (text(entry, "/uid").to_owned(), at)
        });
        Self {
            objects: file["objects"].as_array().unwrap().clone(),
            images: file["images"].as_array().unwrap().clone(),
            deleted: deleted.collect(),
        }
    }

    /// The cluster as it was at an exchange: of each object the newest state up to the revision.
    fn cluster(&self, at: (u64, u64), revision_then: u64) -> Cluster {
        let mut newest: BTreeMap<(String, store::Key), &Value> = BTreeMap::new();
        for object in self
            .objects
            .iter()
            .filter(|object| revision(object) <= revision_then)
        {
            newest.insert(
                (text(object, "/kind").to_owned(), store::Key::of(object)),
                object,
            );
        }
        let is_gone = |object: &&Value| {
            self.deleted
                .get(text(object, "/metadata/uid"))
                .is_some_and(|deleted| *deleted < at)
        };
        let objects = newest
            .into_values()
            .filter(|object| !is_gone(object))
            .cloned();
        let mut cluster = Cluster::new(Config {
            external_registry: Some(
                "default-route-openshift-image-registry.apps.real.example.test".to_owned(),
            ),
            ..Config::default()
        });
        cluster.load(objects);
        let images = self
            .images
            .iter()
            .filter(|image| revision(image) <= revision_then);
        cluster.load(images.map(with_revision));
        cluster.load(bindings());
        cluster
    }

    /// What differs between the recorded answer and the simulator's.
    fn replay(&self, (step, index): (&str, u64), exchange: &Value) -> Option<String> {
        let number = step[..3].parse().unwrap();
        let recorded = &exchange["response"];
        let date = text(recorded, "/headers/Date");
        let now = jiff::fmt::rfc2822::parse(date).unwrap().timestamp();
        let request = request(&exchange["request"]);
        let mut first = None;
        for now in [now, now - SignedDuration::from_secs(1)] {
            let then = exchange["revision"].as_u64().unwrap();
            let base = watched_from(&request).unwrap_or(then);
            let mut cluster = self.cluster((number, index), base);
            cluster
                .store
                .advance_to(listed_at(recorded).unwrap_or(base));
            let events = recorded
                .pointer("/body/_watchEvents")
                .and_then(Value::as_array);
            let actual = match cluster.handle(&request, now) {
                Reply::Full(response) => response,
                Reply::Watch { head, id } => {
                    let events = events.map(Vec::as_slice).unwrap_or_default();
                    let body = watch(&mut cluster, id, events, &request, now);
                    Response {
                        body: body.to_string().into_bytes(),
                        ..head
                    }
                }
            };
            let difference = compare(recorded, &actual)?;
            first = first.or(Some(difference));
        }
        first
    }
}

/// An image that is only known from a layers document has no revision; any will do.
fn with_revision(image: &Value) -> Value {
    let mut image = image.clone();
    if revision(&image) == 0 {
        image["metadata"]["resourceVersion"] = json!("1");
    }
    image
}

/// The revision that a list of streams itself tells.
fn listed_at(recorded: &Value) -> Option<u64> {
    let body = &recorded["body"];
    let is_list = body.get("items").is_some() || body.get("rows").is_some();
    if is_list {
        text(body, "/metadata/resourceVersion").parse().ok()
    } else {
        None
    }
}

fn watched_from(request: &Request) -> Option<u64> {
    let mut parameters = request.query.split('&');
    if !request.query.contains("watch=true") {
        return None;
    }
    let version = parameters.find_map(|parameter| parameter.strip_prefix("resourceVersion="))?;
    version.parse().ok().filter(|version| *version > 0)
}

/// Who had which role in the recorded cluster.
fn bindings() -> Vec<Value> {
    let mut bindings = Vec::new();
    for namespace in ["demo", "other", "secured", "scale"] {
        for (role, user) in [("edit", "developer"), ("view", "viewer")] {
            bindings.push(json!({
                "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                "metadata": {"name": role, "namespace": namespace, "resourceVersion": "1"},
                "roleRef": {"kind": "ClusterRole", "name": role},
                "subjects": [{"kind": "User", "name": user}],
            }));
        }
    }
    bindings
}

fn request(recorded: &Value) -> Request {
    let headers = recorded["headers"].as_object().unwrap().iter();
    let body = match &recorded["body"] {
        Value::Null => Vec::new(),
        body => match body.get("_base64").and_then(Value::as_str) {
            Some(bytes) => base64::engine::general_purpose::STANDARD
                .decode(bytes)
                .unwrap(),
            None => body.to_string().into_bytes(),
        },
    };
    Request {
        method: text(recorded, "/method").to_owned(),
        path: text(recorded, "/path").to_owned(),
        query: text(recorded, "/query").to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect(),
        body,
    }
}

/// Lets the recorded changes happen while the watch is open, and collects what it says until its
/// time is over.
fn watch(
    cluster: &mut Cluster,
    id: simulator::WatchId,
    recorded: &[Value],
    request: &Request,
    now: Timestamp,
) -> Value {
    let mut said: Vec<Value> = Vec::new();
    let mut collect = |cluster: &mut Cluster, now| {
        let frames = cluster.poll(id, now);
        said.extend(
            frames
                .frames
                .iter()
                .map(|line| serde_json::from_slice(line).unwrap()),
        );
        frames
    };
    let mut frames = collect(cluster, now);
    let started_at_a_revision = watched_from(request).is_some();
    for event in recorded.iter().filter(|_| started_at_a_revision) {
        let object = &event["object"];
        cluster.store.advance_to(revision(object).saturating_sub(1));
        match text(event, "/type") {
            "ADDED" | "MODIFIED" => {
                cluster.put(store::IMAGE_STREAMS, object.clone());
            }
            "DELETED" => {
                let namespace = text(object, "/metadata/namespace");
                let name = text(object, "/metadata/name");
                cluster
                    .store
                    .delete(store::IMAGE_STREAMS, namespace, name)
                    .unwrap();
            }
            _ => {}
        }
        frames = collect(cluster, now);
    }
    while let (true, Some(wake)) = (frames.open, frames.wake) {
        frames = collect(cluster, wake);
    }
    if said.is_empty() {
        Value::Null
    } else {
        json!({"_watchEvents": said})
    }
}

fn compare(recorded: &Value, actual: &Response) -> Option<String> {
    if recorded["status"] != json!(actual.status) {
        let body = String::from_utf8_lossy(&actual.body);
        let body: String = body.chars().take(300).collect();
        return Some(format!(
            "status {} became {}: {body}",
            recorded["status"], actual.status
        ));
    }
    let compared = [
        "Content-Type",
        "Cache-Control",
        "X-Content-Type-Options",
        "Etag",
        "Vary",
    ];
    for name in compared {
        let recorded = recorded["headers"].get(name).and_then(Value::as_str);
        if recorded != actual.header(name) {
            return Some(format!(
                "{name}: {recorded:?} became {:?}",
                actual.header(name)
            ));
        }
    }
    let expected = normal(json_of(&recorded["body"]));
    let body = if actual.header("Content-Type") == Some(protobuf::MEDIA_TYPE) {
        protobuf::decode(&actual.body).unwrap()
    } else {
        actual.value()
    };
    first_difference("", &expected, &normal(body))
}

fn json_of(body: &Value) -> Value {
    match body.get("_base64").and_then(Value::as_str) {
        Some(bytes) => {
            let bytes = base64::engine::general_purpose::STANDARD
                .decode(bytes)
                .unwrap();
            protobuf::decode(&bytes).unwrap()
        }
        None => body.clone(),
    }
}

/// A body with that set aside which no two answers share.
fn normal(mut body: Value) -> Value {
    match text(&body, "/kind").to_owned().as_str() {
        "SelfSubjectAccessReview" => {
            // The time and the client's name, which is not among the kept headers.
            if let Some(fields) = body.pointer_mut("/metadata/managedFields/0") {
                fields["time"] = Value::Null;
                fields["manager"] = Value::Null;
            }
        }
        "SelfSubjectReview" => body["metadata"] = Value::Null,
        "SelfSubjectRulesReview" => {
            // Bindings are read from caches in no particular order.
            sort(&mut body, "/status/resourceRules");
            sort(&mut body, "/status/nonResourceRules");
        }
        "ImageStreamTagList" => sort(&mut body, "/items"),
        "Table" => {
            let named = body.pointer("/columnDefinitions/3/name") == Some(&json!("Image Name"));
            if named {
                sort(&mut body, "/rows");
            }
        }
        _ => {}
    }
    body
}

fn sort(body: &mut Value, list: &str) {
    if let Some(Value::Array(items)) = body.pointer_mut(list) {
        items.sort_by_key(|item| {
            let metadata = item
                .get("metadata")
                .or_else(|| item.pointer("/object/metadata"));
            metadata.map_or_else(
                || item.to_string(),
                |metadata| text(metadata, "/name").to_owned(),
            )
        });
    }
}

fn first_difference(path: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(a), Value::Object(b)) => {
            let mut keys: Vec<&String> = a.keys().chain(b.keys()).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let path = format!("{path}/{key}");
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => first_difference(&path, a, b),
                    (Some(a), None) => Some(format!("{path}: {} is missing", short(a))),
                    (None, Some(b)) => Some(format!("{path}: {} is too much", short(b))),
                    (None, None) => None,
                }
            })
        }
        (Value::Array(a), Value::Array(b)) => {
            let pairs = a.iter().zip(b).enumerate();
            let inner = pairs
                .into_iter()
                .find_map(|(index, (a, b))| first_difference(&format!("{path}/{index}"), a, b));
            inner.or_else(|| {
                (a.len() != b.len())
                    .then(|| format!("{path}: {} entries became {}", a.len(), b.len()))
            })
        }
        _ if expected == actual => None,
        _ => Some(format!(
            "{path}: {} became {}",
            short(expected),
            short(actual)
        )),
    }
}

fn short(value: &Value) -> String {
    value.to_string().chars().take(160).collect()
}
