//! Watching projects: what one sees comes and goes with rights as well as with namespaces.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::access::{Identity, visible_namespaces};
use crate::store::{Store, Stored};
use crate::view::{project, text};

/// What one has been told of the projects one sees.
#[derive(Debug)]
pub(super) struct ProjectWatch {
    user: Identity,
    known: BTreeMap<String, Arc<Stored>>,
    /// The revision at which the rest was last compared; `None` before the first time.
    compared: Option<u64>,
}

impl ProjectWatch {
    /// Begins with everything untold, or with everything taken as told.
    pub(super) fn new(store: &Store, user: Identity, tells_initial: bool) -> Self {
        let known = if tells_initial {
            BTreeMap::new()
        } else {
            visible(store, &user)
        };
        let compared = (!tells_initial).then(|| store.revision());
        Self {
            user,
            known,
            compared,
        }
    }

    /// The events since the last time.
    pub(super) fn changes(&mut self, store: &Store) -> Vec<(&'static str, Value)> {
        if self.compared == Some(store.revision()) {
            return Vec::new();
        }
        self.compared = Some(store.revision());
        let now = visible(store, &self.user);
        let gone = self
            .known
            .iter()
            .filter(|(name, _)| !now.contains_key(*name));
        let mut events: Vec<_> = gone
            .map(|(_, namespace)| ("DELETED", project::view(&namespace.value)))
            .collect();
        for (name, namespace) in &now {
            match self.known.get(name) {
                None => events.push(("ADDED", project::view(&namespace.value))),
                Some(before) if before.revision != namespace.revision => {
                    events.push(("MODIFIED", project::view(&namespace.value)));
                }
                Some(_) => {}
            }
        }
        self.known = now;
        events
    }
}

fn visible(store: &Store, user: &Identity) -> BTreeMap<String, Arc<Stored>> {
    visible_namespaces(store, user)
        .map(|namespace| {
            (
                text(&namespace.value, "/metadata/name").to_owned(),
                Arc::clone(namespace),
            )
        })
        .collect()
}
