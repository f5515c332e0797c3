//! The facts of an image: the same on a tag's page and on an image's page.

use leptos::prelude::*;

use crate::messages::{Count, Page};
use crate::model::image_facts::{ImageFacts, LayerRow, PlatformRow, SignatureFacts};
use crate::route::Route;
use crate::text::bytes::human_size;
use crate::view::parts::copy::{command, copy_button, copyable};
use crate::view::parts::fact::{code_fact, copy_fact, fact, facts, plain, section, text_fact};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::code_link;
use crate::view::parts::table::{cell, head, row, table};
use crate::view::parts::{map, maybe, nothing, time};
use crate::view::session::Session;

use super::tag_facts::tag_links;

/// Name, size, times, author, architecture.
pub fn image(session: Session, image: &ImageFacts) -> AnyView {
    let size = size(session, image);
    let architecture = if image.is_manifest_list() {
        plain(
            session,
            &session.count(Count::Platforms, image.platforms.len()),
        )
    } else {
        plain(session, &image.architecture)
    };
    let mut list = vec![
        copy_fact(session, Page::ImageName, &image.digest),
        copy_fact(session, Page::DockerImage, &image.reference),
        fact(session, Page::ImageSize, size),
        fact(
            session,
            Page::ImageCreated,
            time::full(session, image.built),
        ),
        fact(
            session,
            Page::ImportedAt,
            time::full(session, image.created),
        ),
        fact(session, Page::Architecture, architecture),
        text_fact(session, Page::Author, &image.author),
    ];
    if !image.media_type.is_empty() {
        list.push(code_fact(session, Page::MediaType, &image.media_type));
    }
    if let Some(description) = &image.description {
        list.push(text_fact(session, Page::Description, description));
    }
    if !image.signatures.is_empty() {
        list.push(fact(
            session,
            Page::Signatures,
            signatures(session, &image.signatures),
        ));
    }
    section("image", session.text(Page::ImageSection), facts(list))
}

/// The size as the seed of all this names it: with the first layer and the last binary one.
fn size(session: Session, image: &ImageFacts) -> AnyView {
    let whole = human_size(image.size);
    let first = image.layers.iter().find(|layer| layer.first);
    let last = image.layers.iter().find(|layer| layer.last);
    let text = match (first, last) {
        (Some(first), Some(last)) => {
            let (first, last) = (human_size(first.size), human_size(last.size));
            let values = [("size", whole.as_str()), ("first", &first), ("last", &last)];
            session.fill(Page::LayerSizes, &values)
        }
        _ => whole,
    };
    text.into_any()
}

fn signatures(session: Session, signatures: &[SignatureFacts]) -> AnyView {
    let items: Vec<AnyView> = signatures
        .iter()
        .map(|signature| {
            let state = match &signature.issued_by {
                Some(_) => (Colour::Green, Page::SignatureVerified),
                None => (Colour::Grey, Page::SignatureUnverified),
            };
            let issuer = signature
                .issued_by
                .as_ref()
                .map(|name| session.fill(Page::SignatureIssuedBy, &[("name", name)]));
            let findings: Vec<AnyView> = signature
                .conditions
                .iter()
                .map(|finding| {
                    let text = format!("{}={} {}", finding.kind, finding.status, finding.message);
                    let checked = time::age(session, finding.checked);
                    view! { <div class="console-subtle" dir="auto">{text} " " {checked}</div> }
                        .into_any()
                })
                .collect();
            view! {
                <div>
                    {label(state.0, None, session.text(state.1).to_owned(), None)} " "
                    <bdi class="console-mono">{signature.name.clone()}</bdi> " "
                    <span class="console-subtle">{signature.kind.clone()} " " {issuer}</span>
                    {findings}
                </div>
            }
            .into_any()
        })
        .collect();
    items.into_any()
}

