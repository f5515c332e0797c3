//! A few choices side by side, of which one is taken.

use crate::view::node::{Node, button, div};

/// One choice.
pub fn segment(
    text: &'static str,
    on: impl Fn() -> bool + Copy + 'static,
    choose: impl Fn() + 'static,
) -> Node {
    let class = move || {
        if on() {
            "console-segment console-segment-on"
        } else {
            "console-segment"
        }
    };
    button("", move |_| choose())
        .live("class", class)
        .live("aria-pressed", move || if on() { "true" } else { "false" })
        .child(text)
        .into()
}

/// Choices with a name for screen readers.
pub fn segments(name: &'static str, choices: Vec<Node>) -> Node {
    div("console-segments")
        .attr("role", "group")
        .attr("aria-label", name)
        .children(choices)
        .into()
}
