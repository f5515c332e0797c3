//! What makes the rows of a long table be drawn anew: scrolling, another size, and the keyboard.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, KeyboardEvent, ResizeObserver};

use super::{Rows, Shared};
use crate::view::browser::document;
use crate::view::parts::table::column_of;

/// What calls the rows; goes with the page.
pub struct Listening {
    observer: Option<ResizeObserver>,
    on_scroll: Closure<dyn FnMut(Event)>,
    _on_key: Closure<dyn FnMut(Event)>,
    _on_size: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
        if let Some(window) = web_sys::window() {
            let scroll = self.on_scroll.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback_and_bool("scroll", scroll, true);
        }
    }
}

/// Listens for as long as what it gives is kept.
pub fn listen(shared: &Shared) -> Listening {
    let weak = Rc::downgrade(shared);
    let at = weak.clone();
    let on_scroll = Closure::wrap(Box::new(move |_: Event| {
        if let Some(rows) = at.upgrade()
            && let Ok(mut rows) = rows.try_borrow_mut()
        {
            rows.render();
        }
    }) as Box<dyn FnMut(Event)>);
    let at = weak.clone();
    let on_key = Closure::wrap(Box::new(move |event: Event| {
        if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
            walk(&at, key);
        }
    }) as Box<dyn FnMut(Event)>);
    // Not drawn at once: a table that changes its size while sizes are told would not come to rest.
    let on_size = Closure::wrap(Box::new(move |_: JsValue| {
        if let Some(rows) = weak.upgrade() {
            let resized = rows
                .try_borrow_mut()
                .is_ok_and(|mut rows| rows.is_resized());
            if resized {
                Rows::render_soon(&rows, false);
            }
        }
    }) as Box<dyn FnMut(JsValue)>);
    let body = shared.borrow().body.clone();
    let observer = ResizeObserver::new(on_size.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(&body);
    }
    let _ = body.add_event_listener_with_callback("keydown", on_key.as_ref().unchecked_ref());
    if let Some(window) = web_sys::window() {
        // Scrolling does not bubble: it is heard on its way down.
        let scroll = on_scroll.as_ref().unchecked_ref();
        let _ = window.add_event_listener_with_callback_and_bool("scroll", scroll, true);
    }
    Listening {
        observer,
        on_scroll,
        _on_key: on_key,
        _on_size: on_size,
    }
}

/// Goes to another row with the keyboard: arrows, Page Up and Page Down, Home and End.
fn walk(rows: &Weak<RefCell<Rows>>, event: &KeyboardEvent) {
    let Some(rows) = rows.upgrade() else { return };
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key();
    let Some(active) = document::active() else {
        return;
    };
    // A box that is ticked is no text: arrows mean rows there.
    let types =
        document::is_typing() && active.get_attribute("type").as_deref() != Some("checkbox");
    if modified || event.default_prevented() || types {
        return;
    }
    let to = {
        let Ok(rows) = rows.try_borrow() else { return };
        let Some(from) = rows.focused() else { return };
        let (_, height) = document::view_port();
        let last = rows.window.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" => from + 1,
            "ArrowUp" => from.saturating_sub(1),
            "PageDown" => rows.window.turned(from, height, true),
            "PageUp" => rows.window.turned(from, height, false),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        to.min(last)
    };
    event.prevent_default();
    event.stop_propagation();
    Rows::go(&rows, to, column_of(&active));
}
