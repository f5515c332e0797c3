//! The page of an image of a stream, by digest.

use std::sync::Arc;

use leptos::prelude::*;

use super::banner::banner;
use super::image_facts::{self, Home};
use super::tag::sharing;
use super::{pull, tag_facts};
use crate::api::request::{get_stream, get_stream_image, get_stream_layers};
use crate::explain::{Subject, What};
use crate::image::describe::describe_image_stream_image;
use crate::image::digest::short;
use crate::image::stream::ImageStream;
use crate::image::view::{ImageStreamImage, ImageStreamLayers};
use crate::messages::{Live, Page};
use crate::model::image_page::ImagePage;
use crate::route::{ImageTab, Route};
use crate::view::live::{LiveStream, deleted_notice, follow_stream, indicator};
use crate::view::node::{Node, div, live, nothing};
use crate::view::parts::digest::digest_link;
use crate::view::parts::fact::{columns, columns_wide_middle, fact, facts, plain, section, subtle};
use crate::view::parts::fault::remote;
use crate::view::parts::head::{Head, head, tabs};
use crate::view::parts::text;
use crate::view::projects::find_out;
use crate::view::remote::{Loaded, Remote, Source};
use crate::view::session::Session;

const TABS: [(ImageTab, Page); 3] = [
    (ImageTab::Details, Page::Details),
    (ImageTab::Yaml, Page::Yaml),
    (ImageTab::Text, Page::TextTab),
];

#[derive(Clone, Copy)]
struct Sources {
    image: Source<ImageStreamImage>,
    stream: Source<ImageStream>,
    layers: Source<ImageStreamLayers>,
}

impl Sources {
    fn read(self) {
        self.image.read();
        self.stream.read();
        self.layers.read();
    }

    fn any_pending(self) -> bool {
        self.image.state.with(Remote::is_pending)
            || self.stream.state.with(Remote::is_pending)
            || self.layers.state.with(Remote::is_pending)
    }
}

/// Draws the page.
pub fn page(session: Session, namespace: String, stream: String, digest: String) -> Node {
    let title = format!("{stream}@{}", short(&digest));
    super::title(session, &title, Some(&namespace));
    let sources = Sources {
        image: Source::new(session, get_stream_image(&namespace, &stream, &digest)),
        stream: Source::unread(session, get_stream(&namespace, &stream)),
        layers: Source::new(session, get_stream_layers(&namespace, &stream)),
    };
    let followed = follow(session, &sources, &namespace, &stream);
    let retry = Callback::new(move |()| sources.read());
    let open = Memo::new(move |_| {
        session.place.with(|place| match &place.route {
            Route::Image { tab, .. } => *tab,
            _ => ImageTab::Details,
        })
    });
    let at = |tab: ImageTab| Route::Image {
        namespace: namespace.clone(),
        stream: stream.clone(),
        digest: digest.clone(),
        tab,
    };
    let links = TABS.map(|(tab, text)| (session.text(text), at(tab)));
    let heading = Head {
        crumbs: super::crumbs(session, &namespace, Some(&stream)),
        kind: Some(("ISI", session.text(Page::Image))),
        title,
        beside: indicator(session, followed.live),
        route: Some(at(ImageTab::Details)),
        refresh: Some(retry),
        menu: nothing(),
    };
    let current = move || {
        TABS.iter()
            .position(|(one, _)| *one == open.get())
            .unwrap_or_default()
    };
    let gone = deleted_notice(
        session,
        followed.deleted,
        Live::StreamDeleted,
        stream.clone(),
    );
    let subject = Subject {
        what: What::Image(stream, digest),
        namespace: Some(namespace.clone()),
        near: Vec::new(),
        user: session.user(),
        demo: session.config(crate::config::Config::is_demo),
    };
    let body = move || {
        let state = sources.image.state.get();
        remote(session, &state, &subject, retry, |loaded| {
            let loaded = loaded.clone();
            live(move || match open.get() {
                ImageTab::Details => details(session, &loaded, &sources),
                ImageTab::Yaml => {
                    let name = &loaded.decoded.value.metadata.name;
                    super::yaml::yaml_tab(session, name, loaded.body.clone())
                }
                ImageTab::Text => text_tab(session, &loaded.decoded.value),
            })
        })
    };
    // Three requests open the page; this one waits until somebody is there.
    let last = move || session.acted.get() && !sources.any_pending();
    find_out(session, namespace.clone(), Box::new(last));
    let body = div("console-body")
        .child(banner(session, namespace))
        .child(gone)
        .child(live(body));
    vec![
        head(session, heading),
        tabs(session, &links, current),
        body.into(),
    ]
    .into()
}

