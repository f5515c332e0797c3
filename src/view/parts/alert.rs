//! A box that says something about the page.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// How grave it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Be careful.
    Warning,
    /// Something failed.
    Danger,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "pf-v6-c-alert pf-m-inline pf-m-info",
            Self::Warning => "pf-v6-c-alert pf-m-inline pf-m-warning",
            Self::Danger => "pf-v6-c-alert pf-m-inline pf-m-danger",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Info => Icon::Info,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Failure,
        }
    }
}

/// A box with a title and what belongs to it.
pub fn alert(tone: Tone, title: String, body: AnyView) -> AnyView {
    let name = title.clone();
    view! {
        <div class=tone.class() role="group" aria-label=name>
            <div class="pf-v6-c-alert__icon">{icon(tone.icon())}</div>
            <p class="pf-v6-c-alert__title console-wrap">{title}</p>
            <div class="pf-v6-c-alert__description console-wrap">{body}</div>
        </div>
    }
    .into_any()
}
