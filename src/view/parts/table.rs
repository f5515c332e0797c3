//! Tables: real ones, with a caption, heads that sort, and cells that become cards where there is
//! little room.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element as DomElement, Event, HtmlElement, KeyboardEvent};

use super::icon::{Icon, icon};
use crate::model::sort::Direction;
use crate::view::node::{Element, Node, button, el, live, span};

/// A head that only names its column.
pub fn head(text: &'static str) -> Node {
    el("th", "pf-v6-c-table__th")
        .attr("scope", "col")
        .child(text)
        .into()
}

/// A head that sorts. `current` is the direction if the table is sorted by this column.
pub fn sort_head(
    text: &'static str,
    current: Signal<Option<Direction>>,
    choose: impl Fn() + 'static,
) -> Node {
    let order = move || match current.get() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let class = move || match current.get() {
        Some(_) => "pf-v6-c-table__th pf-v6-c-table__sort pf-m-selected",
        None => "pf-v6-c-table__th pf-v6-c-table__sort",
    };
    let sign = live(move || {
        icon(match current.get() {
            Some(Direction::Ascending) => Icon::Ascending,
            Some(Direction::Descending) => Icon::Descending,
            None => Icon::Sortable,
        })
    });
    let content = span("pf-v6-c-table__button-content")
        .child(span("pf-v6-c-table__text").child(text))
        .child(span("pf-v6-c-table__sort-indicator").child(sign));
    el("th", "")
        .live("class", class)
        .attr("scope", "col")
        .live("aria-sort", order)
        .child(button("pf-v6-c-table__button", move |_| choose()).child(content))
        .into()
}

/// A cell; `label` is its column's name, shown where the table has become cards.
pub fn cell(label: &'static str, content: impl Into<Node>) -> Node {
    el("td", "pf-v6-c-table__td")
        .attr("data-label", label)
        .child(content)
        .into()
}

/// The cell that names its row.
pub fn row_head(label: &'static str, content: impl Into<Node>) -> Node {
    el("th", "pf-v6-c-table__th console-row-head")
        .attr("scope", "row")
        .attr("data-label", label)
        .child(content)
        .into()
}

/// A row.
pub fn row(cells: Vec<Node>) -> Node {
    el("tr", "pf-v6-c-table__tr").children(cells).into()
}

/// A table. `body` draws the rows and may follow signals.
pub fn table(
    caption: &'static str,
    heads: Vec<Node>,
    body: impl Fn() -> Vec<Node> + 'static,
) -> Node {
    table_of(caption, heads, table_body().child(live(body)))
}

/// The element that holds the rows of a table.
pub fn table_body() -> Element {
    el("tbody", "pf-v6-c-table__tbody")
}

/// A table with a body that somebody else fills.
pub fn table_of(caption: &'static str, heads: Vec<Node>, body: Element) -> Node {
    let heads = el("tr", "pf-v6-c-table__tr").children(heads);
    el(
        "table",
        "pf-v6-c-table pf-m-compact pf-m-grid-md console-table",
    )
    .on("keydown", move_rows)
    .child(el("caption", "pf-v6-u-screen-reader").child(caption))
    .child(el("thead", "pf-v6-c-table__thead").child(heads))
    .child(body)
    .into()
}

/// Moves between rows with the arrow keys: to what takes the focus in the same column of the next
/// row, or in its first one that has such a thing.
#[expect(clippy::needless_pass_by_value, reason = "the form of all listeners")]
fn move_rows(event: Event) {
    let event = event.unchecked_ref::<KeyboardEvent>();
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let from = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let closest = |selector| from.as_ref()?.closest(selector).ok().flatten();
    let Some(row) = closest("tbody tr") else {
        return;
    };
    let next = if down {
        row.next_element_sibling()
    } else {
        row.previous_element_sibling()
    };
    let Some(next) = next else { return };
    let mut column = 0;
    let mut before = closest("td, th");
    while let Some(cell) = before.and_then(|cell| cell.previous_element_sibling()) {
        column += 1;
        before = Some(cell);
    }
    let first = |place: &DomElement| place.query_selector("a, button").ok().flatten();
    let same = next.children().item(column);
    let target = same.and_then(|cell| first(&cell)).or_else(|| first(&next));
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = target.focus();
    }
}