/// What a container made of the image gets.
pub fn configuration(session: Session, image: &ImageFacts) -> AnyView {
    if image.metadata_missing {
        let body = view! { <p class="console-subtle">{session.text(Page::ConfigMissing)}</p> };
        return section(
            "configuration",
            session.text(Page::ConfigSection),
            body.into_any(),
        );
    }
    let list = vec![
        code_fact(session, Page::Entrypoint, &image.entrypoint.join(" ")),
        code_fact(session, Page::Command, &image.command.join(" ")),
        code_fact(session, Page::WorkingDir, &image.working_dir),
        code_fact(session, Page::User, &image.user),
        code_fact(session, Page::Ports, &image.ports.join(", ")),
        code_fact(session, Page::Volumes, &image.volumes.join(", ")),
    ];
    section(
        "configuration",
        session.text(Page::ConfigSection),
        facts(list),
    )
}

/// Environment, labels and annotations of an image.
pub fn maps(session: Session, image: &ImageFacts) -> Vec<AnyView> {
    let environment = image
        .environment
        .iter()
        .map(|variable| (variable.name.as_str(), variable.value.as_str()));
    let entry = |(key, value)| -> (&str, &str) {
        let (key, value): (&String, &String) = (key, value);
        (key, value)
    };
    let mut all = vec![
        section(
            "docker-labels",
            session.text(Page::DockerLabels),
            map::pairs(session, image.labels.iter().map(entry)),
        ),
        section(
            "environment",
            session.text(Page::Environment),
            map::pairs(session, environment),
        ),
        section(
            "annotations",
            session.text(Page::Annotations),
            map::pairs(session, image.annotations.iter().map(entry)),
        ),
    ];
    if !image.object_labels.is_empty() {
        let labels = map::labels(session, &image.object_labels);
        all.push(section("labels", session.text(Page::Labels), labels));
    }
    all
}

/// Whether the other tags that share layers could be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Not yet.
    Unknown,
    /// They are named.
    Known,
    /// The right is missing.
    Forbidden,
    /// Something else went wrong.
    Failed,
}

/// The layers, oldest first, each with a bar as long as it is large.
pub fn layers(
    session: Session,
    namespace: &str,
    stream: &str,
    image: &ImageFacts,
    sharing: Sharing,
) -> AnyView {
    let title = session.text(Page::LayersSection);
    if image.layers.is_empty() {
        let why = if image.is_manifest_list() {
            Page::LayersOfList
        } else {
            Page::LayersNone
        };
        let body = view! { <p class="console-subtle">{session.text(why)}</p> }.into_any();
        return section("layers", title, body);
    }
    let note = match sharing {
        Sharing::Forbidden => Some(Page::LayerSharedForbidden),
        Sharing::Failed => Some(Page::LayerSharedFailed),
        Sharing::Unknown | Sharing::Known => None,
    };
    let note = note.map(|note| view! { <p class="console-subtle">{session.text(note)}</p> });
    let heads = vec![
        head(session.text(Page::LayerNumber)),
        head(session.text(Page::Size)),
        head(session.text(Page::Digest)),
        head(session.text(Page::LayerShared)),
    ];
    let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
    let rows = image.layers.clone();
    let body = move || {
        let draw = |(index, layer)| layer_row(session, &namespace, &stream, index, layer, sharing);
        rows.iter().enumerate().map(draw).collect()
    };
    let count = session.count(Count::Layers, image.layers.len());
    let body = view! {
        <p class="console-subtle">{count}</p>
        {table(title, heads, body)}
        {note}
    };
    section("layers", title, body.into_any())
}

