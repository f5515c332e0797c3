//! Facts: a term and what it is, close together, so that a page of them fits a screen.

use leptos::prelude::*;

use super::copy::copyable;
use crate::messages::Page;
use crate::view::session::Session;

/// One fact.
pub fn fact(session: Session, term: Page, value: AnyView) -> AnyView {
    view! {
        <div class="console-fact">
            <dt>{session.text(term)}</dt>
            <dd class="console-wrap">{value}</dd>
        </div>
    }
    .into_any()
}

/// A fact that is a text; an empty one says so.
pub fn text_fact(session: Session, term: Page, text: &str) -> AnyView {
    fact(session, term, plain(session, text))
}

/// A fact in the type of code; an empty one says so.
pub fn code_fact(session: Session, term: Page, text: &str) -> AnyView {
    let value = if text.is_empty() {
        plain(session, text)
    } else {
        view! { <code class="console-mono" dir="auto">{text.to_owned()}</code> }.into_any()
    };
    fact(session, term, value)
}

/// A fact to copy.
pub fn copy_fact(session: Session, term: Page, text: &str) -> AnyView {
    if text.is_empty() {
        return text_fact(session, term, text);
    }
    fact(
        session,
        term,
        copyable(session, text.to_owned(), session.text(term)),
    )
}

/// A text of the cluster, or a word for nothing.
pub fn plain(session: Session, text: &str) -> AnyView {
    if text.is_empty() {
        let none = session.text(crate::messages::Shell::None);
        return view! { <span class="console-subtle">{none}</span> }.into_any();
    }
    view! { <span dir="auto" class="console-long">{text.to_owned()}</span> }.into_any()
}

/// A list of facts.
pub fn facts(parts: Vec<AnyView>) -> AnyView {
    view! { <dl class="console-facts">{parts}</dl> }.into_any()
}

/// A part of a page with a heading; its id can be linked to.
pub fn section(id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    let heading = format!("{id}-heading");
    let name = heading.clone();
    view! {
        <section class="console-section" id=id aria-labelledby=name>
            <h2 class="console-heading" id=heading>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// Sections side by side where there is room.
pub fn columns(parts: Vec<AnyView>) -> AnyView {
    view! { <div class="console-columns">{parts}</div> }.into_any()
}