/// An image never changes, but the tags that point to it do.
fn follow(session: Session, sources: &Sources, namespace: &str, stream: &str) -> LiveStream {
    let image = sources.image.state;
    let page = move |stream: &ImageStream| {
        let image = image.get_untracked();
        let image = image.value()?;
        Some(ImagePage::of(&image.decoded.value, Some(stream), None))
    };
    let take = move |before: Option<&ImageStream>, after: &ImageStream| {
        before.is_none_or(|before| {
            let (before, after) = (page(before), page(after));
            before.is_none() || before != after
        })
    };
    follow_stream(session, sources.stream, namespace, stream, take)
}

fn text_tab(session: Session, image: &ImageStreamImage) -> Node {
    let line = ImagePage::of(image, None, None).describe_command();
    let printed = describe_image_stream_image(image, session.now.get_untracked())
        .unwrap_or_else(|_| "error: unable to read image metadata\n".to_owned());
    text::output(session, session.text(Page::TextIs), line, printed)
}

/// The image's own facts, and around them what stream and layers add when they come.
fn details(session: Session, loaded: &Arc<Loaded<ImageStreamImage>>, sources: &Sources) -> Node {
    let sources = *sources;
    let image = loaded.clone();
    live(move || {
        let (stream, layers) = (sources.stream.state.get(), sources.layers.state.get());
        let page = ImagePage::of(
            &image.decoded.value,
            stream.value().map(|stream| &stream.decoded.value),
            layers.value().map(|layers| &layers.decoded.value),
        );
        let home = Home {
            namespace: page.namespace.clone(),
            stream: page.stream.clone(),
        };
        let image = &page.image;
        let pull = pull::pull_specs(session, &page.pull_specs);
        let pull = section(session, "pull", session.text(Page::PullSection), pull);
        let inner = div("console-group")
            .child(image_facts::platforms(session, &home, image, None))
            .child(image_facts::layers(session, &home, image, sharing(&layers)));
        let facts = columns_wide_middle(vec![
            places(session, &page),
            image_facts::image(session, image, None),
            image_facts::configuration(session, image),
        ]);
        let rest = columns(vec![pull, inner.into()]);
        vec![facts, rest, columns(image_facts::maps(session, image))]
    })
}

/// Where the image is in the stream.
fn places(session: Session, page: &ImagePage) -> Node {
    let tags = |tags: &[String]| {
        if tags.is_empty() {
            plain(session, "")
        } else {
            tag_facts::tag_links(session, &page.namespace, &page.stream, tags)
        }
    };
    let now = if page.tags_now.is_empty() {
        subtle(session.text(Page::InNoTag))
    } else {
        tags(&page.tags_now)
    };
    let mut list = vec![
        fact(session, Page::NowIn, now),
        fact(session, Page::EarlierIn, tags(&page.tags_before)),
    ];
    for part in &page.part_of {
        let digest = digest_link(session, &page.namespace, &page.stream, &part.digest);
        let tags = tag_facts::tag_links(session, &page.namespace, &page.stream, &part.tags);
        let value: Vec<Node> = vec![digest, " ".into(), tags];
        list.push(fact(session, Page::PlatformOf, value));
    }
    section(
        session,
        "places",
        session.text(Page::TagsOfImage),
        facts(list),
    )
}
