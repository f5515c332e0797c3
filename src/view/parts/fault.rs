//! A page or a part of one that could not be read.

use std::sync::Arc;

use leptos::prelude::*;

use super::alert::{Tone, alert};
use super::copy::command;
use super::fact::paragraph;
use super::icon::{Icon, icon};
use super::link::link;
use super::skeleton::{first_names, skeleton};
use crate::api::decode::Malformed;
use crate::api::error::Error;
use crate::explain::{Explained, Step, Subject, explain};
use crate::messages::{Count, Fault, Shell, age};
use crate::text::age::Age;
use crate::text::time::Timestamp;
use crate::view::browser::address;
use crate::view::node::{Node, button, div, el, nothing};
use crate::view::remote::{Loaded, Remote};
use crate::view::session::Session;

/// Draws what is there, or what stands in its place.
pub fn remote<T: Send + Sync + 'static>(
    session: Session,
    state: &Remote<T>,
    subject: &Subject,
    retry: Callback<()>,
    ready: impl FnOnce(&Arc<Loaded<T>>) -> Node,
) -> Node {
    match state {
        Remote::Waiting => first_names(session),
        Remote::Slow => skeleton(session),
        Remote::Failed(error) => fault(session, error, subject, Some(retry)),
        Remote::Ready(value) => {
            vec![malformed(session, &value.decoded.malformed), ready(value)].into()
        }
        Remote::Stale(value, error) => vec![
            stale(session, value.at, error, subject, retry),
            malformed(session, &value.decoded.malformed),
            ready(value),
        ]
        .into(),
    }
}

/// An error in the place of a page.
pub fn fault(
    session: Session,
    error: &Error,
    subject: &Subject,
    retry: Option<Callback<()>>,
) -> Node {
    let explained = explain(error, subject, session.language.get_untracked());
    if explained == Explained::default() {
        return nothing();
    }
    let title = el("h2", "console-fault-title console-wrap").child(explained.title.clone());
    div("console-fault")
        .attr("role", "alert")
        .child(div("console-fault-icon").child(icon(Icon::Failure)))
        .child(title)
        .child(body(session, explained))
        .child(retry.map(|retry| retry_button(session, retry)))
        .into()
}

fn body(session: Session, explained: Explained) -> Node {
    let said = explained.said.map(|said| {
        let text = session.fill(Fault::ServerSays, &[("message", &said)]);
        el("p", "console-subtle").attr("dir", "auto").child(text)
    });
    div("console-fault-body console-wrap")
        .children(explained.why.into_iter().map(|why| paragraph("", why)))
        .child(said)
        .children(explained.steps.into_iter().map(|one| step(session, one)))
        .into()
}

fn step(session: Session, step: Step) -> Node {
    match step {
        Step::Advice(text) => paragraph("", text),
        Step::Said(text) => paragraph("", text),
        Step::Command(line) => command(session, line),
        Step::Go(text, route) => paragraph("", link(session, &route, text)),
        Step::Reload(text) => {
            let class = "pf-v6-c-button pf-m-secondary pf-m-small";
            let reload =
                button(class, |_| address::reload()).child(session.text(Shell::CrashReload));
            el("p", "").child(text).child(" ").child(reload).into()
        }
    }
}

fn retry_button(session: Session, retry: Callback<()>) -> Node {
    button("pf-v6-c-button pf-m-primary", move |_| retry.run(()))
        .child(session.text(Shell::Retry))
        .into()
}

/// Says that what is shown is old, and why.
fn stale(
    session: Session,
    at: Timestamp,
    error: &Error,
    subject: &Subject,
    retry: Callback<()>,
) -> Node {
    let language = session.language.get_untracked();
    let explained = explain(error, subject, language);
    let age = age(language, Age::between(at, session.now.get_untracked()));
    let title = format!(
        "{}. {}",
        explained.title,
        session.fill(Fault::StaleTitle, &[("age", &age)])
    );
    let body = vec![body(session, explained), retry_button(session, retry)];
    alert(Tone::Warning, title, body)
}

/// Names the fields that could not be read.
pub fn malformed(session: Session, fields: &[Malformed]) -> Node {
    if fields.is_empty() {
        return nothing();
    }
    let title = format!(
        "{}: {}",
        session.text(Fault::MalformedTitle),
        session.count(Count::MalformedFields, fields.len())
    );
    let item = |bad: &Malformed| {
        let values = [
            ("field", bad.field.as_str()),
            ("problem", bad.problem.as_str()),
        ];
        el("li", "")
            .child(session.fill(Fault::MalformedField, &values))
            .into()
    };
    alert(
        Tone::Warning,
        title,
        el("ul", "").children(fields.iter().map(item)),
    )
}
