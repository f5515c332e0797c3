//! Where the rows that are drawn stand, and what stands for those that are not.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::Rows;

impl Rows {
    /// Numbers the rows that are drawn, and puts them and the spaces between them in order.
    pub(super) fn put_in_order(&mut self) {
        // Without them a row that stays stands where it belongs. One that were moved would lose
        // the focus.
        self.spaces.iter().for_each(|(space, _)| space.remove());
        let rows = self.window.len();
        let last = self.drawn.last().map_or(0, |row| row.index + 1);
        let mut next = self.body.first_element_child();
        let (mut end, mut gaps) = (0, 0);
        let ends = self.drawn.iter().map(|row| (row.index, Some(row)));
        for (index, row) in ends.chain((last < rows).then_some((rows, None))) {
            if end < index {
                if self.spaces.len() == gaps {
                    self.spaces.extend(space().map(|space| (space, -1)));
                }
                if let Some((space, _)) = self.spaces.get(gaps) {
                    next = put(&self.body, space, next);
                }
                gaps += 1;
            }
            if let Some(row) = row {
                // The head is the first row of the table.
                let number = (index + 2).to_string();
                if row.element.get_attribute("aria-rowindex").as_ref() != Some(&number) {
                    let _ = row.element.set_attribute("aria-rowindex", &number);
                }
                next = put(&self.body, &row.element, next);
            }
            end = index + 1;
        }
        self.spaces.truncate(gaps);
        self.fill_spaces();
    }

    /// Makes the spaces as high as the rows that they stand for.
    pub(super) fn fill_spaces(&mut self) {
        let (mut end, mut gaps) = (0, self.spaces.iter_mut());
        let ends = self.drawn.iter().map(|row| row.index);
        for index in ends.chain([self.window.len()]) {
            if end < index
                && let Some((space, height)) = gaps.next()
            {
                let next = self.window.between(end, index);
                if std::mem::replace(height, next) != next {
                    let style = HtmlElement::style(space);
                    let _ = style.set_property("height", &format!("{next}px"));
                }
            }
            end = index + 1;
        }
    }

    /// How far below the top of the body a row begins that is drawn, or all of them end: by their
    /// heights, without asking the browser.
    pub(super) fn top_of(&self, wanted: usize) -> f64 {
        let (mut end, mut top) = (0, 0.0);
        let mut gaps = self.spaces.iter().map(|(_, height)| f64::from(*height));
        let ends = self.drawn.iter().map(|row| row.index);
        for index in ends.chain([self.window.len()]) {
            if end < index {
                top += gaps.next().unwrap_or_default();
            }
            if index >= wanted {
                break;
            }
            top += f64::from(self.window.height(index));
            end = index + 1;
        }
        top
    }
}

/// Puts an element before `next`, and gives what comes after it.
fn put(body: &HtmlElement, element: &Element, next: Option<Element>) -> Option<Element> {
    if next.as_ref() == Some(element) {
        return element.next_element_sibling();
    }
    let before = next.as_ref().map(AsRef::as_ref);
    let _ = body.insert_before(element, before);
    next
}

/// What stands for rows that are not drawn. It says nothing to anybody.
pub fn space() -> Option<HtmlElement> {
    let document = web_sys::window()?.document()?;
    let row = document.create_element("tr").ok()?;
    let _ = row.set_attribute("class", "console-space");
    let _ = row.set_attribute("aria-hidden", "true");
    row.dyn_into().ok()
}
