//! The warning in projects that the cluster itself runs in.

use crate::messages::Page;
use crate::view::node::{Node, div, live};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::fact::paragraph;
use crate::view::session::Session;

/// The warning, where it is due. It follows what becomes known about the project.
pub fn banner(session: Session, project: String) -> Node {
    live(move || {
        session.is_privileged(&project).then(|| {
            let title = session.fill(Page::PrivilegedTitle, &[("name", &project)]);
            let body = vec![
                paragraph("", session.text(Page::PrivilegedWhat)),
                paragraph("", session.text(Page::PrivilegedLost)),
            ];
            div("console-banner").child(alert(Tone::Warning, title, body))
        })
    })
}
