//! The list of streams of a project, or of all.

use leptos::prelude::*;

use super::banner::banner;
use super::project_choice::project_choice;
use super::stream_controls::Controls;
use super::stream_listing::{Listing, Reader};
use super::stream_row::stream_row;
use super::suggest::{chips, label_chip, narrowed, state_chip};
use crate::explain::{Subject, What};
use crate::messages::{Count, Page, grouped};
use crate::model::filter::Selector;
use crate::model::search::Query;
use crate::model::search_hints::{Chip, count_states, labels_like};
use crate::model::sort::Direction;
use crate::model::stream_list::StreamSort;
use crate::model::stream_order::FilteredStreams;
use crate::model::stream_table::RowId;
use crate::route::{Route, Scope};
use crate::view::live::{Hold, indicator};
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::command;
use crate::view::parts::fact::paragraph;
use crate::view::parts::fault::{fault, malformed};
use crate::view::parts::head::{Head, head};
use crate::view::parts::maybe;
use crate::view::parts::search::search;
use crate::view::parts::skeleton::{first_names, skeleton};
use crate::view::parts::table::sort_head;
use crate::view::projects::ProjectList;
use crate::view::session::Session;

/// Draws the page.
pub fn page(session: Session, projects: ProjectList, project: Scope) -> Node {
    super::title(session, session.text(Page::ImageStreams), project.name());
    // Names and labels of projects: for the selector, and for what is special about this one.
    projects.want();
    let reader = Reader::new(session, project.clone());
    let retry = Callback::new(move |()| reader.read());
    let controls = Controls::new(session, &project);
    let heading = Head {
        crumbs: Vec::new(),
        kind: None,
        title: session.text(Page::ImageStreams).to_owned(),
        beside: vec![
            maybe(project.name(), |name| {
                el("bdi", "console-subtle console-wrap")
                    .child(name.to_owned())
                    .into()
            }),
            indicator(session, reader.live),
        ]
        .into(),
        route: Some(Route::streams(project.clone())),
        refresh: Some(retry),
        menu: maybe(project.name(), |name| {
            super::actions::of_project(session, name)
        }),
    };
    let banner = maybe(project.name(), |name| banner(session, name.to_owned()));
    let body = body(session, reader, controls, project, projects, retry);
    let body = div("console-body").child(banner).child(body);
    vec![head(session, heading), body.into()].into()
}

/// Which of its faces the page shows; the table is only drawn anew when this changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Waiting,
    Slow,
    Failed,
    Empty,
    Rows,
}

fn body(
    session: Session,
    reader: Reader,
    controls: Controls,
    project: Scope,
    projects: ProjectList,
    retry: Callback<()>,
) -> Node {
    let listing = reader.listing;
    let face = Memo::new(move |_| {
        listing.with(|listing| match listing {
            Listing { table, .. } if !table.rows().is_empty() => Face::Rows,
            Listing { error: Some(_), .. } => Face::Failed,
            Listing { complete: true, .. } => Face::Empty,
            Listing { slow: true, .. } => Face::Slow,
            _ => Face::Waiting,
        })
    });
    let subject = Subject {
        what: What::Streams,
        namespace: project.name().map(str::to_owned),
        near: Vec::new(),
        user: session.user(),
        demo: session.config(crate::config::Config::is_demo),
    };
    live(move || match face.get() {
        Face::Waiting => first_names(session),
        Face::Slow => skeleton(session),
        Face::Failed => {
            let (subject, all) = (subject.clone(), project == Scope::All);
            live(move || {
                let error = listing.with(|listing| listing.error.clone());
                maybe(error, |error| {
                    let refused = all && error.code() == 403;
                    let subject = subject.clone();
                    let fault = move || fault(session, &error, &subject, Some(retry));
                    if refused {
                        project_choice(session, projects, fault)
                    } else {
                        fault()
                    }
                })
            })
        }
        Face::Empty => empty(session, &project),
        Face::Rows => rows(session, reader, controls, &project, subject.clone(), retry),
    })
}

