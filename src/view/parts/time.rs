//! Times: the age first, the exact time on demand.

use leptos::prelude::*;

use crate::messages::Page;
use crate::text::time::{Civil, Timestamp};
use crate::view::browser::clock;
use crate::view::node::{Element, Node, el, live, span};
use crate::view::session::Session;

fn utc(session: Session, time: Timestamp) -> String {
    let civil = Civil::of(time);
    session.fill(
        Page::UtcTime,
        &[("time", &format!("{} {}", civil.date(), civil.time()))],
    )
}

fn element(session: Session, time: Timestamp, title: String) -> Element {
    el("time", "console-age")
        .attr("datetime", time.rfc3339())
        .attr("title", title)
        .child(live(move || session.age(time)))
}

/// The age of a time; the time itself, local and UTC, stands in the tooltip.
pub fn age(session: Session, time: Option<Timestamp>) -> Node {
    let Some(time) = time else { return dash() };
    let local = clock::local_time(time, session.language.get_untracked());
    element(session, time, format!("{local} ({})", utc(session, time))).into()
}

/// The age with the local time; UTC stands in the tooltip.
pub fn full(session: Session, time: Option<Timestamp>) -> Node {
    let Some(time) = time else { return dash() };
    let local = clock::local_time(time, session.language.get_untracked());
    let title = utc(session, time);
    element(session, time, title)
        .child(" · ")
        .child(local)
        .into()
}

/// The sign for something that is not there.
pub fn dash() -> Node {
    span("console-subtle").child("–").into()
}
