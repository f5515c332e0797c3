//! The requests that `oc` sends, against a cluster with a clock of its own.

#![allow(dead_code, reason = "each test file uses a part of this")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a panic is the test's failure"
)]

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use simulator::store::IMAGE_STREAMS;
use simulator::{Cluster, Config, Reply, Request, Response, seed};

/// Below this are the image resources of a project.
pub fn path(namespace: &str, rest: &str) -> String {
    format!("/apis/image.openshift.io/v1/namespaces/{namespace}/{rest}")
}

/// A cluster, and somebody who talks to it.
pub struct Client {
    /// The cluster.
    pub cluster: Cluster,
    /// The time.
    pub now: Timestamp,
    /// Who talks.
    pub user: &'static str,
}

impl Client {
    /// A client of the demo cluster.
    pub fn of_demo(user: &'static str) -> Self {
        Self::with_config(user, Config::default())
    }

    /// A client of a demo cluster with settings.
    pub fn with_config(user: &'static str, config: Config) -> Self {
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let mut cluster = Cluster::new(config);
        cluster.load(seed::demo(now));
        Self { cluster, now, user }
    }

    /// A client of a cluster with one project and nothing in it.
    pub fn of_project(user: &'static str, project: &str) -> Self {
        let mut cluster = Cluster::new(Config::default());
        let binding = json!({
            "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": {"name": "edit", "namespace": project},
            "roleRef": {"kind": "ClusterRole", "name": "edit"},
            "subjects": [{"kind": "User", "name": user}],
        });
        cluster.load([
            json!({"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": project}}),
            binding,
        ]);
        Self {
            cluster,
            now: "2026-03-01T12:00:00Z".parse().unwrap(),
            user,
        }
    }

    /// Lets time pass; the import controller gets its turns.
    pub fn wait(&mut self, seconds: i64) {
        let until = self
            .now
            .checked_add(SignedDuration::from_secs(seconds))
            .unwrap();
        while let Some(due) = self.cluster.next_tick(self.now).filter(|due| *due <= until) {
            self.now = due.max(self.now);
            self.cluster.tick(self.now);
        }
        self.now = until;
        self.cluster.tick(self.now);
    }

    /// Sends a request.
    pub fn send(
        &mut self,
        method: &str,
        target: &str,
        media_type: &str,
        body: Option<&Value>,
    ) -> Response {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: vec![("Content-Type".to_owned(), media_type.to_owned())],
            body: body
                .map(|body| body.to_string().into_bytes())
                .unwrap_or_default(),
        };
        match self.cluster.handle(&request.as_user(self.user), self.now) {
            Reply::Full(response) => response,
            Reply::Watch { .. } => panic!("{target} opened a watch"),
        }
    }

    /// Reads an object.
    pub fn get(&mut self, target: &str) -> Response {
        self.send("GET", target, "", None)
    }

    /// Creates an object.
    pub fn post(&mut self, target: &str, body: &Value) -> Response {
        self.send("POST", target, "application/json", Some(body))
    }

    /// Replaces an object.
    pub fn put(&mut self, target: &str, body: &Value) -> Response {
        self.send("PUT", target, "application/json", Some(body))
    }

    /// Deletes an object.
    pub fn delete(&mut self, target: &str) -> Response {
        self.send("DELETE", target, "", None)
    }

    /// Merges a patch into an object.
    pub fn merge(&mut self, target: &str, body: &Value) -> Response {
        self.send("PATCH", target, "application/merge-patch+json", Some(body))
    }

    /// The stream of a project.
    pub fn stream(&mut self, namespace: &str, name: &str) -> Value {
        let response = self.get(&path(namespace, &format!("imagestreams/{name}")));
        assert_eq!(response.status, 200, "{}", response.value());
        response.value()
    }

    /// `oc tag SOURCE DESTINATION` for an image of a registry.
    pub fn tag_image(
        &mut self,
        namespace: &str,
        source: &str,
        destination: &str,
        policy: &Value,
    ) -> Response {
        let mut policy = policy.clone();
        policy["importMode"] = json!("Legacy");
        let from = json!({"kind": "DockerImage", "name": source});
        self.tag(namespace, destination, &from, &json!(0), &policy)
    }

    /// `oc tag stream:tag DESTINATION`: the stream is read first, and the tag gets the image it finds there.
    pub fn tag_copy(&mut self, namespace: &str, source: &str, destination: &str) -> Response {
        let (name, tag) = source.split_once(':').unwrap();
        let stream = self.stream(namespace, name);
        let image = newest(&stream, tag)["image"].as_str().unwrap().to_owned();
        let from = json!({"kind": "ImageStreamImage", "name": format!("{name}@{image}")});
        self.tag(
            namespace,
            destination,
            &from,
            &Value::Null,
            &json!({"importMode": "Legacy"}),
        )
    }

    /// The one PUT that `oc tag` consists of.
    pub fn tag(
        &mut self,
        namespace: &str,
        destination: &str,
        from: &Value,
        generation: &Value,
        policy: &Value,
    ) -> Response {
        let tag = destination.split_once(':').unwrap().1;
        let body = json!({
            "kind": "ImageStreamTag", "apiVersion": "image.openshift.io/v1",
            "metadata": {"name": destination, "namespace": namespace},
            "tag": {
                "name": tag, "annotations": null, "from": from, "generation": generation,
                "importPolicy": policy, "referencePolicy": {"type": "Source"},
            },
            "generation": 0, "lookupPolicy": {"local": false},
            "image": {"metadata": {}, "dockerImageMetadata": null},
        });
        self.put(
            &path(namespace, &format!("imagestreamtags/{destination}")),
            &body,
        )
    }

    /// An import of one image, as `oc import-image` sends it.
    pub fn import(&mut self, namespace: &str, name: &str, from: &str, to: &str) -> Response {
        let body = json!({
            "kind": "ImageStreamImport", "apiVersion": "image.openshift.io/v1",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {"import": true, "images": [{
                "from": {"kind": "DockerImage", "name": from}, "to": {"name": to},
                "importPolicy": {"importMode": "Legacy"}, "referencePolicy": {"type": "Source"},
            }]},
            "status": {},
        });
        self.post(&path(namespace, "imagestreamimports"), &body)
    }
}

