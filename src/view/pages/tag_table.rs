//! The table of all tags of a stream.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::no_tags::no_match;
use super::suggest::{chips, states_like};
use super::tag_facts;
use super::tag_selection::Selection;
use crate::messages::{Count, Form, Page, grouped};
use crate::model::search::Query;
use crate::model::search_hints::count_states;
use crate::model::sort::Direction;
use crate::model::tag_rows::{TagLine, TagRow, TagSort, filter_tags, sort_tags, tag_lines};
use crate::route::{ListState, Route, StreamTab};
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::live::Hold;
use crate::view::node::{Node, div, el, live, span};
use crate::view::parts::copy::copy_button;
use crate::view::parts::digest::{digest_link, mark, no_mark};
use crate::view::parts::fact::code_text;
use crate::view::parts::link::code_link;
use crate::view::parts::search::search;
use crate::view::parts::segments::{segment, segments};
use crate::view::parts::table::{cell, row_head, sort_head_of};
use crate::view::parts::time;
use crate::view::session::{Arrival, Session};

/// How long after a keystroke the address follows the filter.
const ADDRESS_MILLISECONDS: u32 = 300;

/// Filter and order as the reader sets them. They outlive the table, which is drawn anew with each
/// answer.
#[derive(Clone, Copy)]
pub struct Controls {
    words: RwSignal<String>,
    sort: RwSignal<Option<(TagSort, Direction)>>,
    grouped: RwSignal<bool>,
}

