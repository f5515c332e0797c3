//! The head of a page: where one is, what it is called, what can be done, its tabs.

use leptos::prelude::*;

use super::copy::copy_labelled;
use super::icon::{Icon, icon};
use super::link::link;
use crate::messages::Shell;
use crate::route::Route;
use crate::view::browser::address;
use crate::view::node::{Node, button, div, el, live, span};
use crate::view::session::Session;

/// The head of a page.
pub struct Head {
    /// Pages above this one.
    pub crumbs: Vec<(String, Route)>,
    /// The short sign of the kind, as the console has it, and its name.
    pub kind: Option<(&'static str, &'static str)>,
    /// The name of the thing.
    pub title: String,
    /// Labels beside the name.
    pub beside: Node,
    /// The page itself, without a tab: for the copied link and the console.
    pub route: Option<Route>,
    /// Reads the page again.
    pub refresh: Option<Callback<()>>,
    /// What can be changed here.
    pub menu: Node,
}

/// Draws the head.
pub fn head(session: Session, head: Head) -> Node {
    let crumbs = (!head.crumbs.is_empty()).then(|| crumbs(session, &head.crumbs));
    let kind = head.kind.map(|(sign, name)| {
        let sign = el("abbr", "").attr("title", name).child(sign);
        span("console-kind").child(sign)
    });
    let title = el("h1", "console-title")
        .attr("tabindex", "-1")
        .child(kind)
        .child(" ")
        .child(el("bdi", "console-wrap").child(head.title));
    let actions = head
        .route
        .map(|route| actions(session, &route, head.refresh));
    let line = div("console-head-line")
        .child(title)
        .child(div("console-beside").child(head.beside))
        .child(div("console-actions").child(actions).child(head.menu));
    el("header", "console-head")
        .child(crumbs)
        .child(line)
        .into()
}

fn crumbs(session: Session, crumbs: &[(String, Route)]) -> Node {
    let item = |(text, route): &(String, Route)| {
        el("li", "console-crumb")
            .child(link(session, route, text.clone()))
            .into()
    };
    el("nav", "")
        .attr("aria-label", session.text(Shell::Breadcrumb))
        .child(el("ol", "console-crumbs").children(crumbs.iter().map(item)))
        .into()
}

fn actions(session: Session, route: &Route, refresh: Option<Callback<()>>) -> Node {
    let console = session.config(|config| config.console_href(&route.path()));
    // The link is that of the page as it is now, with its tab and filter.
    let here = move || address::absolute(&session.place.with(|place| session.href(&place.route)));
    let refresh = refresh.map(|refresh| {
        let name = session.text(Shell::Refresh);
        button("pf-v6-c-button pf-m-plain pf-m-small", move |_| {
            refresh.run(());
        })
        .attr("aria-label", name)
        .attr("title", name)
        .child(span("pf-v6-c-button__icon").child(icon(Icon::Refresh)))
    });
    let console = console.map(|href| {
        el("a", "pf-v6-c-button pf-m-secondary pf-m-small")
            .attr("href", href)
            .attr("target", "_blank")
            .attr("rel", "noreferrer")
            .attr("title", session.text(Shell::ExternalLink))
            .child(span("pf-v6-c-button__text").child(session.text(Shell::OpenInConsole)))
            .child(span("pf-v6-c-button__icon pf-m-end").child(icon(Icon::External)))
    });
    let copy = live(move || copy_labelled(session, here(), session.text(Shell::CopyLink)));
    vec![refresh.into(), copy, console.into()].into()
}

/// Tabs of a page: links, each with an address of its own. `current` says which one is open.
pub fn tabs(
    session: Session,
    items: &[(&'static str, Route)],
    current: impl Fn() -> usize + Copy + 'static,
) -> Node {
    let tab = |(index, (text, route)): (usize, &(&'static str, Route))| {
        let class = move || {
            let open = current() == index;
            if open {
                "pf-v6-c-tabs__item pf-m-current"
            } else {
                "pf-v6-c-tabs__item"
            }
        };
        let link = el("a", "pf-v6-c-tabs__link")
            .attr("href", session.href(route))
            .live_flag("aria-current", "page", move || current() == index)
            .child(span("pf-v6-c-tabs__item-text").child(*text));
        el("li", "").live("class", class).child(link).into()
    };
    let list = el("ul", "pf-v6-c-tabs__list").children(items.iter().enumerate().map(tab));
    el("nav", "pf-v6-c-tabs console-tabs")
        .attr("aria-label", session.text(Shell::Tabs))
        .child(list)
        .into()
}