/// A spec tag of a stream; `Null` when there is none.
pub fn spec(stream: &Value, tag: &str) -> Value {
    entry(&stream["spec"]["tags"], "name", tag)
}

/// A status tag of a stream; `Null` when there is none.
pub fn status(stream: &Value, tag: &str) -> Value {
    entry(&stream["status"]["tags"], "tag", tag)
}

/// The newest event of a tag.
pub fn newest(stream: &Value, tag: &str) -> Value {
    status(stream, tag)["items"][0].clone()
}

fn entry(list: &Value, key: &str, name: &str) -> Value {
    list.as_array()
        .into_iter()
        .flatten()
        .find(|entry| entry[key] == name)
        .cloned()
        .unwrap_or_default()
}

/// The streams of a project by identity.
pub fn streams(client: &Client, project: &str) -> BTreeMap<String, Value> {
    let all = client
        .cluster
        .store
        .scan(IMAGE_STREAMS, Some(project), None);
    all.map(|(_, stored)| {
        (
            stored.value["metadata"]["uid"].as_str().unwrap().to_owned(),
            stored.value.clone(),
        )
    })
    .collect()
}

fn names<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array()
        .into_iter()
        .flatten()
        .map(|entry| entry[key].as_str().unwrap())
        .collect()
}

/// A member that is a number.
pub fn number(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// What is always true of a stored stream.
pub fn check_stream(stream: &Value) {
    let generation = number(&stream["metadata"]["generation"]);
    for (list, key) in [
        (&stream["spec"]["tags"], "name"),
        (&stream["status"]["tags"], "tag"),
    ] {
        let names = names(list, key);
        assert!(
            names.windows(2).all(|pair| pair[0] < pair[1]),
            "sorted and unique: {names:?}"
        );
    }
    for spec in stream["spec"]["tags"].as_array().into_iter().flatten() {
        assert!(
            (1..=generation).contains(&number(&spec["generation"])),
            "{spec}"
        );
        assert!(
            spec["importPolicy"]["importMode"].is_string()
                && spec["referencePolicy"]["type"].is_string()
        );
    }
    for status in stream["status"]["tags"].as_array().into_iter().flatten() {
        let items = status["items"].as_array().cloned().unwrap_or_default();
        let conditions = status["conditions"].as_array().cloned().unwrap_or_default();
        assert!(
            !items.is_empty() || !conditions.is_empty(),
            "no status without cause: {status}"
        );
        assert!(
            conditions
                .iter()
                .all(|condition| condition["status"] == "False"),
            "success is never stored"
        );
        for event in &items {
            assert!(
                (1..=generation).contains(&number(&event["generation"])),
                "{event}"
            );
            assert!(!event["dockerImageReference"].as_str().unwrap().is_empty());
        }
        let neighbours = items.windows(2);
        assert!(
            neighbours
                .into_iter()
                .all(|pair| pair[0]["image"] != pair[1]["image"] || pair[0]["image"] == ""),
            "collapsed: {items:?}"
        );
    }
}