impl Controls {
    /// Starts from the address and keeps it up to date.
    pub fn new(session: Session) -> Self {
        let start = list_state(session).unwrap_or_default();
        let controls = Self {
            words: RwSignal::new(start.name),
            sort: RwSignal::new(start.sort),
            grouped: RwSignal::new(start.grouped),
        };
        effect(move |_| {
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
            controls.grouped.set(state.grouped);
        });
        effect(move |before: Option<ListState<TagSort>>| {
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
            grouped: self.grouped.get(),
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
        && list != wanted
    {
        let tab = StreamTab::Details;
        session.rewrite(Route::Stream {
            namespace,
            name,
            tab,
            list: wanted,
        });
    }
}

/// Draws filter and table.
pub fn tag_table(
    session: Session,
    namespace: &str,
    stream: &str,
    rows: Memo<Arc<Vec<TagRow>>>,
    controls: Controls,
) -> Node {
    let marks = Memo::new(move |_| rows.with(|rows| marks(rows)));
    let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
    let of = namespace.clone();
    // What a keystroke need not do again is done once for each state of the stream.
    let texts = Memo::new(move |_| {
        rows.with(|rows| rows.iter().map(|row| row.search(&of)).collect::<Vec<_>>())
    });
    let sorted = Memo::new(move |_| {
        let (sort, direction) = controls.sort.get().unwrap_or_default();
        rows.with(|rows| sort_tags(rows, sort, direction))
    });
    let order = Memo::new(move |_| {
        let query = Query::parse(&controls.words.get());
        sorted.with(|sorted| texts.with(|texts| filter_tags(sorted, texts, &query)))
    });
    let wanted = Memo::new(move |_| {
        let order = order.read();
        rows.with(|rows| tag_lines(rows, &order, controls.grouped.get()))
    });
    let selection = Selection::new();
    let chosen = selection.toolbar(session, &namespace, &stream);
    let all = selection.of_all(session, move || {
        let order = order.read();
        rows.with(|rows| {
            let shown = order.iter().filter_map(|index| rows.get(*index));
            shown.map(|tag| tag.name.clone()).collect()
        })
    });
    let no_match = no_match(session, &namespace, &stream, order, rows);
    let hold = Hold::new(wanted, move || controls.state());
    let draw = move |line: &TagLine| {
        let name = match line {
            TagLine::Tag(name) => name,
            TagLine::Group(digest) => {
                return tag_facts::group_row(session, &namespace, &stream, digest);
            }
        };
        let tag = drawn_tag(rows, marks, name.clone());
        tag_row(session, &namespace, &stream, name, tag, selection)
    };
    let count = shown_count(session, order, rows);
    let states = Memo::new(move |_| texts.with(|texts| count_states(texts.iter())));
    let name = session.text(Page::FilterTags);
    let toolbar = div("console-toolbar")
        .attr("role", "search")
        .child(search(session, "filter", name, name, controls.words))
        .child(orders(session, controls))
        .child(group_switch(session, controls))
        .child(span("console-count").attr("role", "status").child(count))
        .child(chips(
            session,
            "filter",
            controls.words,
            states_like(session, states, controls.words),
        ));
    vec![
        toolbar.into(),
        chosen,
        hold.table(
            session,
            session.text(Page::Tags),
            heads(session, controls, rows, all),
            draw,
        ),
        no_match,
    ]
    .into()
}

/// How many tags are shown, of how many.
fn shown_count(session: Session, order: Memo<Vec<usize>>, rows: Memo<Arc<Vec<TagRow>>>) -> Node {
    live(move || {
        let shown = order.read().len();
        let all = rows.with(|rows| rows.len());
        let all_text = session.count(Count::Tags, all);
        if shown == all {
            all_text
        } else {
            session.fill(
                Page::ShownOf,
                &[("shown", &grouped(shown)), ("all", &all_text)],
            )
        }
    })
}

/// Whether tags of one image stand together.
fn group_switch(session: Session, controls: Controls) -> Node {
    let on = move || controls.grouped.get();
    let press = move || controls.grouped.update(|grouped| *grouped = !*grouped);
    let one = segment(session.text(Page::GroupByImage), on, press);
    div("console-segments").child(one).into()
}

/// Orders that no column stands for: that of `oc`, and by version.
fn orders(session: Session, controls: Controls) -> Node {
    let one = |sort: TagSort, direction: Direction, text: Page| {
        let on = move || controls.sort.get().unwrap_or_default() == (sort, direction);
        segment(session.text(text), on, move || {
            controls.sort.set(Some((sort, direction)));
        })
    };
    let choices = vec![
        one(TagSort::Oc, Direction::Ascending, Page::SortOc),
        one(TagSort::Version, Direction::Descending, Page::SortVersion),
    ];
    segments(session.text(Page::SortBy), choices)
}

fn heads(
    session: Session,
    controls: Controls,
    rows: Memo<Arc<Vec<TagRow>>>,
    all: Node,
) -> Vec<Node> {
    const PLAIN: &str = "pf-v6-c-table__th pf-v6-c-table__sort";
    const ON: &str = "pf-v6-c-table__th pf-v6-c-table__sort pf-m-selected";
    const ABOUT: &str = "pf-v6-c-table__th pf-v6-c-table__sort console-about-column";
    const ABOUT_ON: &str =
        "pf-v6-c-table__th pf-v6-c-table__sort pf-m-selected console-about-column";
    let sorts = |text: Page, sort: TagSort, first: Direction, classes| {
        let current = Signal::derive(move || {
            let (by, direction) = controls.sort.get().unwrap_or_default();
            (by == sort).then_some(direction)
        });
        let choose = move || {
            let (by, direction) = controls.sort.get_untracked().unwrap_or_default();
            let next = if by == sort {
                direction.reversed()
            } else {
                first
            };
            controls.sort.set(Some((sort, next)));
        };
        sort_head_of(session.text(text), classes, current, Box::new(choose))
    };
    let sortable = |text, sort, first| sorts(text, sort, first, (PLAIN, ON));
    let about = sorts(
        Page::Description,
        TagSort::Description,
        Direction::Ascending,
        (ABOUT, ABOUT_ON),
    );
    // The style sheet leaves the column out where nothing in the table is described. Rows that are
    // not drawn count as well: this stands for them.
    let described = Memo::new(move |_| rows.with(|rows| rows.iter().any(TagRow::is_described)));
    let any_about = live(move || described.get().then(|| span("console-about")));
    vec![
        el("th", "pf-v6-c-table__th console-box-cell")
            .attr("scope", "col")
            .child(all)
            .child(any_about)
            .into(),
        sortable(Page::Name, TagSort::Name, Direction::Ascending),
        sortable(Page::Follows, TagSort::Source, Direction::Ascending),
        sortable(Page::CurrentImage, TagSort::Image, Direction::Ascending),
        sortable(Page::State, TagSort::State, Direction::Ascending),
        sortable(Page::Updated, TagSort::Updated, Direction::Descending),
        sortable(Page::HistoryLength, TagSort::History, Direction::Descending),
        about,
        el("th", "pf-v6-c-table__th console-box-cell")
            .attr("scope", "col")
            .child(span("pf-v6-u-screen-reader").child(session.text(Form::Actions)))
            .into(),
    ]
}

/// Digests that more than one tag points to, in the order of the table.
fn marks(rows: &[TagRow]) -> Vec<String> {
    let digests: Vec<&str> = rows.iter().filter_map(TagRow::digest).collect();
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

fn group_of(marks: &[String], tag: &TagRow) -> Option<usize> {
    let digest = tag.digest()?;
    marks.iter().position(|mark| mark == digest)
}

/// A row as it is drawn: the tag, its group of equal images, whether it is deleted.
type Drawn = Option<(TagRow, Option<usize>, bool)>;

/// What a row shows. A deleted tag stays as it was for as long as rows are held in place.
fn drawn_tag(rows: Memo<Arc<Vec<TagRow>>>, marks: Memo<Vec<String>>, name: String) -> Memo<Drawn> {
    Memo::new(move |before: Option<&Drawn>| {
        let found = rows.with(|rows| rows.iter().find(|row| row.name == name).cloned());
        match (found, before) {
            (Some(row), _) => {
                let group = marks.with(|marks| group_of(marks, &row));
                Some((row, group, false))
            }
            (None, Some(Some((row, group, _)))) => Some((row.clone(), *group, true)),
            (None, _) => None,
        }
    })
}

/// A row whose cells follow what they show of the tag, each by itself.
fn tag_row(
    session: Session,
    namespace: &str,
    stream: &str,
    name: &str,
    tag: Memo<Drawn>,
    selection: Selection,
) -> Node {
    let route = Route::tag(namespace, stream, name);
    let (of, with) = (namespace.to_owned(), stream.to_owned());
    let aliases = follow(
        tag,
        |tag, _| (tag.aliases.clone(), tag.state.clone()),
        move |tag, _| tag_facts::aliases(session, &of, &with, tag).into(),
    );
    let head = span("console-stack")
        .child(code_link(session, &route, name.to_owned(), None))
        .child(aliases);
    let of = namespace.to_owned();
    let follows = follow(
        tag,
        |tag, _| (tag.source.clone(), tag.badges),
        move |tag, _| {
            span("console-stack")
                .child(tag_facts::source(session, &of, &tag.source))
                .child(tag_facts::badges(session, tag.badges))
                .into()
        },
    );
    let (of, with) = (namespace.to_owned(), stream.to_owned());
    let image = follow(
        tag,
        |tag, group| (tag.current.clone(), group),
        move |tag, group| image(session, &of, &with, tag, group),
    );
    let state = follow(
        tag,
        |tag, _| tag.state.clone(),
        move |tag, _| tag_facts::state(session, &tag.state),
    );
    let updated = follow(
        tag,
        |tag, _| tag.updated,
        move |tag, _| time::age(session, tag.updated),
    );
    let route = Route::Tag {
        namespace: namespace.to_owned(),
        stream: stream.to_owned(),
        tag: name.to_owned(),
        tab: crate::route::TagTab::History,
    };
    let history = follow(
        tag,
        |tag, _| tag.history_length,
        move |tag, _| {
            let events = session.count(Count::Events, tag.history_length);
            code_link(session, &route, grouped(tag.history_length), Some(events))
        },
    );
    let about = follow(
        tag,
        |tag, _| tag.about.description.clone(),
        |tag, _| match tag.about.description.as_deref() {
            None | Some("") => time::dash(),
            Some(about) => span("console-about")
                .attr("dir", "auto")
                .child(about.to_owned())
                .into(),
        },
    );
    let boxed = |content: Node| {
        el("td", "pf-v6-c-table__td console-box-cell")
            .child(content)
            .into()
    };
    let cells = vec![
        boxed(selection.of_tag(session, name)),
        row_head(session.text(Page::Name), head),
        cell(session.text(Page::Follows), follows),
        cell(session.text(Page::CurrentImage), image),
        cell(session.text(Page::State), state),
        cell(session.text(Page::Updated), updated),
        cell(session.text(Page::HistoryLength), history),
        about_cell(session, about),
        boxed(super::actions::of_row(session, namespace, stream, name)),
    ];
    let class = move || row_class(tag);
    el("tr", "").live("class", class).children(cells).into()
}

/// A tag that is gone stays in place for a while, marked as such.
fn row_class(tag: Memo<Drawn>) -> &'static str {
    if tag.with(|tag| tag.as_ref().is_some_and(|(_, _, gone)| *gone)) {
        "pf-v6-c-table__tr console-gone"
    } else {
        "pf-v6-c-table__tr"
    }
}

/// The cell of a description; its column is there only where a tag has one.
fn about_cell(session: Session, about: Node) -> Node {
    el("td", "pf-v6-c-table__td console-about-column")
        .attr("data-label", session.text(Page::Description))
        .child(about)
        .into()
}

/// What a cell shows; drawn anew only when that part of the tag changes.
fn follow<V: PartialEq + Send + Sync + 'static>(
    tag: Memo<Drawn>,
    part: impl Fn(&TagRow, Option<usize>) -> V + Send + Sync + 'static,
    draw: impl Fn(&TagRow, Option<usize>) -> Node + 'static,
) -> Node {
    let value =
        Memo::new(move |_| tag.with(|tag| tag.as_ref().map(|(tag, group, _)| part(tag, *group))));
    live(move || {
        // Read, not only tracked: a memo that was never read follows nothing.
        value.with(|_| ());
        tag.with_untracked(|tag| tag.as_ref().map(|(tag, group, _)| draw(tag, *group)))
    })
}

fn image(
    session: Session,
    namespace: &str,
    stream: &str,
    tag: &TagRow,
    group: Option<usize>,
) -> Node {
    match (&tag.current, tag.digest()) {
        (_, Some(digest)) => span("console-digest")
            .child(group.map_or_else(no_mark, mark))
            .child(digest_link(session, namespace, stream, digest))
            .child(copy_button(
                session,
                digest.to_owned(),
                session.text(Page::Digest),
            ))
            .into(),
        (Some(current), None) => code_text(&current.reference),
        (None, None) => time::dash(),
    }
}
