//! Digests: short, linked, and with a sign by which the same one is recognised at a glance.

use super::copy::copy_button;
use super::link::code_link;
use crate::image::digest::{short, shorten};
use crate::messages::Page;
use crate::route::Route;
use crate::view::node::{Node, el, span};
use crate::view::session::Session;

/// A digest as a link to its image.
pub fn digest_link(session: Session, namespace: &str, stream: &str, digest: &str) -> Node {
    let route = Route::image(namespace, stream, digest);
    code_link(
        session,
        &route,
        short(digest).to_owned(),
        Some(digest.to_owned()),
    )
}

/// A pull spec on one line: its digest is short, the whole of it is in the tooltip and is copied.
pub fn pull_spec(session: Session, text: &str) -> Node {
    let name = session.text(Page::ImageReference);
    let code = el("code", "console-mono console-code")
        .attr("dir", "auto")
        .attr("title", text.to_owned())
        .child(shorten(text));
    span("console-digest")
        .child(code)
        .child(copy_button(session, text.to_owned(), name))
        .into()
}

const MARKS: [&str; 8] = [
    "console-mark console-mark-1",
    "console-mark console-mark-2",
    "console-mark console-mark-3",
    "console-mark console-mark-4",
    "console-mark console-mark-5",
    "console-mark console-mark-6",
    "console-mark console-mark-7",
    "console-mark console-mark-8",
];

/// A coloured letter that entries of the same digest share. The letter tells apart what the colour
/// alone would not.
pub fn mark(group: usize) -> Node {
    let class = MARKS.get(group % MARKS.len()).copied().unwrap_or_default();
    let letter = u8::try_from(group % 26).map_or('?', |index| char::from(b'A' + index));
    let round = group / 26;
    let text = if round == 0 {
        letter.to_string()
    } else {
        format!("{letter}{}", round + 1)
    };
    span(class).attr("aria-hidden", "true").child(text).into()
}

/// The place of a mark where there is none, so that digests stand below each other.
pub fn no_mark() -> Node {
    span("console-mark").attr("aria-hidden", "true").into()
}
