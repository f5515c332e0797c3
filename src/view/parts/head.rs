//! The head of a page: where one is, what it is called, what can be done, its tabs.

use leptos::prelude::*;

use super::copy::copy_labelled;
use super::icon::{Icon, icon};
use super::link::link;
use crate::messages::Shell;
use crate::route::Route;
use crate::view::browser::address;
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
    pub beside: AnyView,
    /// The page itself, without a tab: for the copied link and the console.
    pub route: Option<Route>,
    /// Reads the page again.
    pub refresh: Option<Callback<()>>,
}

/// Draws the head.
pub fn head(session: Session, head: Head) -> AnyView {
    let crumbs = (!head.crumbs.is_empty()).then(|| crumbs(session, &head.crumbs));
    let kind = head.kind.map(|(sign, name)| {
        view! { <span class="console-kind" title=name><abbr title=name>{sign}</abbr></span> }
    });
    let title = head.title.clone();
    let actions = head
        .route
        .map(|route| actions(session, route, head.refresh));
    view! {
        <header class="console-head">
            {crumbs}
            <div class="console-head-line">
                <h1 class="console-title" tabindex="-1">
                    {kind} <bdi class="console-wrap">{title}</bdi>
                </h1>
                <div class="console-beside">{head.beside}</div>
                <div class="console-actions">{actions}</div>
            </div>
        </header>
    }
    .into_any()
}

fn crumbs(session: Session, crumbs: &[(String, Route)]) -> AnyView {
    let items: Vec<AnyView> = crumbs
        .iter()
        .map(|(text, route)| {
            let link = link(session, route, text.clone());
            view! { <li class="console-crumb">{link}</li> }.into_any()
        })
        .collect();
    view! {
        <nav aria-label=session.text(Shell::Breadcrumb)>
            <ol class="console-crumbs">{items}</ol>
        </nav>
    }
    .into_any()
}

fn actions(session: Session, route: Route, refresh: Option<Callback<()>>) -> AnyView {
    let console = session.config(|config| config.console_href(&route.path()));
    // The link is that of the page as it is now, with its tab and filter.
    let here = move || address::absolute(&session.place.with(|place| session.href(&place.route)));
    let refresh = refresh.map(|refresh| {
        view! {
            <button
                type="button"
                class="pf-v6-c-button pf-m-plain pf-m-small"
                aria-label=session.text(Shell::Refresh)
                title=session.text(Shell::Refresh)
                on:click=move |_| refresh.run(())
            >
                <span class="pf-v6-c-button__icon">{icon(Icon::Refresh)}</span>
            </button>
        }
    });
    let console = console.map(|href| {
        view! {
            <a
                class="pf-v6-c-button pf-m-secondary pf-m-small"
                href=href
                target="_blank"
                rel="noreferrer"
            >
                {session.text(Shell::OpenInConsole)} " " {icon(Icon::External)}
            </a>
        }
    });
    view! {
        {refresh}
        {move || copy_labelled(session, here(), session.text(Shell::CopyLink))}
        {console}
    }
    .into_any()
}

/// Tabs of a page: links, each with an address of its own. `current` says which one is open.
pub fn tabs(
    session: Session,
    items: Vec<(&'static str, Route)>,
    current: impl Fn() -> usize + Copy + Send + Sync + 'static,
) -> AnyView {
    let items: Vec<AnyView> = items
        .into_iter()
        .enumerate()
        .map(|(index, (text, route))| {
            let class = move || match current() == index {
                true => "pf-v6-c-tabs__item pf-m-current",
                false => "pf-v6-c-tabs__item",
            };
            let page = move || (current() == index).then_some("page");
            view! {
                <li class=class>
                    <a class="pf-v6-c-tabs__link" href=session.href(&route) aria-current=page>
                        <span class="pf-v6-c-tabs__item-text">{text}</span>
                    </a>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <nav class="pf-v6-c-tabs console-tabs" aria-label=session.text(Shell::Tabs)>
            <ul class="pf-v6-c-tabs__list">{items}</ul>
        </nav>
    }
    .into_any()
}
