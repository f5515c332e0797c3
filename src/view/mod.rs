//! Everything Leptos: the thin shell on the core. Compiled for the browser only.
//!
//! What a page shows is decided in `crate::model`, what it says in `crate::messages`; here it is
//! only drawn.

use leptos::prelude::*;

mod browser;
mod crash;
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

/// Puts the app into the page, in the place of the first paint that index.html brings.
pub fn mount() {
    crash::watch();
    let Some(root) = browser::document::app_root() else {
        return;
    };
    root.set_inner_html("");
    // Leptos brings its executor and the owner of everything; the nodes are put in by our own
    // renderer (see `node`), so that there is no view left for Leptos to draw.
    leptos::mount::mount_to(root.clone(), move || node::mount(app(), &root)).forget();
}

/// The app. A change of language or identity draws it anew: texts and answers of the old one are
/// of no use then.
fn app() -> node::Node {
    let session = session::Session::start();
    navigation::start(session);
    (pages::change::EDITOR.start)();
    node::live(move || {
        session.language.track();
        session.identity.track();
        shell::shell(session)
    })
}
