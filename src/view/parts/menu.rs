//! A button that opens a small panel below it.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, Node};

use super::icon::{Icon, icon};
use crate::view::browser::document;

/// Draws the content of a panel, each time it opens. `bool` signal: whether it is open.
pub type Panel = Box<dyn Fn(RwSignal<bool>) -> AnyView + Send>;

/// The look of the button.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// Text with a border, for choices whose value is shown.
    Text,
    /// Only an icon.
    Plain,
}

/// A menu; `id` is that of its button, `name` what screen readers call it.
pub fn menu(
    id: &'static str,
    toggle: Toggle,
    name: impl Fn() -> String + Send + Sync + 'static,
    face: AnyView,
    panel: Panel,
) -> AnyView {
    let open = RwSignal::new(false);
    let frame = NodeRef::<html::Div>::new();
    let inside = move |node: Option<Node>| {
        let frame = frame.get_untracked();
        frame.is_some_and(|frame| frame.contains(node.as_ref()))
    };
    let outside_click = window_event_listener(ev::click, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        if open.get_untracked() && !inside(target) {
            open.set(false);
        }
    });
    on_cleanup(move || outside_click.remove());
    let leave = move |event: web_sys::FocusEvent| {
        let next = event
            .related_target()
            .and_then(|target| target.dyn_into::<Node>().ok());
        if next.is_some() && !inside(next) {
            open.set(false);
        }
    };
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "Escape" if open.get_untracked() => {
            open.set(false);
            document::focus(id);
            event.stop_propagation();
        }
        "ArrowDown" | "ArrowUp" if open.get_untracked() => {
            event.prevent_default();
            if let Some(frame) = frame.get_untracked() {
                move_focus(&frame, event.key() == "ArrowDown");
            }
        }
        _ => {}
    };
    let class = match toggle {
        Toggle::Text => "pf-v6-c-menu-toggle console-toggle",
        Toggle::Plain => "pf-v6-c-menu-toggle pf-m-plain",
    };
    let arrow = (toggle == Toggle::Text)
        .then(|| view! { <span class="pf-v6-c-menu-toggle__controls">{icon(Icon::Down)}</span> });
    view! {
        <div class="console-menu" node_ref=frame on:focusout=leave on:keydown=keys>
            <button
                type="button"
                id=id
                class=class
                aria-label=name
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <span class="pf-v6-c-menu-toggle__text">{face}</span>
                {arrow}
            </button>
            {move || open.get().then(|| view! { <div class="console-panel">{panel(open)}</div> })}
        </div>
    }
    .into_any()
}

/// Moves the focus to the next thing in the menu that takes it, around the ends.
fn move_focus(frame: &HtmlElement, down: bool) {
    let Ok(nodes) =
        frame.query_selector_all(".console-panel input, .console-panel button, .console-panel a")
    else {
        return;
    };
    let items: Vec<HtmlElement> = (0..nodes.length())
        .filter_map(|index| nodes.item(index)?.dyn_into().ok())
        .collect();
    let active = document::active();
    let at = items.iter().position(|item| Some(item) == active.as_ref());
    let next = match (at, down) {
        (None, _) => 0,
        (Some(at), true) => (at + 1) % items.len(),
        (Some(at), false) => (at + items.len() - 1) % items.len(),
    };
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}

/// One choice of a menu.
pub fn choice(text: AnyView, chosen: bool, choose: impl Fn() + 'static) -> AnyView {
    let sign = chosen.then(|| icon(Icon::Check));
    view! {
        <button
            type="button"
            class="console-choice"
            aria-pressed=if chosen { "true" } else { "false" }
            on:click=move |_| choose()
        >
            <span class="console-choice-sign">{sign}</span>
            <span>{text}</span>
        </button>
    }
    .into_any()
}

/// A group of choices with a heading.
pub fn choices(heading: &'static str, items: Vec<AnyView>) -> AnyView {
    view! {
        <div class="console-choices" role="group" aria-label=heading>
            <div class="console-choices-heading" aria-hidden="true">{heading}</div>
            {items}
        </div>
    }
    .into_any()
}
