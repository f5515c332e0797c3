//! Times: the age first, the exact time on demand.

use leptos::prelude::*;

use crate::messages::Page;
use crate::text::time::{Civil, Timestamp};
use crate::view::browser::clock;
use crate::view::session::Session;

fn utc(session: Session, time: Timestamp) -> String {
    let civil = Civil::of(time);
    session.fill(
        Page::UtcTime,
        &[("time", &format!("{} {}", civil.date(), civil.time()))],
    )
}

/// The age of a time; the time itself, local and UTC, stands in the tooltip.
pub fn age(session: Session, time: Option<Timestamp>) -> AnyView {
    let Some(time) = time else { return dash() };
    let local = clock::local_time(time, session.language.get_untracked());
    let title = format!("{local} ({})", utc(session, time));
    view! {
        <time class="console-age" datetime=time.rfc3339() title=title>
            {move || session.age(time)}
        </time>
    }
    .into_any()
}

/// The local time with its age; UTC stands in the tooltip.
pub fn full(session: Session, time: Option<Timestamp>) -> AnyView {
    let Some(time) = time else { return dash() };
    let local = clock::local_time(time, session.language.get_untracked());
    view! {
        <time datetime=time.rfc3339() title=utc(session, time)>
            {move || session.age(time)} " · " {local}
        </time>
    }
    .into_any()
}

/// The sign for something that is not there.
pub fn dash() -> AnyView {
    view! { <span class="console-subtle">"–"</span> }.into_any()
}
