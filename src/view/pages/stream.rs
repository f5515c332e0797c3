//! The page of a stream.

use std::sync::Arc;

use leptos::prelude::*;

use super::banner::banner;
use super::history::{Place, history};
use super::no_tags::no_tags;
use super::pull;
use super::tag_table::{Controls, tag_table};
use crate::api::request::get_stream;
use crate::explain::{Subject, What};
use crate::image::command;
use crate::image::describe::describe_stream;
use crate::image::stream::ImageStream;
use crate::messages::{Count, Live, Page};
use crate::model::stream_page::{StreamPage, stream_history};
use crate::route::{ListState, Route, StreamTab};
use crate::view::live::{deleted_notice, follow_stream, indicator};
use crate::view::node::{Node, div, live, nothing};
use crate::view::parts::fact::{columns, copy_fact, fact, facts, paragraph, section, text_fact};
use crate::view::parts::fault::remote;
use crate::view::parts::head::{Head, head, tabs};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::{map, text, time};
use crate::view::projects::find_out;
use crate::view::remote::{Loaded, Remote, Source};
use crate::view::session::Session;

const TABS: [(StreamTab, Page); 4] = [
    (StreamTab::Details, Page::Details),
    (StreamTab::History, Page::History),
    (StreamTab::Yaml, Page::Yaml),
    (StreamTab::Text, Page::TextTab),
];

/// Draws the page.
pub fn page(session: Session, namespace: String, name: String) -> Node {
    super::title(session, &name, Some(&namespace));
    let source: Source<ImageStream> = Source::unread(session, get_stream(&namespace, &name));
    let retry = Callback::new(move |()| source.read());
    let followed = follow_stream(session, source, &namespace, &name, |_, _| true);
    let tab = Memo::new(move |_| session.place.with(|place| tab_of(&place.route)));
    let at = |tab: StreamTab| Route::Stream {
        namespace: namespace.clone(),
        name: name.clone(),
        tab,
        list: ListState::default(),
    };
    let links = TABS.map(|(tab, text)| (session.text(text), at(tab)));
    let heading = Head {
        crumbs: super::crumbs(session, &namespace, None),
        kind: Some(("IS", session.text(Page::ImageStream))),
        title: name.clone(),
        beside: indicator(session, followed.live),
        route: Some(at(StreamTab::Details)),
        refresh: Some(retry),
        menu: super::actions::of_stream(session, &namespace, &name),
    };
    let current = move || {
        TABS.iter()
            .position(|(one, _)| *one == tab.get())
            .unwrap_or_default()
    };
    let name_shown = name.clone();
    let near = super::near::streams(session, &namespace, &name, source.state);
    let of = namespace.clone();
    let subject = move || Subject {
        what: What::Stream(name.clone()),
        namespace: Some(of.clone()),
        near: near.get(),
        user: session.user(),
        demo: session.config(crate::config::Config::is_demo),
    };
    let controls = Controls::new(session);
    let gone = deleted_notice(session, followed.deleted, Live::StreamDeleted, name_shown);
    let there = Memo::new(move |_| source.state.with(|state| state.value().is_some()));
    // Until there is something to show, and above it: how reading goes.
    let subject = StoredValue::new_local(subject);
    let notices = move || {
        let subject = subject.with_value(|subject| subject());
        remote(session, &source.state.get(), &subject, retry, |_| nothing())
    };
    let body = live(move || {
        let tab = there
            .get()
            .then(|| live(move || tab_body(session, tab.get(), source, controls)));
        vec![live(notices), tab.into()]
    });
    let last = move || !source.state.with(Remote::is_pending);
    find_out(session, namespace.clone(), Box::new(last));
    let body = div("console-body")
        .child(banner(session, namespace))
        .child(gone)
        .child(body);
    vec![
        head(session, heading),
        tabs(session, &links, current),
        body.into(),
    ]
    .into()
}

fn tab_of(route: &Route) -> StreamTab {
    match route {
        Route::Stream { tab, .. } => *tab,
        _ => StreamTab::Details,
    }
}

fn tab_body(
    session: Session,
    tab: StreamTab,
    source: Source<ImageStream>,
    controls: Controls,
) -> Node {
    if tab == StreamTab::Details {
        return details(session, source, controls);
    }
    live(move || {
        let state = source.state.get();
        state.value().map(|loaded| written(session, tab, loaded))
    })
}

/// A tab that says everything anew when something changed.
fn written(session: Session, tab: StreamTab, loaded: &Loaded<ImageStream>) -> Node {
    let stream = &loaded.decoded.value;
    let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
    match tab {
        StreamTab::Details => nothing(),
        StreamTab::History => {
            let place = Place {
                namespace: namespace.clone(),
                stream: name.clone(),
                many_tags: true,
            };
            let note = session.text(Page::HistoryOfAll);
            let events = history(session, place, stream_history(stream, None));
            vec![paragraph("console-subtle", note), events].into()
        }
        StreamTab::Yaml => super::yaml::yaml_tab(session, name, loaded.body.clone()),
        StreamTab::Text => {
            let line = command::describe_stream(namespace, name);
            let printed = describe_stream(stream, session.now.get_untracked());
            text::output(session, session.text(Page::TextIs), line, printed)
        }
    }
}

