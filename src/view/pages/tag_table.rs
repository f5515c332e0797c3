//! The table of all tags of a stream.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::tag_facts;
use crate::messages::{Count, Page, grouped};
use crate::model::filter::Words;
use crate::model::sort::Direction;
use crate::model::tag_rows::{TagRow, TagSort, arrange_tags};
use crate::route::{ListState, Route, StreamTab};
use crate::view::browser::clock;
use crate::view::parts::copy::copy_button;
use crate::view::parts::digest::{digest_link, mark, no_mark};
use crate::view::parts::link::code_link;
use crate::view::parts::search::search;
use crate::view::parts::table::{cell, head, row, row_head, sort_head, table};
use crate::view::parts::time;
use crate::view::node::{Node, div, live, span};
use crate::view::parts::fact::{code_text, paragraph};
use crate::view::parts::more::more;
use crate::view::parts::segments::{segment, segments};
use crate::view::session::{Arrival, Session};

/// How many rows are drawn at once.
const ROWS_SHOWN: usize = 100;

/// How long after a keystroke the address follows the filter.
const ADDRESS_MILLISECONDS: u32 = 300;

/// Filter and order as the reader sets them. They outlive the table, which is drawn anew with each
/// answer.
#[derive(Clone, Copy)]
pub struct Controls {
    words: RwSignal<String>,
    sort: RwSignal<Option<(TagSort, Direction)>>,
    shown: RwSignal<usize>,
}

impl Controls {
    /// Starts from the address and keeps it up to date.
    pub fn new(session: Session) -> Self {
        let start = list_state(session).unwrap_or_default();
        let controls = Self {
            words: RwSignal::new(start.name),
            sort: RwSignal::new(start.sort),
            shown: RwSignal::new(ROWS_SHOWN),
        };
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
            controls.words.set(state.name);
            controls.sort.set(state.sort);
        });
        Effect::new(move |before: Option<ListState<TagSort>>| {
            let state = controls.state();
            if before.is_some_and(|before| before != state) {
                let wanted = state.clone();
                spawn_local(async move {
                    clock::sleep(ADDRESS_MILLISECONDS).await;
                    let words = controls.words.try_get_untracked();
                    if words.is_some_and(|words| words == wanted.name) {
                        rewrite(session, wanted);
                    }
                });
            }
            state
        });
        controls
    }

    fn state(self) -> ListState<TagSort> {
        ListState {
            name: self.words.get(),
            label: String::new(),
            sort: self.sort.get(),
        }
    }
}

fn list_state(session: Session) -> Option<ListState<TagSort>> {
    session.place.with_untracked(|place| match &place.route {
        Route::Stream { list, .. } => Some(list.clone()),
        _ => None,
    })
}

fn rewrite(session: Session, wanted: ListState<TagSort>) {
    let route = session.place.with_untracked(|place| place.route.clone());
    if let Route::Stream {
        namespace,
        name,
        tab: StreamTab::Details,
        list,
    } = route
    {
        if list != wanted {
            let tab = StreamTab::Details;
            session.rewrite(Route::Stream {
                namespace,
                name,
                tab,
                list: wanted,
            });
        }
    }
}

/// Draws filter and table.
pub fn tag_table(
    session: Session,
    namespace: &str,
    stream: &str,
    rows: Vec<TagRow>,
    controls: Controls,
) -> Node {
    let all = rows.len();
    let marks = StoredValue::new(marks(&rows));
    let rows = StoredValue::new(rows);
    let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
    let of = namespace.clone();
    let order = Memo::new(move |_| {
        let words = Words::parse(&controls.words.get());
        let (sort, direction) = controls.sort.get().unwrap_or_default();
        rows.with_value(|rows| arrange_tags(rows, &of, &words, sort, direction))
    });
    let body = move || {
        let order = order.read();
        rows.with_value(|rows| {
            let shown = order
                .iter()
                .take(controls.shown.get())
                .filter_map(|index| rows.get(*index));
            let draw = |tag: &TagRow| {
                let group = marks.with_value(|marks| group_of(marks, tag));
                tag_row(session, &namespace, &stream, tag, group)
            };
            shown.map(draw).collect()
        })
    };
    let count = live(move || {
        let shown = order.read().len();
        let all_text = session.count(Count::Tags, all);
        if shown == all {
            all_text
        } else {
            session.fill(Page::ShownOf, &[("shown", &grouped(shown)), ("all", &all_text)])
        }
    });
    let no_match = live(move || {
        let none = order.read().is_empty();
        none.then(|| paragraph("console-subtle console-no-match", session.text(Page::NoMatchTitle)))
    });
    let name = session.text(Page::FilterTags);
    let toolbar = div("console-toolbar")
        .attr("role", "search")
        .child(search(session, "filter", name, name, controls.words))
        .child(orders(session, controls))
        .child(span("console-count").attr("role", "status").child(count));
    vec![
        toolbar.into(),
        table(session.text(Page::Tags), heads(session, controls), body),
        no_match,
        more(session, move || order.read().len(), controls.shown, ROWS_SHOWN),
    ]
    .into()
}

