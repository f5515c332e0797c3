//! Every recorded step that writes, replayed in order against one cluster.
//!
//! Of each step the answers are compared (status and body), then the streams it touched as they are once the import
//! controller has had its turn. Identities, versions, managers of core objects and the clock's time are left aside; but whether a
//! time is older than the step or of the step is compared. Where steps between two recorded ones are missing, the stream
//! is set to what the recording says it was before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a panic is the test's failure"
)]

#[path = "write_replay/compare.rs"]
mod compare;
#[path = "write_replay/registry.rs"]
mod registry;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use compare::{Names, differences, normal, times};
use jiff::{SignedDuration, Timestamp};
use registry::Recorded;
use serde_json::{Value, json};
use simulator::registry::Catalogue;
use simulator::store::{IMAGE_STREAMS, IMAGES};
use simulator::{Cluster, Config, Reply, Request, Response, protobuf};

/// Steps that differ on purpose, and why.
const DELIBERATE: &[(&str, &str)] = &[];

struct Replay {
    cluster: Cluster,
    recorded: Arc<Recorded>,
    names: Names,
    /// What the recording said last of each stream.
    states: BTreeMap<String, Value>,
    now: Timestamp,
}

#[test]
fn recorded_writes_are_answered_and_kept_as_the_real_server_did() {
    let steps = steps();
    let mut replay = Replay::new(&steps);
    let (mut agreeing, mut failures) = (0, Vec::new());
    for step in &steps {
        let name = step["step"].as_str().unwrap();
        let found = replay.step(step);
        let deliberate = DELIBERATE.iter().any(|(step, _)| *step == name);
        match (found.is_empty(), deliberate) {
            (true, false) => agreeing += 1,
            (true, true) => failures.push(format!("{name}: no longer differs")),
            (false, true) => {}
            (false, false) => failures.push(format!("{name}:\n    {}", found.join("\n    "))),
        }
    }
    println!(
        "{agreeing} of {} recorded write steps agree, {} deliberate differences",
        steps.len(),
        DELIBERATE.len()
    );
    assert!(steps.len() >= 90, "the recordings are there");
    assert!(
        failures.is_empty(),
        "{} differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn steps() -> Vec<Value> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/recordings-write");
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap())
        .collect()
}

