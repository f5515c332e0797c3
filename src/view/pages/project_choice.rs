//! For readers who may not list streams of all projects at once: the projects that they may see.

use leptos::prelude::*;

use crate::messages::{Page, Shell};
use crate::route::{Route, Scope};
use crate::view::node::{Node, div, el, live};
use crate::view::parts::fact::{folded, paragraph};
use crate::view::parts::link::link;
use crate::view::projects::{ProjectList, Projects};
use crate::view::session::Session;

/// Links to the projects, as soon as they are known. What is missing for all of them at once,
/// `refusal`, stands back then: for most readers a project is the way on.
pub fn project_choice(
    session: Session,
    projects: ProjectList,
    refusal: impl Fn() -> Node + 'static,
) -> Node {
    live(move || {
        let state = projects.state.read();
        let Projects::Known(names) = &*state else {
            return refusal();
        };
        if names.is_empty() {
            let none = paragraph("console-fault", session.text(Shell::ProjectsEmpty));
            return vec![none, refusal()].into();
        }
        let item = |name: &String| {
            let route = Route::streams(Scope::Project(name.clone()));
            el("li", "")
                .child(link(session, &route, name.clone()))
                .into()
        };
        div("console-choose")
            .child(el("h2", "console-heading").child(session.text(Page::ChooseProject)))
            .child(paragraph("", session.text(Page::ChooseProjectWhy)))
            .child(el("ul", "console-choose-list").children(names.iter().map(item)))
            .child(folded(session.text(Page::WhyNotAll), vec![refusal()]))
            .into()
    })
}
