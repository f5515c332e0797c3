//! The simplest server there is: a history of states.

use std::collections::BTreeMap;

use imagestream_console::api::decode::Answer;
use imagestream_console::api::request::Request;
use serde_json::{Value, json};

use super::network::{Sent, Server};

#[derive(Clone, Debug)]
struct Stream {
    uid: u32,
    version: u32,
    generation: u32,
}

/// Each entry is a state and the event that led to it.
#[derive(Debug)]
pub struct Model {
    states: Vec<(BTreeMap<u8, Stream>, Value)>,
    forgotten: usize,
    uids: u32,
    /// The next state that the open watch has to tell of, and of which stream.
    watch: Option<(usize, Option<String>)>,
    extra: Vec<u8>,
}

impl Default for Model {
    fn default() -> Self {
        Self {
            states: vec![(BTreeMap::new(), Value::Null)],
            forgotten: 0,
            uids: 0,
            watch: None,
            extra: Vec::new(),
        }
    }
}

/// Versions that nobody can take for numbers in order.
fn version(state: usize) -> String {
    let state = u32::try_from(state).unwrap_or_default();
    format!("{:08x}", state.wrapping_mul(2_654_435_761))
}

fn object(name: u8, stream: &Stream) -> Value {
    json!({
        "kind": "ImageStream", "apiVersion": "image.openshift.io/v1",
        "metadata": {
            "name": format!("stream-{name}"), "namespace": format!("project-{}", name % 2),
            "uid": format!("uid-{}", stream.uid),
            "resourceVersion": version(stream.version as usize),
            "generation": stream.generation,
        },
        "spec": {"lookupPolicy": {"local": false}},
        "status": {"dockerImageRepository": "레지스트리.example/파이썬"},
    })
}

/// As servers write events: the type first.
fn line(event: &Value) -> String {
    format!(
        "{{\"type\":{},\"object\":{}}}\n",
        event["type"], event["object"]
    )
}

impl Model {
    fn last(&self) -> usize {
        self.states.len() - 1
    }

    fn state_of(&self, text: &str) -> Option<usize> {
        (0..self.states.len()).find(|&state| version(state) == text)
    }

    fn now(&self) -> BTreeMap<u8, Stream> {
        self.states
            .last()
            .map(|(streams, _)| streams.clone())
            .unwrap_or_default()
    }

    fn record(&mut self, streams: BTreeMap<u8, Stream>, kind: &str, object: &Value) {
        self.states
            .push((streams, json!({"type": kind, "object": object})));
    }

    fn change(&mut self, name: u8, generations: u32) {
        let mut streams = self.now();
        let version = u32::try_from(self.states.len()).unwrap_or_default();
        let Some(stream) = streams.get_mut(&name) else {
            return;
        };
        stream.version = version;
        stream.generation += generations;
        let object = object(name, stream);
        self.record(streams, "MODIFIED", &object);
    }

    fn gone() -> Sent {
        answer(
            410,
            &json!({"kind": "Status", "status": "Failure", "reason": "Expired", "code": 410}),
        )
    }
}

fn answer(code: u16, body: &Value) -> Sent {
    Sent::Answer(Answer {
        code,
        content_type: "application/json".to_owned(),
        retry_after_seconds: None,
        body: body.to_string().into_bytes(),
    })
}

impl Server for Model {
    fn create(&mut self, name: u8) {
        let mut streams = self.now();
        if streams.contains_key(&name) {
            return;
        }
        self.uids += 1;
        let version = u32::try_from(self.states.len()).unwrap_or_default();
        let stream = Stream {
            uid: self.uids,
            version,
            generation: 1,
        };
        let object = object(name, &stream);
        streams.insert(name, stream);
        self.record(streams, "ADDED", &object);
    }

    fn respecify(&mut self, name: u8) {
        self.change(name, 1);
    }

    fn import(&mut self, name: u8) {
        self.change(name, 0);
    }

    fn delete(&mut self, name: u8) {
        let mut streams = self.now();
        let Some(mut stream) = streams.remove(&name) else {
            return;
        };
        stream.version = u32::try_from(self.states.len()).unwrap_or_default();
        let object = object(name, &stream);
        self.record(streams, "DELETED", &object);
    }

