//! The browser's address and history.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent, Url};

use crate::config::Config;
use crate::route::{Addresses, Route};

/// How routes are written on this host.
pub fn addresses(config: &Config) -> Addresses {
    let base_uri = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .and_then(|uri| Url::new(&uri).ok());
    // The base may name a file, as on hosts that open index.html by name.
    let base = base_uri.map_or_else(|| "/".to_owned(), |url| url.pathname());
    let base = base.rfind('/').map_or("/", |end| &base[..=end]).to_owned();
    let location = web_sys::window().map(|window| window.location());
    let hash = location
        .as_ref()
        .and_then(|location| location.hash().ok())
        .unwrap_or_default();
    let pathname = location
        .and_then(|location| location.pathname().ok())
        .unwrap_or_default();
    let at_root =
        pathname.trim_end_matches("index.html").trim_matches('/') == base.trim_matches('/');
    // Only a server that answers every page with the app may be asked for other paths; a page that
    // was opened by a hash route stays with hash routes.
    let in_hash = at_root && (hash.starts_with("#/") || !config.is_served());
    Addresses { base, in_hash }
}

/// The route and section that the browser's address names.
pub fn read(addresses: &Addresses) -> (Route, Option<String>) {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return (Route::Home, None);
    };
    addresses.read(
        &location.pathname().unwrap_or_default(),
        &location.search().unwrap_or_default(),
        &location.hash().unwrap_or_default(),
    )
}

/// The whole address of a path, to be pasted elsewhere.
pub fn absolute(href: &str) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok());
    format!("{}{href}", origin.unwrap_or_default())
}

/// Goes to an address of the app: a new entry of the history.
pub fn push(href: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Changes the address without a new entry, keeping what is remembered with it.
pub fn replace(href: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(href));
    }
}

/// Remembers with the present entry how far the page is scrolled.
pub fn remember_scroll(top: i32) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state(&JsValue::from(top), "");
    }
}

/// How far the page of the present entry was scrolled.
pub fn remembered_scroll() -> Option<i32> {
    let history = web_sys::window()?.history().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it was written as an integer"
    )]
    history.state().ok()?.as_f64().map(|top| top as i32)
}

/// Leaves scrolling on back and forward to the app: content comes after the browser's own attempt.
pub fn own_scrolling() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual);
    }
}

/// Goes back to the entry before. False when there is none.
pub fn back() -> bool {
    let history = web_sys::window().and_then(|window| window.history().ok());
    history.is_some_and(|history| {
        history.length().is_ok_and(|length| length > 1) && history.back().is_ok()
    })
}

/// Goes to an address by loading the page there.
pub fn leave(href: &str) {
    let Some(location) = web_sys::window().map(|window| window.location()) else {
        return;
    };
    let _ = location.assign(href);
    // The page stays the same one where only what stands behind the hash changes.
    if href.contains('#') {
        let _ = location.reload();
    }
}

/// Whether the address is written like this.
pub fn is_at(href: &str) -> bool {
    let location = web_sys::window().and_then(|window| window.location().href().ok());
    location.is_some_and(|location| location == absolute(href))
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// The route that a click on a link asks for, if it is for the app to follow: a plain left click on
/// a link of the app that opens in this tab.
pub fn clicked_route(event: &MouseEvent, addresses: &Addresses) -> Option<(Route, Option<String>)> {
    let plain = event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
        && !event.default_prevented();
    let target = event
        .target()?
        .dyn_into::<Element>()
        .ok()
        .filter(|_| plain)?;
    let link = target.closest("a[href]").ok().flatten()?;
    if link.has_attribute("download") || link.get_attribute("target").is_some() {
        return None;
    }
    let base = web_sys::window()?.document()?.base_uri().ok().flatten()?;
    let url = Url::new_with_base(&link.get_attribute("href")?, &base).ok()?;
    let origin = web_sys::window()?.location().origin().ok()?;
    if url.origin() != origin || !url.pathname().starts_with(&addresses.base) {
        return None;
    }
    let place = addresses.read(&url.pathname(), &url.search(), &url.hash());
    (!matches!(place.0, Route::NotFound { .. })).then_some(place)
}
