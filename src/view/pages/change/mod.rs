//! Pages that change something: a form whose fields stand in the address, what it will change
//! beside it, and what came of it. What may be changed and how is decided in `crate::edit`.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a form is a dozen handles; only debug builds add to each where it was made"
)]

use leptos::prelude::*;

use crate::edit::draft::{Action, Draft};
use crate::explain_change::{purpose, title};
use crate::messages::{Change, Hint};
use crate::route::{Route, Scope};
use crate::view::browser::address;
use crate::view::node::{Node, button, div, el, live, nothing};
use crate::view::parts::copy::copy_labelled;
use crate::view::parts::fact::paragraph;
use crate::view::parts::head::{Head, head};
use crate::view::projects::ProjectList;
use crate::view::session::{Arrival, Session};

mod changes;
mod fields;
mod form;
mod ground;
mod input;
mod look;
mod notice;
mod outcome;
mod pairs;
mod picker;
mod preview;
mod scheduled;
mod secrets;
mod send;
mod source;
mod submit;
mod tags;
mod visit;

use form::Form;

/// What the program that can change things adds to the one that only reads.
pub const EDITOR: super::Editor = super::Editor {
    start: visit::start,
    notice: notice::notice,
    form: page,
    scheduled: scheduled::page,
    changes: changes::page,
};

/// Draws the form of an action.
#[expect(clippy::needless_pass_by_value, reason = "the form of all pages")]
fn page(
    session: Session,
    projects: ProjectList,
    namespace: String,
    stream: String,
    action: Action,
) -> Node {
    let draft = draft_of(session).unwrap_or_else(|| Draft::new(action));
    let name = session.text(title(action));
    let what = if stream.is_empty() {
        name.to_owned()
    } else {
        format!("{name} · {stream}")
    };
    super::title(session, &what, Some(&namespace));
    let filled = Draft::new(action) != draft;
    let by_link = session
        .place
        .with_untracked(|place| place.arrival == Arrival::Start);
    let form = Form::new(session, &namespace, &stream, draft);
    let crumbs = if stream.is_empty() {
        super::crumbs(session, &namespace, None)
    } else {
        super::crumbs(session, &namespace, Some(&stream))
    };
    let heading = Head {
        crumbs,
        kind: None,
        title: name.to_owned(),
        beside: nothing(),
        route: None,
        refresh: None,
        menu: copy_link(form),
    };
    let hint =
        (filled && by_link).then(|| paragraph("console-subtle", session.text(Hint::LinkFilled)));
    let left = div("console-form-fields")
        .child(paragraph("", session.text(purpose(action))))
        .child(hint)
        .child(submit::rights(form))
        .child(submit::beneath(form))
        .child(fields::fields(form, projects));
    let right = div("console-form-preview")
        .child(outcome::outcome(form))
        .child(preview::of_form(form))
        .child(submit::buttons(form))
        .child(preview::requests_of_form(form));
    let frame = el("form", "console-form")
        .attr("novalidate", "")
        .attr("aria-label", name)
        .on("submit", move |event| {
            event.prevent_default();
            send::submit(form);
        })
        .child(left)
        .child(right);
    let body = div("console-body")
        .child(super::banner::banner(session, namespace))
        .child(frame);
    vec![head(session, heading), body.into()].into()
}

/// The fields in the present address.
fn draft_of(session: Session) -> Option<Draft> {
    session.place.with_untracked(|place| match &place.route {
        Route::Change { draft, .. } => Some(draft.clone()),
        _ => None,
    })
}

/// The filled form as a link, for somebody who is to approve it.
fn copy_link(form: Form) -> Node {
    let session = form.session;
    live(move || {
        let link = address::absolute(&session.href(&form.route()));
        copy_labelled(session, link, session.text(Change::CopyLink))
    })
}

/// Where one goes who does not want to change anything after all.
fn way_back(form: Form) -> Route {
    let place = form.home();
    if place.stream.is_empty() || form.action == Action::CreateStream {
        Route::streams(Scope::Project(place.namespace))
    } else {
        Route::stream(&place.namespace, &place.stream)
    }
}

/// A link that looks like a button.
fn cancel(form: Form) -> Node {
    let session = form.session;
    el("a", "pf-v6-c-button pf-m-link")
        .attr("href", session.href(&way_back(form)))
        .child(session.text(Change::Cancel))
        .into()
}

/// A button of the second rank.
fn secondary(text: &'static str, act: impl Fn() + 'static) -> Node {
    button("pf-v6-c-button pf-m-secondary pf-m-small", move |_| act())
        .child(text)
        .into()
}
