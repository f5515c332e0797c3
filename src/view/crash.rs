//! A panic ends the program, because wasm cannot go on after one. The page then says so and offers
//! a report, instead of a tab that looks alive and does nothing.

use std::panic::PanicHookInfo;

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
    let tags = document::preferred_languages();
    let language = Language::preferred(tags.iter().map(String::as_str));
    let Some(root) = document::app_root() else {
        return;
    };
    let Some(page) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    root.set_inner_html("");
    let parts = [
        (
            "h1",
            language.text(Shell::CrashTitle).to_owned(),
            "console-fault-title",
        ),
        ("p", language.text(Shell::CrashWhat).to_owned(), ""),
        ("pre", report, "console-text"),
    ];
    for (name, text, class) in parts {
        let Ok(element) = page.create_element(name) else {
            return;
        };
        element.set_text_content(Some(&text));
        element.set_class_name(class);
        let _ = root.append_child(&element);
    }
    // A plain link: it loads the page anew without any of our code.
    if let Ok(link) = page.create_element("a") {
        link.set_text_content(Some(language.text(Shell::CrashReload)));
        link.set_class_name("pf-v6-c-button pf-m-primary");
        let _ = link.set_attribute("href", ".");
        let _ = root.append_child(&link);
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
