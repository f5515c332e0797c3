//! Choosing tags of the stream, and entries of a tag's history.

use leptos::prelude::*;

use super::form::Form;
use super::input;
use crate::edit::draft::{ALL, Action};
use crate::edit::field::Field;
use crate::image::digest::short;
use crate::image::source::TagSource;
use crate::image::tags::{StreamTag, StreamTags};
use crate::messages::{Count, Input, Page, Pick, Refused};
use crate::view::node::{Node, div, el, live, span};
use crate::view::parts::time;

/// The tag that the form is about.
pub fn one(form: Form) -> Node {
    let words = move || {
        let basis = form.ground.basis();
        basis.map_or_else(Vec::new, |basis| {
            StreamTags::of(&basis.view)
                .iter()
                .map(|(name, tag)| (name.to_owned(), source_of(&tag, &basis.view.metadata)))
                .collect()
        })
    };
    div("")
        .child(input::text_with(form, Field::Tag, Some("own-tags"), ""))
        .child(input::datalist("own-tags", words))
        .into()
}

fn source_of(tag: &StreamTag<'_>, of: &crate::api::meta::ObjectMeta) -> String {
    match TagSource::of(tag.spec, &of.namespace, &of.name) {
        TagSource::Registry { pull_spec } => pull_spec,
        TagSource::Tag(tag) => format!("{}:{}", tag.stream, tag.tag),
        TagSource::Image(image) => format!("{}@{}", image.stream, short(&image.digest)),
        _ => tag.digest().map(short).unwrap_or_default().to_owned(),
    }
}

/// One tag as a choice.
#[derive(Clone, PartialEq, Eq)]
struct Choice {
    name: String,
    about: String,
    registry: bool,
}

/// Several tags of the stream.
pub fn several(form: Form) -> Node {
    let session = form.session;
    let needs_registry = matches!(form.action, Action::Schedule | Action::ImportAgain);
    let choices = Memo::new(move |_| {
        let basis = form.ground.basis();
        basis.map_or_else(Vec::new, |basis| {
            let choice = |(name, tag): (&str, StreamTag<'_>)| Choice {
                name: name.to_owned(),
                about: source_of(&tag, &basis.view.metadata),
                registry: matches!(
                    TagSource::of(
                        tag.spec,
                        &basis.view.metadata.namespace,
                        &basis.view.metadata.name
                    ),
                    TagSource::Registry { .. }
                ),
            };
            StreamTags::of(&basis.view)
                .iter()
                .map(choice)
                .collect::<Vec<_>>()
        })
    });
    let all = (form.action == Action::ImportAgain).then(|| {
        let on = move || form.draft.with(|draft| draft.texts(Field::Tags) == [ALL]);
        let control = el("input", "")
            .attr("type", "checkbox")
            .attr("id", "all-tags")
            .property("checked", on)
            .on("change", move |event| {
                let all = event_target_checked(&event).then(|| ALL.to_owned());
                form.set_all(Field::Tags, all.into_iter().collect());
            });
        let label = el("label", "")
            .attr("for", "all-tags")
            .child(session.text(Input::AllTags));
        div("console-check").child(control).child(label)
    });
    let list = live(move || {
        let choices = choices.get().into_iter().enumerate();
        let rows = choices.map(|(row, choice)| tag_choice(form, row, choice, needs_registry));
        div("console-tag-choices").children(rows)
    });
    input::group(form, Field::Tags, vec![all.into(), list].into())
}

