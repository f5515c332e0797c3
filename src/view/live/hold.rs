//! Rows stay where they are while somebody is at them.

use leptos::prelude::*;

use crate::messages::{Count, Live as Text};
use crate::model::row_changes::row_changes;
use crate::view::browser::document;
use crate::view::session::Session;

/// The rows of a table as they are shown, which may be behind those that are wanted.
pub struct Hold<K: Send + Sync + 'static> {
    wanted: Memo<Vec<K>>,
    /// The keys of the rows in the order they are shown.
    pub shown: RwSignal<Vec<K>>,
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
        };
        Effect::new(move |before: Option<C>| {
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

    /// Shows what is wanted unless somebody is at the rows.
    pub fn release(self) {
        if !document::is_busy() {
            self.show();
        }
    }

    fn show(self) {
        let wanted = self.wanted.get_untracked();
        if self.shown.with_untracked(|shown| *shown != wanted) {
            self.shown.set(wanted);
        }
    }

    /// Draws the button that shows what is held back, while something is.
    pub fn button(self, session: Session) -> AnyView {
        let held = Memo::new(move |_| {
            self.wanted
                .with(|wanted| self.shown.with(|shown| row_changes(shown, wanted)))
        });
        let button = move || {
            (held.get() > 0).then(|| {
                let changes = session.count(Count::Changes, held.get());
                view! {
                    <button
                        type="button"
                        class="pf-v6-c-button pf-m-secondary pf-m-small console-held"
                        on:click=move |_| self.show()
                    >
                        {session.fill(Text::Changes, &[("changes", &changes)])}
                    </button>
                }
            })
        };
        button.into_any()
    }
}
