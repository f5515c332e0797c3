//! Labels and annotations: what is there, each to change or to take away, and what is to be added.

use leptos::prelude::*;

use super::form::Form;
use super::input::{self, id_of};
use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::edit::raw;
use crate::messages::Input;
use crate::view::browser::document;
use crate::view::follow::effect;
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::parts::icon::{Icon, icon};

/// What a form does with a key that is there.
#[derive(Clone, PartialEq, Eq)]
enum Edit {
    Stays,
    Becomes(String),
    Goes,
}

/// The pairs of a field.
pub fn pairs(form: Form, field: Field) -> Node {
    let session = form.session;
    let there = Memo::new(move |_| there(form, field));
    // Rows that are being added; an empty key is not a part of the form yet.
    let added: RwSignal<Vec<(u32, String, String)>> =
        RwSignal::new(there.with_untracked(|there| {
            let new = form
                .draft
                .with_untracked(|draft| new_of(draft, field, there));
            new.into_iter()
                .zip(0..)
                .map(|((key, value), row)| (row, key, value))
                .collect()
        }));
    // The stream may come, or come to have a key, only after the row was drawn.
    effect(move |_| {
        there.with(|there| {
            let is_there = |key: &str| there.iter().any(|(known, _)| known == key);
            if added.with_untracked(|added| added.iter().any(|(_, key, _)| is_there(key))) {
                added.update(|added| added.retain(|(_, key, _)| !is_there(key)));
            }
        });
    });
    let next = StoredValue::new(10_000_u32);
    let write = move || {
        let kept: Vec<String> = form.draft.with_untracked(|draft| {
            let known = there.get_untracked();
            let of_known = |text: &&String| known.iter().any(|(key, _)| is_about(text, key));
            draft
                .texts(field)
                .iter()
                .filter(of_known)
                .cloned()
                .collect()
        });
        let new = added.with_untracked(|added| {
            let named = added.iter().filter(|(_, key, _)| !key.is_empty());
            named
                .map(|(_, key, value)| format!("{key}={value}"))
                .collect::<Vec<_>>()
        });
        form.set_all(field, kept.into_iter().chain(new).collect());
    };
    let old_keys = Memo::new(move |_| {
        there.with(|there| there.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>())
    });
    let old = live(move || {
        let rows = old_keys.get().into_iter();
        Node::Many(rows.map(|key| old_row(form, field, there, &key)).collect())
    });
    let new_rows = Memo::new(move |_| {
        added.with(|added| added.iter().map(|(row, _, _)| *row).collect::<Vec<_>>())
    });
    let new = live(move || {
        let rows = new_rows.get().into_iter().enumerate();
        Node::Many(
            rows.map(|(place, row)| new_row(form, field, (place, row), added, write))
                .collect(),
        )
    });
    let add = move |_| {
        let row = next.get_value();
        next.set_value(row + 1);
        added.update(|added| added.push((row, String::new(), String::new())));
        let place = added.with_untracked(Vec::len);
        focus_later(format!("{}-key-{place}", id_of(field)));
    };
    let add = button("pf-v6-c-button pf-m-link pf-m-small", add)
        .attr("id", id_of(field))
        .attr(
            "aria-label",
            format!(
                "{}: {}",
                session.text(Input::AddPair),
                input::label_of(form, field)
            ),
        )
        .child(session.text(Input::AddPair));
    input::group(form, field, vec![old, new, add.into()].into())
}

fn focus_later(id: String) {
    leptos::task::spawn_local(async move {
        crate::view::browser::clock::sleep(0).await;
        document::focus(&id);
    });
}

/// The pairs that are there now.
fn there(form: Form, field: Field) -> Vec<(String, String)> {
    let path: &[&str] = match (form.action, field) {
        (Action::SetLabels, Field::Labels) => &["metadata", "labels"],
        (Action::SetAnnotations, Field::Annotations) => &["metadata", "annotations"],
        (Action::CreateStream | Action::AddTag, _) => return Vec::new(),
        _ => &["annotations"],
    };
    let read = |value: &serde_json::Value| {
        let map = raw::at(value, path).as_object();
        let pair = |(key, value): (&String, &serde_json::Value)| {
            Some((key.clone(), value.as_str()?.to_owned()))
        };
        map.into_iter().flatten().filter_map(pair).collect()
    };
    if path.len() == 1 {
        return read(&super::fields::tag_of(form));
    }
    form.ground
        .basis()
        .map_or_else(Vec::new, |basis| read(&basis.raw))
}

fn is_about(text: &str, key: &str) -> bool {
    match text.split_once('=') {
        Some((name, _)) => name == key,
        None => text.strip_suffix('-') == Some(key),
    }
}

fn edit_of(draft: &Draft, field: Field, key: &str) -> Edit {
    let text = draft.texts(field).iter().find(|text| is_about(text, key));
    match text.map(|text| text.split_once('=')) {
        None => Edit::Stays,
        Some(None) => Edit::Goes,
        Some(Some((_, value))) => Edit::Becomes(value.to_owned()),
    }
}

