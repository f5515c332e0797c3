//! Pieces that pages are made of, each a function to a [`Node`].

use super::node::{Node, nothing};

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
pub mod segments;
pub mod skeleton;
pub mod table;
pub mod text;
pub mod time;
pub mod virtual_rows;

/// Something, if it is there.
pub fn maybe<T>(value: Option<T>, draw: impl FnOnce(T) -> Node) -> Node {
    value.map_or_else(nothing, draw)
}
