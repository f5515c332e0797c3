//! What is said of a tag in a row and on its own page: source, state, badges.

use leptos::prelude::*;

use crate::image::digest::short;
use crate::image::source::TagSource;
use crate::image::tag_state::{TagPhase, TagState};
use crate::messages::{Page, age};
use crate::model::tag_rows::{Badges, TagRow};
use crate::route::Route;
use crate::text::age::Age;
use crate::view::node::{Node, el, span};
use crate::view::parts::digest::digest_link;
use crate::view::parts::fact::{code_text, subtle};
use crate::view::parts::icon::Icon;
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::{code_link, links};
use crate::view::session::Session;

/// How many columns the table of tags has.
const TABLE_COLUMNS: &str = "9";

/// What a tag follows, as a link where it is a tag or image of the cluster.
pub fn source(session: Session, namespace: &str, source: &TagSource) -> Node {
    let text = source.text(namespace);
    match source {
        TagSource::Pushed => subtle(session.text(Page::Pushed)),
        TagSource::NoSource => subtle(session.text(Page::NoSource)),
        TagSource::Tag(target) => {
            let route = Route::tag(&target.namespace, &target.stream, &target.tag);
            code_link(session, &route, text, None)
        }
        TagSource::Image(target) => {
            let route = Route::image(&target.namespace, &target.stream, &target.digest);
            let shown = text.replace(&target.digest, short(&target.digest));
            code_link(session, &route, shown, Some(text))
        }
        TagSource::Registry { .. } | TagSource::Other { .. } => code_text(&text),
    }
}

/// The state of a tag as a label; a failure's message stands in the tooltip.
pub fn state(session: Session, state: &TagState) -> Node {
    let (colour, sign, text) = match state.phase {
        TagPhase::UpToDate => (Colour::Green, Icon::Check, Page::StateUpToDate),
        TagPhase::Importing => (Colour::Orange, Icon::Progress, Page::StateImporting),
        TagPhase::Failed => (Colour::Red, Icon::Failure, Page::StateFailed),
        TagPhase::NeverImported => (Colour::Grey, Icon::Empty, Page::StateNeverImported),
        TagPhase::Dangling => (Colour::Orange, Icon::Warning, Page::StateDangling),
        TagPhase::Reference => (Colour::Grey, Icon::Link, Page::StateReference),
        TagPhase::NoImage => (Colour::Grey, Icon::Empty, Page::StateNoImage),
    };
    let failure = state.failure.as_ref();
    let text = match failure.filter(|failure| !failure.reason.is_empty()) {
        Some(failure) => session.fill(Page::StateFailedReason, &[("reason", &failure.reason)]),
        None => session.text(text).to_owned(),
    };
    let since = failure.and_then(|failure| failure.since).map(|since| {
        let language = session.language.get_untracked();
        let age = age(language, Age::between(since, session.now.get_untracked()));
        let text = session.fill(Page::Since, &[("age", &age)]);
        span("console-subtle console-since").child(text)
    });
    // An import can be under way although the last one failed.
    let importing = (state.importing && state.phase == TagPhase::Failed).then(|| {
        let text = session.text(Page::StateImporting);
        label(Colour::Orange, Some(Icon::Progress), text, None)
    });
    let title = failure.map(|failure| failure.message.clone());
    let main = label(colour, Some(sign), text, title);
    span("console-badges")
        .child(main)
        .child(importing)
        .child(since)
        .into()
}

/// How a tag is treated.
pub fn badges(session: Session, badges: Badges) -> Node {
    let all = [
        (
            badges.scheduled,
            Colour::Blue,
            Page::Scheduled,
            Page::ScheduledWhy,
        ),
        (
            badges.insecure,
            Colour::Orange,
            Page::Insecure,
            Page::InsecureWhy,
        ),
        (
            badges.reference,
            Colour::Grey,
            Page::Reference,
            Page::ReferenceWhy,
        ),
        (
            badges.local_policy,
            Colour::Purple,
            Page::Local,
            Page::LocalWhy,
        ),
        (
            badges.preserve_original,
            Colour::Teal,
            Page::PreserveOriginal,
            Page::PreserveOriginalWhy,
        ),
    ];
    let shown = all
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, colour, text, why)| {
            let (text, why) = (session.text(text), session.text(why).to_owned());
            label(colour, None, text, Some(why))
        });
    span("console-badges").children(shown).into()
}

/// That a tag is an alias, or has some.
pub fn aliases(session: Session, namespace: &str, stream: &str, row: &TagRow) -> Option<Node> {
    if let Some(target) = &row.state.alias_of {
        let text = session.fill(Page::AliasOf, &[("tag", target)]);
        return Some(subtle(text));
    }
    if row.aliases.is_empty() {
        return None;
    }
    let names = row
        .aliases
        .iter()
        .map(|alias| {
            code_link(
                session,
                &Route::tag(namespace, stream, alias),
                alias.clone(),
                None,
            )
        })
        .collect();
    let word = session.fill(Page::AliasNames, &[("names", "")]);
    Some(subtle(vec![word.into(), links(names)]))
}

/// Links to tags of a stream.
pub fn tag_links(session: Session, namespace: &str, stream: &str, tags: &[String]) -> Node {
    let each = tags.iter().map(|tag| {
        code_link(
            session,
            &Route::tag(namespace, stream, tag),
            tag.clone(),
            None,
        )
    });
    links(each.collect())
}

/// The head of the tags that point to one image.
pub fn group_row(session: Session, namespace: &str, stream: &str, digest: &str) -> Node {
    let image = if digest.is_empty() {
        session.text(Page::NoImageGroup).into()
    } else {
        digest_link(session, namespace, stream, digest)
    };
    let head = el("th", "pf-v6-c-table__th console-group")
        .attr("scope", "rowgroup")
        .attr("colspan", TABLE_COLUMNS)
        .child(image);
    el("tr", "pf-v6-c-table__tr").child(head).into()
}
