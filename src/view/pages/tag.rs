//! The page of a tag.

use std::sync::Arc;

use leptos::prelude::*;

use super::banner::banner;
use super::history::{Place, history};
use super::image_facts::{self, Home, Sharing};
use super::tag_absence::absence;
use super::tag_behind::read_again_if_behind;
use super::{pull, tag_facts};
use crate::api::error::Error;
use crate::api::request::{get_stream, get_stream_layers, get_stream_tag};
use crate::api::status::Status;
use crate::explain::{Subject, What};
use crate::image::command;
use crate::image::describe::describe_image_stream_tag;
use crate::image::stream::{ImageStream, TagEventCondition};
use crate::image::view::{ImageStreamLayers, ImageStreamTag};
use crate::messages::{Live, Page, Shell};
use crate::model::suggestions::near;
use crate::model::tag_news::{Outcome, tag_news};
use crate::model::tag_page::TagPage;
use crate::model::tag_rows::TagRow;
use crate::route::{Route, TagTab};
use crate::view::live::{LiveStream, deleted_notice, follow_stream, indicator, marking};
use crate::view::node::{Node, div, el, live};
use crate::view::parts::copy::command as command_line;
use crate::view::parts::fact::{
    columns, columns_wide_middle, fact, facts, paragraph, section, text_fact,
};
use crate::view::parts::fault::{fault, malformed, remote};
use crate::view::parts::head::{Head, head, tabs};
use crate::view::parts::skeleton::{first_names, skeleton};
use crate::view::parts::{maybe, text, time};
use crate::view::projects::find_out;
use crate::view::remote::{Remote, Source};
use crate::view::session::Session;

const TABS: [(TagTab, Page); 4] = [
    (TagTab::Details, Page::Details),
    (TagTab::History, Page::History),
    (TagTab::Yaml, Page::Yaml),
    (TagTab::Text, Page::TextTab),
];

/// What the page reads: three requests, sent at once. The one for the stream is its watch.
#[derive(Clone, Copy)]
struct Sources {
    stream: Source<ImageStream>,
    tag: Source<ImageStreamTag>,
    layers: Source<ImageStreamLayers>,
}

impl Sources {
    fn read(self) {
        self.stream.read();
        self.tag.read();
        self.layers.read();
    }

    fn any_pending(self) -> bool {
        self.stream.state.with(Remote::is_pending)
            || self.tag.state.with(Remote::is_pending)
            || self.layers.state.with(Remote::is_pending)
    }
}

/// Which tag it is.
#[derive(Clone)]
struct Name {
    namespace: String,
    stream: String,
    tag: String,
}

impl Name {
    fn spec(&self) -> String {
        format!("{}:{}", self.stream, self.tag)
    }
}

/// Draws the page.
pub fn page(session: Session, namespace: String, stream: String, tag: String) -> Node {
    super::title(session, &format!("{stream}:{tag}"), Some(&namespace));
    let sources = Sources {
        stream: Source::unread(session, get_stream(&namespace, &stream)),
        tag: Source::new(session, get_stream_tag(&namespace, &stream, &tag)),
        layers: Source::new(session, get_stream_layers(&namespace, &stream)),
    };
    let retry = Callback::new(move |()| sources.read());
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
    let (followed, tag_deleted) = follow(session, &name, &sources);
    let at = |tab: TagTab| Route::Tag {
        namespace: name.namespace.clone(),
        stream: name.stream.clone(),
        tag: name.tag.clone(),
        tab,
    };
    let links = TABS.map(|(tab, text)| (session.text(text), at(tab)));
    let of = name.tag.clone();
    let beside = live(move || {
        let state = sources.stream.state.get();
        let page = state
            .value()
            .and_then(|stream| TagPage::of(&stream.decoded.value, &of, None, None));
        page.map(|page| {
            let state = tag_facts::state(session, &page.row.state);
            vec![state, tag_facts::badges(session, page.row.badges)]
        })
    });
    let beside = vec![beside, indicator(session, followed.live)].into();
    let heading = Head {
        crumbs: super::crumbs(session, &name.namespace, Some(&name.stream)),
        kind: Some(("IST", session.text(Page::ImageStreamTag))),
        title: format!("{}:{}", name.stream, name.tag),
        beside,
        route: Some(at(TagTab::Details)),
        refresh: Some(retry),
        menu: super::actions::of_tag(session, &name.namespace, &name.stream, &name.tag),
    };
    let current = move || {
        TABS.iter()
            .position(|(one, _)| *one == open.get())
            .unwrap_or_default()
    };
    // Three requests open the page; this one waits until somebody is there.
    let last = move || session.acted.get() && !sources.any_pending();
    find_out(session, name.namespace.clone(), Box::new(last));
    let banner = banner(session, name.namespace.clone());
    let notices = vec![
        deleted_notice(
            session,
            followed.deleted,
            Live::StreamDeleted,
            name.stream.clone(),
        ),
        deleted_notice(session, tag_deleted, Live::TagDeleted, name.spec()),
    ];
    let body = live(move || body(session, &name, &sources, open, retry));
    let body = div("console-body")
        .child(banner)
        .children(notices)
        .child(body);
    vec![
        head(session, heading),
        tabs(session, &links, current),
        body.into(),
    ]
    .into()
}

