//! Rows stay where they are while somebody is at them.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::calm::on_moves;
use crate::messages::{Count, Live as Text};
use crate::model::row_changes::row_changes;
use crate::view::browser::{clock, document};
use crate::view::follow::effect;
use crate::view::node::{Node, button, div, live};
use crate::view::parts::virtual_rows::virtual_table;
use crate::view::session::Session;

/// The rows of a table as they are shown, which may be behind those that are wanted.
pub struct Hold<K: Send + Sync + 'static> {
    wanted: Memo<Vec<K>>,
    /// The keys of the rows in the order they are shown.
    shown: RwSignal<Vec<K>>,
    /// Whether something is held back.
    behind: RwSignal<bool>,
}

impl<K: Send + Sync + 'static> Clone for Hold<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K: Send + Sync + 'static> Copy for Hold<K> {}

impl<K: Clone + Ord + Send + Sync + 'static> Hold<K> {
    /// Shows the wanted rows. When they change by what the reader chose, they are shown at once;
    /// when they change by themselves, as soon as nobody is at them.
    pub fn new<C: PartialEq + 'static>(
        wanted: Memo<Vec<K>>,
        chosen: impl Fn() -> C + 'static,
    ) -> Self {
        let hold = Self {
            wanted,
            shown: RwSignal::new(wanted.get_untracked()),
            behind: RwSignal::new(false),
        };
        // A menu closes and a selection ends anywhere on the page.
        on_moves(move || {
            if hold.behind.try_get_untracked() == Some(true) {
                hold.release_soon();
            }
        });
        effect(move |before: Option<C>| {
            let chosen = chosen();
            wanted.track();
            if before.as_ref() == Some(&chosen) {
                hold.release();
            } else {
                hold.show();
            }
            chosen
        });
        hold
    }

    /// The keys as they are shown.
    pub fn shown(self) -> Vec<K> {
        self.shown.get()
    }

    /// Draws the table, each row once for as long as it is near to what can be seen.
    pub fn table(
        self,
        session: Session,
        caption: &'static str,
        heads: Vec<Node>,
        draw: impl Fn(&K) -> Node + 'static,
    ) -> Node {
        let table = div("console-steady")
            .on("mouseleave", move |_| self.release_soon())
            .on("focusout", move |_| self.release_soon())
            .child(virtual_table(caption, heads, move || self.shown(), draw));
        // The button lies over the table: one that pushed the rows down would move them itself.
        let place = div("console-held").child(self.button(session));
        vec![place.into(), table.into()].into()
    }

    /// Shows what is wanted unless somebody is at the rows.
    fn release(self) {
        if document::is_busy() {
            self.hold_back(true);
        } else {
            self.show();
        }
    }

    /// The pointer is off, and the focus on its way, only after the event that says so.
    fn release_soon(self) {
        spawn_local(async move {
            clock::frame().await;
            if self.shown.try_get_untracked().is_some() {
                self.release();
            }
        });
    }

    fn show(self) {
        self.hold_back(false);
        let wanted = self.wanted.get_untracked();
        if self.shown.with_untracked(|shown| *shown != wanted) {
            self.shown.set(wanted);
        }
    }

    fn hold_back(self, behind: bool) {
        if self.behind.get_untracked() != behind {
            self.behind.set(behind);
        }
    }

    /// The button that shows what is held back, while something is.
    fn button(self, session: Session) -> Node {
        // Counted only then: with thousands of rows it would cost each keystroke some milliseconds.
        let held = Memo::new(move |_| {
            let count = || {
                self.wanted
                    .with(|wanted| self.shown.with(|shown| row_changes(shown, wanted)))
            };
            if self.behind.get() { count() } else { 0 }
        });
        live(move || {
            (held.get() > 0).then(|| {
                let changes = session.count(Count::Changes, held.get());
                let class = "pf-v6-c-button pf-m-secondary pf-m-small";
                button(class, move |_| self.show())
                    .child(session.fill(Text::Changes, &[("changes", &changes)]))
            })
        })
    }
}
