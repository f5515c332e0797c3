//! Tables: real ones, with a caption, heads that sort, and cells that become cards where there is
//! little room.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::icon::{Icon, icon};
use crate::model::sort::Direction;

/// A head that only names its column.
pub fn head(text: &'static str) -> AnyView {
    view! { <th class="pf-v6-c-table__th" scope="col">{text}</th> }.into_any()
}

/// A head that sorts. `current` is the direction if the table is sorted by this column.
pub fn sort_head(
    text: &'static str,
    current: Signal<Option<Direction>>,
    choose: impl Fn() + 'static,
) -> AnyView {
    let order = move || match current.get() {
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
        None => "none",
    };
    let class = move || match current.get() {
        Some(_) => "pf-v6-c-table__th pf-v6-c-table__sort pf-m-selected",
        None => "pf-v6-c-table__th pf-v6-c-table__sort",
    };
    let sign = move || {
        icon(match current.get() {
            Some(Direction::Ascending) => Icon::Ascending,
            Some(Direction::Descending) => Icon::Descending,
            None => Icon::Sortable,
        })
    };
    view! {
        <th class=class scope="col" aria-sort=order>
            <button type="button" class="pf-v6-c-table__button" on:click=move |_| choose()>
                <span class="pf-v6-c-table__button-content">
                    <span class="pf-v6-c-table__text">{text}</span>
                    <span class="pf-v6-c-table__sort-indicator">{sign}</span>
                </span>
            </button>
        </th>
    }
    .into_any()
}

/// A cell; `label` is its column's name, shown where the table has become cards.
pub fn cell(label: &'static str, content: AnyView) -> AnyView {
    view! { <td class="pf-v6-c-table__td" data-label=label>{content}</td> }.into_any()
}

/// The cell that names its row.
pub fn row_head(label: &'static str, content: AnyView) -> AnyView {
    view! { <th class="pf-v6-c-table__th console-row-head" scope="row" data-label=label>{content}</th> }
        .into_any()
}

/// A row.
pub fn row(cells: Vec<AnyView>) -> AnyView {
    view! { <tr class="pf-v6-c-table__tr">{cells}</tr> }.into_any()
}

/// A table. `body` draws the rows and may follow signals.
pub fn table(
    caption: &'static str,
    heads: Vec<AnyView>,
    body: impl Fn() -> Vec<AnyView> + Send + 'static,
) -> AnyView {
    view! {
        <table class="pf-v6-c-table pf-m-compact pf-m-grid-md console-table" on:keydown=move_rows>
            <caption class="pf-v6-u-screen-reader">{caption}</caption>
            <thead class="pf-v6-c-table__thead">
                <tr class="pf-v6-c-table__tr">{heads}</tr>
            </thead>
            <tbody class="pf-v6-c-table__tbody">{move || body()}</tbody>
        </table>
    }
    .into_any()
}

/// Moves between rows with the arrow keys: from a link in one row to the same place in the next.
fn move_rows(event: KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let from = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let Some(row) = from.and_then(|from| from.closest("tbody tr").ok().flatten()) else {
        return;
    };
    let next = if down {
        row.next_element_sibling()
    } else {
        row.previous_element_sibling()
    };
    let target = next.and_then(|row| row.query_selector("a, button").ok().flatten());
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        event.prevent_default();
        let _ = target.focus();
    }
}
