//! What stands where something is still to come.

use crate::messages::Shell;
use crate::view::node::{Node, div, span};
use crate::view::session::Session;

/// A few grey lines, named for screen readers.
pub fn skeleton(session: Session) -> Node {
    let lines = [
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-75",
        "console-skeleton-line pf-v6-c-skeleton",
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-66",
        "console-skeleton-line pf-v6-c-skeleton pf-m-width-75",
    ];
    div("console-skeleton")
        .attr("role", "status")
        .child(span("pf-v6-u-screen-reader").child(session.text(Shell::Loading)))
        .children(lines.map(|line| div(line).into()))
        .into()
}
