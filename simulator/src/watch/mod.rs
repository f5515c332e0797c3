//! Watches: the events of a resource from a revision on.

mod event;
mod projects;

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::cluster::{Cluster, Frames, WatchId};
use crate::exchange::Response;
use crate::negotiate;
use crate::paging;
use crate::read;
use crate::resource::{Resource, ResourceCall};
use crate::selector::Selectors;
use crate::status::{ApiError, ApiResult, Cause};
use crate::store::{Change, Store};
use crate::table::RowObject;
use event::Writer;
use projects::ProjectWatch;

/// How long before its end a watch with bookmarks gets a last one.
const LAST_BOOKMARK: SignedDuration = SignedDuration::from_secs(2);

/// All open watches.
#[derive(Debug, Default)]
pub struct Watches {
    next: u64,
    open: BTreeMap<WatchId, Watch>,
}

#[derive(Debug)]
struct Watch {
    resource: &'static Resource,
    namespace: Option<String>,
    selectors: Selectors,
    /// Everything up to this revision has been told.
    seen: u64,
    pending: VecDeque<Vec<u8>>,
    writer: Writer,
    bookmarks: Option<Bookmarks>,
    deadline: Timestamp,
    /// Projects are watched by who may see them, not by the log of one resource.
    projects: Option<ProjectWatch>,
}

#[derive(Debug)]
struct Bookmarks {
    due: Timestamp,
    every: SignedDuration,
}

impl Watches {
    /// Forgets a watch.
    pub fn close(&mut self, id: WatchId) {
        self.open.remove(&id);
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.open.len()
    }
}

/// Opens a watch.
pub fn open(
    cluster: &mut Cluster,
    call: &ResourceCall<'_>,
    now: Timestamp,
) -> ApiResult<(Response, WatchId)> {
    let form = negotiate::form(call.request)?;
    let row_object = RowObject::parse(call.param("includeObject"))?;
    let selectors = read::selectors(call)?;
    let start = start(&cluster.store, call)?;
    let wants_bookmarks = call.flag("allowWatchBookmarks");
    let deadline = now
        .saturating_add(timeout(cluster, call))
        .unwrap_or(Timestamp::MAX);
    let every = SignedDuration::try_from(cluster.config.bookmark_interval)
        .unwrap_or(SignedDuration::from_mins(1));
    let mut watch = Watch {
        resource: call.resource,
        namespace: call.namespace.clone().filter(|_| call.resource.namespaced),
        selectors,
        seen: start.from,
        pending: VecDeque::new(),
        writer: Writer::new(call.resource, form, row_object),
        bookmarks: wants_bookmarks.then(|| Bookmarks {
            due: next_bookmark(now, every, deadline),
            every,
        }),
        deadline,
        projects: None,
    };
    if call.resource.plural == "projects" {
        watch.projects = Some(ProjectWatch::new(
            &cluster.store,
            call.user.clone(),
            start.initial,
        ));
    } else if start.initial {
        let namespace = watch.namespace.clone();
        let stored = call.resource.stored_as();
        for (key, object) in cluster.store.scan(stored, namespace.as_deref(), None) {
            if watch.selectors.matches_stored(key, &object.value) {
                let frame = watch.writer.stored("ADDED", &object.value, now);
                watch.pending.push_back(frame);
            }
        }
        if start.marks_end {
            let frame = watch.writer.bookmark(watch.seen, true, now);
            watch.pending.push_back(frame);
        }
    }
    cluster.watches.next += 1;
    let id = WatchId(cluster.watches.next);
    cluster.watches.open.insert(id, watch);
    Ok((Response::of_type(200, "application/json", Vec::new()), id))
}

/// Where a watch begins.
struct Start {
    from: u64,
    /// Whether the objects there are told first.
    initial: bool,
    /// Whether a bookmark says where they end.
    marks_end: bool,
}

