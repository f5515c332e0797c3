//! Tags that are chosen in the table, for what can be done with several at once.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::explain_change::title;
use crate::messages::{Change, Form, grouped};
use crate::route::Route;
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::session::Session;

/// The chosen tags, by name: they stay chosen when their rows move or are not drawn.
#[derive(Clone, Copy)]
pub struct Selection(RwSignal<BTreeSet<String>>);

impl Selection {
    /// Nothing is chosen.
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeSet::new()))
    }

    /// The box of one tag.
    pub fn of_tag(self, session: Session, tag: &str) -> Node {
        let (own, name) = (tag.to_owned(), tag.to_owned());
        let turn = move |event| {
            let on = event_target_checked(&event);
            self.0.update(|chosen| {
                if on {
                    chosen.insert(own.clone());
                } else {
                    chosen.remove(&own);
                }
            });
        };
        el("input", "")
            .attr("type", "checkbox")
            .attr(
                "aria-label",
                session.fill(Change::SelectTag, &[("name", tag)]),
            )
            .property("checked", move || {
                self.0.with(|chosen| chosen.contains(&name))
            })
            .on("change", turn)
            .into()
    }

    /// The box of all tags that the filter leaves.
    pub fn of_all(self, session: Session, shown: impl Fn() -> Vec<String> + 'static) -> Node {
        let turn = move |event| {
            let chosen = if event_target_checked(&event) {
                untrack(&shown).into_iter().collect()
            } else {
                BTreeSet::new()
            };
            self.0.set(chosen);
        };
        el("input", "")
            .attr("type", "checkbox")
            .attr("aria-label", session.text(Change::SelectAll))
            .property("checked", move || self.0.with(|chosen| !chosen.is_empty()))
            .on("change", turn)
            .into()
    }

    /// What can be done with the chosen tags; nothing while none is chosen.
    pub fn toolbar(self, session: Session, namespace: &str, stream: &str) -> Node {
        let (namespace, stream) = (namespace.to_owned(), stream.to_owned());
        live(move || {
            let chosen: Vec<String> = self.0.with(|chosen| chosen.iter().cloned().collect());
            if chosen.is_empty() {
                return Node::Many(Vec::new());
            }
            let form = |action, on: &str, text: &'static str| {
                let mut draft = Draft::new(action);
                draft.set_all(Field::Tags, chosen.clone());
                draft.set(Field::On, on);
                let route = Route::form(&namespace, &stream, draft);
                el("a", "pf-v6-c-button pf-m-secondary pf-m-small")
                    .attr("href", session.href(&route))
                    .child(text)
            };
            let count = session.fill(Change::Selected, &[("n", &grouped(chosen.len()))]);
            let clear = button("pf-v6-c-button pf-m-link pf-m-small", move |_| {
                self.0.set(BTreeSet::new());
                crate::view::browser::document::focus("filter");
            })
            .child(session.text(Change::SelectNone));
            let name = |action| session.text(title(action));
            div("console-toolbar")
                .attr("role", "group")
                .attr("aria-label", session.text(Form::Actions))
                .child(span("console-count").attr("role", "status").child(count))
                .child(form(Action::ImportAgain, "", name(Action::ImportAgain)))
                .child(form(Action::Schedule, "true", name(Action::Schedule)))
                .child(form(
                    Action::Schedule,
                    "false",
                    session.text(Change::Unschedule),
                ))
                .child(form(Action::DeleteTags, "", name(Action::DeleteTags)))
                .child(clear)
                .into()
        })
    }
}
