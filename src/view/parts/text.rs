//! Long texts as they are: what `oc` prints, and YAML.

use super::copy::{command, copy_labelled};
use super::icon::{Icon, icon};
use crate::messages::Shell;
use crate::view::browser::download;
use crate::view::node::{Node, button, div, el, span};
use crate::view::session::Session;
use crate::yaml::{Kind, Token};

/// More lines than this are shown without colours: each colour is an element of the page.
const COLOURED_LINES_MAX: usize = 4_000;

/// The text that a command prints, with the command.
pub fn output(session: Session, name: &'static str, line: String, text: String) -> Node {
    let copy = copy_labelled(session, text.clone(), session.text(Shell::Copy));
    div("console-output")
        .child(
            div("console-output-head")
                .child(command(session, line))
                .child(copy),
        )
        .child(block(name, text.into()))
        .into()
}

fn block(name: &'static str, content: Node) -> Node {
    // It scrolls, so it must be reachable with the keyboard, and then it needs a name.
    el("pre", "console-text")
        .attr("role", "region")
        .attr("aria-label", name)
        .attr("tabindex", "0")
        .attr("dir", "ltr")
        .child(content)
        .into()
}

/// YAML with colours; `file` is the name under which it is saved.
pub fn yaml(
    session: Session,
    name: &'static str,
    file: String,
    tokens: Vec<Token>,
    options: impl Into<Node>,
) -> Node {
    let text: String = tokens.iter().map(|token| token.text.as_str()).collect();
    let coloured = text.lines().count() <= COLOURED_LINES_MAX;
    let body: Node = if coloured {
        tokens.into_iter().map(token).collect::<Vec<Node>>().into()
    } else {
        text.clone().into()
    };
    let copy = copy_labelled(session, text.clone(), session.text(Shell::Copy));
    let save = button("pf-v6-c-button pf-m-secondary pf-m-small", move |_| {
        download::save(&file, &text);
    })
    .child(span("pf-v6-c-button__icon").child(icon(Icon::Download)))
    .child(span("pf-v6-c-button__text").child(session.text(Shell::Download)));
    let head = div("console-output-head")
        .child(options)
        .child(span("console-spring"))
        .child(copy)
        .child(save);
    div("console-output")
        .child(head)
        .child(block(name, body))
        .into()
}

fn token(token: Token) -> Node {
    let class = match token.kind {
        Kind::Plain => return token.text.into(),
        Kind::Key => "console-yaml-key",
        Kind::Text => "console-yaml-text",
        Kind::Literal => "console-yaml-literal",
    };
    span(class).child(token.text).into()
}
