//! A button that opens a small panel below it.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Event, FocusEvent, HtmlElement, KeyboardEvent, Node as DomNode};

use super::icon::{Icon, icon};
use crate::view::browser::document;
use crate::view::node::{Node, Words, button, div, el, live, span};

/// Draws the content of a panel, each time it opens. The signal says whether it is open.
pub type Panel = Box<dyn Fn(RwSignal<bool>) -> Node>;

/// The look of the button.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// Text with a border, for choices whose value is shown.
    Text,
    /// Only an icon.
    Plain,
    /// Only an icon, in a row of a table.
    Row,
}

/// A menu; `id` is that of its button, `name` what screen readers call it.
pub fn menu(
    id: impl Into<Words>,
    toggle: Toggle,
    name: impl Fn() -> String + 'static,
    face: impl Into<Node>,
    panel: Panel,
) -> Node {
    let id = id.into();
    let own_id = id.clone();
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
                document::focus(&own_id);
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
        Toggle::Row => "pf-v6-c-menu-toggle pf-m-plain pf-m-small console-row-toggle",
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
            let panel = open.get().then(|| div("console-panel").child(panel(open)));
            panel.map(|panel| panel.created(stay_on_screen))
        }))
        .into()
}

/// Turns a panel upwards that would end below the screen.
fn stay_on_screen(panel: HtmlElement) {
    leptos::task::spawn_local(async move {
        crate::view::browser::clock::frame().await;
        let (bounds, space) = (panel.get_bounding_client_rect(), document::height());
        let fits_above = bounds.top() > bounds.height() + 48.0;
        if bounds.bottom() > space && fits_above {
            let _ = panel.class_list().add_1("console-panel-up");
        }
    });
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

/// A choice that is a link.
pub fn link_choice(href: String, text: impl Into<Node>) -> Node {
    el("a", "console-choice")
        .attr("href", href)
        .child(span("console-choice-sign"))
        .child(span("").child(text))
        .into()
}

/// A choice that cannot be taken, and why. It takes the focus all the same, so that the reason is
/// read.
pub fn held_choice(text: impl Into<Node>, why: String) -> Node {
    el("a", "console-choice console-choice-held")
        .attr("role", "link")
        .attr("aria-disabled", "true")
        .attr("tabindex", "0")
        .child(span("console-choice-sign"))
        .child(span("").child(text).child(span("console-hint").child(why)))
        .into()
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
