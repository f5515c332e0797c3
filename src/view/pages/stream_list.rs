//! The list of streams of a project, or of all.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::banner::banner;
use crate::api::decode::Malformed;
use crate::api::error::{Error, wait_milliseconds};
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::request::{LIST_PAGE_OBJECTS, list_streams};
use crate::explain::{Subject, What};
use crate::image::stream::ImageStream;
use crate::messages::{Count, Page, grouped};
use crate::model::filter::{Selector, Words};
use crate::model::sort::Direction;
use crate::model::stream_list::{StreamRow, StreamSort, arrange_streams};
use crate::route::{ListState, Route, Scope};
use crate::view::browser::clock;
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::copy::command;
use crate::view::parts::fault::{fault, malformed};
use crate::view::parts::head::{Head, head};
use crate::view::parts::icon::Icon;
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::link;
use crate::view::parts::search::search;
use crate::view::parts::skeleton::skeleton;
use crate::view::parts::table::{cell, head as column, row, row_head, sort_head, table};
use crate::view::node::{Node, button, div, el, live, nothing, span};
use crate::view::parts::fact::{code_text, paragraph, subtle};
use crate::view::parts::more::more;
use crate::view::parts::{map, maybe, time};
use crate::view::projects::ProjectList;
use crate::view::session::{Arrival, Session};

/// How many rows are drawn at once; more come on demand.
const ROWS_SHOWN: usize = 100;

/// How long after a keystroke the address follows the filter. Browsers limit how often it may.
const ADDRESS_MILLISECONDS: u32 = 300;

/// What was read of the list, and how far that got.
#[derive(Clone, Default)]
struct Listing {
    rows: Vec<StreamRow>,
    complete: bool,
    slow: bool,
    error: Option<Error>,
    malformed: Vec<Malformed>,
}

#[derive(Clone, Copy)]
struct Reader {
    listing: RwSignal<Listing>,
    cancel: StoredValue<Cancel, LocalStorage>,
    session: Session,
}

