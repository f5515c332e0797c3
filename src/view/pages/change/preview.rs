//! What a plan changes, before it is sent: field by field, what else comes of it, and the same in
//! the words of `oc` and of HTTP.

use leptos::prelude::*;

use super::form::{Form, Planned};
use crate::edit::command::{Naming, commands};
use crate::edit::http;
use crate::edit::intent::Intent;
use crate::edit::lost::lost_with_oc;
use crate::edit::plan::{Plan, Write};
use crate::edit::preview::{Row, rows};
use crate::edit::secret::PLACEHOLDER;
use crate::edit::undo::{Limit, limits_before};
use crate::explain_change::fields::{row_change, row_name};
use crate::explain_change::outcome::precondition;
use crate::explain_change::{effect, limit, shown};
use crate::messages::{Change, Count, Outcome, Pick};
use crate::view::node::{Node, div, el, live, span};
use crate::view::parts::copy::{command, copy_labelled};
use crate::view::parts::fact::{folded, paragraph, section};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::table::{cell, head, row, row_head, table};
use crate::view::session::Session;

/// How many rows of a preview are shown: more of them nobody reads.
const ROWS_SHOWN_MAX: usize = 200;

/// What a form would do.
pub fn of_form(form: Form) -> Node {
    let session = form.session;
    let body = live(move || match form.planned.get() {
        Planned::Waiting => paragraph("console-subtle", session.text(Change::Loading)),
        Planned::Refused(_) => paragraph("console-subtle", session.text(Change::PreviewNothing)),
        Planned::Ready(plan) => consequences(session, &plan, &limits_before(&plan)),
    });
    section(session, "preview", session.text(Change::Preview), body)
}

/// The same as what a form would do, in the words of `oc` and of HTTP.
pub fn requests_of_form(form: Form) -> Node {
    let session = form.session;
    live(move || match form.planned.get() {
        Planned::Ready(plan) => requests(session, &plan),
        _ => Node::Many(Vec::new()),
    })
}

/// What a plan changes, with what cannot be undone of it.
pub fn consequences(session: Session, plan: &Plan, limits: &[Limit]) -> Node {
    let language = session.language.get_untracked();
    let changed = rows(plan.before.as_ref(), plan.after.as_ref());
    let fields = if changed.is_empty() {
        paragraph("console-subtle", session.text(Change::NoFieldChanges))
    } else {
        rows_table(session, session.text(Change::Preview), &changed)
    };
    let effects = plan.effects.iter().map(|one| effect(language, one));
    let limits = limits.iter().map(|one| limit(language, one));
    let lost = lost_with_oc(plan);
    let lost = (!lost.is_empty()).then(|| {
        let name = session.text(Change::Lost);
        vec![
            el("h3", "console-heading").child(name).into(),
            rows_table(session, name, &lost),
        ]
    });
    div("console-group")
        .child(fields)
        .child(list(session.text(Change::Effects), effects.collect()))
        .child(list(session.text(Change::Limits), limits.collect()))
        .child(lost.map(Node::Many))
        .into()
}

/// A plan in the words of `oc` and of HTTP.
pub fn requests(session: Session, plan: &Plan) -> Node {
    let requests = plan.writes.iter().map(|write| request(session, write));
    div("console-group")
        .child(oc(session, plan))
        .child(folded(session.text(Change::Http), requests.collect()))
        .into()
}

/// Sentences below a heading; nothing without any.
fn list(title: &'static str, sentences: Vec<String>) -> Node {
    if sentences.is_empty() {
        return Node::Many(Vec::new());
    }
    let items = sentences.into_iter().map(|text| {
        el("li", "console-wrap")
            .child(el("bdi", "").child(text))
            .into()
    });
    vec![
        el("h3", "console-heading").child(title).into(),
        el("ul", "console-list").children(items).into(),
    ]
    .into()
}

/// The same with `oc`.
fn oc(session: Session, plan: &Plan) -> Node {
    let lines = commands(plan, Naming::AsChosen);
    let secret = matches!(plan.intent, Some(Intent::CreateSecret { .. })).then(|| {
        paragraph(
            "console-hint",
            session.fill(Pick::PasswordInShell, &[("variable", PLACEHOLDER)]),
        )
    });
    let lines: Vec<Node> = lines
        .into_iter()
        .map(|line| command(session, line))
        .collect();
    div("")
        .child(el("h3", "console-heading").child(session.text(Change::Commands)))
        .child(secret)
        .children(lines)
        .into()
}

/// A request as it will be sent.
fn request(session: Session, write: &Write) -> Node {
    let text = http::text(&write.request);
    let language = session.language.get_untracked();
    let body = (!text.body.is_empty()).then(|| {
        vec![
            paragraph("console-hint", text.content_type),
            el("pre", "console-text")
                .attr("tabindex", "0")
                .attr("dir", "ltr")
                .child(text.body.clone())
                .into(),
        ]
    });
    div("console-request")
        .child(
            el("p", "console-mono console-wrap")
                .attr("dir", "ltr")
                .child(text.line),
        )
        .child(paragraph(
            "console-hint",
            precondition(language, &write.precondition),
        ))
        .child(body.map(Node::Many))
        .child(copy_labelled(
            session,
            text.curl,
            session.text(Change::Curl),
        ))
        .into()
}

/// Rows of a change as a table.
pub fn rows_table(session: Session, caption: &'static str, changed: &[Row]) -> Node {
    let heads = vec![
        head(session.text(Change::Where)),
        head(session.text(Change::Before)),
        head(session.text(Change::After)),
    ];
    let hidden = changed.len().saturating_sub(ROWS_SHOWN_MAX);
    let shown_rows: Vec<Row> = changed.iter().take(ROWS_SHOWN_MAX).cloned().collect();
    let body = move || {
        shown_rows
            .iter()
            .map(|one| change_row(session, one))
            .collect()
    };
    let more =
        (hidden > 0).then(|| paragraph("console-hint", session.count(Count::MoreRows, hidden)));
    div("")
        .child(table(caption, heads, body))
        .child(more)
        .into()
}

fn change_row(session: Session, one: &Row) -> Node {
    let language = session.language.get_untracked();
    let change = row_change(one);
    let colour = match change {
        Outcome::Added => Colour::Green,
        Outcome::Removed => Colour::Red,
        _ => Colour::Blue,
    };
    let name = span("")
        .child(el("bdi", "console-wrap").child(row_name(language, one)))
        .child(" ")
        .child(label(colour, None, session.text(change), None));
    let value = |value| {
        span("console-long")
            .attr("dir", "auto")
            .child(shown(language, value))
    };
    row(vec![
        row_head(session.text(Change::Where), name),
        cell(session.text(Change::Before), value(&one.before)),
        cell(session.text(Change::After), value(&one.after)),
    ])
}
