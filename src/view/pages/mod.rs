//! One module for each page, and the choice between them.

use leptos::prelude::*;

use super::browser::document;
use super::node::{Node, div, live, nothing};
use super::parts::fact::paragraph;
use super::parts::head::{Head, head};
use super::parts::icon::{Icon, icon};
use super::parts::link::link;
use super::projects::ProjectList;
use super::session::Session;
use crate::edit::draft::Action;
use crate::messages::{Fault, Page, Shell};
use crate::route::{Route, Scope};
use crate::view::follow::effect;

mod actions;
mod banner;
pub mod change;
mod history;
mod image;
mod image_facts;
mod near;
mod no_tags;
mod project_choice;
mod pull;
mod stream;
mod stream_controls;
mod stream_list;
mod stream_listing;
mod stream_row;
mod suggest;
mod tag;
mod tag_absence;
mod tag_behind;
mod tag_counts;
mod tag_facts;
mod tag_selection;
mod tag_table;
mod yaml;

/// What the program of everything that only reads adds to that of single tags and images. It is handed
/// in, so that the smaller program does not hold it.
#[derive(Clone, Copy)]
pub struct Lists {
    /// Starts what outlives pages.
    pub(super) start: fn(),
    streams: fn(Session, ProjectList, Scope) -> Node,
    stream: fn(Session, String, String) -> Node,
}

/// The pages of streams and of their lists.
pub static LISTS: Lists = Lists {
    start: super::live::keep_rows_steady,
    streams: stream_list::page,
    stream: stream::page,
};

/// What the program that can change things adds to those that only read, handed in likewise.
#[derive(Clone, Copy)]
pub struct Editor {
    /// Starts what outlives pages.
    pub(super) start: fn(),
    /// The notice on top of pages after a change.
    pub(super) notice: fn(Session) -> Node,
    /// The form of an action, about a stream of a project.
    pub(super) form: fn(Session, ProjectList, String, String, Action) -> Node,
    /// The scheduled tags of a project.
    pub(super) scheduled: fn(Session, String) -> Node,
    /// The changes of this visit.
    pub(super) changes: fn(Session) -> Node,
}

/// What decides that a page is another one: everything of a route but tab, filter and order.
#[derive(Clone, PartialEq, Eq)]
enum Key {
    Home,
    Streams(Scope),
    Stream(String, String),
    Tag(String, String, String),
    Image(String, String, String),
    Form(String, String, Action),
    Scheduled(String),
    Changes,
    NotFound(String),
}

impl Key {
    fn of(route: &Route) -> Self {
        match route.clone() {
            Route::Home => Self::Home,
            Route::Streams { project, .. } => Self::Streams(project),
            Route::Stream {
                namespace, name, ..
            } => Self::Stream(namespace, name),
            Route::Tag {
                namespace,
                stream,
                tag,
                ..
            } => Self::Tag(namespace, stream, tag),
            Route::Image {
                namespace,
                stream,
                digest,
                ..
            } => Self::Image(namespace, stream, digest),
            Route::NotFound { path } => Self::NotFound(path),
            Route::Change {
                namespace,
                stream,
                draft,
            } => Self::Form(namespace, stream, draft.action),
            Route::Scheduled { namespace } => Self::Scheduled(namespace),
            Route::Changes => Self::Changes,
        }
    }
}

/// Draws the page of the present address, anew only when it is another page.
pub fn page(session: Session, projects: ProjectList) -> Node {
    let key = Memo::new(move |_| session.place.with(|place| Key::of(&place.route)));
    let draw = move || match key.get() {
        Key::Home => home(session),
        Key::Streams(project) => {
            Session::remember_project(&project);
            in_program(session, session.lists, |lists| {
                (lists.streams)(session, projects, project)
            })
        }
        Key::Stream(namespace, name) => {
            Session::remember_project(&Scope::Project(namespace.clone()));
            in_program(session, session.lists, |lists| {
                (lists.stream)(session, namespace, name)
            })
        }
        Key::Tag(namespace, stream, tag) => {
            Session::remember_project(&Scope::Project(namespace.clone()));
            tag::page(session, namespace, stream, tag)
        }
        Key::Image(namespace, stream, digest) => {
            Session::remember_project(&Scope::Project(namespace.clone()));
            image::page(session, namespace, stream, digest)
        }
        Key::Form(namespace, stream, action) => {
            Session::remember_project(&Scope::Project(namespace.clone()));
            in_program(session, session.editor, |editor| {
                (editor.form)(session, projects, namespace, stream, action)
            })
        }
        Key::Scheduled(namespace) => in_program(session, session.editor, |editor| {
            (editor.scheduled)(session, namespace)
        }),
        Key::Changes => in_program(session, session.editor, |editor| (editor.changes)(session)),
        Key::NotFound(path) => not_found(session, &path),
    };
    live(draw)
}

/// A page that only a larger program has; this one is left for it before that.
fn in_program<P>(session: Session, pages: Option<P>, draw: impl FnOnce(P) -> Node) -> Node {
    pages.map_or_else(|| not_here(session), draw)
}

fn not_here(session: Session) -> Node {
    let path = session.place.with_untracked(|place| place.route.path());
    not_found(session, &path)
}

/// The root leads to the streams of the last project.
fn home(session: Session) -> Node {
    effect(move |_| session.rewrite(Route::streams(Session::last_project())));
    nothing()
}

fn not_found(session: Session, path: &str) -> Node {
    title(session, session.text(Fault::PageTitle), None);
    let heading = Head {
        crumbs: Vec::new(),
        kind: None,
        title: session.text(Fault::PageTitle).to_owned(),
        beside: nothing(),
        route: None,
        refresh: None,
        menu: nothing(),
    };
    let way_on = link(
        session,
        &Route::streams(Scope::All),
        session.text(Fault::PageDo),
    );
    let why = session.fill(Fault::PageWhy, &[("path", &format!("/{path}"))]);
    let body = div("console-fault")
        .child(div("console-fault-icon").child(icon(Icon::Empty)))
        .child(paragraph("console-wrap", why))
        .child(paragraph("", way_on));
    vec![head(session, heading), body.into()].into()
}

/// Names the page in the browser's tab: the thing first, because tabs are narrow.
fn title(session: Session, name: &str, project: Option<&str>) {
    let product = session.text(Shell::ProductName);
    document::set_title(&match project {
        Some(project) => format!("{name} · {project} · {product}"),
        None => format!("{name} · {product}"),
    });
}

/// The way down to a page: the streams of its project, and perhaps a stream.
fn crumbs(session: Session, namespace: &str, stream: Option<&str>) -> Vec<(String, Route)> {
    let list = Route::streams(Scope::Project(namespace.to_owned()));
    let mut crumbs = vec![(session.text(Page::ImageStreams).to_owned(), list)];
    if let Some(stream) = stream {
        crumbs.push((stream.to_owned(), Route::stream(namespace, stream)));
    }
    crumbs
}