/// Orders that no column stands for: that of `oc`, and by version.
fn orders(session: Session, controls: Controls) -> Node {
    let one = |sort: TagSort, direction: Direction, text: Page| {
        let on = move || controls.sort.get().unwrap_or_default() == (sort, direction);
        segment(session.text(text), on, move || controls.sort.set(Some((sort, direction))))
    };
    let choices = vec![
        one(TagSort::Oc, Direction::Ascending, Page::SortOc),
        one(TagSort::Version, Direction::Descending, Page::SortVersion),
    ];
    segments(session.text(Page::SortBy), choices)
}

fn heads(session: Session, controls: Controls) -> Vec<Node> {
    let sortable = |text: Page, sort: TagSort, first: Direction| {
        let current = Signal::derive(move || {
            let (by, direction) = controls.sort.get().unwrap_or_default();
            (by == sort).then_some(direction)
        });
        sort_head(session.text(text), current, move || {
            let (by, direction) = controls.sort.get_untracked().unwrap_or_default();
            let next = if by == sort {
                direction.reversed()
            } else {
                first
            };
            controls.sort.set(Some((sort, next)));
        })
    };
    vec![
        sortable(Page::Name, TagSort::Name, Direction::Ascending),
        head(session.text(Page::Follows)),
        head(session.text(Page::CurrentImage)),
        sortable(Page::State, TagSort::State, Direction::Ascending),
        sortable(Page::Updated, TagSort::Updated, Direction::Descending),
        head(session.text(Page::HistoryLength)),
        head(session.text(Page::Description)),
    ]
}

/// Digests that more than one tag points to, in the order of the table.
fn marks(rows: &[TagRow]) -> Vec<String> {
    let digests: Vec<&str> = rows.iter().filter_map(digest).collect();
    let mut sorted = digests.clone();
    sorted.sort_unstable();
    let shared = |digest: &str| {
        let at = sorted.partition_point(|other| *other < digest);
        sorted.get(at + 1) == Some(&digest)
    };
    let mut marks: Vec<String> = Vec::new();
    for digest in digests {
        // A stream shares few digests among many tags; more marks than this tell nothing apart.
        if marks.len() < 52 && shared(digest) && !marks.iter().any(|mark| mark == digest) {
            marks.push(digest.to_owned());
        }
    }
    marks
}

fn digest(row: &TagRow) -> Option<&str> {
    row.current.as_ref()?.digest.as_deref()
}

fn group_of(marks: &[String], tag: &TagRow) -> Option<usize> {
    let digest = digest(tag)?;
    marks.iter().position(|mark| mark == digest)
}

fn tag_row(
    session: Session,
    namespace: &str,
    stream: &str,
    tag: &TagRow,
    group: Option<usize>,
) -> Node {
    let route = Route::tag(namespace, stream, &tag.name);
    let name = span("console-stack")
        .child(code_link(session, &route, tag.name.clone(), None))
        .child(tag_facts::aliases(session, namespace, stream, tag));
    let follows = span("console-stack")
        .child(tag_facts::source(session, namespace, &tag.source))
        .child(tag_facts::badges(session, tag.badges));
    let image: Node = match (&tag.current, digest(tag)) {
        (_, Some(digest)) => span("console-badges")
            .child(group.map_or_else(no_mark, mark))
            .child(digest_link(session, namespace, stream, digest))
            .child(copy_button(session, digest.to_owned(), session.text(Page::Digest)))
            .into(),
        (Some(current), None) => code_text(&current.reference),
        (None, None) => time::dash(),
    };
    let history = Route::Tag {
        namespace: namespace.to_owned(),
        stream: stream.to_owned(),
        tag: tag.name.clone(),
        tab: crate::route::TagTab::History,
    };
    let events = session.count(Count::Events, tag.history_length);
    let history = code_link(session, &history, grouped(tag.history_length), Some(events));
    let about: Node = match tag.about.description.as_deref() {
        None | Some("") => time::dash(),
        Some(about) => {
            span("console-about").attr("dir", "auto").child(about.to_owned()).into()
        }
    };
    row(vec![
        row_head(session.text(Page::Name), name),
        cell(session.text(Page::Follows), follows),
        cell(session.text(Page::CurrentImage), image),
        cell(
            session.text(Page::State),
            tag_facts::state(session, &tag.state),
        ),
        cell(session.text(Page::Updated), time::age(session, tag.updated)),
        cell(session.text(Page::HistoryLength), history),
        cell(session.text(Page::Description), about),
    ])
}
