//! What can be changed, where it is seen: menus of links to the forms. Each form has an address, so
//! that these are plain links; what somebody may not do is shown, with the right that is missing.

use leptos::prelude::*;

use crate::edit::draft::{Action, Draft};
use crate::edit::field::Field;
use crate::edit::intent::Place;
use crate::edit::permission::{Need, grants, least};
use crate::explain_change::{missing_need, title};
use crate::messages::{Change, Form};
use crate::route::Route;
use crate::view::node::{Node, Words, div, live};
use crate::view::parts::copy::command;
use crate::view::parts::fact::paragraph;
use crate::view::parts::icon::{Icon, icon};
use crate::view::parts::menu::{Toggle, held_choice, link_choice, menu};
use crate::view::rights::Rights;
use crate::view::session::Session;

/// One entry of a menu: a filled form.
struct Entry {
    text: &'static str,
    route: Route,
    needs: Vec<Need>,
}

fn entry(session: Session, place: &Place, draft: Draft, tag: &str) -> Entry {
    let action = draft.action;
    Entry {
        text: session.text(title(action)),
        needs: least(place, action, tag),
        route: Route::form(&place.namespace, &place.stream, draft),
    }
}

/// The list of what was changed, which outlives the notice of each change.
fn changes(session: Session) -> Entry {
    Entry {
        text: session.text(Change::ShowChanges),
        route: Route::Changes,
        needs: Vec::new(),
    }
}

/// What can be made in a project.
pub fn of_project(session: Session, namespace: &str) -> Node {
    let place = Place::new(namespace, "");
    let name = session.text(Form::Actions).to_owned();
    drawn(session, "actions", Toggle::Text, name, move || {
        let form = |action| entry(session, &place, Draft::new(action), "");
        let scheduled = Entry {
            text: session.text(Change::ScheduledTags),
            route: Route::Scheduled {
                namespace: place.namespace.clone(),
            },
            needs: Vec::new(),
        };
        vec![
            form(Action::CreateStream),
            form(Action::CreateSecret),
            scheduled,
            changes(session),
        ]
    })
}

/// What can be done with a stream.
pub fn of_stream(session: Session, namespace: &str, stream: &str) -> Node {
    let place = Place::new(namespace, stream);
    let name = session.text(Form::Actions).to_owned();
    drawn(session, "actions", Toggle::Text, name, move || {
        let form = |action| entry(session, &place, Draft::new(action), "");
        let mut all = Draft::new(Action::ImportAgain);
        all.set(Field::Tags, crate::edit::draft::ALL);
        vec![
            form(Action::AddTag),
            form(Action::ImportRepository),
            entry(session, &place, all, ""),
            form(Action::Schedule),
            form(Action::SetLookup),
            form(Action::SetLabels),
            form(Action::SetAnnotations),
            form(Action::DeleteTags),
            form(Action::DeleteStream),
            changes(session),
        ]
    })
}

/// What can be done with a tag, in the head of its page.
pub fn of_tag(session: Session, namespace: &str, stream: &str, tag: &str) -> Node {
    let entries = tag_entries(session, Place::new(namespace, stream), tag.to_owned());
    let name = session.text(Form::Actions).to_owned();
    drawn(session, "actions", Toggle::Text, name, move || {
        let mut entries = entries();
        entries.push(changes(session));
        entries
    })
}

/// The same in the row of the tag.
pub fn of_row(session: Session, namespace: &str, stream: &str, tag: &str) -> Node {
    let entries = tag_entries(session, Place::new(namespace, stream), tag.to_owned());
    let name = session.fill(Form::ActionsOf, &[("name", tag)]);
    drawn(
        session,
        format!("actions-{tag}"),
        Toggle::Row,
        name,
        entries,
    )
}

fn tag_entries(session: Session, place: Place, tag: String) -> impl Fn() -> Vec<Entry> {
    move || {
        let one = |action| {
            let mut draft = Draft::new(action);
            draft.set(Field::Tag, &tag);
            entry(session, &place, draft, &tag)
        };
        let several = |action| {
            let mut draft = Draft::new(action);
            draft.set_all(Field::Tags, vec![tag.clone()]);
            entry(session, &place, draft, &tag)
        };
        // A new tag that copies this one: what `oc tag a:x a:y` is for.
        let mut copy = Draft::new(Action::AddTag);
        copy.set(Field::SourceKind, crate::edit::draft::COPY);
        copy.set(Field::SourceTag, &tag);
        vec![
            one(Action::Retarget),
            one(Action::SetOptions),
            several(Action::Schedule),
            several(Action::ImportAgain),
            one(Action::RollBack),
            entry(session, &place, copy, &tag),
            one(Action::SetTagAnnotations),
            several(Action::DeleteTags),
        ]
    }
}

/// The link that rolls a tag back to an image that it had.
pub fn roll_back(session: Session, namespace: &str, stream: &str, tag: &str, digest: &str) -> Node {
    let mut draft = Draft::new(Action::RollBack);
    draft.set(Field::Tag, tag);
    draft.set(Field::Digest, digest);
    let route = Route::form(namespace, stream, draft);
    crate::view::parts::link::link(session, &route, session.text(Form::RollBackToThis))
}

/// Draws a menu. What the reader may do is asked when it opens.
fn drawn(
    session: Session,
    id: impl Into<Words>,
    toggle: Toggle,
    name: String,
    entries: impl Fn() -> Vec<Entry> + 'static,
) -> Node {
    let rights = Rights::here(session);
    let face: Node = if toggle == Toggle::Row {
        icon(Icon::More)
    } else {
        session.text(Form::Actions).into()
    };
    let entries = std::rc::Rc::new(entries);
    let panel = move |_| {
        let entries = entries.clone();
        live(move || {
            let language = session.language.get_untracked();
            let mut held: Vec<Need> = Vec::new();
            let choice = |entry: Entry| {
                let missing = rights.missing(entry.needs);
                let Some(need) = missing.first() else {
                    return link_choice(session.href(&entry.route), entry.text);
                };
                let why = missing_need(language, need);
                held.extend(missing);
                held_choice(entry.text, why)
            };
            let choices: Vec<Node> = entries().into_iter().map(choice).collect();
            let user = session.user().unwrap_or_else(|| "USER".to_owned());
            let lines: Vec<Node> = grants(&held, &user)
                .into_iter()
                .map(|line| command(session, line))
                .collect();
            let grant = (!lines.is_empty()).then(|| {
                div("console-grant")
                    .child(paragraph(
                        "console-hint",
                        session.text(Change::ForbiddenGrant),
                    ))
                    .children(lines)
            });
            vec![
                div("console-choices").children(choices).into(),
                grant.into(),
            ]
        })
    };
    menu(id, toggle, move || name.clone(), face, Box::new(panel))
}