impl Replay {
    fn new(steps: &[Value]) -> Self {
        let config = Config {
            internal_registry: Some("image-registry.openshift-image-registry.svc:5000".to_owned()),
            external_registry: Some(
                "default-route-openshift-image-registry.apps.real.example.test".to_owned(),
            ),
            ..Config::default()
        };
        let mut cluster = Cluster::new(config);
        let recorded = Arc::new(Recorded::of(steps));
        cluster.registries = Catalogue::of(Arc::clone(&recorded) as Arc<_>);
        let mut objects = Vec::new();
        for namespace in ["demo", "other", "secured", "empty", "scale"] {
            objects.push(json!({"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": namespace, "uid": namespace}, "spec": {"finalizers": ["kubernetes"]}, "status": {"phase": "Active"}}));
        }
        for namespace in ["demo", "other", "secured"] {
            for (role, user) in [("edit", "developer"), ("view", "viewer")] {
                objects.push(json!({
                    "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                    "metadata": {"name": role, "namespace": namespace, "uid": format!("{namespace} {role}")},
                    "roleRef": {"kind": "ClusterRole", "name": role}, "subjects": [{"kind": "User", "name": user}],
                }));
            }
            objects.push(json!({"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": "default", "namespace": namespace, "uid": format!("{namespace} default"), "creationTimestamp": "2026-11-22T20:07:57Z"}}));
        }
        objects[0]["metadata"]["labels"] = json!({"kubernetes.io/metadata.name": "demo"});
        objects[0]["metadata"]["creationTimestamp"] = json!("2026-11-22T20:07:56Z");
        objects[0]["metadata"]["annotations"] = json!({
            "openshift.io/description": "Python images", "openshift.io/display-name": "Demo project",
            "openshift.io/requester": "developer",
        });
        cluster.load(objects);
        let known = recorded.known_before(steps);
        let now = "2026-11-22T20:13:00Z".parse().unwrap();
        let mut replay = Self {
            cluster,
            recorded,
            names: Names::default(),
            states: BTreeMap::new(),
            now,
        };
        let event = json!({"created": "2026-11-22T20:08:01Z", "dockerImageReference": "127.0.0.1:5000/any"});
        for digest in &known {
            replay.add_image(digest, &event);
        }
        replay
    }

    fn step(&mut self, step: &Value) -> Vec<String> {
        self.recorded.learn(step);
        let (mut old, mut recorded_old) = (BTreeSet::new(), BTreeSet::new());
        for (key, snapshot) in step["snapshots"].as_object().into_iter().flatten() {
            self.fill_gap(key, &snapshot["before"]);
            let ours = self.stream(key);
            times(&ours, &mut old);
            // The recording names a stream's state only where it changed since the step before.
            if !snapshot["before"].is_null() {
                self.states.insert(key.clone(), snapshot["before"].clone());
            }
            let before = self.states.get(key).unwrap_or(&Value::Null);
            times(before, &mut recorded_old);
            self.names.note(before, &ours);
            self.names.note_check(before, &ours);
        }
        self.advance(2);
        let mut found = Vec::new();
        for (index, exchange) in step["exchanges"].as_array().unwrap().iter().enumerate() {
            let response = self.send(exchange);
            let got = body(&response);
            let expected = decoded(&exchange["response"]);
            self.names.note(&expected, &got);
            let mut what = Vec::new();
            if exchange["status"] != response.status {
                what.push(format!(
                    "status: recorded {} got {}",
                    exchange["status"], response.status
                ));
            }
            what.extend(differences(
                &normal(&expected, &recorded_old),
                &normal(&got, &old),
            ));
            if exchange["warning"].as_str() != response.header("Warning") {
                what.push(format!(
                    "warning: recorded {} got {:?}",
                    exchange["warning"],
                    response.header("Warning")
                ));
            }
            found.extend(
                what.into_iter()
                    .map(|text| format!("exchange {index} {text}")),
            );
            // Long enough for the controller, too short for a schedule.
            self.advance(2);
        }
        for (key, snapshot) in step["snapshots"].as_object().into_iter().flatten() {
            let expected = match &snapshot["after"] {
                Value::Null => continue,
                absent if absent["_absent"].is_number() => Value::Null,
                after => after.clone(),
            };
            let mut ours = self.stream(key);
            self.names.note(&expected, &ours);
            if let Some(metadata) = ours.get_mut("metadata").and_then(Value::as_object_mut) {
                // Snapshots were taken without them.
                metadata.remove("managedFields");
            }
            self.states.insert(key.clone(), snapshot["after"].clone());
            let what = differences(&normal(&expected, &recorded_old), &normal(&ours, &old));
            found.extend(what.into_iter().map(|text| format!("stream {key} {text}")));
        }
        found
    }

    /// Steps are missing between recorded ones: what they did is taken from the recording.
    fn fill_gap(&mut self, key: &str, before: &Value) {
        if before["metadata"]["name"].is_null() {
            if before["_absent"].is_number() {
                let (namespace, name) = key.split_once('/').unwrap();
                self.cluster.store.delete(IMAGE_STREAMS, namespace, name);
            }
            return;
        }
        let ours = self.stream(key);
        let mut stream = before.clone();
        if ours.is_object() {
            // It is the same stream still, so it keeps its identity.
            stream["metadata"]["uid"] = ours["metadata"]["uid"].clone();
        }
        for status in stream["status"]["tags"].as_array().into_iter().flatten() {
            for event in status["items"].as_array().into_iter().flatten() {
                self.add_image(event["image"].as_str().unwrap_or_default(), event);
            }
        }
        self.cluster.put(IMAGE_STREAMS, stream);
        self.advance(2);
    }

    fn add_image(&mut self, digest: &str, event: &Value) {
        if digest.is_empty() || self.cluster.store.get(IMAGES, "", digest).is_some() {
            return;
        }
        let mut image = self.recorded.image(digest).image;
        image["kind"] = json!("Image");
        image["apiVersion"] = json!("image.openshift.io/v1");
        image["metadata"]["name"] = json!(digest);
        image["metadata"]["uid"] = json!(digest);
        image["metadata"]["creationTimestamp"] = event["created"].clone();
        image["dockerImageReference"] = event["dockerImageReference"].clone();
        self.cluster.store.put(IMAGES, image);
    }

    fn stream(&self, key: &str) -> Value {
        let (namespace, name) = key.split_once('/').unwrap();
        self.cluster
            .store
            .get(IMAGE_STREAMS, namespace, name)
            .map_or(Value::Null, |stored| stored.value.clone())
    }

    fn advance(&mut self, seconds: i64) {
        self.now = self
            .now
            .checked_add(SignedDuration::from_secs(seconds))
            .unwrap();
        self.cluster.tick(self.now);
    }

    fn send(&mut self, exchange: &Value) -> Response {
        let text = |key: &str| exchange[key].as_str().unwrap_or_default().to_owned();
        let body = match &exchange["body"] {
            Value::Null => Vec::new(),
            Value::String(text) => text.as_bytes().to_vec(),
            coded if coded["_base64"].is_string() => {
                protobuf::encode(&self.names.translate(&decoded(coded))).unwrap()
            }
            value => self.names.translate(value).to_string().into_bytes(),
        };
        let headers = exchange["headers"].as_object().unwrap();
        let headers = headers
            .iter()
            .map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        let request = Request {
            method: text("method"),
            path: text("path").replace(' ', "%20"),
            query: text("query"),
            headers,
            body,
        };
        match self.cluster.handle(&request, self.now) {
            Reply::Full(response) => response,
            Reply::Watch { .. } => panic!("no step watches"),
        }
    }
}

fn body(response: &Response) -> Value {
    protobuf::decode(&response.body).unwrap_or_else(|| response.value())
}

/// A recorded body; those of core objects are protobuf.
fn decoded(recorded: &Value) -> Value {
    match recorded["_base64"].as_str() {
        Some(coded) => protobuf::decode(&STANDARD.decode(coded).unwrap()).unwrap_or_default(),
        None => recorded.clone(),
    }
}