/// Follows the stream of the tag, for tags cannot be followed. The tag is read again only when its
/// stream says that it changed, and what has become of it is said.
fn follow(session: Session, name: &Name, sources: &Sources) -> (LiveStream, RwSignal<bool>) {
    let sources = *sources;
    let deleted = RwSignal::new(false);
    let (tag, spec) = (name.tag.clone(), name.spec());
    let take = move |before: Option<&ImageStream>, after: &ImageStream| {
        let Some(before) = before else {
            // What was missing with the stream may have come with it.
            if sources
                .stream
                .state
                .with_untracked(|state| state.failure().is_some())
            {
                sources.tag.read();
                sources.layers.read();
            }
            return true;
        };
        let news = tag_news(before, after, &tag);
        let say = |message| session.announce(&session.fill(message, &[("name", &spec)]));
        let gone = news.outcome == Some(Outcome::Deleted);
        if deleted.get_untracked() != gone {
            deleted.set(gone);
        }
        match news.outcome {
            Some(Outcome::Deleted) => return false,
            Some(Outcome::NewImage) => {
                say(Live::Imported);
                sources.layers.read();
            }
            Some(Outcome::Failed) => say(Live::ImportFailed),
            None => {}
        }
        if news.changed {
            sources.tag.read_and_show(marking);
        }
        let page = |stream| TagPage::of(stream, &tag, None, None);
        page(before) != page(after)
    };
    let followed = follow_stream(session, sources.stream, &name.namespace, &name.stream, take);
    read_again_if_behind(sources.tag, sources.stream, name.tag.clone());
    (followed, deleted)
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
    sources: &Sources,
    open: Memo<TagTab>,
    retry: Callback<()>,
) -> Node {
    let sources = *sources;
    let (stream, tag) = (sources.stream.state.get(), sources.tag.state.get());
    if stream.is_pending() || (tag.is_pending() && stream.value().is_some()) {
        let slow = matches!(stream, Remote::Slow) || matches!(tag, Remote::Slow);
        return if slow {
            skeleton(session)
        } else {
            first_names(session)
        };
    }
    let about_stream = subject(session, name, What::Stream(name.stream.clone()), Vec::new());
    remote(session, &stream, &about_stream, retry, |loaded| {
        let stream = &loaded.decoded.value;
        let image = tag.value().map(|tag| &tag.decoded.value);
        let Some(page) = TagPage::of(stream, &name.tag, image, None) else {
            return missing(session, name, stream);
        };
        // That a tag without an image has none is no error; anything else is.
        let failed = tag.failure().filter(|error| !error.is_not_found());
        let failed = maybe(failed, |error| {
            let what = What::Tag(name.stream.clone(), name.tag.clone());
            fault(
                session,
                error,
                &subject(session, name, what, Vec::new()),
                Some(retry),
            )
        });
        let odd = maybe(tag.value(), |tag| {
            malformed(session, &tag.decoded.malformed)
        });
        let (loaded, tag, page) = (loaded.clone(), tag.clone(), Arc::new(page));
        let tab = live(move || match open.get() {
            TagTab::Details => details(session, &page, &loaded.decoded.value, &tag, &sources),
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
        });
        vec![failed, odd, tab].into()
    })
}