fn layer_row(
    session: Session,
    namespace: &str,
    stream: &str,
    index: usize,
    layer: &LayerRow,
    sharing: Sharing,
) -> AnyView {
    let place = if layer.first {
        Some(Page::LayerFirst)
    } else {
        layer.last.then_some(Page::LayerLast)
    };
    let place = place.map(|place| label(Colour::Grey, None, session.text(place).to_owned(), None));
    let width = usize::from(layer.of_largest / 10);
    let size = view! {
        <span class="console-bar-cell">
            <span class="console-number">{human_size(layer.size)}</span>
            <progress class="console-bar" max="100" value=width.to_string() aria-hidden="true"></progress>
        </span>
    };
    let digest = view! {
        <span class="console-badges">
            <code class="console-mono" title=layer.media_type.clone()>
                {crate::image::digest::short(&layer.digest).to_owned()}
            </code>
            {copy_button(session, layer.digest.clone(), session.text(Page::Digest))}
            {place}
        </span>
    };
    let shared = match (layer.shared_with.as_slice(), sharing) {
        ([], Sharing::Known) => {
            let only = session.text(Page::LayerOnlyHere);
            view! { <span class="console-subtle">{only}</span> }.into_any()
        }
        ([], _) => time::dash(),
        (tags, _) => tag_links(session, namespace, stream, tags),
    };
    row(vec![
        cell(
            session.text(Page::LayerNumber),
            (index + 1).to_string().into_any(),
        ),
        cell(session.text(Page::Size), size.into_any()),
        cell(session.text(Page::Digest), digest.into_any()),
        cell(session.text(Page::LayerShared), shared),
    ])
}

/// The platforms of a multi-architecture image; `line` is the command that prints them.
pub fn platforms(
    session: Session,
    namespace: &str,
    stream: &str,
    image: &ImageFacts,
    line: Option<String>,
) -> AnyView {
    if image.platforms.is_empty() {
        return nothing();
    }
    let title = session.text(Page::PlatformsSection);
    let heads = vec![
        head(session.text(Page::Platform)),
        head(session.text(Page::Variant)),
        head(session.text(Page::Digest)),
        head(session.text(Page::Size)),
    ];
    let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
    let rows = image.platforms.clone();
    let body = move || {
        rows.iter()
            .map(|one| platform_row(session, &namespace, &stream, one))
            .collect()
    };
    // The form of `oc get istag … -o jsonpath`: one platform a line.
    let text: Vec<String> = image.platforms.iter().map(PlatformRow::platform).collect();
    let text = text.join("\n");
    let plain = view! {
        <details class="console-details">
            <summary>{session.text(Page::PlatformsText)}</summary>
            {maybe(line, |line| command(session, line))}
            <div class="console-command">
                <pre class="console-platforms" tabindex="0" dir="ltr">{text.clone()}</pre>
                {copy_button(session, text, title)}
            </div>
        </details>
    };
    let count = session.count(Count::Platforms, image.platforms.len());
    let body = view! {
        <p class="console-subtle">{count}</p>
        {table(title, heads, body)}
        {plain}
    };
    section("platforms", title, body.into_any())
}

fn platform_row(
    session: Session,
    namespace: &str,
    stream: &str,
    platform: &PlatformRow,
) -> AnyView {
    let route = Route::image(namespace, stream, &platform.digest);
    let name = code_link(session, &route, platform.platform(), None);
    let digest = crate::image::digest::short(&platform.digest).to_owned();
    let digest = view! {
        <span class="console-badges">
            {code_link(session, &route, digest, Some(platform.digest.clone()))}
            {copy_button(session, platform.digest.clone(), session.text(Page::Digest))}
        </span>
    };
    let size = match platform.layers_size {
        Some(size) => human_size(size).into_any(),
        None => {
            let title = session.text(Page::ManifestSize);
            let size = human_size(platform.manifest_size);
            view! { <span class="console-subtle" title=title>{title} " " {size}</span> }.into_any()
        }
    };
    let variant = match platform.variant.as_str() {
        "" => time::dash(),
        variant => variant.to_owned().into_any(),
    };
    row(vec![
        cell(session.text(Page::Platform), name),
        cell(session.text(Page::Variant), variant),
        cell(session.text(Page::Digest), digest.into_any()),
        cell(session.text(Page::Size), size),
    ])
}

/// A digest to copy in full.
pub fn digest(session: Session, digest: &str) -> AnyView {
    copyable(session, digest.to_owned(), session.text(Page::Digest))
}