/// What the page says of the stream as a whole, apart from the rows of its tags.
#[derive(Clone, PartialEq, Eq)]
struct Facts {
    page: StreamPage,
    tag_count: usize,
    /// A tag for examples.
    example: String,
}

fn details(session: Session, source: Source<ImageStream>, controls: Controls) -> Node {
    // The tags apart from the rest: there may be thousands, and they are only looked at.
    let page = Memo::new(move |_| {
        source.state.with(|state| {
            let mut page = StreamPage::of(&state.value()?.decoded.value);
            let tags = std::mem::take(&mut page.tags);
            let example = tags
                .first()
                .map_or_else(|| "latest".to_owned(), |tag| tag.name.clone());
            let facts = Facts {
                page,
                tag_count: tags.len(),
                example,
            };
            Some((facts, Arc::new(tags)))
        })
    });
    let shown = Memo::new(move |_| page.with(|page| Some(page.as_ref()?.0.clone())));
    let rows = Memo::new(move |_| {
        let tags = page.with(|page| Some(page.as_ref()?.1.clone()));
        tags.unwrap_or_default()
    });
    // A table that was there stays when its last tag goes: somebody may be at it.
    let any_tags = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || rows.with(|rows| !rows.is_empty())
    });
    let names = source.state.with_untracked(|state| {
        let metadata = &state.value()?.decoded.value.metadata;
        Some((metadata.namespace.clone(), metadata.name.clone()))
    });
    let (namespace, name) = names.unwrap_or_default();
    let tags = live(move || {
        if any_tags.get() {
            tag_table(session, &namespace, &name, rows, controls)
        } else {
            no_tags(session, &namespace, &name)
        }
    });
    let facts = live(move || {
        shown.get().map(|shown| {
            columns(vec![
                identity(session, &shown.page),
                registry(session, &shown),
            ])
        })
    });
    vec![
        facts,
        section(session, "tags", session.text(Page::Tags), tags),
    ]
    .into()
}

fn identity(session: Session, page: &StreamPage) -> Node {
    let mut list = vec![fact(
        session,
        Page::Created,
        time::full(session, page.created),
    )];
    if let Some(description) = &page.description {
        list.push(text_fact(session, Page::Description, description));
    }
    list.push(fact(
        session,
        Page::Labels,
        map::labels(session, &page.labels),
    ));
    let annotations = page
        .annotations
        .iter()
        .map(|(key, value)| (key.as_str(), value.as_str()));
    list.push(fact(
        session,
        Page::Annotations,
        map::pairs(session, annotations),
    ));
    list.push(fact(session, Page::Generation, page.generation.to_string()));
    section(session, "stream", session.text(Page::Details), facts(list))
}

fn registry(session: Session, shown: &Facts) -> Node {
    let page = &shown.page;
    let repositories = &page.repositories;
    let lookup = if page.lookup_local {
        session.fill(Page::LookupOn, &[("name", &page.name)])
    } else {
        session.text(Page::LookupOff).to_owned()
    };
    let insecure = page.insecure.then(|| {
        let why = session.text(Page::InsecureWhy).to_owned();
        label(
            Colour::Orange,
            None,
            session.text(Page::Insecure).to_owned(),
            Some(why),
        )
    });
    let mut list = vec![copy_fact(
        session,
        Page::InternalRepository,
        repositories.internal.as_deref().unwrap_or_default(),
    )];
    match &repositories.public {
        Some(public) => list.push(copy_fact(session, Page::PublicRepository, public)),
        None => list.push(text_fact(session, Page::PublicRepository, "")),
    }
    if let Some(external) = &repositories.external {
        list.push(copy_fact(session, Page::SourceRepository, external));
    }
    let images = session.count(Count::Images, page.unique_images);
    let tags = session.count(Count::Tags, shown.tag_count);
    list.push(fact(session, Page::ImageLookup, lookup));
    list.push(fact(
        session,
        Page::UniqueImages,
        format!("{images} · {tags}"),
    ));
    if insecure.is_some() {
        list.push(fact(session, Page::ImportPolicy, insecure));
    }
    let example = shown.example.clone();
    let of = repositories.clone();
    let commands = pull::commands(session, move |engine| {
        crate::model::stream_page::RegistryCommands::of(&of, engine, &example)
    });
    section(
        session,
        "repository",
        session.text(Page::Repository),
        vec![facts(list), commands],
    )
}
