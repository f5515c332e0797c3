//! The facts of an image: the same on a tag's page and on an image's page.

use super::tag_facts::tag_links;
use crate::image::command::grant_layers;
use crate::image::digest::short;
use crate::messages::{Count, Page};
use crate::model::image_facts::{
    ImageFacts, LayerRow, PlatformRow, SignatureFacts, SignatureFinding,
};
use crate::route::Route;
use crate::text::bytes::human_size;
use crate::view::node::{Node, div, el, nothing, span};
use crate::view::parts::copy::{command, copy_button};
use crate::view::parts::fact::{
    code_fact, copy_fact, fact, facts, folded, paragraph, section, subtle, text_fact,
};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::code_link;
use crate::view::parts::table::{cell, head, row, table};
use crate::view::parts::{map, maybe, time};
use crate::view::session::Session;

/// Name, size, times, author, architecture. What stands as the description of the tag already,
/// `said`, is not said again.
pub fn image(session: Session, image: &ImageFacts, said: Option<&str>) -> Node {
    let architecture = if image.is_manifest_list() {
        session.count(Count::Platforms, image.platforms.len())
    } else {
        image.architecture.clone()
    };
    let mut list = vec![
        copy_fact(session, Page::ImageName, &image.digest),
        copy_fact(session, Page::DockerImage, &image.reference),
        fact(session, Page::ImageSize, size(session, image)),
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
        text_fact(session, Page::Architecture, &architecture),
        text_fact(session, Page::Author, &image.author),
    ];
    if !image.media_type.is_empty() {
        list.push(code_fact(session, Page::MediaType, &image.media_type));
    }
    let description = image.description.as_deref();
    if let Some(description) = description.filter(|text| Some(*text) != said) {
        list.push(text_fact(session, Page::Description, description));
    }
    if !image.signatures.is_empty() {
        let signatures = image.signatures.iter().map(|one| signature(session, one));
        list.push(fact(
            session,
            Page::Signatures,
            signatures.collect::<Vec<Node>>(),
        ));
    }
    section(
        session,
        "image",
        session.text(Page::ImageSection),
        facts(list),
    )
}

/// The size as older versions of `oc` name it: with the first layer and the last binary one.
fn size(session: Session, image: &ImageFacts) -> String {
    let whole = human_size(image.size);
    let first = image.layers.iter().find(|layer| layer.first);
    let last = image.layers.iter().find(|layer| layer.last);
    match (first, last) {
        (Some(first), Some(last)) => {
            let (first, last) = (human_size(first.size), human_size(last.size));
            let values = [("size", whole.as_str()), ("first", &first), ("last", &last)];
            session.fill(Page::LayerSizes, &values)
        }
        // A list of manifests has no layers; its platforms have.
        _ if image.is_manifest_list() => session.fill(Page::SizeOfList, &[("size", &whole)]),
        _ => whole,
    }
}

fn signature(session: Session, signature: &SignatureFacts) -> Node {
    let (colour, word) = match &signature.issued_by {
        Some(_) => (Colour::Green, Page::SignatureVerified),
        None => (Colour::Grey, Page::SignatureUnverified),
    };
    let issuer = signature.issued_by.as_ref();
    let issuer = issuer.map(|name| session.fill(Page::SignatureIssuedBy, &[("name", name)]));
    let finding = |finding: &SignatureFinding| {
        let text = format!("{}={} {} ", finding.kind, finding.status, finding.message);
        div("console-subtle")
            .attr("dir", "auto")
            .child(text)
            .child(time::age(session, finding.checked))
            .into()
    };
    let about = format!(" {} {}", signature.kind, issuer.unwrap_or_default());
    div("")
        .child(label(colour, None, session.text(word), None))
        .child(" ")
        .child(el("bdi", "console-mono").child(signature.name.clone()))
        .child(subtle(about))
        .children(signature.conditions.iter().map(finding))
        .into()
}

/// What a container made of the image gets.
pub fn configuration(session: Session, image: &ImageFacts) -> Node {
    let title = session.text(Page::ConfigSection);
    let none = if image.metadata_missing {
        Some(Page::ConfigMissing)
    } else {
        image.is_manifest_list().then_some(Page::LayersOfList)
    };
    if let Some(none) = none {
        let none = paragraph("console-subtle", session.text(none));
        return section(session, "configuration", title, none);
    }
    let list = vec![
        code_fact(session, Page::Entrypoint, &image.entrypoint.join(" ")),
        code_fact(session, Page::Command, &image.command.join(" ")),
        code_fact(session, Page::WorkingDir, &image.working_dir),
        code_fact(session, Page::User, &image.user),
        code_fact(session, Page::Ports, &image.ports.join(", ")),
        code_fact(session, Page::Volumes, &image.volumes.join(", ")),
    ];
    section(session, "configuration", title, facts(list))
}

