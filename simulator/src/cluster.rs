//! The cluster: state, and one function that answers requests.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::exchange::{Reply, Request};
use crate::import;
use crate::registry::Catalogue;
use crate::resource::Resource;
use crate::server;
use crate::store::{self, GroupResource, Store, Stored};
use crate::watch::{self, Watches};
use crate::write::allow_list::AllowedRegistry;

/// What can differ between clusters.
#[derive(Clone, Debug)]
pub struct Config {
    /// Host of the integrated registry as pods see it.
    pub internal_registry: Option<String>,
    /// Host of the integrated registry as the world sees it.
    pub external_registry: Option<String>,
    /// How many changes watches can go back.
    pub log_capacity: usize,
    /// How often an idle watch that asked for bookmarks gets one.
    pub bookmark_interval: Duration,
    /// How long a watch lasts that does not say.
    pub watch_timeout: Duration,
    /// How often scheduled tags are imported again.
    pub schedule_interval: Duration,
    /// Whether `dryRun=All` is honoured for image stream tags and image tags; older servers ignore it there and really
    /// write.
    pub honours_dry_run: bool,
    /// The registries that users may import from (`allowedRegistriesForImport`); `None` means all, an empty list none.
    pub allowed_registries: Option<Vec<AllowedRegistry>>,
    /// How fast images are imported; `None` means that no import takes time.
    pub import_pace: Option<import::Pace>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            internal_registry: Some("image-registry.openshift-image-registry.svc:5000".to_owned()),
            external_registry: None,
            log_capacity: 10_000,
            bookmark_interval: Duration::from_mins(1),
            watch_timeout: Duration::from_mins(40),
            schedule_interval: Duration::from_mins(15),
            honours_dry_run: true,
            allowed_registries: None,
            import_pace: None,
        }
    }
}

/// Names an open watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WatchId(pub u64);

/// What a watch has to say.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// JSON lines, in order; each ends in a newline.
    pub frames: Vec<Vec<u8>>,
    /// Whether more can come.
    pub open: bool,
    /// When to ask again even if nothing changes: a bookmark or the end is due then.
    pub wake: Option<Timestamp>,
}

/// A simulated cluster.
#[derive(Debug)]
pub struct Cluster {
    /// The settings.
    pub config: Config,
    /// The objects. Write image streams through [`Cluster::put`].
    pub store: Store,
    /// The registries that imports read.
    pub registries: Catalogue,
    /// What the import controller remembers.
    pub imports: import::Controller,
    pub(crate) watches: Watches,
}

impl Cluster {
    /// An empty cluster.
    pub fn new(config: Config) -> Self {
        let store = Store::new(config.log_capacity);
        Self {
            config,
            store,
            registries: Catalogue::default(),
            imports: import::Controller::default(),
            watches: Watches::default(),
        }
    }

    /// Puts objects in as stored: each is filed by its `apiVersion` and `kind`, keeps the
    /// `resourceVersion` it carries, and is told to no watch.
    pub fn load(&mut self, objects: impl IntoIterator<Item = Value>) {
        for mut object in objects {
            let Some(resource) = resource_of(&object) else {
                continue;
            };
            self.compute(resource, &mut object);
            if resource == store::IMAGE_STREAMS {
                self.imports.expect(&object);
            }
            self.store.load(resource, object);
        }
    }

    /// Creates or replaces an object under a new `resourceVersion`, with the computed fields of an
    /// image stream filled in.
    pub fn put(&mut self, resource: GroupResource, mut object: Value) -> Arc<Stored> {
        self.compute(resource, &mut object);
        if resource == store::IMAGE_STREAMS {
            self.imports.expect(&object);
        }
        self.store.put(resource, object)
    }

    /// Answers a request.
    pub fn handle(&mut self, request: &Request, now: Timestamp) -> Reply {
        server::handle(self, request, now)
    }

    /// How long whoever serves the cluster is to wait before it answers a request: imports of many images take time.
    pub fn takes(&self, request: &Request, now: Timestamp) -> Duration {
        import::takes(self, request, now)
    }

    /// What a watch has to say since it was asked last.
    pub fn poll(&mut self, id: WatchId, now: Timestamp) -> Frames {
        watch::poll(self, id, now)
    }

    /// Forgets a watch.
    pub fn close(&mut self, id: WatchId) {
        self.watches.close(id);
    }

    /// How many watches are open.
    pub fn open_watches(&self) -> usize {
        self.watches.count()
    }

    /// Does what has become due: imports. Bookmarks and the ends of watches need no tick; they come
    /// when a watch is polled at the time it asked for.
    pub fn tick(&mut self, now: Timestamp) {
        import::tick(self, now);
    }

    /// When there will be something to do.
    pub fn next_tick(&self, _now: Timestamp) -> Option<Timestamp> {
        import::next(self)
    }

    /// Fills in what the server computes at every read.
    pub(crate) fn compute(&self, resource: GroupResource, object: &mut Value) {
        if resource != store::IMAGE_STREAMS {
            return;
        }
        let text = |pointer: &str| {
            object
                .pointer(pointer)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let path = format!("{}/{}", text("/metadata/namespace"), text("/metadata/name"));
        let internal = match &self.config.internal_registry {
            Some(host) => format!("{host}/{path}"),
            None => text("/spec/dockerImageRepository"),
        };
        let Some(object) = object.as_object_mut() else {
            return;
        };
        let status = object.entry("status").or_insert_with(|| json!({}));
        let Some(status) = status.as_object_mut() else {
            return;
        };
        status.insert("dockerImageRepository".to_owned(), json!(internal));
        match &self.config.external_registry {
            Some(host) => {
                let public = json!(format!("{host}/{path}"));
                status.insert("publicDockerImageRepository".to_owned(), public);
            }
            None => {
                status.remove("publicDockerImageRepository");
            }
        }
    }
}

/// The resource of a raw object by its kind; `None` for kinds that the API does not have.
fn resource_of(object: &Value) -> Option<GroupResource> {
    let text = |member| object.get(member).and_then(Value::as_str);
    Some(Resource::of_kind(text("apiVersion")?, text("kind")?)?.stored_as())
}
