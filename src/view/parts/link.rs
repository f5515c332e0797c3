//! Links.

use crate::route::Route;
use crate::view::node::{Node, el};
use crate::view::session::Session;

/// A link to a page. Names come from the cluster: each has a direction of its own, so that one in
/// another does not turn the text around it.
pub fn link(session: Session, route: &Route, text: impl Into<Node>) -> Node {
    el("a", "console-link")
        .attr("href", session.href(route))
        .attr("dir", "auto")
        .child(text)
        .into()
}

/// A link to a page of a tag, an image or a stream, in the type of code.
pub fn code_link(session: Session, route: &Route, text: String, title: Option<String>) -> Node {
    el("a", "console-link console-mono")
        .attr("href", session.href(route))
        .attr("dir", "auto")
        .maybe("title", title)
        .child(text)
        .into()
}

/// Links with commas between them.
pub fn links(parts: Vec<Node>) -> Node {
    let mut all: Vec<Node> = Vec::with_capacity(parts.len() * 2);
    for part in parts {
        if !all.is_empty() {
            all.push(", ".into());
        }
        all.push(part);
    }
    all.into()
}