fn empty(session: Session, project: &Scope) -> Node {
    let (why, line) = match project.name() {
        Some(namespace) => {
            let quoted = crate::image::command::quote(namespace);
            let line = format!("oc tag docker.io/library/python:3.6.0 python:3.6 -n {quoted}");
            (
                session.fill(Page::EmptyProject, &[("namespace", namespace)]),
                Some(line),
            )
        }
        None => (session.text(Page::EmptyAll).to_owned(), None),
    };
    div("console-fault")
        .child(el("h2", "console-fault-title").child(session.text(Page::EmptyTitle)))
        .child(paragraph("console-wrap", why))
        .child(line.map(|line| command(session, line)))
        .into()
}

fn rows(
    session: Session,
    reader: Reader,
    controls: Controls,
    project: &Scope,
    subject: Subject,
    retry: Callback<()>,
) -> Node {
    let listing = reader.listing;
    let selector = Memo::new(move |_| Selector::parse(&controls.label.get()).map_err(|bad| bad.0));
    let filtered = Memo::new(move |before: Option<&FilteredStreams>| {
        let sort = controls.sort.get().unwrap_or_default();
        let query = Query::parse(&controls.name.read());
        let selector = selector.get().unwrap_or_default();
        listing.with(|listing| FilteredStreams::of(&listing.table, sort, query, selector, before))
    });
    let wanted = Memo::new(move |_| filtered.with(|filtered| filtered.rows.clone()));
    // Until the list is read, more rows are what the reader waits for.
    let coming = move || listing.with(|list| (!list.complete).then(|| list.table.rows().len()));
    let hold = Hold::new(wanted, move || (controls.state(), coming()));
    let all_projects = *project == Scope::All;
    let draw = move |id: &RowId| {
        let row = reader.row(*id);
        row.map(|row| stream_row(session, &row, all_projects))
            .into()
    };
    let no_match = live(move || {
        wanted.read().is_empty().then(|| {
            let all =
                listing.with(|listing| session.count(Count::Streams, listing.table.rows().len()));
            let clear = move |_| {
                controls.name.set(String::new());
                controls.label.set(String::new());
            };
            div("console-fault")
                .child(el("h2", "console-fault-title").child(session.text(Page::NoMatchTitle)))
                .child(paragraph(
                    "",
                    session.fill(Page::NoMatchWhy, &[("all", &all)]),
                ))
                .child(
                    button("pf-v6-c-button pf-m-secondary", clear)
                        .child(session.text(Page::ClearFilters)),
                )
        })
    });
    vec![
        live(move || partial(session, listing, &subject, retry)),
        toolbar(session, controls, listing, wanted, selector),
        hold.table(
            session,
            session.text(Page::ImageStreams),
            heads(session, controls, all_projects),
            draw,
        ),
        no_match,
    ]
    .into()
}

/// What could not be read of a list that is there in part.
fn partial(
    session: Session,
    listing: RwSignal<Listing>,
    subject: &Subject,
    retry: Callback<()>,
) -> Node {
    let (error, bad) = listing.with(|listing| (listing.error.clone(), listing.malformed.clone()));
    let error = maybe(error, |error| {
        let inner = fault(session, &error, subject, Some(retry));
        alert(
            Tone::Warning,
            session.text(Page::ListPartial).to_owned(),
            inner,
        )
    });
    vec![error, malformed(session, &bad)].into()
}

