//! What stands where something is still to come.

use leptos::prelude::*;

use crate::messages::Shell;
use crate::view::session::Session;

/// A few grey lines, named for screen readers.
pub fn skeleton(session: Session) -> AnyView {
    view! {
        <div class="console-skeleton" role="status">
            <span class="pf-v6-u-screen-reader">{session.text(Shell::Loading)}</span>
            <div class="console-skeleton-line pf-v6-c-skeleton pf-m-width-75"></div>
            <div class="console-skeleton-line pf-v6-c-skeleton"></div>
            <div class="console-skeleton-line pf-v6-c-skeleton pf-m-width-66"></div>
            <div class="console-skeleton-line pf-v6-c-skeleton pf-m-width-75"></div>
        </div>
    }
    .into_any()
}
