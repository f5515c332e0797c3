//! Copying: a button beside everything that is worth pasting elsewhere.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Icon, icon};
use crate::messages::Shell;
use crate::view::browser::{clipboard, clock};
use crate::view::session::Session;

/// How long a button says that it has copied.
const DONE_MILLISECONDS: u32 = 2_000;

/// A small button that copies a text; `what` names it for screen readers.
pub fn copy_button(session: Session, text: String, what: &str) -> AnyView {
    let name = session.fill(Shell::CopyWhat, &[("what", what)]);
    copier(session, text, name, None)
}

/// A button with a label of its own that copies a text.
pub fn copy_labelled(session: Session, text: String, label: &'static str) -> AnyView {
    copier(session, text, label.to_owned(), Some(label))
}

fn copier(session: Session, text: String, name: String, label: Option<&'static str>) -> AnyView {
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
    let sign = move || icon(if done.get() { Icon::Check } else { Icon::Copy });
    let class = match label {
        Some(_) => "pf-v6-c-button pf-m-secondary pf-m-small",
        None => "pf-v6-c-button pf-m-plain pf-m-small console-copy",
    };
    let title = name.clone();
    let shown = label.map(|label| {
        view! { <span class="pf-v6-c-button__text">{label}</span> }
    });
    view! {
        <button type="button" class=class aria-label=name title=title on:click=copy>
            <span class="pf-v6-c-button__icon">{sign}</span>
            {shown}
        </button>
    }
    .into_any()
}

/// A text in the type of code with its button.
pub fn copyable(session: Session, text: String, what: &str) -> AnyView {
    let button = copy_button(session, text.clone(), what);
    view! {
        <span class="console-copyable">
            <code class="console-mono console-wrap" dir="auto">{text}</code>
            {button}
        </span>
    }
    .into_any()
}

/// A command line to paste into a terminal.
pub fn command(session: Session, line: String) -> AnyView {
    let button = copy_button(
        session,
        line.clone(),
        session.text(crate::messages::Page::Command),
    );
    view! {
        <div class="console-command">
            <code class="console-mono console-wrap" dir="ltr" tabindex="0">{line}</code>
            {button}
        </div>
    }
    .into_any()
}
