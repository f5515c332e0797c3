//! All tags of a project that are imported periodically.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::api::error::Error;
use crate::api::watch::event::Event;
use crate::api::watch::mirror::Mirror;
use crate::api::watch::scope::Scope;
use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::explain::{Subject, What};
use crate::image::stream::ImageStream;
use crate::messages::{Change, Hint, Page};
use crate::model::tag_rows::TagRow;
use crate::route::Route;
use crate::view::live::{Hold, Live, News, indicator, marking};
use crate::view::node::{Node, div, el, live, nothing};
use crate::view::pages::tag_facts;
use crate::view::parts::fact::{code_text, paragraph};
use crate::view::parts::fault::fault;
use crate::view::parts::head::{Head, head};
use crate::view::parts::link::code_link;
use crate::view::parts::skeleton::skeleton;
use crate::view::parts::table::{cell, head as column, row_head};
use crate::view::parts::time;
use crate::view::session::Session;

/// A scheduled tag.
#[derive(Clone, PartialEq, Eq)]
struct Scheduled {
    stream: String,
    source: String,
    tag: TagRow,
}

/// Stream and tag.
type Key = (String, String);

impl Scheduled {
    fn key(&self) -> Key {
        (self.stream.clone(), self.tag.name.clone())
    }
}

/// How far reading got.
#[derive(Clone, PartialEq)]
enum State {
    Reading,
    There,
    Failed(Error),
}

/// What is known of the project.
#[derive(Clone, Copy)]
struct Known {
    state: RwSignal<State>,
    all: RwSignal<Vec<Scheduled>>,
}

/// Draws the page.
pub fn page(session: Session, namespace: String) -> Node {
    let name = session.text(Change::ScheduledTags);
    super::super::title(session, name, Some(&namespace));
    let known = Known {
        state: RwSignal::new(State::Reading),
        all: RwSignal::new(Vec::new()),
    };
    let streams = RefCell::new(Mirror::default());
    let tell = move |news| take_in(news, &mut streams.borrow_mut(), known);
    let followed = Live::new(session, Scope::Project(namespace.clone()), tell);
    followed.start_with_list();
    let heading = Head {
        crumbs: super::super::crumbs(session, &namespace, None),
        kind: None,
        title: name.to_owned(),
        beside: indicator(session, followed),
        route: None,
        refresh: None,
        menu: nothing(),
    };
    let retry = Callback::new(move |()| {
        known.state.set(State::Reading);
        followed.renew();
    });
    let of = namespace.clone();
    let any = move || known.all.with(|all| !all.is_empty());
    // A table that is there stays: its last row may be held in place.
    let any_yet = Memo::new(move |before| before == Some(&true) || any());
    let none = move || (!any()).then(|| paragraph("", session.text(Change::ScheduledNone)));
    let body = live(move || match known.state.get() {
        State::Reading => skeleton(session),
        State::Failed(error) => {
            let subject = Subject {
                what: What::Streams,
                namespace: Some(of.clone()),
                near: Vec::new(),
                user: session.user(),
                demo: session.config(crate::config::Config::is_demo),
            };
            fault(session, &error, &subject, Some(retry))
        }
        State::There => {
            let table = any_yet
                .get()
                .then(|| listed(session, of.clone(), known.all));
            vec![table.into(), live(none)].into()
        }
    });
    let hint = paragraph("console-subtle", session.text(Hint::Scheduled));
    let body = div("console-body")
        .child(super::super::banner::banner(session, namespace))
        .child(hint)
        .child(body);
    vec![head(session, heading), body.into()].into()
}

/// Folds news into what is held of each stream; draws once per frame.
fn take_in(news: News, streams: &mut Mirror<Vec<Scheduled>>, known: Known) {
    let keep = |stream: ImageStream, _| scheduled_of(&stream);
    let is_there = || known.state.try_get_untracked() == Some(State::There);
    match news {
        News::Put(decoded, _) => {
            streams.apply(Event::Put(decoded), keep);
        }
        News::Gone(stream) => {
            streams.apply(Event::Gone(stream), keep);
        }
        News::ListBegins => streams.begin_list(),
        News::Page(page, _) => {
            streams.take_page(page, keep);
        }
        News::ListEnds => {
            streams.end_list();
            if !is_there() {
                known.all.try_set(all_of(streams));
                known.state.try_set(State::There);
            }
        }
        News::ListFailed(error) => {
            // What was read stays; the head of the page tells how true it is. A list that was forgotten
            // before its end is read anew.
            if !is_there() && error.code() != 410 {
                known.state.try_set(State::Failed(error));
            }
        }
        News::Frame => {
            let all = all_of(streams);
            let differs = known.all.try_with_untracked(|shown| *shown != all);
            if is_there() && differs == Some(true) {
                marking(|| {
                    known.all.try_set(all);
                });
            }
        }
    }
}