/// Environment, labels and annotations of an image.
pub fn maps(session: Session, image: &ImageFacts) -> Vec<Node> {
    let environment = image
        .environment
        .iter()
        .map(|variable| (variable.name.as_str(), variable.value.as_str()));
    let environment = map::pairs(session, environment);
    let labels = map::pairs(session, map::entries(&image.labels));
    let annotations = map::pairs(session, map::entries(&image.annotations));
    let mut all = vec![
        section(
            session,
            "docker-labels",
            session.text(Page::DockerLabels),
            labels,
        ),
        section(
            session,
            "environment",
            session.text(Page::Environment),
            environment,
        ),
        section(
            session,
            "annotations",
            session.text(Page::Annotations),
            annotations,
        ),
    ];
    if !image.object_labels.is_empty() {
        let labels = map::labels(session, &image.object_labels);
        all.push(section(
            session,
            "labels",
            session.text(Page::Labels),
            labels,
        ));
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

/// Where the image belongs to.
#[derive(Clone)]
pub struct Home {
    /// Project.
    pub namespace: String,
    /// Stream.
    pub stream: String,
}

/// The layers, oldest first, each with a bar as long as it is large.
pub fn layers(session: Session, home: &Home, image: &ImageFacts, sharing: Sharing) -> Node {
    let title = session.text(Page::LayersSection);
    if image.layers.is_empty() {
        let why = if image.is_manifest_list() {
            Page::LayersOfList
        } else {
            Page::LayersNone
        };
        return section(
            session,
            "layers",
            title,
            paragraph("console-subtle", session.text(why)),
        );
    }
    let note = match sharing {
        Sharing::Forbidden => Some(Page::LayerSharedForbidden),
        Sharing::Failed => Some(Page::LayerSharedFailed),
        Sharing::Unknown | Sharing::Known => None,
    };
    let note = note.map(|note| paragraph("console-subtle", session.text(note)));
    let grant = (sharing == Sharing::Forbidden).then(|| grant(session, home));
    let heads = vec![
        head(session.text(Page::LayerNumber)),
        head(session.text(Page::Size)),
        head(session.text(Page::Digest)),
        head(session.text(Page::LayerShared)),
    ];
    let (home, rows) = (home.clone(), image.layers.clone());
    let body = move || {
        let draw = |(index, layer)| layer_row(session, &home, index, layer, sharing);
        rows.iter().enumerate().map(draw).collect()
    };
    let count = paragraph(
        "console-subtle",
        session.count(Count::Layers, image.layers.len()),
    );
    section(
        session,
        "layers",
        title,
        vec![count, table(title, heads, body), note.into(), grant.into()],
    )
}

/// The command that gives the right to read layers, and nothing else but to pull.
fn grant(session: Session, home: &Home) -> Node {
    let user = session.user();
    let line = grant_layers(&home.namespace, user.as_deref());
    let text = session.text(Page::LayerSharedGrant);
    vec![paragraph("console-subtle", text), command(session, line)].into()
}

fn layer_row(
    session: Session,
    home: &Home,
    index: usize,
    layer: &LayerRow,
    sharing: Sharing,
) -> Node {
    let place = if layer.first {
        Some(Page::LayerFirst)
    } else {
        layer.last.then_some(Page::LayerLast)
    };
    let place = place.map(|place| label(Colour::Grey, None, session.text(place), None));
    let bar = el("progress", "console-bar")
        .attr("max", "1000")
        .attr("value", layer.of_largest.to_string())
        .attr("aria-hidden", "true");
    let size = span("console-bar-cell")
        .child(span("console-number").child(human_size(layer.size)))
        .child(bar);
    let name = el("code", "console-mono")
        .attr("title", layer.media_type.clone())
        .child(short(&layer.digest).to_owned());
    let digest = span("console-digest")
        .child(name)
        .child(copy_button(
            session,
            layer.digest.clone(),
            session.text(Page::Digest),
        ))
        .child(place);
    let shared = match (layer.shared_with.as_slice(), sharing) {
        ([], Sharing::Known) => subtle(session.text(Page::LayerOnlyHere)),
        ([], _) => time::dash(),
        (tags, _) => tag_links(session, &home.namespace, &home.stream, tags),
    };
    row(vec![
        cell(session.text(Page::LayerNumber), (index + 1).to_string()),
        cell(session.text(Page::Size), size),
        cell(session.text(Page::Digest), digest),
        cell(session.text(Page::LayerShared), shared),
    ])
}

/// The platforms of a multi-architecture image; `line` is the command that prints them.
pub fn platforms(session: Session, home: &Home, image: &ImageFacts, line: Option<String>) -> Node {
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
    let (home, rows) = (home.clone(), image.platforms.clone());
    let body = move || {
        rows.iter()
            .map(|one| platform_row(session, &home, one))
            .collect()
    };
    // The form of `oc get istag … -o jsonpath`: one platform a line.
    let text: Vec<String> = image.platforms.iter().map(PlatformRow::platform).collect();
    let text = text.join("\n");
    let lines = el("pre", "console-platforms")
        .attr("dir", "ltr")
        .child(text.clone());
    let lines = div("console-command")
        .child(lines)
        .child(copy_button(session, text, title));
    let line = maybe(line, |line| command(session, line));
    let plain = folded(session.text(Page::PlatformsText), vec![line, lines.into()]);
    let count = session.count(Count::Platforms, image.platforms.len());
    let count = paragraph("console-subtle", count);
    section(
        session,
        "platforms",
        title,
        vec![count, table(title, heads, body), plain],
    )
}

fn platform_row(session: Session, home: &Home, platform: &PlatformRow) -> Node {
    let route = Route::image(&home.namespace, &home.stream, &platform.digest);
    let name = code_link(session, &route, platform.platform(), None);
    let digest = short(&platform.digest).to_owned();
    let digest = span("console-digest")
        .child(code_link(
            session,
            &route,
            digest,
            Some(platform.digest.clone()),
        ))
        .child(copy_button(
            session,
            platform.digest.clone(),
            session.text(Page::Digest),
        ));
    let size: Node = if let Some(size) = platform.layers_size {
        human_size(size).into()
    } else {
        let title = session.text(Page::ManifestSize);
        subtle(format!("{title} {}", human_size(platform.manifest_size)))
    };
    let variant: Node = match platform.variant.as_str() {
        "" => time::dash(),
        variant => variant.to_owned().into(),
    };
    row(vec![
        cell(session.text(Page::Platform), name),
        cell(session.text(Page::Variant), variant),
        cell(session.text(Page::Digest), digest),
        cell(session.text(Page::Size), size),
    ])
}
