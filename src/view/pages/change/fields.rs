//! Which fields a form has.

use leptos::prelude::*;
use serde_json::Value;

use super::form::Form;
use super::{input, look, pairs, secrets, source, tags};
use crate::edit::draft::{Action, EXTERNAL, REPOSITORY};
use crate::edit::field::Field;
use crate::edit::raw;
use crate::edit::source::is_registry;
use crate::edit::wanted::{IMPORT_MODE, INSECURE, REFERENCE, REFERENCE_POLICY, SCHEDULED};
use crate::messages::Input;
use crate::view::node::{Node, div, el, live, nothing};
use crate::view::projects::ProjectList;

/// The fields of a form.
pub fn fields(form: Form, projects: ProjectList) -> Node {
    let parts = match form.action {
        Action::CreateStream => vec![
            input::text(form, Field::Stream),
            source::source(form, projects),
            live(move || {
                let kind = form.text(Field::SourceKind);
                let tag = !kind.is_empty() && kind != REPOSITORY;
                tag.then(|| input::text(form, Field::Tag))
            }),
            options(form),
            input::switch(form, Field::Lookup, || false),
            pairs::pairs(form, Field::Labels),
            pairs::pairs(form, Field::Annotations),
        ],
        Action::AddTag => vec![
            input::text(form, Field::Tag),
            source::source(form, projects),
            options(form),
            pairs::pairs(form, Field::Annotations),
        ],
        Action::Retarget => vec![
            tags::one(form),
            source::source(form, projects),
            options(form),
            pairs::pairs(form, Field::Annotations),
        ],
        Action::SetOptions => vec![
            tags::one(form),
            options(form),
            pairs::pairs(form, Field::Annotations),
        ],
        Action::Schedule => vec![on_off(form, Input::On, Input::Off), tags::several(form)],
        Action::ImportAgain | Action::DeleteTags => vec![tags::several(form)],
        Action::RollBack => vec![
            tags::one(form),
            tags::history(form),
            live(move || {
                let scheduled = flag_of(form, SCHEDULED);
                scheduled.then(|| input::switch(form, Field::Unschedule, || false))
            }),
        ],
        Action::DeleteStream => vec![input::text(form, Field::Confirmation)],
        Action::SetLookup => vec![on_off(form, Input::On, Input::Off)],
        Action::SetLabels => vec![pairs::pairs(form, Field::Labels)],
        Action::SetAnnotations => vec![pairs::pairs(form, Field::Annotations)],
        Action::SetTagAnnotations => {
            vec![tags::one(form), pairs::pairs(form, Field::Annotations)]
        }
        Action::CreateSecret => vec![
            input::text(form, Field::Host),
            input::text(form, Field::User),
            input::password(form),
            input::text(form, Field::Secret),
        ],
        Action::ImportRepository | Action::LookAtRepository => vec![
            input::text(form, Field::Repository),
            look::look(form, Field::Repository),
            secrets::fitting(form, Field::Repository),
            options(form),
        ],
        Action::LookAtImage => vec![
            input::text(form, Field::Image),
            look::look(form, Field::Image),
            secrets::fitting(form, Field::Image),
        ],
    };
    div("console-group").children(parts).into()
}

/// The spec of the tag that the form is about; null for a new one. Follows form and stream.
pub fn tag_of(form: Form) -> Value {
    let tag = form.text(Field::Tag);
    let existing = matches!(
        form.action,
        Action::Retarget | Action::SetOptions | Action::RollBack | Action::SetTagAnnotations
    );
    let basis = form.ground.basis().filter(|_| existing);
    basis
        .and_then(|basis| raw::spec_tag(&basis.raw, &tag).cloned())
        .unwrap_or_default()
}

/// Whether a flag of the tag is set now.
fn flag_of(form: Form, path: &'static [&'static str]) -> bool {
    raw::flag(&tag_of(form), path)
}

fn on_off(form: Form, on: Input, off: Input) -> Node {
    let session = form.session;
    let choices = vec![
        ("true", session.text(on).into()),
        ("false", session.text(off).into()),
    ];
    input::radios(form, Field::On, choices, move || form.text(Field::On))
}

/// Whether what the form names comes from a registry.
fn from_registry(form: Form) -> bool {
    match form.action {
        Action::SetOptions => is_registry(&tag_of(form)),
        Action::ImportRepository | Action::LookAtRepository | Action::LookAtImage => true,
        _ => matches!(form.text(Field::SourceKind).as_str(), EXTERNAL | REPOSITORY),
    }
}

/// What can be said about a tag beside its source. Some of it only makes sense for what comes from
/// a registry.
fn options(form: Form) -> Node {
    let session = form.session;
    let registry = Memo::new(move |_| from_registry(form));
    let repository = Memo::new(move |_| {
        form.action == Action::ImportRepository || form.text(Field::SourceKind) == REPOSITORY
    });
    let about = Memo::new(move |_| {
        form.action != Action::CreateStream || !form.text(Field::SourceKind).is_empty()
    });
    let as_it_is = move |path: &'static [&'static str]| {
        let now = raw::text(&tag_of(form), path).to_owned();
        if now.is_empty() {
            session.text(Input::ClusterDefault).to_owned()
        } else {
            format!("{}: {now}", session.text(Input::AsItIs))
        }
    };
    let body = move || {
        if !about.get() {
            return nothing();
        }
        let flag = |field, path| input::switch(form, field, move || flag_of(form, path));
        let mut parts = Vec::new();
        if registry.get() {
            parts.push(flag(Field::Scheduled, SCHEDULED));
            parts.push(flag(Field::Insecure, INSECURE));
        }
        if !repository.get() {
            parts.push(flag(Field::Reference, REFERENCE));
        }
        if registry.get() {
            parts.push(input::select(
                form,
                Field::ImportMode,
                move || as_it_is(IMPORT_MODE),
                &[
                    ("Legacy", Input::ModeLegacy),
                    ("PreserveOriginal", Input::ModePreserve),
                ],
            ));
        }
        parts.push(input::select(
            form,
            Field::ReferencePolicy,
            move || as_it_is(REFERENCE_POLICY),
            &[
                ("Source", Input::PolicySource),
                ("Local", Input::PolicyLocal),
            ],
        ));
        el("fieldset", "console-input")
            .child(el("legend", "console-input-label").child(session.text(Input::Options)))
            .children(parts)
            .into()
    };
    live(body)
}
