//! The notice on top of pages after a change, with the way back.

use leptos::prelude::*;

use super::secondary;
use super::visit::Visit;
use crate::explain_change::outcome::done;
use crate::messages::Change;
use crate::route::Route;
use crate::view::node::{Node, div, live};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::link::link;
use crate::view::session::Session;

/// What was done last, until it is dismissed.
pub fn notice(session: Session) -> Node {
    let visit = Visit::here();
    live(move || {
        let place = visit.notice.get()?;
        let plan = visit
            .changes
            .with(|changes| changes.0.get(place).map(|change| change.plan.clone()))?;
        let what = done(session.language.get_untracked(), &plan);
        let text = session.fill(Change::Done, &[("what", &what)]);
        let undo = secondary(session.text(Change::Undo), move || {
            visit.undoing.set(Some(place));
            visit.notice.set(None);
            session.go(Route::Changes, None);
        });
        let dismiss = secondary(session.text(Change::Dismiss), move || {
            visit.notice.set(None);
            crate::view::browser::document::focus("main");
        });
        let all = link(session, &Route::Changes, session.text(Change::ShowChanges));
        let line = div("console-look-line")
            .child(undo)
            .child(all)
            .child(dismiss);
        Some(div("console-notice").child(alert(Tone::Success, text, line)))
    })
}
