//! Around the button that sends a form: missing rights, changes beneath the form, the button.

use leptos::prelude::*;

use super::form::Form;
use super::preview::rows_table;
use super::send::Work;
use super::{cancel, secondary};
use crate::edit::draft::Action;
use crate::edit::outcome::conflict;
use crate::edit::permission::grants;
use crate::explain::{Subject, What};
use crate::explain_change::{missing_need, title};
use crate::messages::Change;
use crate::view::follow::effect;
use crate::view::node::{Node, div, el, live, nothing};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::command;
use crate::view::parts::fact::paragraph;
use crate::view::parts::fault::fault;

/// Which rights are missing, and how an administrator grants them.
pub fn rights(form: Form) -> Node {
    let session = form.session;
    let body = move || {
        let missing = form.missing.get();
        if missing.is_empty() {
            return nothing();
        }
        let language = session.language.get_untracked();
        let user = session.user().unwrap_or_else(|| "USER".to_owned());
        let mut parts: Vec<Node> = missing
            .iter()
            .map(|need| paragraph("", missing_need(language, need)))
            .collect();
        parts.push(paragraph("", session.text(Change::ForbiddenGrant)));
        parts.extend(
            grants(&missing, &user)
                .into_iter()
                .map(|line| command(session, line)),
        );
        alert(
            Tone::Warning,
            session.text(Change::Forbidden).to_owned(),
            parts,
        )
    };
    live(body)
}

/// What happened to the stream since the form was opened, and why there is none.
pub fn beneath(form: Form) -> Node {
    let session = form.session;
    // What others did elsewhere in the stream does not touch this change: the form just rests on
    // the newer state. Anything else is for the reader to look at.
    let seen = RwSignal::new(None);
    effect(move |_| {
        // Woken just before its page went, it has nothing to do any more.
        if form.work.try_with(Work::is_under_way) != Some(false) {
            return;
        }
        let Some((newer, rows)) = form.ground.changed_beneath() else {
            return;
        };
        // What this form did itself is no news.
        if form
            .work
            .with_untracked(|work| !matches!(work, Work::Idle | Work::Conflict { .. }))
        {
            return form.ground.rest_on(Some(newer));
        }
        let touching = form.planned.with(|planned| match planned {
            super::form::Planned::Ready(plan) => conflict(plan, Some(&newer)).touching,
            _ => false,
        });
        seen.set((!rows.is_empty()).then(|| (rows, touching.then(|| newer.clone()))));
        if !touching {
            form.ground.rest_on(Some(newer));
        }
    });
    let changed = move || {
        let (rows, newer) = seen.get()?;
        let title = session.text(Change::ChangedBeneath).to_owned();
        let theirs = rows_table(session, session.text(Change::Theirs), &rows);
        let Some(newer) = newer else {
            let apart = paragraph("", session.text(Change::Apart));
            return Some(alert(Tone::Info, title, vec![apart, theirs]));
        };
        let take = secondary(session.text(Change::TakeOver), move || {
            form.ground.rest_on(Some(newer.clone()));
            seen.set(None);
        });
        let why = paragraph("", session.text(Change::ChangedBeneathWhy));
        Some(alert(Tone::Warning, title, vec![why, theirs, take]))
    };
    div("")
        .attr("id", "beneath")
        .attr("tabindex", "-1")
        .children(standing(form))
        .child(live(changed))
        .into()
}

/// Why there is no stream to stand on: it could not be read, it is yet to be made, or it is gone.
fn standing(form: Form) -> Vec<Node> {
    let session = form.session;
    let gone = move || {
        let name = form.home().stream;
        form.ground.is_deleted().then(|| {
            let text = session.fill(crate::messages::Live::StreamDeleted, &[("name", &name)]);
            alert(Tone::Warning, text, nothing())
        })
    };
    let failed = move || {
        let home = form.home();
        form.ground.failure().map(|error| {
            let subject = Subject {
                what: What::Stream(home.stream),
                namespace: Some(home.namespace),
                near: Vec::new(),
                user: session.user(),
                demo: session.config(crate::config::Config::is_demo),
            };
            let retry = Callback::new(move |()| form.ground.read());
            fault(session, &error, &subject, Some(retry))
        })
    };
    let made = move || {
        let makes = matches!(form.action, Action::AddTag | Action::ImportRepository);
        let home = form.home();
        (makes
            && !form.ground.is_reading()
            && !form.ground.exists()
            && form.ground.failure().is_none())
        .then(|| {
            let values = [
                ("name", home.stream.as_str()),
                ("namespace", home.namespace.as_str()),
            ];
            paragraph("", session.fill(Change::NoStream, &values))
        })
    };
    vec![live(failed), live(made), live(gone)]
}

/// The button that sends, and the way out.
pub fn buttons(form: Form) -> Node {
    let session = form.session;
    if matches!(form.action, Action::LookAtImage | Action::LookAtRepository) {
        return nothing();
    }
    let grave = matches!(form.action, Action::DeleteTags | Action::DeleteStream);
    let class = if grave {
        "pf-v6-c-button pf-m-danger"
    } else {
        "pf-v6-c-button pf-m-primary"
    };
    let held = move || {
        !form.missing.with(Vec::is_empty)
            || form.work.with(Work::is_under_way)
            || form.ground.is_reading()
    };
    let send = el("button", class)
        .attr("type", "submit")
        .live_flag("disabled", "", held)
        .child(session.text(title(form.action)));
    let wrong = live(move || {
        form.complaint(crate::edit::field::Field::Form)
            .map(|text| paragraph("console-field-error", text))
    });
    let progress = live(move || {
        form.work.with(|work| match work {
            Work::Sending { number, all, .. } if *all > 1 => {
                let (number, all) = (number.to_string(), all.to_string());
                let text = session.fill(Change::Sending, &[("n", &number), ("all", &all)]);
                let stop = secondary(session.text(Change::Stop), move || {
                    form.sender.stop.set(true);
                });
                div("console-look-line")
                    .attr("role", "status")
                    .child(text)
                    .child(" ")
                    .child(stop)
                    .into()
            }
            _ => nothing(),
        })
    });
    div("console-form-buttons")
        .child(wrong)
        .child(send)
        .child(cancel(form))
        .child(progress)
        .into()
}
