//! Pieces that pages are made of. Each is a function to an [`AnyView`]: views of one type keep the
//! program small, because the code that builds them exists once.

use leptos::prelude::*;

pub mod alert;
pub mod copy;
pub mod digest;
pub mod fact;
pub mod fault;
pub mod head;
pub mod icon;
pub mod label;
pub mod link;
pub mod map;
pub mod menu;
pub mod search;
pub mod skeleton;
pub mod table;
pub mod text;
pub mod time;

/// Nothing.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// Something, if it is there.
pub fn maybe<T>(value: Option<T>, draw: impl FnOnce(T) -> AnyView) -> AnyView {
    value.map_or_else(nothing, draw)
}
