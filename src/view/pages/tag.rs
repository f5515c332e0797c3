//! The page of a tag.

use std::sync::Arc;

use leptos::prelude::*;

use super::banner::banner;
use super::history::{Place, history};
use super::image_facts::{self, Sharing};
use super::tag_absence::absence;
use super::{pull, tag_facts};
use crate::api::error::Error;
use crate::api::request::{get_stream, get_stream_layers, get_stream_tag};
use crate::explain::{Subject, What};
use crate::image::command;
use crate::image::describe::describe_image_stream_tag;
use crate::image::stream::ImageStream;
use crate::image::view::{ImageStreamLayers, ImageStreamTag};
use crate::messages::Page;
use crate::model::suggestions::near;
use crate::model::tag_page::TagPage;
use crate::route::{Route, TagTab};
use crate::view::parts::copy::command as command_line;
use crate::view::parts::fact::{columns, fact, facts, plain, section, text_fact};
use crate::view::parts::fault::{fault, malformed, remote};
use crate::view::parts::head::{Head, head, tabs};
use crate::view::parts::{map, maybe, nothing, text, time};
use crate::view::remote::{Remote, Source};
use crate::view::session::Session;

const TABS: [(TagTab, Page); 4] = [
    (TagTab::Details, Page::Details),
    (TagTab::History, Page::History),
    (TagTab::Yaml, Page::Yaml),
    (TagTab::Text, Page::TextTab),
];

/// What the page reads: three requests, sent at once.
#[derive(Clone, Copy)]
struct Sources {
    stream: Source<ImageStream>,
    tag: Source<ImageStreamTag>,
    layers: Source<ImageStreamLayers>,
}

/// Which tag it is.
#[derive(Clone)]
struct Name {
    namespace: String,
    stream: String,
    tag: String,
}

/// Draws the page.
pub fn page(session: Session, namespace: String, stream: String, tag: String) -> AnyView {
    super::title(session, &format!("{stream}:{tag}"), Some(&namespace));
    let sources = Sources {
        stream: Source::new(session, get_stream(&namespace, &stream)),
        tag: Source::new(session, get_stream_tag(&namespace, &stream, &tag)),
        layers: Source::new(session, get_stream_layers(&namespace, &stream)),
    };
    let retry = Callback::new(move |()| {
        sources.stream.read();
        sources.tag.read();
        sources.layers.read();
    });
    let open = Memo::new(move |_| {
        session.place.with(|place| match &place.route {
            Route::Tag { tab, .. } => *tab,
            _ => TagTab::Details,
        })
    });
    let name = Name {
        namespace,
        stream,
        tag,
    };
    let at = |tab: TagTab| Route::Tag {
        namespace: name.namespace.clone(),
        stream: name.stream.clone(),
        tag: name.tag.clone(),
        tab,
    };
    let links = TABS.map(|(tab, text)| (session.text(text), at(tab)));
    let of = name.clone();
    let beside = move || {
        let state = sources.stream.state.get();
        let page = state
            .value()
            .and_then(|stream| TagPage::of(&stream.decoded.value, &of.tag, None, None));
        page.map(|page| {
            let state = tag_facts::state(session, &page.row.state);
            view! { {state} {tag_facts::badges(session, page.row.badges)} }
        })
    };
    let heading = Head {
        crumbs: super::crumbs(session, &name.namespace, Some(&name.stream)),
        kind: Some(("IST", session.text(Page::ImageStreamTag))),
        title: format!("{}:{}", name.stream, name.tag),
        beside: beside.into_any(),
        route: Some(at(TagTab::Details)),
        refresh: Some(retry),
    };
    let current = move || {
        TABS.iter()
            .position(|(one, _)| *one == open.get())
            .unwrap_or_default()
    };
    let project = name.namespace.clone();
    let body = move || body(session, &name, sources, open, retry);
    view! {
        {head(session, heading)}
        {tabs(session, links.to_vec(), current)}
        <div class="console-body">{banner(session, project)} {body}</div>
    }
    .into_any()
}

fn subject(session: Session, name: &Name, what: What, near: Vec<(String, Route)>) -> Subject {
    Subject {
        what,
        namespace: Some(name.namespace.clone()),
        near,
        user: session.user(),
        demo: session.config(crate::config::Config::is_demo),
    }
}

