//! A button that opens a small panel below it.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, HtmlElement, KeyboardEvent, Node as DomNode};

use super::icon::{Icon, icon};
use crate::view::browser::document;
use crate::view::node::{Node, button, div, live, span};

/// Draws the content of a panel, each time it opens. The signal says whether it is open.
pub type Panel = Box<dyn Fn(RwSignal<bool>) -> Node>;

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
    name: impl Fn() -> String + 'static,
    face: impl Into<Node>,
    panel: Panel,
) -> Node {
    let open = RwSignal::new(false);
    let frame = StoredValue::new_local(None::<HtmlElement>);
    let inside = move |node: Option<DomNode>| {
        frame.with_value(|frame| {
            frame
                .as_ref()
                .is_some_and(|frame| frame.contains(node.as_ref()))
        })
    };
    let outside_click = window_event_listener(ev::click, move |event| {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<DomNode>().ok());
        if open.get_untracked() && !inside(target) {
            open.set(false);
        }
    });
    on_cleanup(move || outside_click.remove());
    let leave = move |event: Event| {
        let next = event.unchecked_into::<FocusEvent>().related_target();
        let next = next.and_then(|target| target.dyn_into::<DomNode>().ok());
        if next.is_some() && !inside(next) {
            open.set(false);
        }
    };
    let keys = move |event: Event| {
        let event = event.unchecked_into::<KeyboardEvent>();
        match event.key().as_str() {
            "Escape" if open.get_untracked() => {
                open.set(false);
                document::focus(id);
                event.stop_propagation();
            }
            key @ ("ArrowDown" | "ArrowUp") if open.get_untracked() => {
                event.prevent_default();
                frame.with_value(|frame| {
                    if let Some(frame) = frame {
                        move_focus(frame, key == "ArrowDown");
                    }
                });
            }
            _ => {}
        }
    };
    let class = match toggle {
        Toggle::Text => "pf-v6-c-menu-toggle console-toggle",
        Toggle::Plain => "pf-v6-c-menu-toggle pf-m-plain",
    };
    let arrow = (toggle == Toggle::Text)
        .then(|| span("pf-v6-c-menu-toggle__controls").child(icon(Icon::Down)));
    let toggle = button(class, move |_| open.update(|open| *open = !*open))
        .attr("id", id)
        .live("aria-label", name)
        .live(
            "aria-expanded",
            move || if open.get() { "true" } else { "false" },
        )
        .child(span("pf-v6-c-menu-toggle__text").child(face))
        .child(arrow);
    div("console-menu")
        .created(move |element| frame.set_value(Some(element)))
        .on("focusout", leave)
        .on("keydown", keys)
        .child(toggle)
        .child(live(move || {
            open.get().then(|| div("console-panel").child(panel(open)))
        }))
        .into()
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
pub fn choice(text: impl Into<Node>, chosen: bool, choose: impl Fn() + 'static) -> Node {
    let sign = chosen.then(|| icon(Icon::Check));
    button("console-choice", move |_| choose())
        .attr("aria-pressed", if chosen { "true" } else { "false" })
        .child(span("console-choice-sign").child(sign))
        .child(span("").child(text))
        .into()
}

/// A group of choices with a heading.
pub fn choices(heading: &'static str, items: Vec<Node>) -> Node {
    let title = div("console-choices-heading")
        .attr("aria-hidden", "true")
        .child(heading);
    div("console-choices")
        .attr("role", "group")
        .attr("aria-label", heading)
        .child(title)
        .children(items)
        .into()
}
