//! The rest of a long list, on demand.

use leptos::prelude::*;

use crate::messages::Count;
use crate::view::node::{Node, button, div, live};
use crate::view::session::Session;

/// A button for more rows, while there are more than `shown`; each press shows `step` more.
pub fn more(
    session: Session,
    all: impl Fn() -> usize + 'static,
    shown: RwSignal<usize>,
    step: usize,
) -> Node {
    live(move || {
        let hidden = all().saturating_sub(shown.get());
        (hidden > 0).then(|| {
            let text = session.count(Count::MoreRows, hidden.min(step));
            let press = move |_| shown.update(|shown| *shown += step);
            div("console-more").child(button("pf-v6-c-button pf-m-secondary", press).child(text))
        })
    })
}
