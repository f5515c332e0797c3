//! Rows stay where they are on the screen while somebody is at them, whatever comes, goes or changes
//! its height above them: notices, facts, other rows. The page is scrolled by as much, and where it
//! cannot be, room above the table makes up for it until nobody is at the rows, or the page begins above
//! what can be seen.
//!
//! What the reader does may move rows; only what happens by itself must not. No part of a page has to
//! know of this: whenever something changed in the document, the row is looked at once the browser has
//! laid the page out, before anybody sees it.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlElement, MutationObserver, MutationObserverInit, ResizeObserver,
};

use crate::view::browser::{clock, document};

/// Rows, and texts, that the pointer is on.
const POINTED_AT: &str = "#main tbody > tr:hover, #main pre:hover";
/// The row that the keyboard or an open menu is in.
const FOCUSED: &str = "#main tbody > tr:focus-within";
/// All rows; the first that can be seen stands for the others when a menu elsewhere is open.
const ROWS: &str = "#main tbody > tr:not(.console-space)";
/// What the reader uses within a row without wanting rows to move.
const WITHIN_ROWS: &str = "tbody input, tbody button";

/// After what the reader does the page is drawn within so many frames.
const FRAMES_OF_AN_ACT: u32 = 3;

/// After this something moved; less is rounding.
const LEAST: f64 = 0.25;

/// How often it is looked at whether a row is where it was.
const SETTLE_MAX: usize = 3;

/// What happens that is of interest, and whether it is heard only on its way down.
const EVENTS: [(&str, bool); 8] = [
    ("pointerover", false),
    ("pointerup", false),
    ("keyup", false),
    ("focusin", false),
    ("input", false),
    ("click", true),
    ("popstate", false),
    ("scroll", true),
];

/// Watches over the rows for as long as the app lives.
pub fn keep_rows_steady() {
    let Some(root) = document::app_root() else {
        return;
    };
    let steady = Rc::new(RefCell::new(Steady::default()));
    // What is observed anew is told of in the same frame, after layout and before anybody sees it.
    let (of, at) = (steady.clone(), root.clone());
    let laid_out = Closure::<dyn FnMut(JsValue, ResizeObserver)>::new(
        move |_: JsValue, observer: ResizeObserver| {
            observer.unobserve(&at);
            of.borrow_mut().look();
        },
    );
    let Ok(layout) = ResizeObserver::new(laid_out.into_js_value().unchecked_ref()) else {
        return;
    };
    let (of, at) = (steady.clone(), root.clone());
    let changed = Closure::<dyn FnMut()>::new(move || {
        of.borrow_mut().changed = true;
        layout.observe(&at);
    });
    if let Ok(changes) = MutationObserver::new(changed.into_js_value().unchecked_ref()) {
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_character_data(true);
        what.set_subtree(true);
        let _ = changes.observe_with_options(&root, &what);
    }
    let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| hear(&steady, &event));
    let heard = heard.into_js_value();
    for (name, on_its_way_down) in EVENTS {
        let _ = window().add_event_listener_with_callback_and_bool(
            name,
            heard.unchecked_ref(),
            on_its_way_down,
        );
    }
}

fn hear(shared: &Rc<RefCell<Steady>>, event: &Event) {
    // Scrolling and moving the focus from within call at once.
    let Ok(mut steady) = shared.try_borrow_mut() else {
        return;
    };
    match event.type_().as_str() {
        "scroll" => steady.scrolled(),
        "input" | "click" | "popstate" => {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            if target.is_some_and(|it| matches!(it.closest(WITHIN_ROWS), Ok(Some(_)))) {
                return;
            }
            steady.acts += 1;
            let shared = shared.clone();
            spawn_local(async move {
                for _ in 0..FRAMES_OF_AN_ACT {
                    clock::frame().await;
                }
                shared.borrow_mut().acts -= 1;
            });
        }
        _ if !steady.changed => steady.note(),
        _ => {}
    }
}

/// Where the reader is.
#[derive(Default)]
struct Steady {
    /// The row that must not move, and where it is in the window.
    row: Option<(Element, f64)>,
    scrolled: i32,
    width: i32,
    /// Something changed since it was looked at.
    changed: bool,
    /// How many things the reader did just now.
    acts: u32,
    room: Option<Room>,
}

