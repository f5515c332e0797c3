//! Following links, going back and forward, focus, scrolling, keys.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::browser::{address, clock, document};
use super::session::{Arrival, Place, Session};
use crate::view::follow::effect;

/// How often ages move on.
const CLOCK_MILLISECONDS: u32 = 30_000;

/// How often and how long a wanted section or scroll height is looked for: content comes later.
const SETTLE_TRIES: u32 = 20;
const SETTLE_MILLISECONDS: u32 = 100;

/// Starts everything that lasts as long as the app.
pub fn start(session: Session) {
    address::own_scrolling();
    find_program(session);
    window_event_listener(ev::click, move |event: MouseEvent| follow(session, &event));
    window_event_listener(ev::popstate, move |_| {
        let (route, section) = address::read(&session.addresses());
        if session.is_elsewhere(&route) {
            // The page that loads now starts the other program.
            address::reload();
            return;
        }
        session.place.set(Place {
            route,
            section,
            arrival: Arrival::History,
        });
    });
    window_event_listener(ev::keydown, move |event| key(session, &event));
    for event in ["pointermove", "keydown", "wheel", "touchstart"] {
        window_event_listener_untyped(event, move |_| {
            if !session.acted.get_untracked() {
                session.acted.set(true);
            }
        });
    }
    effect(move |_| document::set_theme(session.theme.get()));
    document::on_scheme_change(move || document::set_theme(session.theme.get_untracked()));
    effect(move |_| document::set_language(session.language.get()));
    effect(move |_| {
        let place = session.place.get();
        leptos::task::spawn_local(arrive(session, place));
    });
    leptos::task::spawn_local(async move {
        loop {
            clock::sleep(CLOCK_MILLISECONDS).await;
            session.now.set(clock::now());
        }
    });
}

/// index.html knows the shapes of addresses well enough to start the program that shows them. Where it
/// was mistaken, the address is written in another way; written as usual, it finds its program.
fn find_program(session: Session) {
    let route = session.place.with_untracked(|place| place.route.clone());
    let href = session.href(&route);
    if session.is_elsewhere(&route) && !address::is_at(&href) {
        address::replace(&href);
        address::reload();
    }
}

fn follow(session: Session, event: &MouseEvent) {
    let Some((route, section)) = address::clicked_route(event, &session.addresses()) else {
        return;
    };
    event.prevent_default();
    session.go(route, section);
}

/// Brings focus and view to where the reader expects them.
async fn arrive(session: Session, place: Place) {
    // The page is drawn in a later task.
    clock::sleep(0).await;
    if place.arrival == Arrival::Link && place.section.is_none() && !is_on_tab() {
        document::set_scroll_top(0);
        document::focus_heading();
    }
    let wanted = matches!(place.arrival, Arrival::History | Arrival::Start)
        .then(address::remembered_scroll)
        .flatten();
    for _ in 0..SETTLE_TRIES {
        if session.place.with_untracked(|now| *now != place) {
            return;
        }
        let settled = match (&place.section, wanted) {
            (Some(section), _) => document::scroll_to(section),
            (None, Some(top)) => {
                document::set_scroll_top(top);
                document::scroll_top() == top
            }
            (None, None) => true,
        };
        if settled {
            return;
        }
        clock::sleep(SETTLE_MILLISECONDS).await;
    }
}

/// Whether the reader is walking along the tabs of a page: then the focus stays there.
fn is_on_tab() -> bool {
    document::active().is_some_and(|element| element.class_list().contains("pf-v6-c-tabs__link"))
}

/// Keys that work everywhere, except where one types.
fn key(session: Session, event: &web_sys::KeyboardEvent) {
    let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
    if !plain || document::is_typing() {
        return;
    }
    let button = match event.key().as_str() {
        "/" => {
            if let Some(field) = document::find("filter") {
                event.prevent_default();
                let _ = field.focus();
                if let Ok(field) = field.dyn_into::<web_sys::HtmlInputElement>() {
                    field.select();
                }
            }
            return;
        }
        // The same keys while Korean is typed.
        "n" | "ㅜ" => "project-menu",
        "a" | "ㅁ" => "actions",
        "?" => "help-menu",
        _ => return,
    };
    event.prevent_default();
    document::focus(button);
    if let Some(button) = document::find(button) {
        let open = button.get_attribute("aria-expanded").as_deref() == Some("true");
        if !open {
            button.click();
        }
    }
    let _ = session;
}
