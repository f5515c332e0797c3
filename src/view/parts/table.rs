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
    let classes = (
        "pf-v6-c-table__th pf-v6-c-table__sort",
        "pf-v6-c-table__th pf-v6-c-table__sort pf-m-selected",
    );
    sort_head_of(text, classes, current, Box::new(choose))
}

/// A head that sorts, with its classes while it does not and while it does.
pub fn sort_head_of(
    text: &'static str,
    classes: (&'static str, &'static str),
    current: Signal<Option<Direction>>,
    choose: Box<dyn Fn()>,
) -> Node {
    let order = move || match current.get() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let class = move || match current.get() {
        Some(_) => classes.1,
        None => classes.0,
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

/// A table of so many rows, of which not all are in the document. `fill` puts those that are into
/// the body.
pub fn counted_table(
    caption: &'static str,
    heads: Vec<Node>,
    count: RwSignal<usize>,
    fill: Box<dyn FnOnce(HtmlElement)>,
) -> Node {
    let body = table_body().created(fill);
    let heads = el("tr", "pf-v6-c-table__tr")
        .attr("aria-rowindex", "1")
        .children(heads);
    // The head counts as a row.
    let rows = move || (count.get() + 1).to_string();
    table_around(caption, heads, body)
        .live("aria-rowcount", rows)
        .into()
}

/// A table with a body that somebody else fills.
pub fn table_of(caption: &'static str, heads: Vec<Node>, body: Element) -> Node {
    let heads = el("tr", "pf-v6-c-table__tr").children(heads);
    table_around(caption, heads, body).into()
}

fn table_around(caption: &'static str, heads: Element, body: Element) -> Element {
    el(
        "table",
        "pf-v6-c-table pf-m-compact pf-m-grid-md console-table",
    )
    .on("keydown", move_rows)
    .child(el("caption", "pf-v6-u-screen-reader").child(caption))
    .child(el("thead", "pf-v6-c-table__thead").child(heads))
    .child(body)
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
    let column = from.as_deref().map_or(0, column_of);
    if let Some(target) = control_at(&next, column) {
        event.prevent_default();
        let _ = target.focus();
    }
}

/// In which column of its table an element is.
pub fn column_of(element: &DomElement) -> u32 {
    let mut column = 0;
    let mut before = element.closest("td, th").ok().flatten();
    while let Some(cell) = before.and_then(|cell| cell.previous_element_sibling()) {
        column += 1;
        before = Some(cell);
    }
    column
}

/// What takes the focus in a column of a row, or in its first one that has such a thing.
pub fn control_at(row: &DomElement, column: u32) -> Option<HtmlElement> {
    let first = |place: &DomElement| place.query_selector("a, button, input").ok().flatten();
    let same = row.children().item(column);
    let control = same.and_then(|cell| first(&cell)).or_else(|| first(row));
    control?.dyn_into().ok()
}
