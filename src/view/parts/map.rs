//! Labels, annotations, environment: keys and values.

use crate::text::sorted_map::SortedMap;
use leptos::prelude::*;

use super::fact::plain;
use crate::messages::Page;
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::session::Session;

/// How many entries are shown before the rest is asked for.
const SHOWN_MAX: usize = 12;

/// A value longer than this is cut until it is asked for.
const VALUE_MAX_CHARACTERS: usize = 240;

/// Labels as labels, as the console shows them.
pub fn labels(session: Session, map: &SortedMap<String, String>) -> Node {
    if map.is_empty() {
        return plain(session, "");
    }
    let label = |(key, value): (&String, &String)| {
        let text = if value.is_empty() {
            key.clone()
        } else {
            format!("{key}={value}")
        };
        let content = span("pf-v6-c-label__content console-wrap").attr("dir", "auto");
        span("pf-v6-c-label pf-m-outline pf-m-compact console-map-label")
            .child(content.child(text))
            .into()
    };
    expandable(session, map.iter().map(label).collect(), "console-labels")
}

/// Keys and values in two columns.
pub fn pairs<'a>(session: Session, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Node {
    let rows: Vec<Node> = pairs
        .map(|(key, value)| pair(session, key, value))
        .collect();
    if rows.is_empty() {
        return plain(session, "");
    }
    expandable(session, rows, "console-pairs")
}

/// The entries of a map, for [`pairs`].
pub fn entries(map: &SortedMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    map.iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
}

fn pair(session: Session, key: &str, value: &str) -> Node {
    div("console-pair")
        .child(el("bdi", "console-pair-key").child(key.to_owned()))
        .child(
            span("console-pair-value")
                .attr("dir", "auto")
                .child(long(session, value)),
        )
        .into()
}

/// A value that may be very long.
fn long(session: Session, value: &str) -> Node {
    let Some((cut, _)) = value.char_indices().nth(VALUE_MAX_CHARACTERS) else {
        return value.to_owned().into();
    };
    let start = format!("{}…", value.get(..cut).unwrap_or_default());
    let whole = value.to_owned();
    let open = RwSignal::new(false);
    let text = live(move || {
        if open.get() {
            whole.clone()
        } else {
            start.clone()
        }
    });
    vec![text, " ".into(), toggle(session, open)].into()
}

/// Shows the first entries and a button for the rest.
fn expandable(session: Session, mut rows: Vec<Node>, class: &'static str) -> Node {
    if rows.len() <= SHOWN_MAX + 2 {
        return div(class).children(rows).into();
    }
    let rest = rows.split_off(SHOWN_MAX);
    let open = RwSignal::new(false);
    // The rest is there from the start, only hidden: finding in the page is then one click away.
    div("")
        .child(div(class).children(rows))
        .child(
            div(class)
                .live_flag("hidden", "", move || !open.get())
                .children(rest),
        )
        .child(toggle(session, open))
        .into()
}

fn toggle(session: Session, open: RwSignal<bool>) -> Node {
    let text = live(move || {
        session.text(if open.get() {
            Page::ShowLess
        } else {
            Page::ShowAll
        })
    });
    let press = move |_| open.update(|open| *open = !*open);
    button("pf-v6-c-button pf-m-link pf-m-inline pf-m-small", press)
        .live(
            "aria-expanded",
            move || if open.get() { "true" } else { "false" },
        )
        .child(text)
        .into()
}
