//! Everything Leptos: the thin shell on the core. Compiled for the browser only.
//!
//! What a page shows is decided in `crate::model`, what it says in `crate::messages`; here it is
//! only drawn.

use leptos::prelude::*;

mod browser;
mod crash;
mod follow;
mod list_pages;
mod live;
mod navigation;
mod node;
mod pages;
mod parts;
mod projects;
mod remote;
mod rights;
mod session;
mod shell;
mod theme;

pub use pages::change::EDITOR;
pub use pages::{Editor, LISTS, Lists};

/// Puts the app into the page, in the place of the first paint that index.html brings. A program
/// that hands in no lists or no editor holds none of their code: it leaves for a larger program where
/// such pages are.
pub fn mount(lists: Option<&'static Lists>, editor: Option<Editor>) {
    crash::watch();
    let Some(root) = browser::document::app_root() else {
        return;
    };
    parts::skeleton::keep_first_names();
    root.set_inner_html("");
    // Leptos brings its executor and the owner of everything; the nodes are put in by our own
    // renderer (see `node`), so that there is no view left for Leptos to draw.
    leptos::mount::mount_to(root.clone(), move || node::mount(app(lists, editor), &root)).forget();
}

/// The app. A change of language or identity draws it anew: texts and answers of the old one are
/// of no use then.
fn app(lists: Option<&'static Lists>, editor: Option<Editor>) -> node::Node {
    let session = session::Session::start(lists, editor);
    navigation::start(session);
    if let Some(lists) = lists {
        (lists.start)();
    }
    if let Some(editor) = editor {
        (editor.start)();
    }
    node::live(move || {
        session.language.track();
        session.identity.track();
        shell::shell(session)
    })
}
