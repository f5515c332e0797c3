//! Histories as tables: of one tag, of all tags of a stream.

use leptos::prelude::*;

use crate::messages::{Count, Form, Page};
use crate::model::filter::Words;
use crate::model::history::HistoryEntry;
use crate::route::Route;
use crate::view::node::{Node, div, live, span};
use crate::view::parts::digest::{digest_link, mark, no_mark, pull_spec};
use crate::view::parts::fact::paragraph;
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::code_link;
use crate::view::parts::search::search;
use crate::view::parts::table::{cell, head, row};
use crate::view::parts::time;
use crate::view::parts::virtual_rows::virtual_table;
use crate::view::session::Session;

/// Where the events belong to.
#[derive(Clone)]
pub struct Place {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
    /// Whether the events are of several tags: each then names its own.
    pub many_tags: bool,
}

/// The table of events.
pub fn history(session: Session, place: Place, entries: Vec<HistoryEntry>) -> Node {
    if entries.is_empty() {
        return paragraph("console-subtle", session.text(Page::HistoryEmpty));
    }
    let words = RwSignal::new(String::new());
    let mut heads = vec![head(session.text(Page::When))];
    if place.many_tags {
        heads.push(head(session.text(Page::Tag)));
    }
    heads.push(head(session.text(Page::Digest)));
    heads.push(head(session.text(Page::ImageReference)));
    heads.push(head(session.text(Page::Generation)));
    heads.push(head(session.text(Form::Actions)));
    let entries = StoredValue::new(entries);
    let kept = Memo::new(move |_| {
        let words = Words::parse(&words.get());
        entries.with_value(|entries| {
            let keep = |entry: &HistoryEntry| {
                let digest = entry.digest.as_deref().unwrap_or_default();
                words.match_any(&[entry.tag.as_str(), digest, &entry.reference].into_iter())
            };
            let kept = entries.iter().enumerate().filter(|(_, entry)| keep(entry));
            kept.map(|(index, _)| index).collect::<Vec<_>>()
        })
    });
    let draw = move |index: &usize| {
        entries.with_value(|entries| {
            let entry = entries.get(*index);
            entry.map(|entry| event(session, &place, entry)).into()
        })
    };
    let count = live(move || session.count(Count::Events, kept.read().len()));
    let name = session.text(Page::FilterHistory);
    let toolbar = div("console-toolbar")
        .attr("role", "search")
        .child(search(session, "filter", name, name, words))
        .child(span("console-count").attr("role", "status").child(count));
    vec![
        toolbar.into(),
        virtual_table(session.text(Page::History), heads, move || kept.get(), draw),
    ]
    .into()
}

fn event(session: Session, place: &Place, entry: &HistoryEntry) -> Node {
    let Place {
        namespace,
        stream,
        many_tags,
    } = place;
    let mut cells = vec![cell(
        session.text(Page::When),
        time::full(session, entry.created),
    )];
    if *many_tags {
        let route = Route::tag(namespace, stream, &entry.tag);
        let tag = code_link(session, &route, entry.tag.clone(), None);
        cells.push(cell(session.text(Page::Tag), tag));
    }
    let sign = entry.group.map_or_else(no_mark, mark);
    let current = entry.current.then(|| {
        label(
            Colour::Green,
            None,
            session.text(Page::Current).to_owned(),
            None,
        )
    });
    let pruned = (entry.image_missing == Some(true)).then(|| {
        let (text, why) = (
            session.text(Page::Pruned),
            session.text(Page::NoImagePruned),
        );
        label(Colour::Grey, None, text, Some(why.to_owned()))
    });
    let digest = match &entry.digest {
        Some(digest) => digest_link(session, namespace, stream, digest),
        None => time::dash(),
    };
    let digest = span("console-digest")
        .child(sign)
        .child(digest)
        .child(current)
        .child(pruned);
    cells.push(cell(session.text(Page::Digest), digest));
    cells.push(cell(
        session.text(Page::ImageReference),
        pull_spec(session, &entry.reference),
    ));
    cells.push(cell(
        session.text(Page::Generation),
        entry.generation.to_string(),
    ));
    let earlier = entry.digest.as_ref().filter(|_| !entry.current);
    let back = match earlier {
        Some(digest) => super::actions::roll_back(session, namespace, stream, &entry.tag, digest),
        None => time::dash(),
    };
    cells.push(cell(session.text(Form::Actions), back));
    row(cells)
}
