//! Filter and order of the list of streams, in step with the address.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::model::sort::Direction;
use crate::model::stream_list::StreamSort;
use crate::route::{ListState, Route, Scope};
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::session::{Arrival, Session};

/// How long after a keystroke the address follows the filter. Browsers limit how often it may.
const ADDRESS_MILLISECONDS: u32 = 300;

/// Filter and order as the reader sets them; the address follows.
#[derive(Clone, Copy)]
pub struct Controls {
    /// Words that must be found.
    pub name: RwSignal<String>,
    /// A selector of labels.
    pub label: RwSignal<String>,
    /// The column to sort by; none is the list's own order.
    pub sort: RwSignal<Option<(StreamSort, Direction)>>,
}

impl Controls {
    /// Starts from the address and keeps it up to date.
    pub fn new(session: Session, project: &Scope) -> Self {
        let start = list_state(session).unwrap_or_default();
        let controls = Self {
            name: RwSignal::new(start.name),
            label: RwSignal::new(start.label),
            sort: RwSignal::new(start.sort),
        };
        // Back and forward bring other filters: the fields follow the address.
        effect(move |_| {
            if session
                .place
                .with(|place| place.arrival == Arrival::Rewrite)
            {
                return;
            }
            let Some(state) = list_state(session) else {
                return;
            };
            controls.name.set(state.name);
            controls.label.set(state.label);
            controls.sort.set(state.sort);
        });
        let project = project.clone();
        effect(move |before: Option<ListState<StreamSort>>| {
            let state = controls.state();
            if before.is_some_and(|before| before != state) {
                let project = project.clone();
                let wanted = state.clone();
                spawn_local(async move {
                    clock::sleep(ADDRESS_MILLISECONDS).await;
                    let still = controls
                        .name
                        .try_get_untracked()
                        .is_some_and(|name| name == wanted.name);
                    if still && list_state(session).is_some_and(|now| now != wanted) {
                        session.rewrite(Route::Streams {
                            project,
                            list: wanted,
                        });
                    }
                });
            }
            state
        });
        controls
    }

    /// All of it, as the address has it.
    pub fn state(self) -> ListState<StreamSort> {
        ListState {
            name: self.name.get(),
            label: self.label.get(),
            sort: self.sort.get(),
            grouped: false,
        }
    }
}

fn list_state(session: Session) -> Option<ListState<StreamSort>> {
    session.place.with_untracked(|place| match &place.route {
        Route::Streams { list, .. } => Some(list.clone()),
        _ => None,
    })
}
