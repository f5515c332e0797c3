//! A page or a part of one that could not be read.

use std::sync::Arc;

use leptos::prelude::*;

use super::alert::{Tone, alert};
use super::copy::command;
use super::icon::{Icon, icon};
use super::link::link;
use super::skeleton::skeleton;
use super::{maybe, nothing};
use crate::api::decode::Malformed;
use crate::api::error::Error;
use crate::explain::{Explained, Step, Subject, explain};
use crate::messages::{Count, Fault, Shell, age};
use crate::text::age::Age;
use crate::view::browser::address;
use crate::view::remote::{Loaded, Remote};
use crate::view::session::Session;

/// Draws what is there, or what stands in its place.
pub fn remote<T: Send + Sync + 'static>(
    session: Session,
    state: &Remote<T>,
    subject: &Subject,
    retry: Callback<()>,
    ready: impl FnOnce(&Arc<Loaded<T>>) -> AnyView,
) -> AnyView {
    match state {
        Remote::Waiting => nothing(),
        Remote::Slow => skeleton(session),
        Remote::Failed(error) => fault(session, error, subject, Some(retry)),
        Remote::Ready(value) => {
            view! { {malformed(session, &value.decoded.malformed)} {ready(value)} }.into_any()
        }
        Remote::Stale(value, error) => view! {
            {stale(session, value.at, error, subject, retry)}
            {malformed(session, &value.decoded.malformed)}
            {ready(value)}
        }
        .into_any(),
    }
}

/// An error in the place of a page.
pub fn fault(
    session: Session,
    error: &Error,
    subject: &Subject,
    retry: Option<Callback<()>>,
) -> AnyView {
    let explained = explain(error, subject, session.language.get_untracked());
    if explained == Explained::default() {
        return nothing();
    }
    let title = explained.title.clone();
    view! {
        <div class="console-fault" role="alert">
            <div class="console-fault-icon">{icon(Icon::Failure)}</div>
            <h2 class="console-fault-title console-wrap">{title}</h2>
            {body(session, explained)}
            {maybe(retry, |retry| retry_button(session, retry))}
        </div>
    }
    .into_any()
}

fn body(session: Session, explained: Explained) -> AnyView {
    let why: Vec<AnyView> = explained
        .why
        .into_iter()
        .map(|why| view! { <p>{why}</p> }.into_any())
        .collect();
    let said = maybe(explained.said, |said| {
        let text = session.fill(Fault::ServerSays, &[("message", &said)]);
        view! { <p class="console-subtle" dir="auto">{text}</p> }.into_any()
    });
    let steps: Vec<AnyView> = explained
        .steps
        .into_iter()
        .map(|one| step(session, one))
        .collect();
    view! { <div class="console-fault-body console-wrap">{why} {said} {steps}</div> }.into_any()
}

fn step(session: Session, step: Step) -> AnyView {
    match step {
        Step::Advice(text) => view! { <p>{text}</p> }.into_any(),
        Step::Said(text) => view! { <p>{text}</p> }.into_any(),
        Step::Command(line) => command(session, line),
        Step::Go(text, route) => view! { <p>{link(session, &route, text)}</p> }.into_any(),
        Step::Reload(text) => view! {
            <p>
                {text} " "
                <button
                    type="button"
                    class="pf-v6-c-button pf-m-secondary pf-m-small"
                    on:click=move |_| address::reload()
                >
                    {session.text(Shell::CrashReload)}
                </button>
            </p>
        }
        .into_any(),
    }
}

fn retry_button(session: Session, retry: Callback<()>) -> AnyView {
    view! {
        <button
            type="button"
            class="pf-v6-c-button pf-m-primary"
            on:click=move |_| retry.run(())
        >
            {session.text(Shell::Retry)}
        </button>
    }
    .into_any()
}

/// Says that what is shown is old, and why.
fn stale(
    session: Session,
    at: crate::text::time::Timestamp,
    error: &Error,
    subject: &Subject,
    retry: Callback<()>,
) -> AnyView {
    let language = session.language.get_untracked();
    let explained = explain(error, subject, language);
    let age = age(language, Age::between(at, session.now.get_untracked()));
    let title = format!(
        "{}. {}",
        explained.title,
        session.fill(Fault::StaleTitle, &[("age", &age)])
    );
    let body = view! { {body(session, explained)} {retry_button(session, retry)} }.into_any();
    alert(Tone::Warning, title, body)
}

/// Names the fields that could not be read.
pub fn malformed(session: Session, fields: &[Malformed]) -> AnyView {
    if fields.is_empty() {
        return nothing();
    }
    let title = format!(
        "{}: {}",
        session.text(Fault::MalformedTitle),
        session.count(Count::MalformedFields, fields.len())
    );
    let items: Vec<AnyView> = fields
        .iter()
        .map(|bad| {
            let values = [
                ("field", bad.field.as_str()),
                ("problem", bad.problem.as_str()),
            ];
            let text = session.fill(Fault::MalformedField, &values);
            view! { <li>{text}</li> }.into_any()
        })
        .collect();
    alert(Tone::Warning, title, view! { <ul>{items}</ul> }.into_any())
}