fn body(
    session: Session,
    name: &Name,
    sources: Sources,
    open: Memo<TagTab>,
    retry: Callback<()>,
) -> AnyView {
    let (stream, tag) = (sources.stream.state.get(), sources.tag.state.get());
    if stream.is_pending() || (tag.is_pending() && stream.value().is_some()) {
        let slow = matches!(stream, Remote::Slow) || matches!(tag, Remote::Slow);
        return if slow {
            crate::view::parts::skeleton::skeleton(session)
        } else {
            nothing()
        };
    }
    let about_stream = subject(session, name, What::Stream(name.stream.clone()), Vec::new());
    let name = name.clone();
    remote(session, &stream, &about_stream, retry, |loaded| {
        let stream = &loaded.decoded.value;
        let image = tag.value().map(|tag| &tag.decoded.value);
        let Some(page) = TagPage::of(stream, &name.tag, image, None) else {
            return missing(session, &name, stream);
        };
        // That a tag without an image has none is no error; anything else is.
        let failed = tag.failure().filter(|error| !error.is_not_found()).cloned();
        let failed = maybe(failed, |error| {
            let what = What::Tag(name.stream.clone(), name.tag.clone());
            fault(
                session,
                &error,
                &subject(session, &name, what, Vec::new()),
                Some(retry),
            )
        });
        let odd = maybe(tag.value(), |tag| {
            malformed(session, &tag.decoded.malformed)
        });
        let (loaded, tag, page) = (loaded.clone(), tag.clone(), Arc::new(page));
        let draw = move || match open.get() {
            TagTab::Details => details(session, &page, &loaded.decoded.value, &tag, sources),
            TagTab::History => {
                let place = Place {
                    namespace: page.namespace.clone(),
                    stream: page.stream.clone(),
                    many_tags: false,
                };
                history(session, place, page.history.clone())
            }
            TagTab::Yaml => {
                // A tag without an image has no object of its own: its stream's says the most.
                let body = tag.value().map_or(&loaded.body, |tag| &tag.body);
                let file = format!("{}:{}", page.stream, page.row.name);
                super::yaml::yaml_tab(session, &file, body.clone())
            }
            TagTab::Text => text_tab(session, &page, &tag),
        };
        view! { {failed} {odd} {draw} }.into_any()
    })
}

/// The stream is there, the tag is not.
fn missing(session: Session, name: &Name, stream: &ImageStream) -> AnyView {
    let tags = crate::image::tags::StreamTags::of(stream);
    let near = near(&name.tag, tags.iter().map(|(tag, _)| tag));
    let link = |tag: &str| {
        let route = Route::tag(&name.namespace, &name.stream, tag);
        (format!("{}:{tag}", name.stream), route)
    };
    let near = near.into_iter().map(link).collect();
    let what = What::Tag(name.stream.clone(), name.tag.clone());
    let error = Error::Status(Box::new(crate::api::status::Status {
        code: 404,
        ..crate::api::status::Status::default()
    }));
    fault(session, &error, &subject(session, name, what, near), None)
}

fn text_tab(session: Session, page: &TagPage, tag: &Remote<ImageStreamTag>) -> AnyView {
    let line = page.describe_command();
    let Some(loaded) = tag.value() else {
        let why = maybe(page.absence.as_ref(), |why| absence(session, page, why));
        return view! {
            {why}
            <p class="console-subtle">{session.text(Page::TextNone)}</p>
            {command_line(session, command::describe_stream(&page.namespace, &page.stream))}
        }
        .into_any();
    };
    let now = session.now.get_untracked();
    // oc prints this very line when the server has no configuration of the image.
    let printed = describe_image_stream_tag(&loaded.decoded.value, now)
        .unwrap_or_else(|_| "error: unable to read image metadata\n".to_owned());
    text::output(session, session.text(Page::TextIs), line, printed)
}

