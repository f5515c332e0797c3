//! The list of streams of a project, or of all.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::banner::banner;
use super::project_choice::project_choice;
use super::stream_listing::{Listing, Reader, Row};
use super::tag_counts::{TagCounts, tag_counts};
use crate::api::watch::mirror::Key;
use crate::explain::{Subject, What};
use crate::messages::{Count, Page, grouped};
use crate::model::filter::{Selector, Words};
use crate::model::sort::Direction;
use crate::model::stream_list::{StreamRow, StreamSort, arrange_streams};
use crate::model::stream_table::key_of;
use crate::route::{ListState, Route, Scope};
use crate::view::browser::clock;
use crate::view::live::{Hold, indicator};
use crate::view::node::{Node, button, div, el, live, nothing, span};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::command;
use crate::view::parts::fact::{paragraph, repository_text, subtle};
use crate::view::parts::fault::{fault, malformed};
use crate::view::parts::head::{Head, head};
use crate::view::parts::link::link;
use crate::view::parts::more::more;
use crate::view::parts::search::search;
use crate::view::parts::skeleton::skeleton;
use crate::view::parts::table::{cell, head as column, row_head, sort_head};
use crate::view::parts::{map, maybe, time};
use crate::view::projects::ProjectList;
use crate::view::session::{Arrival, Session};

/// How many rows are drawn at once; more come on demand.
const ROWS_SHOWN: usize = 100;

/// How long after a keystroke the address follows the filter. Browsers limit how often it may.
const ADDRESS_MILLISECONDS: u32 = 300;

/// Filter and order as the reader sets them; the address follows.
#[derive(Clone, Copy)]
struct Controls {
    name: RwSignal<String>,
    label: RwSignal<String>,
    sort: RwSignal<Option<(StreamSort, Direction)>>,
}

impl Controls {
    fn new(session: Session, project: &Scope) -> Self {
        let start = list_state(session).unwrap_or_default();
        let controls = Self {
            name: RwSignal::new(start.name),
            label: RwSignal::new(start.label),
            sort: RwSignal::new(start.sort),
        };
        // Back and forward bring other filters: the fields follow the address.
        Effect::new(move |_| {
            if session
                .place
                .with(|place| place.arrival == Arrival::Rewrite)
            {
                return;
            }
            let Some(state) = list_state(session) else {
                return;
            };
            controls.name.set(state.name);
            controls.label.set(state.label);
            controls.sort.set(state.sort);
        });
        let project = project.clone();
        Effect::new(move |before: Option<ListState<StreamSort>>| {
            let state = controls.state();
            if before.is_some_and(|before| before != state) {
                let project = project.clone();
                let wanted = state.clone();
                spawn_local(async move {
                    clock::sleep(ADDRESS_MILLISECONDS).await;
                    let still = controls
                        .name
                        .try_get_untracked()
                        .is_some_and(|name| name == wanted.name);
                    if still && list_state(session).is_some_and(|now| now != wanted) {
                        session.rewrite(Route::Streams {
                            project,
                            list: wanted,
                        });
                    }
                });
            }
            state
        });
        controls
    }

    fn state(self) -> ListState<StreamSort> {
        ListState {
            name: self.name.get(),
            label: self.label.get(),
            sort: self.sort.get(),
        }
    }
}

fn list_state(session: Session) -> Option<ListState<StreamSort>> {
    session.place.with_untracked(|place| match &place.route {
        Route::Streams { list, .. } => Some(list.clone()),
        _ => None,
    })
}

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
        Face::Waiting => nothing(),
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
    let shown_max = RwSignal::new(ROWS_SHOWN);
    let selector = Memo::new(move |_| Selector::parse(&controls.label.get()).map_err(|bad| bad.0));
    let order = Memo::new(move |_| {
        let words = Words::parse(&controls.name.get());
        let selector = selector.get().unwrap_or_default();
        let (sort, direction) = controls.sort.get().unwrap_or_default();
        listing.with(|listing| {
            arrange_streams(listing.table.rows(), &words, &selector, sort, direction)
        })
    });
    let wanted = Memo::new(move |_| {
        let order = order.read();
        listing.with(|listing| {
            let rows = order.iter().take(shown_max.get());
            let rows = rows.filter_map(|index| listing.table.rows().get(*index));
            rows.map(key_of).collect::<Vec<Key>>()
        })
    });
    // Until the list is read, more rows are what the reader waits for.
    let coming = move || listing.with(|list| (!list.complete).then(|| list.table.rows().len()));
    let hold = Hold::new(wanted, move || {
        (controls.state(), shown_max.get(), coming())
    });
    let all_projects = *project == Scope::All;
    let draw = move |key: &Key| {
        let row = reader.row(key);
        row.map(|row| stream_row(session, key, &row, all_projects))
            .into()
    };
    let no_match = live(move || {
        order.read().is_empty().then(|| {
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
        toolbar(session, controls, listing, order, selector),
        hold.table(
            session,
            session.text(Page::ImageStreams),
            heads(session, controls, all_projects),
            draw,
        ),
        no_match,
        more(session, move || order.read().len(), shown_max, ROWS_SHOWN),
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
    order: Memo<Vec<usize>>,
    selector: Memo<Result<Selector, String>>,
) -> Node {
    let counts = move || {
        let (all, complete) =
            listing.with(|listing| (listing.table.rows().len(), listing.complete));
        let all_text = session.count(Count::Streams, all);
        let shown = order.read().len();
        let text = if shown == all {
            all_text
        } else {
            session.fill(
                Page::ShownOf,
                &[("shown", &grouped(shown)), ("all", &all_text)],
            )
        };
        if complete {
            text
        } else {
            session.fill(Page::LoadingMore, &[("n", &text)])
        }
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
        .child(search(session, "filter", by_name, by_name, controls.name))
        .child(div("").child(label).child(bad))
        .child(
            span("console-count")
                .attr("role", "status")
                .child(live(counts)),
        )
        .into()
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
    heads.push(column(session.text(Page::Labels)));
    heads
}

/// A row whose cells follow what they show of the stream, each by itself.
fn stream_row(session: Session, key: &Key, row: &ArcRwSignal<Row>, all_projects: bool) -> Node {
    let name = session.text(Page::Name);
    let route = Route::stream(&key.namespace, &key.name);
    let mut cells = vec![row_head(name, link(session, &route, key.name.clone()))];
    if all_projects {
        let project = Route::streams(Scope::Project(key.namespace.clone()));
        let project = link(session, &project, key.namespace.clone());
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
