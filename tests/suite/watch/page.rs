//! What a page keeps of what it is told: the rows of a list, or one object.

use std::collections::{BTreeMap, BTreeSet};

use imagestream_console::api::request::{Request, get_stream};
use imagestream_console::api::watch::course::Way;
use imagestream_console::api::watch::event::{Event, object_json};
use imagestream_console::api::watch::mirror::{Change, Key, Mirror};
use imagestream_console::api::watch::plan::{Action, Plan};
use imagestream_console::api::watch::scope::Scope;
use imagestream_console::api::watch::single::Single;
use imagestream_console::image::stream::ImageStream;
use imagestream_console::text::time::Timestamp;
use serde_json::Value;

use super::network::Server;

pub trait Page {
    fn scope() -> Scope;
    fn start(now: Timestamp) -> (Plan, Action);
    fn put(&mut self, event: Event<ImageStream>, line: Vec<u8>);
    fn list_begins(&mut self);
    fn list_page(&mut self, streams: Vec<ImageStream>);
    fn list_ends(&mut self);
    /// Draws; whether the object is to be read by itself.
    fn frame(&mut self) -> bool;
    /// The object was read by itself, or is not there.
    fn read(&mut self, stream: Option<ImageStream>);
    /// The request for that.
    fn reading() -> Option<Request>;
    /// `namespace/name` with identity and version, as drawn.
    fn shown(&self) -> BTreeMap<String, String>;
    /// What of the server's truth the page is about.
    fn truth<S: Server>(server: &S) -> BTreeMap<String, String>;
    /// Whether an event is seen to be old news: its object is known to be gone, or to be like this,
    /// or to be further on.
    fn is_old(&self, event: &Value) -> bool;
    /// Fails where what is drawn is not what is held.
    fn check(&self);
}

/// The same, by what is shown of an object and by all identities that were ever shown.
fn is_old(event: &Value, shown: Option<&ImageStream>, ever: &BTreeSet<String>) -> bool {
    let metadata = &event["object"]["metadata"];
    let text = |key: &str| metadata[key].as_str().unwrap_or_default();
    match shown.map(|stream| &stream.metadata) {
        Some(shown) if shown.uid == text("uid") => {
            let known = shown.resource_version.as_str() == text("resourceVersion");
            let earlier = metadata["generation"].as_i64() < Some(shown.generation);
            event["type"] != "DELETED" && (known || earlier)
        }
        _ => ever.contains(text("uid")),
    }
}

fn drawn(stream: &ImageStream) -> String {
    format!(
        "{} {}",
        stream.metadata.uid,
        stream.metadata.resource_version.as_str()
    )
}

/// Rows that are drawn by changes alone, as those of a page are.
#[derive(Default)]
pub struct Rows {
    mirror: Mirror<ImageStream>,
    view: BTreeMap<Key, String>,
    ever: BTreeSet<String>,
    /// How many changes there were.
    pub changes: usize,
}

impl Rows {
    fn draw(&mut self, changes: Vec<(Key, Change<ImageStream>)>) {
        for (key, change) in changes {
            self.changes += 1;
            let before = match self.mirror.get(&key) {
                Some(stream) => {
                    self.ever.insert(stream.metadata.uid.clone());
                    self.view.insert(key, drawn(stream))
                }
                None => self.view.remove(&key),
            };
            let uid = |text: &String| text.split(' ').next().map(str::to_owned);
            match change {
                Change::Inserted => assert_eq!(before, None),
                Change::Updated | Change::Replaced | Change::Removed(_) => {
                    assert_ne!(before.as_ref().and_then(uid), None, "{change:?}");
                }
            }
        }
    }
}

impl Page for Rows {
    fn scope() -> Scope {
        Scope::Everywhere
    }

    fn start(now: Timestamp) -> (Plan, Action) {
        Plan::listing(Way::default(), false, now)
    }

    fn put(&mut self, event: Event<ImageStream>, _line: Vec<u8>) {
        let change = self.mirror.apply(event, |stream, _| stream);
        self.draw(change.into_iter().collect());
    }

    fn list_begins(&mut self) {
        self.mirror.begin_list();
    }