    fn compact(&mut self) {
        self.forgotten = self.last();
    }

    fn bookmark(&mut self) {
        if self
            .watch
            .as_ref()
            .is_some_and(|(next, _)| *next == self.states.len())
        {
            let line = json!({"type": "BOOKMARK", "object": {"metadata": {
                "namespace": "default", "resourceVersion": version(self.last()),
            }}});
            self.extra.extend_from_slice(format!("{line}\n").as_bytes());
        }
    }

    fn send(&mut self, request: &Request, _now: i64) -> Sent {
        let param = |name: &str| {
            request
                .query
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.clone())
        };
        let selector = param("fieldSelector").map(|text| text.replace("metadata.name=", ""));
        let selected = |name: u8| {
            let named = format!("stream-{name}");
            selector.as_ref().is_none_or(|selector| *selector == named)
        };
        // One object.
        if let Some(named) = request.path.split("/stream-").nth(1) {
            let streams = self.now();
            let found = named.parse().ok().and_then(|name: u8| {
                let stream = streams.get(&name)?;
                Some(object(name, stream))
            });
            return match found {
                Some(object) => answer(200, &object),
                None => answer(
                    404,
                    &json!({"kind": "Status", "reason": "NotFound", "code": 404}),
                ),
            };
        }
        if param("watch").is_some() {
            let from = param("resourceVersion").unwrap_or_default();
            if from == "0" {
                self.extra.clear();
                for (name, stream) in self.now().iter().filter(|(name, _)| selected(**name)) {
                    let event = json!({"type": "ADDED", "object": object(*name, stream)});
                    self.extra.extend_from_slice(line(&event).as_bytes());
                }
                self.watch = Some((self.states.len(), selector));
                return Sent::Stream;
            }
            let from = self.state_of(&from);
            let Some(from) = from.filter(|from| *from >= self.forgotten) else {
                return Self::gone();
            };
            self.watch = Some((from + 1, selector));
            self.extra.clear();
            return Sent::Stream;
        }
        // A token says which state is being listed, and where to go on.
        let token = param("continue");
        let (state, skip) = match token.as_deref().and_then(|token| token.split_once('.')) {
            None => (Some(self.last()), 0),
            Some((state, skip)) => (self.state_of(state), skip.parse().unwrap_or(0)),
        };
        let Some(state) = state.filter(|state| *state >= self.forgotten) else {
            return Self::gone();
        };
        let limit = param("limit")
            .and_then(|limit| limit.parse().ok())
            .unwrap_or(usize::MAX);
        let Some((streams, _)) = self.states.get(state) else {
            return Self::gone();
        };
        let items: Vec<Value> = streams
            .iter()
            .filter(|(name, _)| selected(**name))
            .skip(skip)
            .take(limit)
            .map(|(name, stream)| object(*name, stream))
            .collect();
        let next = skip + items.len();
        let all = streams.keys().filter(|name| selected(**name)).count();
        let token = (next < all).then(|| format!("{}.{next}", version(state)));
        answer(
            200,
            &json!({
                "kind": "ImageStreamList", "items": items,
                "metadata": {"resourceVersion": version(state), "continue": token},
            }),
        )
    }

    fn lines(&mut self, _now: i64) -> (Vec<u8>, bool) {
        let Some((from, selector)) = self.watch.take() else {
            return (Vec::new(), false);
        };
        let mut out = std::mem::take(&mut self.extra);
        for (_, event) in self.states.iter().skip(from) {
            let name = event
                .pointer("/object/metadata/name")
                .and_then(Value::as_str);
            if selector.is_none() || selector.as_deref() == name {
                out.extend_from_slice(line(event).as_bytes());
            }
        }
        self.watch = Some((self.states.len(), selector));
        (out, true)
    }

    fn hang_up(&mut self) {
        self.watch = None;
        self.extra.clear();
    }

    fn truth(&self) -> BTreeMap<String, String> {
        let streams = self.now();
        let named = streams.iter().map(|(name, stream)| {
            let shown = format!("uid-{} {}", stream.uid, version(stream.version as usize));
            (format!("project-{}/stream-{name}", name % 2), shown)
        });
        named.collect()
    }
}
