//! A page that is being read is not drawn anew beneath its reader: what was told waits until the
//! reader moves on, or asks for it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::messages::{Count, Live as Text};
use crate::view::browser::{clock, document};
use crate::view::node::{Node, button, live};
use crate::view::session::Session;

/// What the reader does when a selection, a menu or a place is left.
const MOVES: [&str; 4] = ["pointerup", "pointerout", "keyup", "focusin"];

/// Calls whenever the reader may have moved on, until the page or part that is being drawn is left.
pub fn on_moves(call: impl Fn() + Clone + 'static) {
    for event in MOVES {
        let call = call.clone();
        let listener = window_event_listener_untyped(event, move |_| call());
        on_cleanup(move || listener.remove());
    }
}

/// What waits of one page.
#[derive(Clone, Copy)]
pub struct Calm {
    /// How many changes wait.
    waiting: RwSignal<usize>,
    /// Shows them.
    show: StoredValue<Option<Callback<()>>>,
}

impl Calm {
    /// Nothing waits yet.
    pub fn new() -> Self {
        Self {
            waiting: RwSignal::new(0),
            show: StoredValue::new(None),
        }
    }

    /// Calls `show` when what waits is to be shown.
    pub fn start(self, show: impl Fn() + Send + Sync + 'static) {
        self.show.set_value(Some(Callback::new(move |()| show())));
        on_moves(move || self.release_soon());
    }

    /// One more waits.
    pub fn add(self) {
        self.waiting.try_update(|waiting| *waiting += 1);
    }

    /// None waits any more.
    pub fn clear(self) {
        if self.waiting.try_get_untracked().is_some_and(|one| one > 0) {
            self.waiting.set(0);
        }
    }

    fn release_soon(self) {
        if self.waiting.try_get_untracked().unwrap_or(0) == 0 {
            return;
        }
        spawn_local(async move {
            // Selection and focus have moved only after the event that says so.
            clock::frame().await;
            if !document::is_being_read() {
                self.show();
            }
        });
    }

    fn show(self) {
        if let Some(Some(show)) = self.show.try_get_value() {
            show.run(());
        }
    }

    /// The button that shows what waits, while something does.
    pub fn button(self, session: Session) -> Node {
        live(move || {
            let waiting = self.waiting.get();
            (waiting > 0).then(|| {
                let changes = session.count(Count::Changes, waiting);
                button("pf-v6-c-button pf-m-secondary pf-m-small", move |_| {
                    self.show();
                })
                .child(session.fill(Text::Changes, &[("changes", &changes)]))
            })
        })
    }
}