fn toolbar(
    session: Session,
    controls: Controls,
    listing: RwSignal<Listing>,
    wanted: Memo<Vec<RowId>>,
    selector: Memo<Result<Selector, String>>,
) -> Node {
    let complete = Memo::new(move |_| listing.with(|listing| listing.complete));
    let counts = move || {
        // Screen readers say what is written here; numbers that run are for the eye.
        if !complete.get() {
            return reading(session, listing);
        }
        let all = listing.with(|listing| listing.table.rows().len());
        let all_text = session.count(Count::Streams, all);
        let shown = wanted.read().len();
        let text = if shown == all {
            all_text
        } else {
            session.fill(
                Page::ShownOf,
                &[("shown", &grouped(shown)), ("all", &all_text)],
            )
        };
        text.into()
    };
    let bad = live(move || {
        selector.get().err().map(|part| {
            let text = session.fill(Page::BadSelector, &[("part", &part)]);
            el("p", "console-field-error")
                .attr("role", "alert")
                .child(text)
        })
    });
    let (by_name, by_label) = (
        session.text(Page::FilterByName),
        session.text(Page::FilterByLabel),
    );
    let hint = session.text(Page::FilterByLabelHint);
    let label = search(session, "filter-label", by_label, hint, controls.label);
    div("console-toolbar")
        .attr("role", "search")
        .child(search(
            session,
            "filter",
            by_name,
            session.text(Page::FilterHint),
            controls.name,
        ))
        .child(div("").child(label).child(bad))
        .child(
            span("console-count")
                .attr("role", "status")
                .child(live(counts)),
        )
        .child(chips(
            session,
            "filter",
            controls.name,
            suggestions(session, listing, controls),
        ))
        .into()
}

/// How far reading the list is.
fn reading(session: Session, listing: RwSignal<Listing>) -> Node {
    let numbers = move || {
        listing.with(|listing| {
            let count = listing.table.rows().len();
            (count, listing.expected.filter(|all| *all >= count))
        })
    };
    let said = move || {
        let (count, all) = numbers();
        let count = grouped(count);
        match all {
            Some(all) => session.fill(Page::ReadOf, &[("n", &count), ("all", &grouped(all))]),
            None => session.fill(Page::LoadingMore, &[("n", &count)]),
        }
    };
    let value = move || numbers().0.to_string();
    let most = move || numbers().1.unwrap_or_default().max(1).to_string();
    let bar = el("progress", "console-progress")
        .attr("aria-label", session.text(Page::Reading))
        .live("max", most)
        .live("value", value);
    vec![
        bar.into(),
        span("")
            .attr("aria-hidden", "true")
            .child(live(said))
            .into(),
    ]
    .into()
}

/// States that some stream of the list is in, with how many there are, and labels like the word
/// that is typed.
fn suggestions(
    session: Session,
    listing: RwSignal<Listing>,
    controls: Controls,
) -> Memo<Vec<Chip>> {
    let states = Memo::new(move |_| {
        listing.with(|listing| count_states(listing.table.rows().iter().map(|row| &row.search)))
    });
    let labels = Memo::new(move |_| {
        let typed = controls.name.get();
        listing.with(|listing| labels_like(listing.table.rows(), &typed))
    });
    Memo::new(move |_| {
        let states = states.get().into_iter();
        let states = states.map(|(word, count)| state_chip(session, word, count));
        let labels = labels.get().into_iter();
        let labels = labels.map(|(label, count)| label_chip(label, count));
        narrowed(&controls.name.read(), states.collect(), labels.collect())
    })
}

fn heads(session: Session, controls: Controls, all_projects: bool) -> Vec<Node> {
    let sortable = |text: Page, sort: StreamSort| {
        let current = Signal::derive(move || {
            let (by, direction) = controls.sort.get().unwrap_or_default();
            (by == sort).then_some(direction)
        });
        sort_head(session.text(text), current, move || {
            let (by, direction) = controls.sort.get_untracked().unwrap_or_default();
            let first = if matches!(sort, StreamSort::Tags | StreamSort::Updated) {
                Direction::Descending
            } else {
                Direction::Ascending
            };
            let next = if by == sort {
                direction.reversed()
            } else {
                first
            };
            controls.sort.set(Some((sort, next)));
        })
    };
    let mut heads = vec![sortable(Page::Name, StreamSort::Name)];
    if all_projects {
        heads.push(sortable(Page::Project, StreamSort::Namespace));
    }
    heads.push(sortable(Page::Tags, StreamSort::Tags));
    heads.push(sortable(Page::Updated, StreamSort::Updated));
    heads.push(sortable(Page::Repository, StreamSort::Repository));
    heads.push(sortable(Page::Labels, StreamSort::Labels));
    heads
}
