//! Labels, annotations, environment: keys and values.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::fact::plain;
use crate::messages::{Page, Shell};
use crate::view::session::Session;

/// How many entries are shown before the rest is asked for.
const SHOWN_MAX: usize = 12;

/// A value longer than this is cut until it is asked for.
const VALUE_MAX_CHARACTERS: usize = 240;

/// Labels as labels, as the console shows them.
pub fn labels(session: Session, map: &BTreeMap<String, String>) -> AnyView {
    if map.is_empty() {
        return plain(session, "");
    }
    let labels = map
        .iter()
        .map(|(key, value)| {
            let text = if value.is_empty() {
                key.clone()
            } else {
                format!("{key}={value}")
            };
            view! {
                <span class="pf-v6-c-label pf-m-outline pf-m-compact console-map-label">
                    <span class="pf-v6-c-label__content">
                        <bdi class="console-wrap">{text}</bdi>
                    </span>
                </span>
            }
            .into_any()
        })
        .collect();
    expandable(session, labels, "console-labels")
}

/// Keys and values in two columns.
pub fn pairs<'a>(session: Session, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> AnyView {
    let rows: Vec<AnyView> = pairs
        .map(|(key, value)| pair(session, key, value))
        .collect();
    if rows.is_empty() {
        return plain(session, "");
    }
    expandable(session, rows, "console-pairs")
}

fn pair(session: Session, key: &str, value: &str) -> AnyView {
    view! {
        <div class="console-pair">
            <bdi class="console-pair-key">{key.to_owned()}</bdi>
            {long(session, value)}
        </div>
    }
    .into_any()
}

/// A value that may be very long.
fn long(session: Session, value: &str) -> AnyView {
    let Some((cut, _)) = value.char_indices().nth(VALUE_MAX_CHARACTERS) else {
        return view! { <span class="console-pair-value" dir="auto">{value.to_owned()}</span> }
            .into_any();
    };
    let (start, whole) = (format!("{}…", &value[..cut]), value.to_owned());
    let open = RwSignal::new(false);
    view! {
        <span class="console-pair-value" dir="auto">
            {move || if open.get() { whole.clone() } else { start.clone() }} " "
            {toggle(session, open)}
        </span>
    }
    .into_any()
}

/// Shows the first entries and a button for the rest.
fn expandable(session: Session, mut rows: Vec<AnyView>, class: &'static str) -> AnyView {
    if rows.len() <= SHOWN_MAX + 2 {
        return view! { <div class=class>{rows}</div> }.into_any();
    }
    let rest = rows.split_off(SHOWN_MAX);
    let open = RwSignal::new(false);
    // The rest is there from the start, only hidden: finding in the page is then one click away.
    view! {
        <div>
            <div class=class>{rows}</div>
            <div class=class hidden=move || !open.get()>{rest}</div>
            {toggle(session, open)}
        </div>
    }
    .into_any()
}

fn toggle(session: Session, open: RwSignal<bool>) -> AnyView {
    let text = move || {
        session.text(if open.get() {
            Page::ShowLess
        } else {
            Page::ShowAll
        })
    };
    view! {
        <button
            type="button"
            class="pf-v6-c-button pf-m-link pf-m-inline pf-m-small"
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {text}
        </button>
    }
    .into_any()
}

/// Yes or no.
pub fn yes_no(session: Session, yes: bool) -> AnyView {
    session
        .text(if yes { Shell::Yes } else { Shell::No })
        .into_any()
}
