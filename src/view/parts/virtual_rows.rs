//! Rows of a long table: only those that can be seen, and a few around them, are in the document.
//! What stands for the others is as high as they would be, and screen readers are told how many
//! there are and which ones these are. A row is drawn once and keeps its element as long as it is
//! near; the row that has the focus stays however far one scrolls, so that the focus is never lost.
//!
//! Which rows those are is decided in `crate::model::row_window`.

mod listen;
mod places;

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::task::spawn_local;
use web_sys::{Element, HtmlElement};

use self::listen::listen;
use self::places::space;
use super::table::{control_at, counted_table};
use crate::model::row_window::RowWindow;
use crate::text::order;
use crate::view::browser::{clock, document};
use crate::view::node::{Node, mount};

/// How far around what can be seen rows are drawn, in pixels.
const AROUND: f64 = 400.0;

/// How far around what can be seen there must always be rows, in pixels: about what one turn of a
/// wheel brings into view. Others are only drawn where these are missing, so that most frames of
/// scrolling have nothing to lay out and to paint.
const NEAR: f64 = 200.0;

/// How much farther a table that is drawn whole is drawn with each frame, in pixels.
const STEP: f64 = 1_000.0;

/// How far a place may be from where the heights of rows put it.
const SLACK: f64 = 2.0;

/// How often rows are drawn and measured before it is taken as it is.
const SETTLE_MAX: usize = 4;

/// A table that never had more rows than this is drawn whole: then the browser's own search finds
/// everything in it.
const WHOLE_MAX: usize = 100;

/// How high a row is at least, to draw no more than needed before any was measured.
const LEAST: f64 = 32.0;

/// A table with a row for each key. `keys` may follow signals; `draw` draws one element for a key.
pub fn virtual_table<K: Clone + Ord + 'static>(
    caption: &'static str,
    heads: Vec<Node>,
    keys: impl Fn() -> Vec<K> + 'static,
    draw: impl Fn(&K) -> Node + 'static,
) -> Node {
    let held: Rc<RefCell<Vec<K>>> = Rc::default();
    let of = held.clone();
    let draw = move |index: usize| of.borrow().get(index).map(&draw).into();
    let next = move |place: &mut dyn FnMut(usize, Compare<'_>)| {
        let next = keys();
        let before = held.borrow();
        place(next.len(), &|row, other| match other {
            Other::Before(index) => before.get(row).cmp(&before.get(index)),
            Other::After(index) => before.get(row).cmp(&next.get(index)),
        });
        drop(before);
        held.replace(next);
    };
    table_of_keys(caption, heads, Box::new(draw), Box::new(next))
}

/// A key that another one is compared with, by its place.
enum Other {
    /// Among the keys that were there.
    Before(usize),
    /// Among those that are there now.
    After(usize),
}

/// Compares a key that was there, by its place.
type Compare<'a> = &'a dyn Fn(usize, Other) -> Ordering;

