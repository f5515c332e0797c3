//! Facts: a term and what it is, close together, so that a page of them fits a screen.

use leptos::prelude::*;

use super::copy::copyable;
use super::icon::{Icon, icon};
use crate::messages::{Page, Shell};
use crate::view::node::{Node, div, el, span};
use crate::view::session::Session;

/// One fact.
pub fn fact(session: Session, term: Page, value: impl Into<Node>) -> Node {
    fact_of(session.text(term).into(), value.into())
}

/// A fact whose term is not only a text.
pub fn fact_of(term: Node, value: Node) -> Node {
    div("console-fact")
        .child(el("dt", "").child(term))
        .child(el("dd", "console-wrap").child(value))
        .into()
}

/// A fact that is a text; an empty one says so.
pub fn text_fact(session: Session, term: Page, text: &str) -> Node {
    fact(session, term, plain(session, text))
}

/// A fact in the type of code; an empty one says so.
pub fn code_fact(session: Session, term: Page, text: &str) -> Node {
    if text.is_empty() {
        return text_fact(session, term, text);
    }
    fact(
        session,
        term,
        el("code", "console-mono")
            .attr("dir", "auto")
            .child(text.to_owned()),
    )
}

/// A fact to copy.
pub fn copy_fact(session: Session, term: Page, text: &str) -> Node {
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
pub fn plain(session: Session, text: &str) -> Node {
    if text.is_empty() {
        return subtle(session.text(Shell::None));
    }
    span("console-long")
        .attr("dir", "auto")
        .child(text.to_owned())
        .into()
}

/// A text that stands back.
pub fn subtle(text: impl Into<Node>) -> Node {
    span("console-subtle").child(text).into()
}

/// A paragraph.
pub fn paragraph(class: &'static str, text: impl Into<Node>) -> Node {
    el("p", class).child(text).into()
}

/// A text of code from the cluster that may be long.
pub fn code_text(text: &str) -> Node {
    span("console-mono console-wrap")
        .attr("dir", "auto")
        .child(text.to_owned())
        .into()
}

/// The address of a repository on one line: where room is short its host is cut, for that is the
/// same for most.
pub fn repository_text(text: &str) -> Node {
    let (host, path) = text.split_at(text.find('/').unwrap_or(0));
    span("console-mono console-repository")
        .attr("dir", "ltr")
        .attr("title", text.to_owned())
        .child(span("console-repository-host").child(host.to_owned()))
        .child(path.to_owned())
        .into()
}

/// A list of facts.
pub fn facts(parts: Vec<Node>) -> Node {
    el("dl", "console-facts").children(parts).into()
}

/// A part of a page with a heading, and beside that, for who points at it or comes by with Tab, a
/// link to this part of the page as it is now.
pub fn section(
    session: Session,
    id: &'static str,
    title: &'static str,
    body: impl Into<Node>,
) -> Node {
    let heading = format!("{id}-heading");
    let here = move || {
        session
            .place
            .with(|place| session.section_href(&place.route, id))
    };
    let link = el("a", "console-anchor")
        .live("href", here)
        .attr(
            "aria-label",
            session.fill(Shell::LinkToSection, &[("name", title)]),
        )
        .child(icon(Icon::Link));
    let head = div("console-section-head")
        .child(
            el("h2", "console-heading")
                .attr("id", heading.clone())
                .child(title),
        )
        .child(link);
    el("section", "console-section")
        .attr("id", id)
        .attr("aria-labelledby", heading)
        .child(head)
        .child(body)
        .into()
}

/// Sections side by side where there is room.
pub fn columns(parts: Vec<Node>) -> Node {
    div("console-columns").children(parts).into()
}

/// The same for three sections of which the middle one has the longest values.
pub fn columns_wide_middle(parts: Vec<Node>) -> Node {
    if parts.len() != 3 {
        return columns(parts);
    }
    div("console-columns console-columns-wide-middle")
        .children(parts)
        .into()
}

/// Something folded away until wanted.
pub fn folded(title: &'static str, body: Vec<Node>) -> Node {
    el("details", "console-details")
        .child(el("summary", "").child(title))
        .children(body)
        .into()
}
