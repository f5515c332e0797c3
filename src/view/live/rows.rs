//! Rows that keep their elements: each is drawn once, put where its key stands, and taken away with
//! it. Focus, selection and open details in a row survive what happens to the others.

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use web_sys::{Element, HtmlElement};

use crate::text::sorted_map::SortedMap;
use crate::view::node::{Node, mount};

/// A row that is drawn, with what it owns.
type Row = (Element, Owner);

/// Fills `body` with a row for each key. `draw` draws one element for a key.
pub fn keyed_rows<K: Clone + Ord + Send + Sync + 'static>(
    body: HtmlElement,
    keys: RwSignal<Vec<K>>,
    draw: impl Fn(&K) -> Node + 'static,
) {
    let owner = Owner::current();
    let mut places: SortedMap<K, usize> = SortedMap::new();
    let mut rows: Vec<Option<Row>> = Vec::new();
    let effect = RenderEffect::new(move |_| {
        let keys = keys.get();
        let kept: Vec<Option<usize>> = keys.iter().map(|key| places.get(key).copied()).collect();
        places.clear();
        for (place, key) in keys.iter().enumerate() {
            places.insert(key.clone(), place);
        }
        let before = std::mem::take(&mut rows);
        rows = arrange(&body, owner.as_ref(), before, &kept, &|place| {
            draw(&keys[place])
        });
    });
    StoredValue::new_local(effect);
}

/// Puts rows in order: for each place the old place of its row, none for one to be drawn. Apart
/// from the keys, so that the program holds it once.
fn arrange(
    body: &HtmlElement,
    owner: Option<&Owner>,
    mut before: Vec<Option<Row>>,
    kept: &[Option<usize>],
    draw: &dyn Fn(usize) -> Node,
) -> Vec<Option<Row>> {
    let mut rows = Vec::with_capacity(kept.len());
    for (place, old) in kept.iter().enumerate() {
        let old = old.and_then(|old| before.get_mut(old)?.take());
        rows.push(old.or_else(|| {
            let inner = owner.map(|owner| owner.with(Owner::new))?;
            untrack(|| inner.with(|| mount(draw(place), body)));
            Some((body.last_element_child()?, inner))
        }));
    }
    for (row, inner) in before.into_iter().flatten() {
        row.remove();
        inner.cleanup();
    }
    let mut next = body.first_element_child();
    for (row, _) in rows.iter().flatten() {
        if next.as_ref() == Some(row) {
            next = row.next_element_sibling();
        } else {
            let before = next.as_ref().map(AsRef::as_ref);
            let _ = body.insert_before(row, before);
        }
    }
    rows
}
