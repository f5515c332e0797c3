//! The document around the app: title, language, theme, focus, scrolling.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, HtmlElement, MediaQueryList};

use super::super::theme::Theme;
use crate::messages::Language;

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Names the page in the browser's tab, history and bookmarks.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Tells browsers and screen readers which language the page speaks.
pub fn set_language(language: Language) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", language.tag());
    }
}

/// Applies a theme.
pub fn set_theme(theme: Theme) {
    let dark = match theme {
        Theme::Light => false,
        Theme::Dark => true,
        Theme::System => prefers_dark(),
    };
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root
            .class_list()
            .toggle_with_force("pf-v6-theme-dark", dark);
    }
}

fn dark_scheme() -> Option<MediaQueryList> {
    let query = "(prefers-color-scheme: dark)";
    web_sys::window()?.match_media(query).ok().flatten()
}

fn prefers_dark() -> bool {
    dark_scheme().is_some_and(|media| media.matches())
}

/// Calls back whenever the system turns light or dark, for as long as the app lives.
pub fn on_scheme_change(call: impl Fn() + 'static) {
    if let Some(media) = dark_scheme() {
        let call = Closure::<dyn Fn()>::new(call).into_js_value();
        let _ = media.add_event_listener_with_callback("change", call.unchecked_ref());
    }
}

/// The languages the reader prefers, best first.
pub fn preferred_languages() -> Vec<String> {
    let Some(window) = web_sys::window() else {
        return Vec::new();
    };
    window
        .navigator()
        .languages()
        .iter()
        .filter_map(|tag| tag.as_string())
        .collect()
}

/// The content of a `<meta>` element.
pub fn meta(name: &str) -> Option<String> {
    let selector = format!("meta[name=\"{name}\"]");
    document()?
        .query_selector(&selector)
        .ok()
        .flatten()?
        .get_attribute("content")
}

/// The element that the app is put into.
pub fn app_root() -> Option<HtmlElement> {
    find("app")
}

/// Height of the window in CSS pixels.
pub fn height() -> f64 {
    let height = web_sys::window().and_then(|window| window.inner_height().ok());
    height
        .and_then(|height| height.as_f64())
        .unwrap_or_default()
}

/// Whether nobody sees the page: another tab is in front, the window is covered or minimised.
pub fn is_hidden() -> bool {
    document().is_some_and(|document| document.hidden())
}

/// The element with an id.
pub fn find(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to the element with an id, without scrolling to it.
pub fn focus(id: &str) {
    if let Some(element) = find(id) {
        let _ = element.focus();
    }
}

/// Moves the focus to the page's heading after a navigation, so that screen readers say where one
/// is and Tab goes on from there.
pub fn focus_heading() {
    let heading = document().and_then(|document| document.query_selector("h1").ok().flatten());
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        let _ = heading.focus();
    }
}

/// Scrolls the element with an id into view. False when there is none yet.
pub fn scroll_to(id: &str) -> bool {
    let Some(element) = find(id) else {
        return false;
    };
    element.scroll_into_view();
    true
}

/// What scrolls when a page is too long: the main part below the masthead, or the document where
/// the screen is small. Setting the one that does not scroll does nothing.
fn scrollers() -> impl Iterator<Item = Element> {
    let all = document().and_then(|document| document.scrolling_element());
    find("main").map(Element::from).into_iter().chain(all)
}

/// Where what can be seen of the page begins and how high it is, in pixels of the window.
pub fn view_port() -> (f64, f64) {
    let scrolls = |element: &Element| element.scroll_height() > element.client_height();
    let own = find("main").map(Element::from).filter(scrolls);
    if let Some(element) = own {
        let top = element.get_bounding_client_rect().top();
        return (top, f64::from(element.client_height()));
    }
    let whole = document().and_then(|document| document.scrolling_element());
    (
        0.0,
        whole.map_or(0.0, |element| f64::from(element.client_height())),
    )
}

/// How far the page is scrolled.
pub fn scroll_top() -> i32 {
    scrollers().fold(0, |top, element| top.max(element.scroll_top()))
}

/// Scrolls the page to a height.
pub fn set_scroll_top(top: i32) {
    for element in scrollers() {
        element.set_scroll_top(top);
    }
}

/// Whether the focus is in a field that takes text, where letters are no commands.
pub fn is_typing() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.has_attribute("contenteditable")
    })
}

/// The element that has the focus.
pub fn active() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Moves the focus to an element that is drawn anew first.
pub fn focus_later(id: &'static str) {
    leptos::task::spawn_local(async move {
        super::clock::sleep(0).await;
        focus(id);
    });
}

/// Moves the focus to an element that is about to be put into the page, as soon as it is there:
/// before the next key, which is meant for it.
pub fn focus_at_once(element: HtmlElement) {
    leptos::task::spawn_local(async move {
        let _ = element.focus();
    });
}

fn selects() -> bool {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    selection.is_some_and(|selection| !selection.is_collapsed())
}

fn is_there(selector: &str) -> bool {
    document()
        .and_then(|document| document.query_selector(selector).ok().flatten())
        .is_some()
}

/// Whether the reader is at something of the page that would be drawn anew, and so be lost: text is
/// selected, a menu or form is open, the pointer is on a text or on rows that do not stay by
/// themselves, or the keyboard is somewhere among facts.
pub fn is_being_read() -> bool {
    const READS: &str = "#main tbody:not(.console-steady *):is(:hover, :focus-within), \
        #main pre:hover, #main :is(pre, .console-fact, .console-output) :focus-visible, \
        #main pre:focus-visible, .console-panel, [aria-modal=\"true\"], dialog[open]";
    is_there(READS) || selects()
}

/// Whether the reader is at the rows of a table, so that they must not move: pointer or focus is on
/// them, a menu or form is open, text is selected. Or at the button that shows what waits, and at
/// suggestions, of which no other one may come beneath the pointer.
pub fn is_busy() -> bool {
    const AT_ROWS: &str = "#main :is(tbody, .console-held, .console-chips):hover, #main tbody:focus-within, \
        .console-panel, [aria-modal=\"true\"], dialog[open]";
    is_there(AT_ROWS) || selects()
}
