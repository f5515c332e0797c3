//! A box that says something about the page.

use super::icon::{Icon, icon};
use crate::view::node::{Node, div, el};

/// How grave it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Be careful.
    Warning,
    /// Something failed.
    Danger,
    /// Something was done.
    Success,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "pf-v6-c-alert pf-m-inline pf-m-info",
            Self::Warning => "pf-v6-c-alert pf-m-inline pf-m-warning",
            Self::Danger => "pf-v6-c-alert pf-m-inline pf-m-danger",
            Self::Success => "pf-v6-c-alert pf-m-inline pf-m-success",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Failure,
            Self::Success => Icon::Check,
        }
    }
}

/// A box with a title and what belongs to it.
pub fn alert(tone: Tone, title: String, body: impl Into<Node>) -> Node {
    div(tone.class())
        .attr("role", "group")
        .attr("aria-label", title.clone())
        .child(div("pf-v6-c-alert__icon").child(icon(tone.icon())))
        .child(el("p", "pf-v6-c-alert__title console-wrap").child(title))
        .child(div("pf-v6-c-alert__description console-wrap").child(body))
        .into()
}
