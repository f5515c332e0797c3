//! Where a tag gets its image from: the kinds of sources, and the fields of each.

use leptos::prelude::*;

use super::form::Form;
use super::{input, look, picker, secrets};
use crate::edit::draft::{Action, COPY, DIGEST, EXTERNAL, FOLLOW, REPOSITORY};
use crate::edit::field::Field;
use crate::image::digest::short;
use crate::image::tags::StreamTags;
use crate::messages::{Input, Pick};
use crate::view::node::{Node, div, live, nothing};
use crate::view::parts::fact::paragraph;
use crate::view::projects::ProjectList;

/// The kinds that an action knows, with their words.
fn kinds(action: Action) -> Vec<(&'static str, Input)> {
    let mut kinds = vec![(COPY, Input::FromTag)];
    if action == Action::CreateStream {
        kinds.insert(0, ("", Input::FromNothing));
        kinds.push((DIGEST, Input::FromDigest));
        kinds.push((EXTERNAL, Input::FromImage));
        kinds.push((REPOSITORY, Input::FromRepository));
    } else {
        kinds.push((FOLLOW, Input::FromFollow));
        kinds.push((DIGEST, Input::FromDigest));
        kinds.push((EXTERNAL, Input::FromImage));
    }
    kinds
}

/// The choice between the kinds, and the fields of the chosen one.
pub fn source(form: Form, projects: ProjectList) -> Node {
    let session = form.session;
    let choices = kinds(form.action)
        .into_iter()
        .map(|(word, text)| (word, session.text(text).into()))
        .collect();
    let kind = Memo::new(move |_| form.text(Field::SourceKind));
    let body = move || match kind.get().as_str() {
        COPY => div("console-group")
            .child(place(form, projects))
            .child(tag(form, false))
            .into(),
        FOLLOW => tag(form, true),
        DIGEST => div("console-group")
            .child(place(form, projects))
            .child(digest(form))
            .into(),
        EXTERNAL => div("console-group")
            .child(input::text(form, Field::Image))
            .child(look::look(form, Field::Image))
            .child(secrets::fitting(form, Field::Image))
            .into(),
        REPOSITORY => div("console-group")
            .child(input::text(form, Field::Repository))
            .child(look::look(form, Field::Repository))
            .child(secrets::fitting(form, Field::Repository))
            .into(),
        _ => nothing(),
    };
    div("console-group")
        .child(input::radios(form, Field::SourceKind, choices, move || {
            kind.get()
        }))
        .child(live(body))
        .into()
}

/// Project and stream of a source.
fn place(form: Form, projects: ProjectList) -> Node {
    let session = form.session;
    let home = form.home();
    let own = |name: &str| {
        if name.is_empty() {
            String::new()
        } else {
            session.fill(Input::SourceOwn, &[("name", name)])
        }
    };
    let streams = picker::streams(form);
    div("console-side-by-side")
        .child(input::text_with(
            form,
            Field::SourceProject,
            Some("source-projects"),
            own(&home.namespace),
        ))
        .child(input::text_with(
            form,
            Field::SourceStream,
            Some("source-streams"),
            own(&home.stream),
        ))
        .child(picker::projects("source-projects", projects))
        .child(input::datalist("source-streams", move || streams.get()))
        .into()
}

/// The stream that a source is picked from, with what is known of it; follows the form.
fn with_source<T: Default>(form: Form, own: bool, read: impl FnOnce(&StreamTags<'_>) -> T) -> T {
    let place = form.place();
    let (basis, source) = (form.ground.basis(), form.ground.source.get());
    let (namespace, stream) = form.draft.with(|draft| {
        let (namespace, stream) = crate::edit::source::effective(
            &place,
            draft.text(Field::SourceProject),
            draft.text(Field::SourceStream),
        );
        (namespace.to_owned(), stream.to_owned())
    });
    let own = own || (namespace == place.namespace && stream == place.stream);
    let stream = if own {
        basis.as_ref().map(|basis| &basis.view)
    } else {
        source.as_deref()
    };
    stream.map_or_else(T::default, |stream| read(&StreamTags::of(stream)))
}

/// A tag of the source, with the image that it has now.
fn tag(form: Form, own: bool) -> Node {
    let session = form.session;
    let about = move |digest: Option<&str>| match digest {
        Some(digest) => session.fill(Pick::IsNow, &[("digest", short(digest))]),
        None => session.text(Pick::NoImage).to_owned(),
    };
    let words = move || {
        with_source(form, own, |tags| {
            tags.iter()
                .map(|(name, tag)| (name.to_owned(), about(tag.digest())))
                .collect()
        })
    };
    let now = live(move || {
        let name = form.text(Field::SourceTag);
        let said = with_source(form, own, |tags| {
            let tag = tags.get(&name);
            tag.exists().then(|| about(tag.digest()))
        });
        said.map(|said| paragraph("console-hint", said))
    });
    div("")
        .child(input::text_with(
            form,
            Field::SourceTag,
            Some("source-tags"),
            "",
        ))
        .child(now)
        .child(input::datalist("source-tags", words))
        .into()
}

/// A digest that the source has or had.
fn digest(form: Form) -> Node {
    let words = move || {
        with_source(form, false, |tags| {
            let mut known: Vec<(String, String)> = Vec::new();
            for (name, tag) in tags.iter() {
                for event in tag.events().iter().filter(|event| !event.image.is_empty()) {
                    match known.iter_mut().find(|(digest, _)| *digest == event.image) {
                        Some((_, names)) if names.split(", ").any(|known| known == name) => {}
                        Some((_, names)) => {
                            names.push_str(", ");
                            names.push_str(name);
                        }
                        None => known.push((event.image.clone(), name.to_owned())),
                    }
                }
            }
            known
        })
    };
    div("")
        .child(input::text_with(
            form,
            Field::Digest,
            Some("source-digests"),
            "sha256:",
        ))
        .child(input::datalist("source-digests", words))
        .into()
}
