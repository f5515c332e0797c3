//! The page of a stream.

use std::sync::Arc;

use leptos::prelude::*;

use super::banner::banner;
use super::history::{Place, history};
use super::pull;
use super::tag_table::{Controls, tag_table};
use crate::api::request::get_stream;
use crate::explain::{Subject, What};
use crate::image::command;
use crate::image::describe::describe_stream;
use crate::image::stream::ImageStream;
use crate::messages::{Count, Page};
use crate::model::stream_page::{StreamPage, stream_history};
use crate::route::{ListState, Route, StreamTab};
use crate::view::parts::copy::command as command_line;
use crate::view::parts::fact::{
    columns, copy_fact, fact, facts, paragraph, section, text_fact,
};
use crate::view::parts::fault::remote;
use crate::view::parts::head::{Head, head, tabs};
use crate::view::parts::label::{Colour, label};
use crate::view::node::{Node, div, live, nothing};
use crate::view::parts::{map, text, time};
use crate::view::remote::{Loaded, Source};
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
    let source: Source<ImageStream> = Source::new(session, get_stream(&namespace, &name));
    let retry = Callback::new(move |()| source.read());
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
        beside: nothing(),
        route: Some(at(StreamTab::Details)),
        refresh: Some(retry),
    };
    let current = move || {
        TABS.iter()
            .position(|(one, _)| *one == tab.get())
            .unwrap_or_default()
    };
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
    let body = move || {
        let state = source.state.get();
        remote(session, &state, &subject(), retry, |loaded| {
            let loaded = loaded.clone();
            live(move || tab_body(session, tab.get(), &loaded, controls))
        })
    };
    let body = div("console-body").child(banner(session, namespace)).child(live(body));
    vec![head(session, heading), tabs(session, &links, current), body.into()].into()
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
    loaded: &Arc<Loaded<ImageStream>>,
    controls: Controls,
) -> Node {
    let stream = &loaded.decoded.value;
    let (namespace, name) = (&stream.metadata.namespace, &stream.metadata.name);
    match tab {
        StreamTab::Details => details(session, stream, controls),
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

fn details(session: Session, stream: &ImageStream, controls: Controls) -> Node {
    let page = StreamPage::of(stream);
    let tags: Node = if page.tags.is_empty() {
        let line = format!(
            "oc tag SOURCE {} -n {}",
            command::quote(&format!("{}:latest", page.name)),
            command::quote(&page.namespace)
        );
        vec![
            paragraph("", session.text(Page::NoTags)),
            paragraph("console-subtle", session.text(Page::NoTagsHint)),
            command_line(session, line),
        ]
        .into()
    } else {
        tag_table(
            session,
            &page.namespace,
            &page.name,
            page.tags.clone(),
            controls,
        )
    };
    let tags = section("tags", session.text(Page::Tags), tags);
    let facts = columns(vec![identity(session, &page), registry(session, &page)]);
    vec![facts, tags].into()
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
    list.push(fact(
        session,
        Page::Generation,
        page.generation.to_string(),
    ));
    section("stream", session.text(Page::Details), facts(list))
}

fn registry(session: Session, page: &StreamPage) -> Node {
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
    let tags = session.count(Count::Tags, page.tags.len());
    list.push(fact(session, Page::ImageLookup, lookup));
    list.push(fact(
        session,
        Page::UniqueImages,
        format!("{images} · {tags}"),
    ));
    if insecure.is_some() {
        list.push(fact(
            session,
            Page::ImportPolicy,
            insecure,
        ));
    }
    let example = page
        .tags
        .first()
        .map_or_else(|| "latest".to_owned(), |tag| tag.name.clone());
    let of = repositories.clone();
    let commands = pull::commands(session, move |engine| {
        crate::model::stream_page::RegistryCommands::of(&of, engine, &example)
    });
    section("repository", session.text(Page::Repository), vec![facts(list), commands])
}
