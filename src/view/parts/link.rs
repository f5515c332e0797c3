//! Links.

use leptos::prelude::*;

use crate::route::Route;
use crate::view::session::Session;

/// A link to a page. Names come from the cluster: each is isolated, so that a name in another
/// direction does not turn the text around it.
pub fn link(session: Session, route: &Route, text: String) -> AnyView {
    view! {
        <a class="console-link" href=session.href(route)>
            <bdi>{text}</bdi>
        </a>
    }
    .into_any()
}

/// A link to a page of a tag, an image or a stream, in the type of code.
pub fn code_link(session: Session, route: &Route, text: String, title: Option<String>) -> AnyView {
    view! {
        <a class="console-link console-mono" href=session.href(route) title=title>
            <bdi>{text}</bdi>
        </a>
    }
    .into_any()
}

/// Links with commas between them.
pub fn links(parts: Vec<AnyView>) -> AnyView {
    let last = parts.len().saturating_sub(1);
    parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            let comma = if index < last { ", " } else { "" };
            view! { {part} {comma} }.into_any()
        })
        .collect_view()
        .into_any()
}
