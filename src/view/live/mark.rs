//! Marks what changed for a moment. It looks at what really changed in the document while a frame
//! of news is drawn, so that no part of a page has to know that it can be marked.

use leptos::task::spawn_local;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MutationObserver, MutationObserverInit, MutationRecord, Node};

use crate::view::browser::{clock, document};

/// How long a change is marked. The style sheet fades it within this time.
const MARKED_MILLISECONDS: u32 = 2_500;

/// So many changes at once are another page, not news of this one.
const MARKED_MAX: u32 = 60;

/// What is marked in tables: a value, not the page around it.
const VALUES: &str = "td, th[scope=row]";

/// Facts, which are compared by their terms: their lists are drawn anew when one of them changes.
const FACTS: &str = ".console-fact";

/// Does something that changes the page, and marks what changed by it.
pub fn marking(change: impl FnOnce()) {
    let Some(main) = document::find("main") else {
        return change();
    };
    let on_changes = Closure::<dyn FnMut(js_sys::Array)>::new(|records: js_sys::Array| {
        if records.length() <= MARKED_MAX {
            for record in records.iter() {
                mark_record(&record);
            }
        }
    });
    let observer = MutationObserver::new(on_changes.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        let what = MutationObserverInit::new();
        what.set_child_list(true);
        what.set_character_data(true);
        what.set_subtree(true);
        let _ = observer.observe_with_options(&main, &what);
    }
    let before = facts(&main);
    change();
    spawn_local(async move {
        // Signals are drawn before the next frame.
        clock::frame().await;
        for (term, value, element) in facts(&main) {
            let was = before.iter().find(|(known, _, _)| *known == term);
            if was.is_some_and(|(_, text, _)| *text != value) {
                mark(&element);
            }
        }
        if let Some(observer) = observer {
            observer.disconnect();
        }
        drop(on_changes);
    });
}

/// Terms and values of all facts. Terms that come twice, as labels of two things do, tell nothing
/// wrong: the first counts for both.
fn facts(main: &Element) -> Vec<(String, String, Element)> {
    let Ok(nodes) = main.query_selector_all(FACTS) else {
        return Vec::new();
    };
    let all = (0..nodes.length()).filter_map(|index| nodes.get(index));
    let all = all.filter_map(|node| {
        let fact = node.dyn_into::<Element>().ok()?;
        let term = fact.first_element_child()?.text_content()?;
        let value = fact.last_element_child()?;
        Some((term, value.text_content()?, value))
    });
    all.collect()
}

fn mark_record(record: &JsValue) {
    let Some(record) = record.dyn_ref::<MutationRecord>() else {
        return;
    };
    let (added, removed) = (record.added_nodes(), record.removed_nodes());
    for index in 0..added.length() {
        let row = added
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok());
        if let Some(row) = row.filter(|element| element.tag_name() == "TR") {
            mark(&row);
        }
    }
    let rows = record
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    if rows.is_some_and(|rows| rows.tag_name() == "TBODY") {
        return;
    }
    // Markers of the framework come and go; only what can be read is news.
    let says = |nodes: &web_sys::NodeList| {
        (0..nodes.length()).any(|index| {
            nodes.get(index).is_some_and(|node| {
                node.node_type() != Node::COMMENT_NODE
                    && node.text_content().is_some_and(|text| !text.is_empty())
            })
        })
    };
    if record.type_() == "characterData" || says(&added) || says(&removed) {
        let value = record
            .target()
            .and_then(|node| match node.dyn_into::<Element>() {
                Ok(element) => Some(element),
                Err(node) => node.parent_element(),
            });
        if let Some(value) = value.and_then(|value| value.closest(VALUES).ok().flatten()) {
            mark(&value);
        }
    }
}

fn mark(element: &Element) {
    let classes = element.class_list();
    if classes.contains("console-changed") || classes.add_1("console-changed").is_err() {
        return;
    }
    spawn_local(async move {
        clock::sleep(MARKED_MILLISECONDS).await;
        let _ = classes.remove_1("console-changed");
    });
}
