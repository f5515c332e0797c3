//! Copying: a button beside everything that is worth pasting elsewhere.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, icon};
use crate::messages::{Page, Shell};
use crate::view::browser::{clipboard, clock};
use crate::view::node::{Element, Node, button, div, el, live, span};
use crate::view::session::Session;

/// How long a button says that it has copied.
const DONE_MILLISECONDS: u32 = 2_000;

/// A small button that copies a text; `what` names it for screen readers.
pub fn copy_button(session: Session, text: String, what: &str) -> Node {
    let name = session.fill(Shell::CopyWhat, &[("what", what)]);
    let class = "pf-v6-c-button pf-m-plain pf-m-small console-copy";
    copier(session, class, text)
        .attr("aria-label", name.clone())
        .attr("title", name)
        .into()
}

/// A button with a label of its own that copies a text.
pub fn copy_labelled(session: Session, text: String, label: &'static str) -> Node {
    copier(session, "pf-v6-c-button pf-m-secondary pf-m-small", text)
        .child(span("pf-v6-c-button__text").child(label))
        .into()
}

fn copier(session: Session, class: &'static str, text: String) -> Element {
    let done = RwSignal::new(false);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            let outcome = if copied {
                Shell::Copied
            } else {
                Shell::CopyFailed
            };
            session.announce(session.text(outcome));
            done.try_set(copied);
            clock::sleep(DONE_MILLISECONDS).await;
            done.try_set(false);
        });
    };
    let sign = live(move || icon(if done.get() { Icon::Check } else { Icon::Copy }));
    button(class, copy).child(span("pf-v6-c-button__icon").child(sign))
}

/// A text in the type of code with its button.
pub fn copyable(session: Session, text: String, what: &str) -> Node {
    let button = copy_button(session, text.clone(), what);
    let code = el("code", "console-mono console-wrap")
        .attr("dir", "auto")
        .child(text);
    span("console-copyable").child(code).child(button).into()
}

/// A command line to paste into a terminal.
pub fn command(session: Session, line: String) -> Node {
    let button = copy_button(session, line.clone(), session.text(Page::Command));
    let code = el("code", "console-mono console-wrap")
        .attr("dir", "ltr")
        .child(line);
    div("console-command").child(code).child(button).into()
}
