//! The changes of this visit: what was done, the same as `oc` commands, and the way back.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::preview::{consequences, requests};
use super::send::{Sender, Work};
use super::visit::Visit;
use super::{outcome, secondary};
use crate::api::request::get_stream;
use crate::edit::changes::Change as Done;
use crate::edit::command::{Naming, commands};
use crate::edit::plan::Plan;
use crate::edit::raw::Served;
use crate::edit::undo::{NoUndo, Undo, undo};
use crate::explain_change::no_undo;
use crate::explain_change::outcome::done;
use crate::messages::{Change, Outcome};
use crate::route::{Route, Scope};
use crate::view::browser::document;
use crate::view::node::{Node, button, div, el, live, nothing};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::{command, copy_labelled};
use crate::view::parts::fact::{paragraph, section};
use crate::view::parts::head::{Head, head};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::link;
use crate::view::parts::time;
use crate::view::session::Session;

/// Draws the page.
pub fn page(session: Session) -> Node {
    let visit = Visit::here();
    let name = session.text(Change::Changes);
    super::super::title(session, name, None);
    let heading = Head {
        crumbs: Vec::new(),
        kind: None,
        title: name.to_owned(),
        beside: nothing(),
        route: None,
        refresh: None,
        menu: nothing(),
    };
    let body = live(move || {
        let changes = visit.changes.get().0;
        if changes.is_empty() {
            return paragraph("", session.text(Change::ChangesNone));
        }
        let items = changes
            .iter()
            .enumerate()
            .rev()
            .map(|(place, change)| item(session, visit, place, change));
        let script = visit
            .changes
            .with_untracked(crate::edit::changes::Changes::export);
        let export = vec![
            el("pre", "console-text")
                .attr("tabindex", "0")
                .attr("dir", "ltr")
                .child(script.clone())
                .into(),
            copy_labelled(session, script, session.text(Change::ChangesExport)),
        ];
        vec![
            paragraph("console-hint", session.text(Outcome::ChangesKept)),
            el("ol", "console-changes").children(items).into(),
            section(
                session,
                "export",
                session.text(Change::ChangesExport),
                export,
            ),
        ]
        .into()
    });
    vec![
        head(session, heading),
        div("console-body").child(body).into(),
    ]
    .into()
}

fn item(session: Session, visit: Visit, place: usize, change: &Done) -> Node {
    let what = done(session.language.get_untracked(), &change.plan);
    let at = &change.plan.place;
    let route = if at.stream.is_empty() || change.plan.after.is_none() {
        Route::streams(Scope::Project(at.namespace.clone()))
    } else {
        Route::stream(&at.namespace, &at.stream)
    };
    let undone = change
        .undone
        .then(|| label(Colour::Grey, None, session.text(Change::Undone), None));
    let lines = commands(&change.plan, Naming::Pinned);
    let lines: Vec<Node> = lines
        .into_iter()
        .map(|line| command(session, line))
        .collect();
    let open = move || visit.undoing.get() == Some(place);
    let change = change.clone();
    let can = !change.undone;
    let name = session.fill(Change::UndoTitle, &[("what", &what)]);
    let start = can.then(|| {
        live(move || {
            (!open()).then(|| {
                button("pf-v6-c-button pf-m-secondary pf-m-small", move |_| {
                    visit.undoing.set(Some(place));
                })
                .attr("aria-label", name.clone())
                .child(session.text(Change::Undo))
            })
        })
    });
    let of = change.clone();
    let undoing = live(move || (open() && can).then(|| undo_view(session, visit, place, &of)));
    el("li", "console-change")
        .child(
            div("console-look-line")
                .child(el("strong", "").child(link(session, &route, what)))
                .child(undone)
                .child(time::full(session, Some(change.at)))
                .child(start),
        )
        .children(lines)
        .child(undoing)
        .into()
}

