//! The demo cluster in process, on the test's clock.

use std::collections::BTreeMap;
use std::time::Duration;

use imagestream_console::api::decode::Answer;
use imagestream_console::api::request::Request as AppRequest;
use serde_json::{Value, json};
use simulator::store::IMAGE_STREAMS;
use simulator::{Cluster, Config, Reply, Request, WatchId};

use super::network::{Sent, Server};

/// How far watches can go back here: a few changes, so that versions are forgotten all the time.
const REMEMBERED_CHANGES: usize = 6;

pub struct Simulated {
    cluster: Cluster,
    uids: u32,
    watch: Option<WatchId>,
}

fn place(stream: u8) -> (String, String) {
    (
        format!("project-{}", stream % 2),
        format!("stream-{stream}"),
    )
}

impl Simulated {
    pub fn new() -> Self {
        let config = Config {
            log_capacity: REMEMBERED_CHANGES,
            bookmark_interval: Duration::from_secs(10),
            ..Config::default()
        };
        Self {
            cluster: Cluster::new(config),
            uids: 0,
            watch: None,
        }
    }

    fn change(&mut self, stream: u8, pointer: &str, by: i64) {
        let (namespace, name) = place(stream);
        let stored = self.cluster.store.get(IMAGE_STREAMS, &namespace, &name);
        let Some(mut object) = stored.map(|stored| stored.value.clone()) else {
            return;
        };
        if let Some(value) = object.pointer_mut(pointer) {
            *value = json!(value.as_i64().unwrap_or(0) + by);
        }
        self.cluster.put(IMAGE_STREAMS, object);
    }
}

impl Server for Simulated {
    fn create(&mut self, stream: u8) {
        let (namespace, name) = place(stream);
        if self
            .cluster
            .store
            .get(IMAGE_STREAMS, &namespace, &name)
            .is_some()
        {
            return;
        }
        self.uids += 1;
        self.cluster.put(
            IMAGE_STREAMS,
            json!({
                "kind": "ImageStream", "apiVersion": "image.openshift.io/v1",
                "metadata": {
                    "name": name, "namespace": namespace, "generation": 1,
                    "uid": format!("uid-{}", self.uids),
                },
                "spec": {"lookupPolicy": {"local": false}}, "status": {},
            }),
        );
    }

    fn respecify(&mut self, stream: u8) {
        self.change(stream, "/metadata/generation", 1);
    }

    fn import(&mut self, stream: u8) {
        self.change(stream, "/metadata/generation", 0);
    }

    fn delete(&mut self, stream: u8) {
        let (namespace, name) = place(stream);
        self.cluster.store.delete(IMAGE_STREAMS, &namespace, &name);
    }

    fn compact(&mut self) {
        // The log is short: some changes elsewhere push the past out of it.
        for _ in 0..REMEMBERED_CHANGES {
            self.cluster.put(
                simulator::store::NAMESPACES,
                json!({"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "elsewhere"}}),
            );
        }
    }

    fn bookmark(&mut self) {}

    fn send(&mut self, request: &AppRequest, now: i64) -> Sent {
        let target = format!("/{}", request.target());
        let asked = Request::get(&target)
            .as_user("admin")
            .with_header("Accept", request.accept);
        let now = jiff::Timestamp::from_second(now).unwrap_or_default();
        match self.cluster.handle(&asked, now) {
            Reply::Watch { id, .. } => {
                self.watch = Some(id);
                Sent::Stream
            }
            Reply::Full(response) => Sent::Answer(Answer {
                code: response.status,
                content_type: response
                    .header("Content-Type")
                    .unwrap_or_default()
                    .to_owned(),
                retry_after_seconds: response
                    .header("Retry-After")
                    .and_then(|seconds| seconds.parse().ok()),
                body: response.body,
            }),
        }
    }

    fn lines(&mut self, now: i64) -> (Vec<u8>, bool) {
        let Some(id) = self.watch else {
            return (Vec::new(), false);
        };
        let now = jiff::Timestamp::from_second(now).unwrap_or_default();
        let frames = self.cluster.poll(id, now);
        (frames.frames.concat(), frames.open)
    }

    fn hang_up(&mut self) {
        if let Some(id) = self.watch.take() {
            self.cluster.close(id);
        }
    }

    fn truth(&self) -> BTreeMap<String, String> {
        let text = |object: &Value, pointer: &str| {
            object
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        self.cluster
            .store
            .scan(IMAGE_STREAMS, None, None)
            .map(|(key, stored)| {
                let uid = text(&stored.value, "/metadata/uid");
                let version = text(&stored.value, "/metadata/resourceVersion");
                (key.as_str().to_owned(), format!("{uid} {version}"))
            })
            .collect()
    }
}