/// Reads the keys, says how many there are, and lets them be compared with those before.
type Next = dyn Fn(&mut dyn FnMut(usize, Compare<'_>));

/// A table of keys of whatever kind. They are only told apart where they are read, so that the
/// program holds all of this once.
fn table_of_keys(
    caption: &'static str,
    heads: Vec<Node>,
    draw: Box<dyn Fn(usize) -> Node>,
    next: Box<Next>,
) -> Node {
    let count = RwSignal::new(0);
    let fill = move |body: HtmlElement| {
        let rows = Rows::new(body, draw);
        let listening = listen(&rows);
        let effect = RenderEffect::new(move |_| {
            let (mut length, mut places) = (0, Vec::new());
            next(&mut |now, compare| {
                length = now;
                places = rows.borrow().find(now, compare);
            });
            count.set(length);
            untrack(|| Rows::set_keys(&rows, length, &places));
        });
        StoredValue::new_local((effect, listening));
    };
    counted_table(caption, heads, count, Box::new(fill))
}

/// A row that is drawn, with what it owns.
struct Row {
    index: usize,
    element: Element,
    owner: Owner,
    measured: bool,
}

struct Rows {
    body: HtmlElement,
    owner: Option<Owner>,
    draw: Box<dyn Fn(usize) -> Node>,
    window: RowWindow,
    /// In the order of the table.
    drawn: Vec<Row>,
    /// What stands for rows that are not drawn, and how high it is.
    spaces: Vec<(HtmlElement, i32)>,
    /// For how many rows those that are drawn were put into order, with the spaces between them.
    laid_out: Option<usize>,
    /// The row that the keyboard goes to, until it is there.
    target: Option<usize>,
    width: f64,
    /// Where the first row begins below the top of what can be seen, and how high that is. Asking
    /// for it makes the browser lay the page out.
    place: (f64, f64),
    /// Whether there once were more rows than are drawn whole. A filter makes it no shorter: rows
    /// would come by the hundred with each keystroke.
    long: bool,
    /// How far around what can be seen a table that is not long is drawn by now.
    reach: f64,
    /// Whether a frame was asked for.
    waiting: bool,
}

type Shared = Rc<RefCell<Rows>>;

impl Rows {
    fn new(body: HtmlElement, draw: Box<dyn Fn(usize) -> Node>) -> Shared {
        Rc::new(RefCell::new(Self {
            body,
            owner: Owner::current(),
            draw,
            window: RowWindow::default(),
            drawn: Vec::new(),
            spaces: Vec::new(),
            laid_out: None,
            target: None,
            width: 0.0,
            place: (0.0, document::view_port().1),
            long: false,
            reach: 0.0,
            waiting: false,
        }))
    }

    /// For each row that is drawn, where its key is now among so many.
    fn find(&self, count: usize, compare: Compare<'_>) -> Vec<Option<usize>> {
        let mut places = vec![None; self.drawn.len()];
        // Nothing moved, as far as one can see from here: that is nearly always so.
        let stays = |index| index < count && compare(index, Other::After(index)).is_eq();
        let mut lost: Vec<(usize, usize)> = Vec::new();
        for (place, row) in self.drawn.iter().enumerate() {
            if stays(row.index) {
                places[place] = Some(row.index);
            } else {
                lost.push((row.index, place));
            }
        }
        order::sort_by(&mut lost, |left, right| {
            compare(left.0, Other::Before(right.0))
        });
        for index in (0..count).take_while(|_| !lost.is_empty()) {
            let found = lost.binary_search_by(|(row, _)| compare(*row, Other::After(index)));
            if let Ok(found) = found {
                places[lost[found].1] = Some(index);
            }
        }
        places
    }

    /// There are other keys; `places` are those of the rows that are drawn, in the same order.
    fn set_keys(shared: &Shared, count: usize, places: &[Option<usize>]) {
        let mut rows = shared.borrow_mut();
        rows.window.reset(count);
        rows.laid_out = None;
        rows.long |= count > WHOLE_MAX;
        rows.target = None;
        let drawn = std::mem::take(&mut rows.drawn);
        for (mut row, place) in drawn.into_iter().zip(places) {
            match place {
                Some(index) => {
                    row.index = *index;
                    row.measured = false;
                    rows.drawn.push(row);
                }
                None => row.remove(),
            }
        }
        order::sort_by(&mut rows.drawn, |left, right| left.index.cmp(&right.index));
        // What is around can wait: a keystroke is answered with what can be seen.
        let mut seen = rows.near(0.0);
        if !rows.long {
            seen.extend(rows.drawn.iter().map(|row| row.index));
            order::sort(&mut seen);
            seen.dedup();
        }
        rows.draw(&seen);
        drop(rows);
        Self::render_soon(shared, true);
    }

    /// Draws the rest with the next frame, or only once that has been painted.
    fn render_soon(shared: &Shared, painted: bool) {
        if std::mem::replace(&mut shared.borrow_mut().waiting, true) {
            return;
        }
        let rows = Rc::downgrade(shared);
        spawn_local(async move {
            clock::frame().await;
            if painted {
                clock::breath().await;
            }
            let Some(rows) = rows.upgrade() else { return };
            let more = {
                let mut rows = rows.borrow_mut();
                rows.waiting = false;
                rows.render();
                rows.body.is_connected() && !rows.long && rows.drawn.len() < rows.window.len()
            };
            if more {
                Self::render_soon(&rows, true);
            }
        });
    }

    /// The rows that can be seen and so much around them, from where they were last, and those that
    /// must be there.
    fn near(&self, around: f64) -> Vec<usize> {
        let (top, height) = self.place;
        let height = (height / LEAST).ceil() * LEAST;
        let pinned = [self.target, self.focused()];
        let pinned: Vec<usize> = pinned.into_iter().flatten().collect();
        let (from, to) = (-top - around, -top + height + around);
        self.window.drawn(from, to, &pinned)
    }

    /// Draws what can be seen and what is around it, as far as it is not there.
    fn draw_near(&mut self) {
        if !self.long {
            self.reach += STEP;
            let wanted = self.near(self.reach);
            return self.draw(&wanted);
        }
        let has = |index: &usize| {
            let place = |row: &Row| row.index.cmp(index);
            self.drawn.binary_search_by(place).is_ok()
        };
        let in_order = self.laid_out == Some(self.window.len());
        if !in_order || !self.near(NEAR).iter().all(has) {
            let wanted = self.near(AROUND);
            self.draw(&wanted);
        }
    }

    /// Draws what can be seen and some rows around it. Where heights that were not known change
    /// what can be seen, this goes on until it comes to rest.
    fn render(&mut self) {
        for _ in 0..SETTLE_MAX {
            if !self.body.is_connected() || !self.render_once() {
                return;
            }
        }
    }

    /// Whether rows that were drawn were not as high as they were taken for. To ask for a place
    /// after something was written makes the browser lay all out for it: what must be known is
    /// asked first.
    fn render_once(&mut self) -> bool {
        let (port_top, port_height) = document::view_port();
        let rect = self.body.get_bounding_client_rect();
        self.place = (rect.top() - port_top, port_height);
        if (self.width - rect.width()).abs() > 0.5 {
            if self.width > 0.0 {
                self.window.forget();
                self.laid_out = None;
                self.drawn.iter_mut().for_each(|row| row.measured = false);
            }
            self.width = rect.width();
        }
        self.measure();
        let anchor = self.anchor((port_top, port_height));
        let reckoned = anchor.as_ref().map(|(index, ..)| self.top_of(*index));
        self.draw_near();
        // New rows below what one looks at do not move it: they are measured with the next frame.
        let above = anchor.as_ref().map_or(0, |(index, ..)| *index);
        let shifts = |row: &Row| !row.measured && row.index < above;
        let now = self.window.is_guess() || self.drawn.iter().any(shifts);
        let news = now && self.measure();
        self.fill_spaces();
        // What one looks at stays where it is.
        if let (Some((index, row, top)), Some(reckoned)) = (anchor, reckoned) {
            // Where rows stand apart, their heights do not tell where they are.
            let moved = if (rect.top() + reckoned - top).abs() < SLACK {
                self.top_of(index) - reckoned
            } else {
                row.get_bounding_client_rect().top() - top
            };
            if row.is_connected() && moved.abs() > 1.0 {
                #[expect(clippy::cast_possible_truncation, reason = "some pixels")]
                document::set_scroll_top(document::scroll_top() + moved.round() as i32);
            }
        }
        news
    }

    /// Whether the body has another size than what is known of its rows makes it. They are then
    /// measured again.
    fn is_resized(&mut self) -> bool {
        let rect = self.body.get_bounding_client_rect();
        let height = self.top_of(self.window.len());
        let known = (self.width - rect.width()).abs() <= 0.5;
        if known && (rect.height() - height).abs() < SLACK {
            return false;
        }
        self.drawn.iter_mut().for_each(|row| row.measured = false);
        true
    }

    /// The row that must not move, and where it is: the one with the focus if it can be seen, else
    /// the first one that can, once the head of the table is scrolled away.
    fn anchor(&self, (port_top, port_height): (f64, f64)) -> Option<(usize, Element, f64)> {
        let first = self.drawn.first()?;
        let top = |row: &Row| row.element.get_bounding_client_rect().top();
        if first.index == 0 && top(first) >= port_top {
            return None;
        }
        let seen = |row: &&Row| {
            let rect = row.element.get_bounding_client_rect();
            rect.bottom() > port_top && rect.top() < port_top + port_height
        };
        let focused = self.focused();
        let at = self.drawn.iter().find(|row| Some(row.index) == focused);
        let row = at.filter(seen).or_else(|| self.drawn.iter().find(seen))?;
        Some((row.index, row.element.clone(), top(row)))
    }

    /// The row that has the focus.
    fn focused(&self) -> Option<usize> {
        let active = document::active()?;
        let has = |row: &&Row| row.element.contains(Some(active.as_ref()));
        self.drawn.iter().find(has).map(|row| row.index)
    }

    /// Makes the drawn rows those of `wanted`, which are in order.
    fn draw(&mut self, wanted: &[usize]) {
        let rows = self.window.len();
        let drawn = self.drawn.iter().map(|row| &row.index);
        if self.laid_out == Some(rows) && drawn.eq(wanted) {
            return;
        }
        let before = std::mem::take(&mut self.drawn);
        let mut kept = before.into_iter().peekable();
        let mut drawn = Vec::with_capacity(wanted.len());
        for &index in wanted {
            while let Some(row) = kept.next_if(|row| row.index < index) {
                row.remove();
            }
            match kept.next_if(|row| row.index == index) {
                Some(row) => drawn.push(row),
                None => drawn.extend(self.make(index)),
            }
        }
        kept.for_each(Row::remove);
        self.drawn = drawn;
        self.put_in_order();
        self.laid_out = Some(rows);
    }

    fn make(&self, index: usize) -> Option<Row> {
        let owner = self.owner.as_ref().map(|owner| owner.with(Owner::new))?;
        let before = self.body.last_element_child();
        untrack(|| owner.with(|| mount((self.draw)(index), &self.body)));
        // Of a row that is held in its place there may be nothing left to draw.
        let drawn = self
            .body
            .last_element_child()
            .filter(|row| Some(row) != before.as_ref());
        let element = drawn.or_else(|| Some(space()?.into()))?;
        Some(Row {
            index,
            element,
            owner,
            measured: false,
        })
    }

    /// Measures rows that were not measured yet. Whether that was news.
    fn measure(&mut self) -> bool {
        let mut news = false;
        for row in &mut self.drawn {
            if !row.measured {
                row.measured = true;
                #[expect(clippy::cast_possible_truncation, reason = "some hundred pixels")]
                let height = row.element.get_bounding_client_rect().height() as f32;
                news |= self.window.measure(row.index, height);
            }
        }
        news
    }

    /// Moves the focus to a row, to what takes it in a column.
    fn go(shared: &Shared, index: usize, column: u32) {
        let mut rows = shared.borrow_mut();
        rows.target = Some(index);
        rows.render();
        let found = rows.drawn.iter().find(|row| row.index == index);
        let element = found.and_then(|row| control_at(&row.element, column));
        // Where this scrolls the page, and where the focus leaves, listeners run at once.
        drop(rows);
        if let Some(element) = element {
            let _ = element.focus();
        }
        let mut rows = shared.borrow_mut();
        rows.target = None;
        rows.render();
    }
}

impl Row {
    fn remove(self) {
        self.element.remove();
        self.owner.cleanup();
    }
}