/// The pairs of a form that are not there yet.
fn new_of(draft: &Draft, field: Field, there: &[(String, String)]) -> Vec<(String, String)> {
    let known = |key: &str| there.iter().any(|(known, _)| known == key);
    let pair = |text: &String| {
        let (key, value) = text.split_once('=')?;
        (!known(key)).then(|| (key.to_owned(), value.to_owned()))
    };
    draft.texts(field).iter().filter_map(pair).collect()
}

/// Says what happens to a key that is there.
fn put(form: Form, field: Field, key: &str, edit: Edit) {
    let mut texts: Vec<String> = form
        .draft
        .with_untracked(|draft| draft.texts(field).to_vec());
    texts.retain(|text| !is_about(text, key));
    match edit {
        Edit::Stays => {}
        Edit::Becomes(value) => texts.push(format!("{key}={value}")),
        Edit::Goes => texts.push(format!("{key}-")),
    }
    form.set_all(field, texts);
}

fn old_row(form: Form, field: Field, there: Memo<Vec<(String, String)>>, key: &str) -> Node {
    let session = form.session;
    let key = key.to_owned();
    let of = key.clone();
    let now = Memo::new(move |_| {
        there.with(|there| {
            let pair = there.iter().find(|(known, _)| *known == of);
            pair.map(|(_, value)| value.clone()).unwrap_or_default()
        })
    });
    let of = key.clone();
    let edit = Memo::new(move |_| form.draft.with(|draft| edit_of(draft, field, &of)));
    let goes = move || edit.with(|edit| *edit == Edit::Goes);
    let of = key.clone();
    let typed = move |event: web_sys::Event| {
        let value = event_target_value(&event);
        let same = now.with_untracked(|now| *now == value);
        let edit = if same {
            Edit::Stays
        } else {
            Edit::Becomes(value)
        };
        put(form, field, &of, edit);
    };
    let value = el("input", "console-field")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("aria-label", session.fill(Input::ValueOf, &[("key", &key)]))
        .live_flag("disabled", "", goes)
        .value(move || match edit.get() {
            Edit::Becomes(value) => value,
            Edit::Stays | Edit::Goes => now.get(),
        })
        .on("input", typed);
    let of = key.clone();
    let turn = move |_| {
        let edit = if untrack(goes) {
            Edit::Stays
        } else {
            Edit::Goes
        };
        put(form, field, &of, edit);
    };
    let of = key.clone();
    let name = move || {
        let text = if goes() { Input::Keep } else { Input::Remove };
        session.fill(text, &[("name", &of)])
    };
    let sign = live(move || icon(if goes() { Icon::Refresh } else { Icon::Close }));
    let turn = button("pf-v6-c-button pf-m-plain pf-m-small", turn)
        .live("aria-label", name.clone())
        .live("title", name)
        .child(span("pf-v6-c-button__icon").child(sign));
    let class = move || {
        if goes() {
            "console-mono console-wrap console-struck"
        } else {
            "console-mono console-wrap"
        }
    };
    let mark = live(move || goes().then(|| session.text(Input::RemovedMark)));
    div("console-pair-row")
        .child(
            span("")
                .child(span("").live("class", class).child(key))
                .child(" ")
                .child(mark),
        )
        .child(value)
        .child(turn)
        .into()
}

type Added = RwSignal<Vec<(u32, String, String)>>;

fn new_row(
    form: Form,
    field: Field,
    (place, row): (usize, u32),
    added: Added,
    write: impl Fn() + Copy + 'static,
) -> Node {
    let session = form.session;
    let number = (place + 1).to_string();
    let change = move |act: &dyn Fn(&mut (u32, String, String))| {
        added.update(|added| {
            if let Some(found) = added.iter_mut().find(|(own, _, _)| *own == row) {
                act(found);
            }
        });
        write();
    };
    let text = move |second: bool| {
        added.with(|added| {
            let found = added.iter().find(|(own, _, _)| *own == row);
            found.map_or_else(String::new, |(_, key, value)| {
                if second { value.clone() } else { key.clone() }
            })
        })
    };
    let key = el("input", "console-field")
        .attr("type", "text")
        .attr("id", format!("{}-key-{number}", id_of(field)))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", session.text(Input::Key))
        .attr("aria-label", session.fill(Input::KeyOf, &[("n", &number)]))
        .value(move || text(false))
        .on("input", move |event| {
            let typed = event_target_value(&event);
            change(&|found| found.1.clone_from(&typed));
        });
    let value = el("input", "console-field")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("dir", "auto")
        .attr("placeholder", session.text(Input::Value))
        .live("aria-label", move || {
            let key = text(false);
            let key = if key.is_empty() {
                (place + 1).to_string()
            } else {
                key
            };
            session.fill(Input::ValueOf, &[("key", &key)])
        })
        .value(move || text(true))
        .on("input", move |event| {
            let typed = event_target_value(&event);
            change(&|found| found.2.clone_from(&typed));
        });
    let remove = session.fill(Input::Remove, &[("name", &number)]);
    let remove = button("pf-v6-c-button pf-m-plain pf-m-small", move |_| {
        added.update(|added| added.retain(|(own, _, _)| *own != row));
        write();
        document::focus(&id_of(field));
    })
    .attr("aria-label", remove.clone())
    .attr("title", remove)
    .child(span("pf-v6-c-button__icon").child(icon(Icon::Close)));
    div("console-pair-row")
        .child(key)
        .child(value)
        .child(remove)
        .into()
}