fn tag_choice(form: Form, row: usize, choice: Choice, needs_registry: bool) -> Node {
    let session = form.session;
    let fits = choice.registry || !needs_registry;
    let id = if row == 0 {
        input::id_of(Field::Tags)
    } else {
        format!("{}-{row}", input::id_of(Field::Tags))
    };
    let name = choice.name.clone();
    let on = move || {
        form.draft.with(|draft| {
            let chosen = draft.texts(Field::Tags);
            chosen.contains(&name) || (fits && chosen == [ALL])
        })
    };
    let name = choice.name.clone();
    let turn = move |event: web_sys::Event| {
        let mut chosen = form
            .draft
            .with_untracked(|draft| draft.texts(Field::Tags).to_vec());
        chosen.retain(|other| *other != name && other != ALL);
        if event_target_checked(&event) {
            chosen.push(name.clone());
        }
        form.set_all(Field::Tags, chosen);
    };
    let control = el("input", "")
        .attr("type", "checkbox")
        .attr("id", id.clone())
        .maybe("disabled", (!fits).then_some(""))
        .property("checked", on)
        .on("change", turn);
    let why = (!fits).then(|| {
        let why = session.fill(Refused::NotFromRegistry, &[("tag", &choice.name)]);
        span("console-hint").child(why)
    });
    let label = el("label", "")
        .attr("for", id)
        .child(el("bdi", "console-mono console-wrap").child(choice.name));
    let about = span("console-subtle console-wrap")
        .attr("dir", "auto")
        .child(choice.about);
    div("console-check")
        .child(control)
        .child(div("").child(label).child(" ").child(about).child(why))
        .into()
}

/// One entry of the history of the tag.
#[derive(Clone, PartialEq, Eq)]
struct Entry {
    digest: String,
    reference: String,
    created: Option<crate::text::time::Timestamp>,
}

/// The history of the tag, to choose an entry of.
pub fn history(form: Form) -> Node {
    let session = form.session;
    let entries = Memo::new(move |_| {
        let tag = form.text(Field::Tag);
        let basis = form.ground.basis();
        basis.map_or_else(Vec::new, |basis| {
            let tags = StreamTags::of(&basis.view);
            let entry = |event: &crate::image::stream::TagEvent| Entry {
                digest: event.image.clone(),
                reference: event.docker_image_reference.clone(),
                created: event.created,
            };
            tags.get(&tag)
                .events()
                .iter()
                .map(entry)
                .collect::<Vec<_>>()
        })
    });
    let list = live(move || {
        let entries = entries.get();
        if entries.is_empty() {
            return crate::view::parts::fact::paragraph(
                "console-subtle",
                session.text(Page::HistoryEmpty),
            );
        }
        let rows = entries.into_iter().enumerate();
        Node::Many(
            rows.map(|(place, entry)| entry_choice(form, place, entry))
                .collect(),
        )
    });
    let count = live(move || session.count(Count::Events, entries.with(Vec::len)));
    let body = vec![div("console-hint").child(count).into(), list];
    div("console-group")
        .child(input::group(form, Field::History, body.into()))
        .child(live(move || {
            // A digest can be typed as well, for an image that only another tag had.
            let by_place = !form.text(Field::History).is_empty();
            (!by_place).then(|| input::text_with(form, Field::Digest, None, "sha256:"))
        }))
        .into()
}

fn entry_choice(form: Form, place: usize, entry: Entry) -> Node {
    let session = form.session;
    let word = place.to_string();
    let id = if place == 0 {
        input::id_of(Field::History)
    } else {
        format!("{}-{place}", input::id_of(Field::History))
    };
    let (own, chosen) = (word.clone(), entry.digest.clone());
    let on = move || {
        form.draft.with(|draft| {
            draft.text(Field::History) == own
                || (draft.text(Field::History).is_empty()
                    && !chosen.is_empty()
                    && draft.text(Field::Digest) == chosen)
        })
    };
    let control = el("input", "")
        .attr("type", "radio")
        .attr("name", input::id_of(Field::History))
        .attr("id", id.clone())
        .property("checked", on)
        .on("change", move |_| {
            form.set(Field::Digest, "");
            form.set(Field::History, &word);
        });
    let shown = if entry.digest.is_empty() {
        session.text(Pick::NoImage).to_owned()
    } else {
        short(&entry.digest).to_owned()
    };
    let now = (place == 0).then(|| {
        crate::view::parts::label::label(
            crate::view::parts::label::Colour::Green,
            None,
            session.text(Page::Current),
            None,
        )
    });
    let label = el("label", "")
        .attr("for", id)
        .child(el("bdi", "console-mono").child(shown))
        .child(" ")
        .child(now)
        .child(" ")
        .child(time::full(session, entry.created));
    let reference = div("console-subtle console-wrap")
        .attr("dir", "auto")
        .child(entry.reference);
    div("console-check")
        .child(control)
        .child(div("").child(label).child(reference))
        .into()
}
