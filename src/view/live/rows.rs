//! Rows that keep their elements: each is drawn once, put where its key stands, and taken away with
//! it. Focus, selection and open details in a row survive what happens to the others.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use web_sys::{Element, HtmlElement};

use crate::view::node::{Node, mount};

/// Fills `body` with a row for each key. `draw` draws one element for a key.
pub fn keyed_rows<K: Clone + Ord + Send + Sync + 'static>(
    body: HtmlElement,
    keys: RwSignal<Vec<K>>,
    draw: impl Fn(&K) -> Node + 'static,
) {
    let owner = Owner::current();
    let effect = RenderEffect::new(move |before: Option<BTreeMap<K, (Element, Owner)>>| {
        let keys = keys.get();
        let mut before = before.unwrap_or_default();
        let mut rows = BTreeMap::new();
        for key in &keys {
            let row = before.remove(key).or_else(|| {
                let inner = owner.as_ref().map(|owner| owner.with(Owner::new))?;
                untrack(|| inner.with(|| mount(draw(key), &body)));
                Some((body.last_element_child()?, inner))
            });
            if let Some(row) = row {
                rows.insert(key.clone(), row);
            }
        }
        for (row, inner) in before.into_values() {
            row.remove();
            inner.cleanup();
        }
        let mut next = body.first_element_child();
        for key in &keys {
            let Some((row, _)) = rows.get(key) else {
                continue;
            };
            if next.as_ref() == Some(row) {
                next = row.next_element_sibling();
            } else {
                let before = next.as_ref().map(AsRef::as_ref);
                let _ = body.insert_before(row, before);
            }
        }
        rows
    });
    StoredValue::new_local(effect);
}
