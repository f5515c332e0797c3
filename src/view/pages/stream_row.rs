//! A row of the list of streams.

use leptos::prelude::*;

use super::stream_listing::Row;
use super::tag_counts::{TagCounts, tag_counts};
use crate::messages::Page;
use crate::model::stream_list::StreamRow;
use crate::route::{Route, Scope};
use crate::view::node::{Node, el, live};
use crate::view::parts::fact::{repository_text, subtle};
use crate::view::parts::link::link;
use crate::view::parts::table::{cell, row_head};
use crate::view::parts::{map, time};
use crate::view::session::Session;

/// A row whose cells follow what they show of the stream, each by itself.
pub fn stream_row(session: Session, row: &ArcRwSignal<Row>, all_projects: bool) -> Node {
    let (namespace, name) = row.with_untracked(|row| {
        let stream = &row.stream;
        (stream.namespace.clone(), stream.name.clone())
    });
    let route = Route::stream(&namespace, &name);
    let mut cells = vec![row_head(
        session.text(Page::Name),
        link(session, &route, name),
    )];
    if all_projects {
        let project = Route::streams(Scope::Project(namespace.clone()));
        let project = link(session, &project, namespace);
        cells.push(cell(session.text(Page::Project), project));
    }
    let counts = |row: &StreamRow| TagCounts {
        all: row.tag_count,
        failing: row.failing_count,
        importing: row.importing_count,
        never_imported: row.never_imported_count,
        scheduled: row.scheduled_count,
    };
    let tags = follow(row, counts, move |counts| tag_counts(session, counts));
    cells.push(cell(session.text(Page::Tags), tags));
    let updated = follow(
        row,
        |row| row.updated,
        move |updated| match updated {
            Some(_) => time::age(session, *updated),
            None => subtle(session.text(Page::NeverUpdated)),
        },
    );
    cells.push(cell(session.text(Page::Updated), updated));
    let repository = follow(
        row,
        |row| row.repository.clone(),
        |text| repository_text(text),
    );
    cells.push(cell(session.text(Page::Repository), repository));
    let labels = follow(
        row,
        |row| row.labels.clone(),
        move |labels| {
            if labels.is_empty() {
                time::dash()
            } else {
                map::labels(session, labels)
            }
        },
    );
    cells.push(cell(session.text(Page::Labels), labels));
    let row = row.clone();
    let class = move || {
        if row.with(|row| row.gone) {
            "pf-v6-c-table__tr console-gone"
        } else {
            "pf-v6-c-table__tr"
        }
    };
    el("tr", "").live("class", class).children(cells).into()
}

/// What a cell shows; drawn anew only when that changes.
fn follow<V: Clone + PartialEq + Send + Sync + 'static>(
    row: &ArcRwSignal<Row>,
    part: impl Fn(&StreamRow) -> V + Send + Sync + 'static,
    draw: impl Fn(&V) -> Node + 'static,
) -> Node {
    let row = row.clone();
    let value = Memo::new(move |_| row.with(|row| part(&row.stream)));
    live(move || value.with(|value| draw(value)))
}