/// What the way back would do, read from the stream as it is now.
#[derive(Clone)]
enum Back {
    Reading,
    There(Arc<Undo>),
    None(NoUndo),
    Failed,
}

fn undo_view(session: Session, visit: Visit, place: usize, change: &Done) -> Node {
    let back = RwSignal::new(Back::Reading);
    let work = RwSignal::new(Work::Idle);
    let sender = Sender::new(session, work);
    let change = Arc::new(change.clone());
    let read = {
        let change = change.clone();
        move || {
            back.set(Back::Reading);
            work.set(Work::Idle);
            let change = change.clone();
            spawn_local(async move {
                let found = way_back(session, visit, &change).await;
                back.try_set(found);
                document::focus("undo");
            });
        }
    };
    read();
    let what = done(session.language.get_untracked(), &change.plan);
    let title = session.fill(Change::UndoTitle, &[("what", &what)]);
    let body = live(move || match back.get() {
        Back::Reading => paragraph("", session.text(Change::Loading)),
        Back::Failed => alert(
            Tone::Danger,
            session.text(Change::UndoNone).to_owned(),
            paragraph("", session.text(Outcome::RetryDo)),
        ),
        Back::None(why) => alert(
            Tone::Info,
            session.text(Change::UndoNone).to_owned(),
            paragraph("", no_undo(session.language.get_untracked(), &why)),
        ),
        Back::There(found) => {
            let plan = Arc::new(found.plan.clone());
            let send = move |_| {
                let then = Box::new(|_: &Plan| document::focus("main"));
                sender.send(plan.clone(), None, Some(place), then);
            };
            let send = button("pf-v6-c-button pf-m-primary", send)
                .live_flag("disabled", "", move || {
                    work.try_with(Work::is_under_way).unwrap_or_default()
                })
                .child(session.text(Change::Undo));
            vec![
                consequences(session, &found.plan, &found.limits),
                div("console-form-buttons").child(send).into(),
                requests(session, &found.plan),
            ]
            .into()
        }
    });
    let failed = failed(session, work, read);
    let close = secondary(session.text(Change::Cancel), move || {
        visit.undoing.set(None);
    });
    div("console-undo")
        .attr("id", "undo")
        .attr("role", "group")
        .attr("tabindex", "-1")
        .attr("aria-label", title.clone())
        .child(el("h2", "console-heading console-wrap").child(title))
        .child(failed)
        .child(body)
        .child(close)
        .into()
}

/// What became of an undo that was not carried out.
fn failed(session: Session, work: RwSignal<Work>, read: impl Fn() + Clone + 'static) -> Node {
    live(move || {
        let language = session.language.get_untracked();
        let read = read.clone();
        work.with(|work| match work {
            Work::Failed { answered, .. } => {
                crate::explain_change::outcome::outcome(language, answered)
                    .map(|told| outcome::failure(&told, None))
            }
            Work::Conflict { .. } | Work::Unknown(_) | Work::ReadBack(_) => {
                let again = secondary(session.text(Change::TakeOver), read);
                let title = session.text(Change::ChangedBeneath).to_owned();
                Some(alert(Tone::Warning, title, again))
            }
            _ => None,
        })
    })
}

async fn way_back(session: Session, visit: Visit, change: &Done) -> Back {
    let at = &change.plan.place;
    if at.stream.is_empty() {
        return found(undo(&change.plan, None, change.made.as_deref()));
    }
    let request = get_stream(&at.namespace, &at.stream);
    let answer = session.client().send(&request, &visit.left()).await;
    let now = match answer.and_then(|answer| Served::read(&answer)) {
        Ok(served) => Some(served),
        Err(error) if error.is_not_found() => None,
        Err(_) => return Back::Failed,
    };
    found(undo(&change.plan, now.as_ref(), change.made.as_deref()))
}

fn found(undo: Result<Undo, NoUndo>) -> Back {
    match undo {
        Ok(undo) => Back::There(Arc::new(undo)),
        Err(none) => Back::None(none),
    }
}