fn start(store: &Store, call: &ResourceCall<'_>) -> ApiResult<Start> {
    let current = store.revision();
    let version = call.param("resourceVersion").unwrap_or_default();
    let version_match = call.param("resourceVersionMatch").unwrap_or_default();
    if let Some(send) = call.param("sendInitialEvents") {
        if version_match != "NotOlderThan" {
            return Err(forbidden_option(
                "resourceVersionMatch",
                "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
            ));
        }
        if send != "false" {
            if !version.is_empty() {
                let asked = paging::parse_version(version)?;
                if asked > current {
                    return Err(paging::too_large(asked, current));
                }
            }
            let marks_end = call.flag("allowWatchBookmarks");
            return Ok(Start {
                from: current,
                initial: true,
                marks_end,
            });
        }
    } else if !version_match.is_empty() {
        return Err(forbidden_option(
            "resourceVersionMatch",
            "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        ));
    }
    let is_project = call.resource.plural == "projects";
    match version {
        // A watch from nowhere begins with what there is, except for projects.
        "" => Ok(Start {
            from: current,
            initial: !is_project,
            marks_end: false,
        }),
        "0" => Ok(Start {
            from: current,
            initial: true,
            marks_end: false,
        }),
        version => {
            let from = paging::parse_version(version)?;
            Ok(Start {
                from,
                initial: false,
                marks_end: false,
            })
        }
    }
}

fn forbidden_option(field: &str, detail: &str) -> Box<ApiError> {
    let cause = Cause {
        reason: "FieldValueForbidden",
        field: field.to_owned(),
        message: format!("Forbidden: {detail}"),
    };
    ApiError::invalid("meta.k8s.io", "ListOptions", "", &[cause])
}

fn timeout(cluster: &Cluster, call: &ResourceCall<'_>) -> SignedDuration {
    let asked = call
        .param("timeoutSeconds")
        .and_then(|text| text.parse::<u32>().ok());
    let asked = asked
        .filter(|seconds| *seconds > 0)
        .map(|seconds| Duration::from_secs(seconds.into()));
    SignedDuration::try_from(asked.unwrap_or(cluster.config.watch_timeout))
        .unwrap_or(SignedDuration::from_mins(30))
}

/// When the next bookmark is due: at a steady pace, and once more just before the end.
fn next_bookmark(now: Timestamp, every: SignedDuration, deadline: Timestamp) -> Timestamp {
    let regular = now.saturating_add(every).unwrap_or(Timestamp::MAX);
    let last = deadline
        .saturating_sub(LAST_BOOKMARK)
        .unwrap_or(Timestamp::MIN);
    if last > now && regular > last {
        last
    } else {
        regular
    }
}

/// What a watch has to say.
pub fn poll(cluster: &mut Cluster, id: WatchId, now: Timestamp) -> Frames {
    let Cluster { watches, store, .. } = cluster;
    let Some(watch) = watches.open.get_mut(&id) else {
        return Frames::default();
    };
    let open = watch.advance(store, now);
    let frames = Frames {
        frames: watch.pending.drain(..).collect(),
        open,
        wake: open.then(|| watch.wake()),
    };
    if !open {
        watches.close(id);
    }
    frames
}

impl Watch {
    /// Collects what has happened; whether the watch goes on.
    fn advance(&mut self, store: &Store, now: Timestamp) -> bool {
        if let Some(projects) = &mut self.projects {
            for (kind, project) in projects.changes(store) {
                if self.selectors.matches(&project) {
                    self.pending
                        .push_back(self.writer.event(kind, &project, None, now));
                }
            }
            self.seen = store.revision();
        } else if !self.follow(store, now) {
            return false;
        }
        if now >= self.deadline {
            return false;
        }
        if let Some(bookmarks) = &mut self.bookmarks
            && now >= bookmarks.due
        {
            bookmarks.due = next_bookmark(now, bookmarks.every, self.deadline);
            let frame = self.writer.bookmark(self.seen, false, now);
            self.pending.push_back(frame);
        }
        true
    }

    /// Tells the changes in the log; false when the log does not reach back far enough.
    fn follow(&mut self, store: &Store, now: Timestamp) -> bool {
        let Some(changes) = store.since(self.seen) else {
            let message = format!(
                "too old resource version: {} ({})",
                self.seen,
                store.oldest()
            );
            self.pending
                .push_back(event::line("ERROR", &ApiError::expired(message).body()));
            return false;
        };
        for change in changes {
            if let Some((kind, object)) = self.meaning(change) {
                let revision = Some(change.revision);
                let frame = self.writer.event(kind, object, revision, now);
                self.pending.push_back(frame);
            }
        }
        self.seen = self.seen.max(store.revision());
        true
    }

    /// What a change is to this watch: an object that comes to match is added, one that ceases to
    /// is deleted and shown as it last matched.
    fn meaning<'a>(&self, change: &'a Change) -> Option<(&'static str, &'a Value)> {
        let in_scope = change.resource == self.resource.stored_as()
            && self.namespace.as_deref().is_none_or(|namespace| {
                change
                    .key
                    .as_str()
                    .split_once('/')
                    .is_some_and(|(found, _)| found == namespace)
            });
        if !in_scope {
            return None;
        }
        let before = change.before.as_ref().map(|stored| &stored.value);
        let before = before.filter(|object| self.selectors.matches(object));
        let after = &change.after.value;
        let matches_now = !change.deleted && self.selectors.matches(after);
        match (before, matches_now) {
            (Some(_), true) => Some(("MODIFIED", after)),
            (None, true) => Some(("ADDED", after)),
            (Some(before), false) => Some(("DELETED", before)),
            (None, false) => None,
        }
    }

    fn wake(&self) -> Timestamp {
        let bookmark = self.bookmarks.as_ref().map(|bookmarks| bookmarks.due);
        bookmark.map_or(self.deadline, |due| due.min(self.deadline))
    }
}

/// The `metadata.annotations` of the bookmark after the initial events.
pub(crate) fn initial_events_end() -> Value {
    json!({"k8s.io/initial-events-end": "true"})
}