    fn list_page(&mut self, streams: Vec<ImageStream>) {
        let changes = self.mirror.take_page(streams, |stream, _| stream);
        self.draw(changes);
    }

    fn list_ends(&mut self) {
        let changes = self.mirror.end_list();
        self.draw(changes);
    }

    fn frame(&mut self) -> bool {
        false
    }

    fn read(&mut self, _stream: Option<ImageStream>) {}

    fn reading() -> Option<Request> {
        None
    }

    fn shown(&self) -> BTreeMap<String, String> {
        self.view
            .iter()
            .map(|(key, what)| (format!("{}/{}", key.namespace, key.name), what.clone()))
            .collect()
    }

    fn truth<S: Server>(server: &S) -> BTreeMap<String, String> {
        server.truth()
    }

    fn is_old(&self, event: &Value) -> bool {
        let metadata = &event["object"]["metadata"];
        let text = |key: &str| metadata[key].as_str().unwrap_or_default().to_owned();
        let key = Key {
            namespace: text("namespace"),
            name: text("name"),
        };
        is_old(event, self.mirror.get(&key), &self.ever)
    }

    fn check(&self) {
        let held: BTreeMap<Key, String> = self
            .mirror
            .iter()
            .map(|(key, stream)| (key.clone(), drawn(stream)))
            .collect();
        assert_eq!(self.view, held);
    }
}

/// One object. It is read by itself where nobody told of it.
pub struct One {
    single: Single<ImageStream>,
    /// What the page shows, deleted or not.
    stream: Option<ImageStream>,
    deleted: bool,
    ever: BTreeSet<String>,
}

const NAMESPACE: &str = "project-1";
const NAME: &str = "stream-1";

impl Default for One {
    fn default() -> Self {
        let key = Key {
            namespace: NAMESPACE.to_owned(),
            name: NAME.to_owned(),
        };
        Self {
            single: Single::new(key),
            stream: None,
            deleted: false,
            ever: BTreeSet::new(),
        }
    }
}

impl Page for One {
    fn scope() -> Scope {
        Scope::Stream(NAMESPACE.to_owned(), NAME.to_owned())
    }

    fn start(now: Timestamp) -> (Plan, Action) {
        Plan::watching_all(Way::default(), false, now)
    }

    fn put(&mut self, event: Event<ImageStream>, line: Vec<u8>) {
        match event {
            Event::Put(decoded) => self.single.put(decoded, line),
            Event::Gone(stream) => self.single.gone(stream),
            other => panic!("a change was expected: {other:?}"),
        }
    }

    fn list_begins(&mut self) {
        self.single.list_begins();
    }

    fn list_page(&mut self, streams: Vec<ImageStream>) {
        self.single.page(streams);
    }

    fn list_ends(&mut self) {
        self.single.list_ends();
    }

    fn frame(&mut self) -> bool {
        let told = self.single.take();
        if let Some(deleted) = told.deleted.filter(|_| self.stream.is_some()) {
            self.deleted = deleted;
        }
        if let Some((decoded, line)) = told.latest {
            assert!(object_json(&line).is_some(), "the line has the object");
            self.read(Some(decoded.value));
        }
        told.read_again
    }

    fn read(&mut self, stream: Option<ImageStream>) {
        if let Some(stream) = stream {
            if self.single.know(&stream.metadata) {
                self.deleted = false;
            }
            self.ever.insert(stream.metadata.uid.clone());
            self.stream = Some(stream);
        }
    }

    fn reading() -> Option<Request> {
        Some(get_stream(NAMESPACE, NAME))
    }

    fn shown(&self) -> BTreeMap<String, String> {
        let there = self.stream.iter().filter(|_| !self.deleted);
        there
            .map(|stream| (format!("{NAMESPACE}/{NAME}"), drawn(stream)))
            .collect()
    }

    fn truth<S: Server>(server: &S) -> BTreeMap<String, String> {
        let mut truth = server.truth();
        truth.retain(|name, _| *name == format!("{NAMESPACE}/{NAME}"));
        truth
    }

    fn is_old(&self, event: &Value) -> bool {
        let shown = self.stream.as_ref().filter(|_| !self.deleted);
        event["object"]["metadata"]["name"] == NAME && is_old(event, shown, &self.ever)
    }

    fn check(&self) {}
}
