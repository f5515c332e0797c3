//! Small coloured labels: states and badges.

use super::icon::{Icon, icon};
use crate::view::node::{Node, span};

/// Colour of a label. The text says the same: colour is never the only sign.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Neutral.
    Grey,
    /// Notable.
    Blue,
    /// Good.
    Green,
    /// Under way or to be careful with.
    Orange,
    /// Failed.
    Red,
    /// A special way of treatment.
    Purple,
    /// Another one.
    Teal,
}

impl Colour {
    const fn class(self) -> &'static str {
        match self {
            Self::Grey => "pf-v6-c-label pf-m-compact",
            Self::Blue => "pf-v6-c-label pf-m-compact pf-m-blue",
            Self::Green => "pf-v6-c-label pf-m-compact pf-m-green",
            Self::Orange => "pf-v6-c-label pf-m-compact pf-m-orange",
            Self::Red => "pf-v6-c-label pf-m-compact pf-m-red",
            Self::Purple => "pf-v6-c-label pf-m-compact pf-m-purple",
            Self::Teal => "pf-v6-c-label pf-m-compact pf-m-teal",
        }
    }
}

/// A label; `title` explains it.
pub fn label(
    colour: Colour,
    sign: Option<Icon>,
    text: impl Into<Node>,
    title: Option<String>,
) -> Node {
    let sign = sign.map(|sign| span("pf-v6-c-label__icon").child(icon(sign)));
    let content = span("pf-v6-c-label__content")
        .child(sign)
        .child(span("pf-v6-c-label__text").child(text));
    span(colour.class())
        .maybe("title", title)
        .child(content)
        .into()
}
