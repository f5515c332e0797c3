//! What stands where something is still to come.

use std::cell::RefCell;

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::messages::Shell;
use crate::view::browser::document;
use crate::view::node::{Node, div, span};
use crate::view::session::{Arrival, Session};

thread_local! {
    /// What index.html showed before the program was there.
    static FIRST_NAMES: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Keeps the names that are shown already (start/names.js), for the time until the first answer is
/// read.
pub fn keep_first_names() {
    let names = document::find("console-ahead");
    if let Some(names) = &names {
        // They go into the body of a page, which has the same distances.
        names.set_class_name("");
    }
    FIRST_NAMES.with(|kept| kept.replace(names));
}

/// What the page showed before the program was there, until there is more to show.
pub fn first_names(session: Session) -> Node {
    let starts = session
        .place
        .with_untracked(|place| place.arrival == Arrival::Start);
    let adopt = move |place: HtmlElement| {
        let names = FIRST_NAMES.with(|kept| kept.borrow().clone());
        if let Some(names) = names.filter(|_| starts) {
            let _ = place.append_child(&names);
        }
    };
    div("").created(adopt).into()
}

/// A few grey lines, named for screen readers.
pub fn skeleton(session: Session) -> Node {
    let lines = [
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-75",
        "console-skeleton-line pf-v6-c-skeleton",
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-66",
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-75",
    ];
    div("console-skeleton")
        .attr("role", "status")
        .child(span("pf-v6-u-screen-reader").child(session.text(Shell::Loading)))
        .children(lines.map(|line| div(line).into()))
        .into()
}
