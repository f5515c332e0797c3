//! Fields of forms: each with its label, its hint and what is wrong with it, tied together for
//! screen readers. A field is drawn once; only what it says follows the form.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Event;

use super::form::Form;
use crate::edit::field::Field;
use crate::explain_change::fields::{hint, label};
use crate::messages::Input;
use crate::view::node::{Element, Node, Words, div, el, live, span};

/// The id of a field's control.
pub fn id_of(field: Field) -> String {
    format!("field-{}", field.word().unwrap_or("password"))
}

/// The label of a field in words.
pub fn label_of(form: Form, field: Field) -> String {
    let place = form.home();
    label(form.action, field).map_or_else(String::new, |text| {
        form.session.fill(text, &[("name", &place.stream)])
    })
}

/// A field for a line of text.
pub fn text(form: Form, field: Field) -> Node {
    text_with(form, field, None, "")
}

/// A field for a line of text with suggestions: `list` is the id of a `datalist`.
pub fn text_with(
    form: Form,
    field: Field,
    list: Option<&'static str>,
    placeholder: impl Into<Words>,
) -> Node {
    let control = el("input", "console-field")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("placeholder", placeholder)
        .maybe("list", list)
        .value(move || form.text(field))
        .on("input", move |event| {
            form.set(field, &event_target_value(&event));
        });
    framed(form, field, control)
}

/// A password. It is never a part of the form's state: it is read from the field when it is sent.
pub fn password(form: Form) -> Node {
    let control = el("input", "console-field")
        .attr("type", "password")
        .attr("autocomplete", "new-password");
    framed(form, Field::Password, control)
}

/// Takes the password out of its field, so that it is in the page no more.
pub fn take_password() -> String {
    let field = crate::view::browser::document::find(&id_of(Field::Password))
        .and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    field.map_or_else(String::new, |field| {
        let text = field.value();
        field.set_value("");
        text
    })
}

/// One of a few words. The first choice is that nothing is said.
pub fn select(
    form: Form,
    field: Field,
    nothing: impl Fn() -> String + 'static,
    choices: &[(&'static str, Input)],
) -> Node {
    let session = form.session;
    let first = el("option", "").attr("value", "").child(live(nothing));
    let others = choices.iter().map(|(word, text)| {
        el("option", "")
            .attr("value", *word)
            .child(session.text(*text))
            .into()
    });
    let control = el("select", "console-field")
        .child(first)
        .children(others)
        .value(move || form.text(field))
        .on("change", move |event| {
            form.set(field, &event_target_value(&event));
        });
    framed(form, field, control)
}

/// A switch. `current` is how it is now: choosing that again means to leave it.
pub fn switch(form: Form, field: Field, current: impl Fn() -> bool + Copy + 'static) -> Node {
    let on = move || match form.text(field).as_str() {
        "true" => true,
        "false" => false,
        _ => current(),
    };
    let choose = move |event: Event| {
        let wanted = event_target_checked(&event);
        let word = if wanted == untrack(current) {
            ""
        } else if wanted {
            "true"
        } else {
            "false"
        };
        form.set(field, word);
    };
    let id = id_of(field);
    let control = el("input", "")
        .attr("type", "checkbox")
        .property("checked", on)
        .on("change", choose);
    let control = described(form, field, control);
    let label = el("label", "").attr("for", id).child(label_of(form, field));
    div("console-check")
        .child(control)
        .child(div("").child(label).child(notes(form, field)))
        .into()
}

/// Choices of which one is taken. `id_first` is where the focus goes when something is wrong.
pub fn radios(
    form: Form,
    field: Field,
    choices: Vec<(&'static str, Node)>,
    chosen: impl Fn() -> String + Copy + 'static,
) -> Node {
    let id = id_of(field);
    let choice = |(index, (word, text)): (usize, (&'static str, Node))| {
        let own = if index == 0 {
            id.clone()
        } else {
            format!("{id}-{index}")
        };
        let control = el("input", "")
            .attr("type", "radio")
            .attr("id", own.clone())
            .attr("name", id.clone())
            .attr("value", word)
            .property("checked", move || chosen() == word)
            .on("change", move |_| form.set(field, word));
        let label = el("label", "").attr("for", own).child(text);
        div("console-check").child(control).child(label).into()
    };
    let choices: Vec<Node> = choices.into_iter().enumerate().map(choice).collect();
    group(form, field, choices.into())
}

/// Several controls of one field.
pub fn group(form: Form, field: Field, body: Node) -> Node {
    let id = id_of(field);
    el("fieldset", "console-input")
        .attr("aria-describedby", described_by(&id))
        .child(el("legend", "console-input-label").child(label_of(form, field)))
        .child(body)
        .child(notes(form, field))
        .into()
}

/// A control with its label above and its notes below.
fn framed(form: Form, field: Field, control: Element) -> Node {
    let control = described(form, field, control);
    let label = el("label", "console-input-label")
        .attr("for", id_of(field))
        .child(label_of(form, field));
    div("console-input")
        .child(label)
        .child(control)
        .child(notes(form, field))
        .into()
}

fn described(form: Form, field: Field, control: Element) -> Element {
    let id = id_of(field);
    control
        .attr("aria-describedby", described_by(&id))
        .live("aria-invalid", move || {
            if form.complaint(field).is_some() {
                "true"
            } else {
                "false"
            }
        })
        .attr("id", id)
}

fn described_by(id: &str) -> String {
    format!("{id}-hint {id}-error")
}

fn notes(form: Form, field: Field) -> Node {
    let id = id_of(field);
    let language = form.session.language.get_untracked();
    let below = live(move || {
        form.draft
            .with(|draft| hint(language, draft, field))
            .unwrap_or("")
    });
    let wrong = live(move || form.complaint(field).unwrap_or_default());
    let hint = span("console-hint")
        .attr("id", format!("{id}-hint"))
        .child(below);
    let error = span("console-field-error")
        .attr("id", format!("{id}-error"))
        .child(wrong);
    div("console-notes").child(hint).child(error).into()
}

/// Suggestions for text fields.
pub fn datalist(id: &'static str, words: impl Fn() -> Vec<(String, String)> + 'static) -> Node {
    let options = move || {
        let option = |(word, about): (String, String)| {
            el("option", "")
                .attr("value", word)
                .attr("label", about)
                .into()
        };
        Node::Many(words().into_iter().map(option).collect())
    };
    el("datalist", "")
        .attr("id", id)
        .child(live(options))
        .into()
}