fn all_of(streams: &Mirror<Vec<Scheduled>>) -> Vec<Scheduled> {
    let tags = streams.iter().flat_map(|(_, tags)| tags);
    tags.cloned().collect()
}

fn scheduled_of(stream: &ImageStream) -> Vec<Scheduled> {
    let rows = crate::model::stream_page::StreamPage::of(stream).tags;
    let source = |tag: &str| {
        let spec = stream.spec.tags.iter().find(|spec| spec.name == tag);
        let from = spec.and_then(|spec| spec.from.as_ref());
        from.map(|from| from.name.clone()).unwrap_or_default()
    };
    rows.into_iter()
        .filter(|tag| tag.badges.scheduled)
        .map(|tag| Scheduled {
            stream: stream.metadata.name.clone(),
            source: source(&tag.name),
            tag,
        })
        .collect()
}

fn listed(session: Session, namespace: String, all: RwSignal<Vec<Scheduled>>) -> Node {
    let heads = vec![
        column(session.text(Page::Tag)),
        column(session.text(Page::Source)),
        column(session.text(Page::State)),
        column(session.text(Page::Updated)),
        column(session.text(crate::messages::Form::Actions)),
    ];
    let wanted =
        Memo::new(move |_| all.with(|all| all.iter().map(Scheduled::key).collect::<Vec<Key>>()));
    // Nothing can be chosen here: rows only move by themselves.
    let hold = Hold::new(wanted, || ());
    let draw = move |key: &Key| row(session, &namespace, key, all);
    hold.table(session, session.text(Change::ScheduledTags), heads, draw)
}

/// A row whose cells follow their tag. One that is gone stays as it was for as long as rows are
/// held in place, marked as such.
fn row(session: Session, namespace: &str, key: &Key, all: RwSignal<Vec<Scheduled>>) -> Node {
    let (stream, tag) = key;
    let of = key.clone();
    let now = Memo::new(move |before: Option<&Option<Scheduled>>| {
        let found = all.with(|all| all.iter().find(|one| one.key() == of).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let of = key.clone();
    let gone = Memo::new(move |_| all.with(|all| !all.iter().any(|one| one.key() == of)));
    let name = format!("{stream}:{tag}");
    let route = Route::tag(namespace, stream, tag);
    let mut draft = Draft::new(Action::Schedule);
    draft.set_all(Field::Tags, vec![tag.clone()]);
    draft.set(Field::On, "false");
    let form = Route::form(namespace, stream, draft);
    let unschedule = el("a", "console-link")
        .attr("href", session.href(&form))
        .attr(
            "aria-label",
            session.fill(Change::UnscheduleOf, &[("name", &name)]),
        )
        .child(session.text(Change::Unschedule));
    let source = Memo::new(move |_| now.with(|now| now.as_ref().map(|one| one.source.clone())));
    let state = Memo::new(move |_| now.with(|now| now.as_ref().map(|one| one.tag.state.clone())));
    let updated = Memo::new(move |_| now.with(|now| now.as_ref().and_then(|one| one.tag.updated)));
    let cells: Vec<Node> = vec![
        row_head(
            session.text(Page::Tag),
            code_link(session, &route, name, None),
        ),
        cell(
            session.text(Page::Source),
            live(move || source.get().map(|source| code_text(&source))),
        ),
        cell(
            session.text(Page::State),
            live(move || state.get().map(|state| tag_facts::state(session, &state))),
        ),
        cell(
            session.text(Page::Updated),
            live(move || time::age(session, updated.get())),
        ),
        cell(session.text(crate::messages::Form::Actions), unschedule),
    ];
    let class = move || {
        if gone.get() {
            "pf-v6-c-table__tr console-gone"
        } else {
            "pf-v6-c-table__tr"
        }
    };
    el("tr", "").live("class", class).children(cells).into()
}