impl Reader {
    fn read(self, project: Scope) {
        let cancel = Cancel::new();
        let left = cancel.left();
        self.cancel.set_value(cancel);
        let Self {
            listing, session, ..
        } = self;
        spawn_local(async move {
            let client = session.client();
            let (mut token, mut tries) = (None, 0);
            let mut fresh = true;
            loop {
                let request = list_streams(project.name(), LIST_PAGE_OBJECTS, token.as_deref());
                match client.call::<List<ImageStream>>(&request, &left).await {
                    Ok(page) => {
                        tries = 0;
                        let List { metadata, items } = page.value;
                        let rows = items.iter().map(StreamRow::of);
                        token = Some(metadata.next).filter(|token| !token.is_empty());
                        let complete = token.is_none();
                        listing.try_update(|listing| {
                            if fresh {
                                *listing = Listing::default();
                            }
                            listing.rows.extend(rows);
                            listing.malformed.extend(page.malformed);
                            listing.complete = complete;
                            listing.error = None;
                        });
                        fresh = false;
                        if complete {
                            return;
                        }
                    }
                    Err(Error::Cancelled) => return,
                    Err(error) => {
                        let passing = error.is_passing();
                        let wait = wait_milliseconds(&error, tries, clock::jitter());
                        listing.try_update(|listing| listing.error = Some(error));
                        if !passing {
                            return;
                        }
                        clock::sleep(wait).await;
                        if left.is_cancelled() {
                            return;
                        }
                        tries += 1;
                    }
                }
            }
        });
        spawn_local(async move {
            clock::sleep(400).await;
            listing.try_update(|listing| listing.slow = true);
        });
    }
}

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
    let reader = Reader {
        listing: RwSignal::new(Listing::default()),
        cancel: StoredValue::new_local(Cancel::new()),
        session,
    };
    reader.read(project.clone());
    let again = project.clone();
    let retry = Callback::new(move |()| reader.read(again.clone()));
    let controls = Controls::new(session, &project);
    let heading = Head {
        crumbs: Vec::new(),
        kind: None,
        title: session.text(Page::ImageStreams).to_owned(),
        beside: maybe(project.name(), |name| {
            el("bdi", "console-subtle console-wrap").child(name.to_owned()).into()
        }),
        route: Some(Route::streams(project.clone())),
        refresh: Some(retry),
    };
    let banner = maybe(project.name(), |name| banner(session, name.to_owned()));
    let body = body(session, reader.listing, controls, project, retry);
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
    listing: RwSignal<Listing>,
    controls: Controls,
    project: Scope,
    retry: Callback<()>,
) -> Node {
    let face = Memo::new(move |_| {
        listing.with(|listing| match listing {
            Listing { rows, .. } if !rows.is_empty() => Face::Rows,
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
            let subject = subject.clone();
            live(move || {
                let error = listing.with(|listing| listing.error.clone());
                maybe(error, |error| fault(session, &error, &subject, Some(retry)))
            })
        }
        Face::Empty => empty(session, &project),
        Face::Rows => rows(session, listing, controls, &project, subject.clone(), retry),
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
    listing: RwSignal<Listing>,
    controls: Controls,
    project: &Scope,
    subject: Subject,
    retry: Callback<()>,
) -> Node {
    let shown_max = RwSignal::new(ROWS_SHOWN);
    let selector = Memo::new(move |_| Selector::parse(&controls.label.get()).map_err(|bad| bad.0));
    let order = Memo::new(move |_| {
        let words = Words::parse(&controls.name.get());
        let selector = selector.get().unwrap_or_default();
        let (sort, direction) = controls.sort.get().unwrap_or_default();
        listing.with(|listing| arrange_streams(&listing.rows, &words, &selector, sort, direction))
    });
    let all_projects = *project == Scope::All;
    let body = move || {
        let now = order.read();
        listing.with(|listing| {
            let rows = now
                .iter()
                .take(shown_max.get())
                .filter_map(|index| listing.rows.get(*index));
            rows.map(|row| stream_row(session, row, all_projects))
                .collect()
        })
    };
    let no_match = live(move || {
        order.read().is_empty().then(|| {
            let all = listing.with(|listing| session.count(Count::Streams, listing.rows.len()));
            let clear = move |_| {
                controls.name.set(String::new());
                controls.label.set(String::new());
            };
            div("console-fault")
                .child(el("h2", "console-fault-title").child(session.text(Page::NoMatchTitle)))
                .child(paragraph("", session.fill(Page::NoMatchWhy, &[("all", &all)])))
                .child(
                    button("pf-v6-c-button pf-m-secondary", clear)
                        .child(session.text(Page::ClearFilters)),
                )
        })
    });
    vec![
        live(move || partial(session, listing, &subject, retry)),
        toolbar(session, controls, listing, order, selector),
        table(session.text(Page::ImageStreams), heads(session, controls, all_projects), body),
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
        let (all, complete) = listing.with(|listing| (listing.rows.len(), listing.complete));
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
            el("p", "console-field-error").attr("role", "alert").child(text)
        })
    });
    let (by_name, by_label) = (session.text(Page::FilterByName), session.text(Page::FilterByLabel));
    let hint = session.text(Page::FilterByLabelHint);
    let label = search(session, "filter-label", by_label, hint, controls.label);
    div("console-toolbar")
        .attr("role", "search")
        .child(search(session, "filter", by_name, by_name, controls.name))
        .child(div("").child(label).child(bad))
        .child(span("console-count").attr("role", "status").child(live(counts)))
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

fn stream_row(session: Session, stream: &StreamRow, all_projects: bool) -> Node {
    let name = session.text(Page::Name);
    let route = Route::stream(&stream.namespace, &stream.name);
    let mut cells = vec![row_head(name, link(session, &route, stream.name.clone()))];
    if all_projects {
        let project = Route::streams(Scope::Project(stream.namespace.clone()));
        let project = link(session, &project, stream.namespace.clone());
        cells.push(cell(session.text(Page::Project), project));
    }
    cells.push(cell(session.text(Page::Tags), tag_counts(session, stream)));
    let updated = match stream.updated {
        Some(_) => time::age(session, stream.updated),
        None => subtle(session.text(Page::NeverUpdated)),
    };
    cells.push(cell(session.text(Page::Updated), updated));
    cells.push(cell(session.text(Page::Repository), code_text(&stream.repository)));
    let labels = if stream.labels.is_empty() {
        time::dash()
    } else {
        map::labels(session, &stream.labels)
    };
    cells.push(cell(session.text(Page::Labels), labels));
    row(cells)
}

/// How many tags, and how many of them need attention or are special.
fn tag_counts(session: Session, stream: &StreamRow) -> Node {
    let badge = |number: usize, what: Count, colour: Colour, sign: Option<Icon>| {
        (number > 0).then(|| label(colour, sign, session.count(what, number), None))
    };
    span("console-badges")
        .child(span("console-number").child(grouped(stream.tag_count)))
        .child(badge(stream.failing_count, Count::Failing, Colour::Red, Some(Icon::Failure)))
        .child(badge(stream.importing_count, Count::Importing, Colour::Orange, Some(Icon::Progress)))
        .child(badge(stream.never_imported_count, Count::NeverImported, Colour::Grey, None))
        .child(badge(stream.scheduled_count, Count::Scheduled, Colour::Blue, None))
        .into()
}
