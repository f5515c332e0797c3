//! What was changed since the app was opened. It outlives pages, languages and identities.

use leptos::prelude::*;

use crate::api::fetch::{Cancel, Left};
use crate::edit::changes::Changes;
use crate::edit::plan::Plan;
use crate::view::browser::clock;

/// The changes of this visit.
#[derive(Clone, Copy)]
pub struct Visit {
    /// The list, newest last.
    pub changes: RwSignal<Changes>,
    /// The change that the notice on top of pages is about.
    pub notice: RwSignal<Option<usize>>,
    /// The change whose undo is looked at.
    pub undoing: RwSignal<Option<usize>>,
    cancel: StoredValue<Cancel, LocalStorage>,
}

/// Starts the list, for as long as the app runs.
pub fn start() {
    provide_context(Visit::new());
}

impl Visit {
    fn new() -> Self {
        Self {
            changes: RwSignal::new(Changes::default()),
            notice: RwSignal::new(None),
            undoing: RwSignal::new(None),
            cancel: StoredValue::new_local(Cancel::new()),
        }
    }

    /// The list of the app.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// What writes look at: leaving a page does not cancel one that is under way, because nobody
    /// would know then whether it happened.
    pub fn left(self) -> Left {
        self.cancel.with_value(Cancel::left)
    }

    /// Notes a change that was carried out; `tell` says whether on top of the next page, too.
    pub fn note(self, plan: Plan, made: Option<String>, tell: bool) {
        let place = self.changes.with_untracked(|changes| changes.0.len());
        self.changes
            .update(|changes| changes.push(plan, clock::now(), made));
        self.notice.set(tell.then_some(place));
    }

    /// Notes that a change was taken back.
    pub fn note_undone(self, place: usize) {
        self.changes.update(|changes| {
            if let Some(change) = changes.0.get_mut(place) {
                change.undone = true;
            }
        });
        self.notice.set(None);
        self.undoing.set(None);
    }
}