/// The stream is there, the tag is not.
fn missing(session: Session, name: &Name, stream: &ImageStream) -> Node {
    let tags = crate::image::tags::StreamTags::of(stream);
    let near = near(&name.tag, tags.iter().map(|(tag, _)| tag));
    let link = |tag: &str| {
        let route = Route::tag(&name.namespace, &name.stream, tag);
        (format!("{}:{tag}", name.stream), route)
    };
    let near = near.into_iter().map(link).collect();
    let what = What::Tag(name.stream.clone(), name.tag.clone());
    let error = Error::Status(Box::new(Status {
        code: 404,
        ..Status::default()
    }));
    fault(session, &error, &subject(session, name, what, near), None)
}

fn text_tab(session: Session, page: &TagPage, tag: &Remote<ImageStreamTag>) -> Node {
    let Some(loaded) = tag.value() else {
        return vec![
            maybe(page.absence.as_ref(), |why| absence(session, page, why)),
            paragraph("console-subtle", session.text(Page::TextNone)),
            command_line(
                session,
                command::describe_stream(&page.namespace, &page.stream),
            ),
        ]
        .into();
    };
    let now = session.now.get_untracked();
    // oc prints this very line when the server has no configuration of the image.
    let printed = describe_image_stream_tag(&loaded.decoded.value, now)
        .unwrap_or_else(|_| "error: unable to read image metadata\n".to_owned());
    text::output(
        session,
        session.text(Page::TextIs),
        page.describe_command(),
        printed,
    )
}

fn details(
    session: Session,
    page: &Arc<TagPage>,
    stream: &ImageStream,
    tag: &Remote<ImageStreamTag>,
    sources: &Sources,
) -> Node {
    let why = page.absence.as_ref().or(page.failing.as_ref());
    let why = maybe(why, |why| absence(session, page, why));
    let mut first = vec![tag_section(session, page)];
    if let Some(image) = &page.image {
        first.push(image_facts::image(session, image, row_says(&page.row)));
        first.push(image_facts::configuration(session, image));
    }
    let of = page.clone();
    let commands = pull::commands(session, move |engine| of.commands(engine));
    let pull = vec![pull::pull_specs(session, &page.pull_specs), commands];
    let pull = section(session, "pull", session.text(Page::PullSection), pull);
    let maps = page
        .image
        .as_ref()
        .map(|image| columns(image_facts::maps(session, image)));
    // Only this part waits for the layers of the stream.
    let (of, with, tag) = (page.clone(), stream.clone(), tag.clone());
    let home = Home {
        namespace: page.namespace.clone(),
        stream: page.stream.clone(),
    };
    let layers_state = sources.layers.state;
    let layers = live(move || {
        let state = layers_state.get();
        let layers = state.value().map(|layers| &layers.decoded.value);
        let image = tag.value().map(|tag| &tag.decoded.value);
        let whole = TagPage::of(&with, &of.row.name, image, layers);
        whole.and_then(|whole| whole.image).map(|image| {
            let line = Some(of.platforms_command());
            vec![
                image_facts::platforms(session, &home, &image, line),
                image_facts::layers(session, &home, &image, sharing(&state)),
            ]
        })
    });
    let layers = div("console-group").child(layers);
    vec![
        why,
        columns_wide_middle(first),
        columns(vec![pull, layers.into()]),
        maps.into(),
    ]
    .into()
}

/// The description that the tag itself has: the server copies it to the image.
fn row_says(row: &TagRow) -> Option<&str> {
    row.about.description.as_deref()
}