impl Steady {
    /// The page is laid out.
    fn look(&mut self) {
        self.changed = false;
        let width = document::app_root().map_or(0, |root| root.client_width());
        let resized = std::mem::replace(&mut self.width, width) != width;
        if self.acts == 0
            && !resized
            && is_at_something()
            && let Some((row, before)) = self.row.clone().filter(|(row, _)| row.is_connected())
        {
            self.hold(&row, before);
        }
        self.note();
    }

    /// Brings the row back to where it was.
    fn hold(&mut self, row: &Element, before: f64) {
        let moved = || top(row) - before;
        // What would leave the window is another page.
        if moved().abs() < LEAST || moved().abs() > document::view_port().1 {
            return;
        }
        let table = row.closest("table, pre").ok().flatten();
        let known = self
            .room
            .take()
            .filter(|room| Some(&room.table) == table.as_ref());
        let Some(mut room) = known.or_else(|| Room::above(table?)) else {
            return;
        };
        // Room that was made is given back first.
        // (`clamp` would print its numbers if they were wrong: see `length`.)
        let (least, most) = (room.pixels.min(0.0), room.pixels.max(0.0));
        room.set(room.pixels - moved().max(least).min(most));
        scroll_by(moved());
        // Less to scroll is less that can be scrolled, and margins may fall together with others: what
        // it came to is looked at.
        for _ in 0..SETTLE_MAX {
            if moved().abs() >= LEAST {
                room.set(room.pixels - moved());
            }
        }
        self.room = Some(room);
    }

    /// Remembers where the reader is. Room that was made goes when nobody needs it.
    fn note(&mut self) {
        let at_something = is_at_something();
        if !at_something && let Some(mut room) = self.room.take() {
            room.set(0.0);
        }
        self.scrolled = document::scroll_top();
        self.row = at_something
            .then(|| {
                find(POINTED_AT)
                    .or_else(|| find(FOCUSED))
                    .or_else(first_row)
            })
            .flatten()
            .map(|row| {
                let top = top(&row);
                (row, top)
            });
    }

    fn scrolled(&mut self) {
        // What was scrolled here is known.
        if self.scrolled == document::scroll_top() {
            return;
        }
        if self.changed {
            self.row = None;
        } else {
            self.note();
        }
    }
}

fn is_at_something() -> bool {
    document::is_busy() || document::is_being_read()
}

fn find(selector: &str) -> Option<Element> {
    window().document()?.query_selector(selector).ok().flatten()
}

fn first_row() -> Option<Element> {
    let (port_top, _) = document::view_port();
    let rows = window().document()?.query_selector_all(ROWS).ok()?;
    let mut rows = (0..rows.length()).filter_map(|index| rows.get(index)?.dyn_into().ok());
    rows.find(|row: &Element| row.get_bounding_client_rect().bottom() > port_top)
}

fn top(row: &Element) -> f64 {
    row.get_bounding_client_rect().top()
}

fn scroll_by(pixels: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "some pixels")]
    document::set_scroll_top(document::scroll_top() + pixels.round() as i32);
}

/// Room that stands for what cannot be scrolled.
struct Room {
    /// Room is made above it.
    table: Element,
    /// Or the page begins above what can be seen.
    page: Option<Element>,
    pixels: f64,
}

impl Room {
    fn above(table: Element) -> Option<Self> {
        Some(Self {
            page: document::find("main")?.first_element_child(),
            table,
            pixels: 0.0,
        })
    }

    fn set(&mut self, pixels: f64) {
        self.pixels = pixels;
        set_margin(&self.table, pixels.max(0.0));
        if let Some(page) = &self.page {
            set_margin(page, pixels.min(0.0));
        }
    }
}

fn set_margin(element: &Element, pixels: f64) {
    if let Some(style) = element.dyn_ref::<HtmlElement>().map(HtmlElement::style) {
        let _ = if pixels == 0.0 {
            style.remove_property("margin-block-start").map(drop)
        } else {
            style.set_property("margin-block-start", &length(pixels))
        };
    }
}

/// A length as styles have it, to a hundredth of a pixel: what prints any number takes 8 kB of program.
fn length(pixels: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "some pixels")]
    let hundredths = (pixels * 100.0).round() as i32;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    format!("{sign}{whole}.{rest:02}px")
}
