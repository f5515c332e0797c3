//! A panic ends the program, because wasm cannot go on after one. The page then says so and offers
//! a report, instead of a tab that looks alive and does nothing.

use std::panic::PanicHookInfo;

use wasm_bindgen::{JsCast, JsValue};

use super::browser::document;
use crate::messages::{Language, Shell};

/// Watches for panics.
pub fn watch() {
    std::panic::set_hook(Box::new(show));
}

/// Replaces the page by the report. No view is involved: the panic may have come from one.
fn show(info: &PanicHookInfo<'_>) {
    let report = report(info);
    web_sys::console::error_1(&report.as_str().into());
    let Some(root) = document::app_root() else {
        return;
    };
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(page) = window.document() else {
        return;
    };
    // What the page spoke until now: chosen, or the browser's.
    let spoken = page
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    let language = Language::preferred(spoken.as_deref());
    root.set_inner_html("");
    let add = |name: &str, class: &str, text: &str| -> Option<web_sys::Element> {
        let element = page.create_element(name).ok()?;
        element.set_text_content(Some(text));
        element.set_class_name(class);
        root.append_child(&element).ok()?;
        Some(element)
    };
    add(
        "h1",
        "console-fault-title",
        language.text(Shell::CrashTitle),
    );
    add("p", "", language.text(Shell::CrashWhat));
    add("h2", "", language.text(Shell::CrashReport));
    // It scrolls, so the keyboard must reach it.
    if let Some(text) = add("pre", "console-text console-report", &report) {
        let _ = text.set_attribute("tabindex", "0");
    }
    // The buttons call the browser's own functions: nothing of this program runs any more.
    let location = window.location();
    let clipboard = window.navigator().clipboard();
    let report = JsValue::from(report);
    for (text, class, of, name, value) in [
        (
            Shell::Copy,
            "pf-v6-c-button pf-m-secondary",
            clipboard.as_ref(),
            "writeText",
            &report,
        ),
        (
            Shell::CrashReload,
            "pf-v6-c-button pf-m-primary",
            location.as_ref(),
            "reload",
            &JsValue::UNDEFINED,
        ),
    ] {
        // Without encryption browsers have no clipboard; the report can still be selected.
        let call = js_sys::Reflect::get(of, &JsValue::from(name)).ok();
        let Some(call) = call.and_then(|call| call.dyn_into::<js_sys::Function>().ok()) else {
            continue;
        };
        if let Some(button) = add("button", class, language.text(text)) {
            let call: js_sys::Function = call.bind1(of, value).unchecked_into();
            let _ = button.add_event_listener_with_callback("click", &call);
        }
    }
    root.set_class_name("console-fault");
    let _ = root.set_attribute("role", "alert");
}

/// What helps to mend it. The path names objects of the cluster, nothing secret.
fn report(info: &PanicHookInfo<'_>) -> String {
    let location = web_sys::window().map(|window| window.location());
    let path = location
        .and_then(|location| location.pathname().ok())
        .unwrap_or_default();
    let agent = web_sys::window()
        .and_then(|window| window.navigator().user_agent().ok())
        .unwrap_or_default();
    format!(
        "ImageStream Console {}\n{info}\npage: {path}\nbrowser: {agent}",
        env!("CARGO_PKG_VERSION")
    )
}
