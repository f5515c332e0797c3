//! A field that filters a list.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::icon::{Icon, icon};
use crate::messages::Page;
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::session::Session;

/// A search field; `words` is what is typed.
pub fn search(
    session: Session,
    id: &'static str,
    name: &'static str,
    hint: &'static str,
    words: RwSignal<String>,
) -> Node {
    let escape = move |event: Event| {
        let event = event.unchecked_into::<KeyboardEvent>();
        if event.key() == "Escape" && words.with_untracked(|words| !words.is_empty()) {
            words.set(String::new());
            event.stop_propagation();
        }
    };
    let clear = live(move || {
        words.with(|words| !words.is_empty()).then(|| {
            let clear = session.text(Page::ClearFilters);
            let press = move |_| {
                words.set(String::new());
                crate::view::browser::document::focus(id);
            };
            button("pf-v6-c-button pf-m-plain pf-m-small", press)
                .attr("aria-label", clear)
                .attr("title", clear)
                .child(span("pf-v6-c-button__icon").child(icon(Icon::Close)))
        })
    });
    let field = el("input", "pf-v6-c-text-input-group__text-input")
        // Not `search`: browsers would add a second sign for clearing.
        .attr("type", "text")
        .attr("role", "searchbox")
        .attr("id", id)
        .attr("aria-label", name)
        .attr("placeholder", hint)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .value(move || words.get())
        .on("input", move |event| words.set(event_target_value(&event)))
        .on("keydown", escape);
    let text = span("pf-v6-c-text-input-group__text")
        .child(span("pf-v6-c-text-input-group__icon").child(icon(Icon::Search)))
        .child(field);
    div("pf-v6-c-text-input-group console-search")
        .child(div("pf-v6-c-text-input-group__main pf-m-icon").child(text))
        .child(div("pf-v6-c-text-input-group__utilities").child(clear))
        .into()
}
