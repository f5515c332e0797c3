//! All tags of a project that are imported periodically.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::error::Error;
use crate::api::fetch::Cancel;
use crate::api::list::List;
use crate::api::request::{LIST_PAGE_OBJECTS, list_streams};
use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::explain::{Subject, What};
use crate::image::stream::ImageStream;
use crate::messages::{Change, Hint, Page};
use crate::model::tag_rows::TagRow;
use crate::route::Route;
use crate::view::node::{Node, div, el, live, nothing};
use crate::view::pages::tag_facts;
use crate::view::parts::fact::{code_text, paragraph};
use crate::view::parts::fault::fault;
use crate::view::parts::head::{Head, head};
use crate::view::parts::link::code_link;
use crate::view::parts::skeleton::skeleton;
use crate::view::parts::table::{cell, head as column, row, row_head, table};
use crate::view::parts::time;
use crate::view::session::Session;

/// A scheduled tag.
#[derive(Clone)]
struct Scheduled {
    stream: String,
    source: String,
    tag: TagRow,
}

/// How far reading got.
#[derive(Clone)]
enum State {
    Reading,
    There(Vec<Scheduled>),
    Failed(Error),
}

/// Draws the page.
pub fn page(session: Session, namespace: String) -> Node {
    let name = session.text(Change::ScheduledTags);
    super::super::title(session, name, Some(&namespace));
    let heading = Head {
        crumbs: super::super::crumbs(session, &namespace, None),
        kind: None,
        title: name.to_owned(),
        beside: nothing(),
        route: None,
        refresh: None,
        menu: nothing(),
    };
    let state = RwSignal::new(State::Reading);
    let cancel = StoredValue::new_local(Cancel::new());
    let of = namespace.clone();
    let read = move || {
        let next = Cancel::new();
        let left = next.left();
        cancel.set_value(next);
        let namespace = of.clone();
        state.set(State::Reading);
        spawn_local(async move {
            let client = session.client();
            let (mut found, mut token) = (Vec::new(), None::<String>);
            loop {
                let request = list_streams(Some(&namespace), LIST_PAGE_OBJECTS, token.as_deref());
                match client.call::<List<ImageStream>>(&request, &left).await {
                    Ok(page) => {
                        found.extend(page.value.items.iter().flat_map(scheduled_of));
                        token = Some(page.value.metadata.next).filter(|next| !next.is_empty());
                        if token.is_none() {
                            break;
                        }
                    }
                    Err(Error::Cancelled) => return,
                    Err(error) => {
                        state.try_set(State::Failed(error));
                        return;
                    }
                }
            }
            state.try_set(State::There(found));
        });
    };
    read();
    let retry = Callback::new(move |()| read());
    let of = namespace.clone();
    let body = live(move || match state.get() {
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
        State::There(all) if all.is_empty() => paragraph("", session.text(Change::ScheduledNone)),
        State::There(all) => listed(session, of.clone(), all),
    });
    let hint = paragraph("console-subtle", session.text(Hint::Scheduled));
    let body = div("console-body")
        .child(super::super::banner::banner(session, namespace))
        .child(hint)
        .child(body);
    vec![head(session, heading), body.into()].into()
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

fn listed(session: Session, namespace: String, all: Vec<Scheduled>) -> Node {
    let heads = vec![
        column(session.text(Page::Tag)),
        column(session.text(Page::Source)),
        column(session.text(Page::State)),
        column(session.text(Page::Updated)),
        column(session.text(crate::messages::Form::Actions)),
    ];
    let body = move || {
        all.iter()
            .map(|one| {
                let route = Route::tag(&namespace, &one.stream, &one.tag.name);
                let name = format!("{}:{}", one.stream, one.tag.name);
                let mut draft = Draft::new(Action::Schedule);
                draft.set_all(Field::Tags, vec![one.tag.name.clone()]);
                draft.set(Field::On, "false");
                let form = Route::form(&namespace, &one.stream, draft);
                let unschedule = el("a", "console-link")
                    .attr("href", session.href(&form))
                    .attr(
                        "aria-label",
                        session.fill(Change::UnscheduleOf, &[("name", &name)]),
                    )
                    .child(session.text(Change::Unschedule));
                row(vec![
                    row_head(
                        session.text(Page::Tag),
                        code_link(session, &route, name, None),
                    ),
                    cell(session.text(Page::Source), code_text(&one.source)),
                    cell(
                        session.text(Page::State),
                        tag_facts::state(session, &one.tag.state),
                    ),
                    cell(
                        session.text(Page::Updated),
                        time::age(session, one.tag.updated),
                    ),
                    cell(session.text(crate::messages::Form::Actions), unschedule),
                ])
            })
            .collect()
    };
    table(session.text(Change::ScheduledTags), heads, body)
}
