//! How many tags a stream has, and how many of them need attention.

use crate::messages::{Count, grouped};
use crate::view::node::{Node, span};
use crate::view::parts::icon::Icon;
use crate::view::parts::label::{Colour, label};
use crate::view::session::Session;

/// Numbers of tags.
#[derive(Clone, PartialEq, Eq)]
pub struct TagCounts {
    /// All of them.
    pub all: usize,
    /// Whose import failed.
    pub failing: usize,
    /// That wait for an import.
    pub importing: usize,
    /// That were never imported.
    pub never_imported: usize,
    /// That are imported periodically.
    pub scheduled: usize,
}

/// How many tags, and how many of them need attention or are special.
pub fn tag_counts(session: Session, tags: &TagCounts) -> Node {
    let badge = |number: usize, what: Count, colour: Colour, sign: Option<Icon>| {
        (number > 0).then(|| label(colour, sign, session.count(what, number), None))
    };
    let number = span("console-number").child(grouped(tags.all));
    if tags.failing + tags.importing + tags.never_imported + tags.scheduled == 0 {
        return number.into();
    }
    span("console-badges")
        .child(number)
        .child(badge(
            tags.failing,
            Count::Failing,
            Colour::Red,
            Some(Icon::Failure),
        ))
        .child(badge(
            tags.importing,
            Count::Importing,
            Colour::Orange,
            Some(Icon::Progress),
        ))
        .child(badge(
            tags.never_imported,
            Count::NeverImported,
            Colour::Grey,
            None,
        ))
        .child(badge(tags.scheduled, Count::Scheduled, Colour::Blue, None))
        .into()
}
