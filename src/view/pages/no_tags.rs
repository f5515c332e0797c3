//! What stands where there are no rows of tags.

use std::sync::Arc;

use leptos::prelude::*;

use crate::image::command;
use crate::messages::Page;
use crate::model::tag_rows::TagRow;
use crate::view::node::{Node, live};
use crate::view::parts::copy::command as command_line;
use crate::view::parts::fact::paragraph;
use crate::view::session::Session;

/// What a stream without tags says, and how it gets one.
pub fn no_tags(session: Session, namespace: &str, name: &str) -> Node {
    let line = format!(
        "oc tag SOURCE {} -n {}",
        command::quote(&format!("{name}:latest")),
        command::quote(namespace)
    );
    vec![
        paragraph("", session.text(Page::NoTags)),
        paragraph("console-subtle", session.text(Page::NoTagsHint)),
        command_line(session, line),
    ]
    .into()
}

/// Why there is no row: none matches, or the last tag has gone.
pub fn no_match(
    session: Session,
    namespace: &str,
    stream: &str,
    order: Memo<Vec<usize>>,
    rows: Memo<Arc<Vec<TagRow>>>,
) -> Node {
    let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
    live(move || -> Node {
        if rows.with(|rows| rows.is_empty()) {
            return no_tags(session, &namespace, &stream);
        }
        let none = order.read().is_empty();
        none.then(|| {
            paragraph(
                "console-subtle console-no-match",
                session.text(Page::NoMatchTitle),
            )
        })
        .into()
    })
}