fn details(
    session: Session,
    page: &Arc<TagPage>,
    stream: &ImageStream,
    tag: &Remote<ImageStreamTag>,
    sources: Sources,
) -> AnyView {
    let why = maybe(page.absence.as_ref(), |why| absence(session, page, why));
    let mut first = vec![tag_section(session, page)];
    if let Some(image) = &page.image {
        first.push(image_facts::image(session, image));
        first.push(image_facts::configuration(session, image));
    }
    let of = page.clone();
    let commands = pull::commands(session, move |engine| of.commands(engine));
    let pull = view! { {pull::pull_specs(session, &page.pull_specs)} {commands} }.into_any();
    let pull = section("pull", session.text(Page::PullSection), pull);
    let maps = page
        .image
        .as_ref()
        .map(|image| image_facts::maps(session, image));
    // Only this part waits for the layers of the stream.
    let (of, with, tag) = (page.clone(), Arc::new(stream.clone()), tag.clone());
    let inner = move || {
        let state = sources.layers.state.get();
        let sharing = match (&state, state.failure()) {
            (_, Some(error)) if error.code() == 403 => Sharing::Forbidden,
            (_, Some(_)) => Sharing::Failed,
            (Remote::Waiting | Remote::Slow, _) => Sharing::Unknown,
            _ => Sharing::Known,
        };
        let layers = state.value().map(|layers| &layers.decoded.value);
        let image = tag.value().map(|tag| &tag.decoded.value);
        let whole = TagPage::of(&with, &of.row.name, image, layers);
        whole
            .and_then(|whole| whole.image.map(|image| (image, of.platforms_command())))
            .map(|(image, line)| {
                let (namespace, stream) = (&of.namespace, &of.stream);
                view! {
                    {image_facts::platforms(session, namespace, stream, &image, Some(line))}
                    {image_facts::layers(session, namespace, stream, &image, sharing)}
                }
            })
    };
    view! {
        {why}
        {columns(first)}
        {columns(vec![pull, view! { <div class="console-group">{inner}</div> }.into_any()])}
        {maps.map(columns)}
    }
    .into_any()
}

fn tag_section(session: Session, page: &TagPage) -> AnyView {
    let row = &page.row;
    let mut list = vec![
        fact(
            session,
            Page::Follows,
            tag_facts::source(session, &page.namespace, &row.source),
        ),
        fact(session, Page::Updated, time::full(session, row.updated)),
    ];
    if let Some(failure) = &row.state.failure {
        list.push(text_fact(session, Page::StateFailed, &failure.message));
        list.push(fact(
            session,
            Page::FailedWhen,
            time::full(session, failure.since),
        ));
    }
    if let Some(aliases) = tag_facts::aliases(session, &page.namespace, &page.stream, row) {
        list.push(fact(session, Page::Aliases, aliases));
    }
    if !page.same_image.is_empty() {
        let names = tag_facts::tag_links(session, &page.namespace, &page.stream, &page.same_image);
        list.push(fact(session, Page::SameImage, names));
    }
    if let Some(description) = &row.about.description {
        list.push(text_fact(session, Page::Description, description));
    }
    for (term, words) in [
        (Page::AboutTags, &row.about.words),
        (Page::AboutSupports, &row.about.supports),
    ] {
        if !words.is_empty() {
            list.push(text_fact(session, term, &words.join(", ")));
        }
    }
    if let Some(repository) = &row.about.sample_repository {
        list.push(text_fact(session, Page::AboutSample, repository));
    }
    if row.in_spec {
        list.push(fact(
            session,
            Page::ReferencePolicy,
            plain(session, &page.reference_policy),
        ));
        list.push(fact(
            session,
            Page::ImportMode,
            plain(session, &page.import_mode),
        ));
        list.push(fact(
            session,
            Page::Scheduled,
            map::yes_no(session, row.badges.scheduled),
        ));
        list.push(fact(
            session,
            Page::Insecure,
            map::yes_no(session, row.badges.insecure),
        ));
    }
    let lookup = if page.lookup_local {
        session.fill(Page::LookupOn, &[("name", &page.stream)])
    } else {
        session.text(Page::LookupOff).to_owned()
    };
    list.push(fact(session, Page::ImageLookup, lookup.into_any()));
    list.push(fact(session, Page::Generation, generations(session, page)));
    if !page.conditions.is_empty() {
        list.push(fact(session, Page::Conditions, conditions(session, page)));
    }
    section("tag", session.text(Page::TagSection), facts(list))
}

fn generations(session: Session, page: &TagPage) -> AnyView {
    let generations = &page.generations;
    let number =
        |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let values = [
        ("wanted", number(generations.wanted)),
        ("observed", generations.observed.to_string()),
        ("current", number(generations.current)),
        ("stream", generations.stream.to_string()),
    ];
    let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
    session.fill(Page::GenerationOf, &values).into_any()
}

fn conditions(session: Session, page: &TagPage) -> AnyView {
    let all: Vec<AnyView> = page
        .conditions
        .iter()
        .map(|condition| {
            let text = format!("{}={}", condition.kind, condition.status);
            let reason = condition.reason.clone();
            let age = time::age(session, condition.last_transition_time);
            view! { <div dir="auto"><code class="console-mono">{text}</code> " " {reason} " " {age}</div> }
                .into_any()
        })
        .collect();
    all.into_any()
}