/// What is known about the sharing of layers.
pub fn sharing(layers: &Remote<ImageStreamLayers>) -> Sharing {
    match layers {
        Remote::Waiting | Remote::Slow => Sharing::Unknown,
        Remote::Ready(_) | Remote::Stale(..) => Sharing::Known,
        Remote::Failed(error) if error.code() == 403 => Sharing::Forbidden,
        Remote::Failed(_) => Sharing::Failed,
    }
}

fn tag_section(session: Session, page: &TagPage) -> Node {
    let row = &page.row;
    let mut list = vec![
        fact(
            session,
            Page::Follows,
            tag_facts::source(session, &page.namespace, &row.source),
        ),
        fact(session, Page::Updated, time::full(session, row.updated)),
    ];
    let links =
        |tags: &[String]| tag_facts::tag_links(session, &page.namespace, &page.stream, tags);
    if !row.aliases.is_empty() {
        list.push(fact(session, Page::Aliases, links(&row.aliases)));
    }
    if !page.same_image.is_empty() {
        list.push(fact(session, Page::SameImage, links(&page.same_image)));
    }
    let about = &row.about;
    let texts = [
        (
            Page::Description,
            about.description.clone().unwrap_or_default(),
        ),
        (Page::AboutTags, about.words.join(", ")),
        (Page::AboutSupports, about.supports.join(", ")),
        (
            Page::AboutSample,
            about.sample_repository.clone().unwrap_or_default(),
        ),
    ];
    let texts = texts.iter().filter(|(_, text)| !text.is_empty());
    list.extend(texts.map(|(term, text)| text_fact(session, *term, text)));
    if row.in_spec {
        list.push(text_fact(
            session,
            Page::ReferencePolicy,
            &page.reference_policy,
        ));
        list.push(text_fact(
            session,
            Page::ImportPolicy,
            &import_policy(session, page),
        ));
    }
    let lookup = if page.lookup_local {
        session.fill(Page::LookupOn, &[("name", &page.stream)])
    } else {
        session.text(Page::LookupOff).to_owned()
    };
    list.push(fact(session, Page::ImageLookup, lookup));
    list.push(fact(session, Page::Generation, generations(session, page)));
    if !page.conditions.is_empty() {
        let conditions = page.conditions.iter().map(|one| condition(session, one));
        list.push(fact(
            session,
            Page::Conditions,
            conditions.collect::<Vec<Node>>(),
        ));
    }
    section(session, "tag", session.text(Page::TagSection), facts(list))
}

fn import_policy(session: Session, page: &TagPage) -> String {
    let word = |yes: bool| session.text(if yes { Shell::Yes } else { Shell::No });
    // An empty mode is an old object's; servers treat it as Legacy.
    let mode = if page.import_mode.is_empty() {
        "Legacy"
    } else {
        &page.import_mode
    };
    let badges = page.row.badges;
    let (scheduled, insecure) = (word(badges.scheduled), word(badges.insecure));
    let values = [
        ("mode", mode),
        ("scheduled", scheduled),
        ("insecure", insecure),
    ];
    session.fill(Page::ImportIs, &values)
}

fn generations(session: Session, page: &TagPage) -> String {
    let generations = &page.generations;
    let number =
        |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
    let (wanted, current) = (number(generations.wanted), number(generations.current));
    let (observed, stream) = (
        generations.observed.to_string(),
        generations.stream.to_string(),
    );
    let values: [(&str, &str); 4] = [
        ("wanted", &wanted),
        ("observed", &observed),
        ("current", &current),
        ("stream", &stream),
    ];
    session.fill(Page::GenerationOf, &values)
}

fn condition(session: Session, condition: &TagEventCondition) -> Node {
    let text = format!("{}={}", condition.kind, condition.status);
    div("")
        .attr("dir", "auto")
        .child(el("code", "console-mono").child(text))
        .child(format!(" {} ", condition.reason))
        .child(div("").child(time::full(session, condition.last_transition_time)))
        .child(div("console-wrap").child(condition.message.clone()))
        .into()
}
