//! The warning in projects that the cluster itself runs in.

use leptos::prelude::*;

use crate::messages::Page;
use crate::view::parts::alert::{Tone, alert};
use crate::view::session::Session;

/// The warning, where it is due. It follows what becomes known about the project.
pub fn banner(session: Session, project: String) -> AnyView {
    let draw = move || {
        session.is_privileged(&project).then(|| {
            let title = session.fill(Page::PrivilegedTitle, &[("name", &project)]);
            let body = view! {
                <p>{session.text(Page::PrivilegedWhat)}</p>
                <p>{session.text(Page::PrivilegedLost)}</p>
            };
            view! { <div class="console-banner">{alert(Tone::Warning, title, body.into_any())}</div> }
        })
    };
    draw.into_any()
}
