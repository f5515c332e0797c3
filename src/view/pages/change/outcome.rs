//! What came of a form that was sent.

use std::sync::Arc;

use leptos::prelude::*;

use super::form::Form;
use super::preview::rows_table;
use super::send::Work;
use super::{secondary, way_back};
use crate::edit::outcome::{Conflict, Imported, ImportedImage};
use crate::edit::raw::Served;
use crate::edit::verify::Verdict;
use crate::explain_change::outcome::{
    Told, import_result, import_summary, outcome as told_of, registry_advice, verdict,
};
use crate::messages::{Change, Outcome, Page, grouped};
use crate::route::Route;
use crate::view::node::{Node, div, el, live, nothing, span};
use crate::view::parts::alert::{Tone, alert};
use crate::view::parts::fact::{paragraph, subtle};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::link::{code_link, link};
use crate::view::parts::table::{cell, head, row, row_head, table};
use crate::view::session::Session;

/// The outcome of a form; nothing before it was sent.
pub fn outcome(form: Form) -> Node {
    let body = live(move || drawn(form, &form.work.get()));
    div("console-outcome")
        .attr("id", "outcome")
        .attr("tabindex", "-1")
        .child(body)
        .into()
}

fn drawn(form: Form, work: &Work) -> Node {
    let session = form.session;
    let language = session.language.get_untracked();
    match work {
        Work::Idle | Work::Done => nothing(),
        Work::Sending { imported, .. } => progress(form, imported),
        Work::Imported(imported) => vec![imports(form, imported), ways_on(form)].into(),
        Work::Halted {
            done,
            all,
            imported,
        } => {
            let (done, all) = (grouped(*done), grouped(*all));
            let text = session.fill(Outcome::Stopped, &[("n", &done), ("all", &all)]);
            vec![
                alert(Tone::Warning, text, nothing()),
                imports(form, imported),
                ways_on(form),
            ]
            .into()
        }
        Work::Failed {
            done,
            all,
            answered,
            imported,
        } => {
            let told = told_of(language, answered);
            let part = (*done > 0).then(|| {
                let (done, all) = (grouped(*done), grouped(*all));
                paragraph(
                    "",
                    session.fill(Change::PartDone, &[("n", &done), ("all", &all)]),
                )
            });
            let before = (!imported.images.is_empty()).then(|| imports(form, imported));
            let told = told.map(|told| failure(&told, part));
            vec![told.into(), before.into()].into()
        }
        Work::Conflict { conflict, now } => conflict_view(form, conflict, now.clone()),
        Work::ReadingBack => {
            let text = session.text(Change::UnknownOutcome).to_owned();
            alert(
                Tone::Info,
                text,
                paragraph("", session.text(Outcome::UnknownDo)),
            )
        }
        Work::Unknown(plan) => {
            let plan = plan.clone();
            let again = secondary(session.text(Change::ReadBack), move || {
                let plan = plan.clone();
                leptos::task::spawn_local(async move {
                    form.sender.read_back(plan, None).await;
                });
            });
            let text = session.text(Change::UnknownStill).to_owned();
            alert(Tone::Warning, text, again)
        }
        Work::ReadBack(found) => read_back(form, found),
        Work::SoAlready => {
            let why = paragraph("", session.text(Outcome::SoAlreadyWhy));
            let title = session.text(Change::SoAlready).to_owned();
            alert(Tone::Success, title, vec![why, ways_on(form)])
        }
    }
}

/// To what was changed, and to the list of what was done.
fn ways_on(form: Form) -> Node {
    let session = form.session;
    let all = session.text(Change::ShowChanges);
    div("console-look-line")
        .child(link(session, &way_back(form), form.place().stream))
        .child(link(session, &Route::Changes, all))
        .into()
}

/// A failure in the words of the app, with the server's own sentence.
pub fn failure(told: &Told, more: Option<Node>) -> Node {
    told_as(Tone::Danger, told, more)
}

/// What became of a request, as grave as it is.
pub fn told_as(tone: Tone, told: &Told, more: Option<Node>) -> Node {
    let said = (!told.said.is_empty()).then(|| {
        el("p", "console-subtle console-wrap")
            .attr("dir", "auto")
            .child(told.said.clone())
    });
    let advice = (!told.advice.is_empty()).then(|| paragraph("", told.advice.clone()));
    alert(
        tone,
        told.title.clone(),
        vec![advice.into(), said.into(), more.into()],
    )
}

fn read_back(form: Form, found: &Verdict) -> Node {
    let session = form.session;
    let language = session.language.get_untracked();
    let text = verdict(language, found).to_owned();
    let (tone, body) = match found {
        Verdict::Happened => (
            Tone::Success,
            paragraph("", link(session, &way_back(form), form.place().stream)),
        ),
        Verdict::NotHappened => (Tone::Info, nothing()),
        Verdict::Else(rows) if rows.is_empty() => (Tone::Info, nothing()),
        Verdict::Else(rows) => (
            Tone::Warning,
            rows_table(session, session.text(Change::Theirs), rows),
        ),
    };
    alert(tone, text, body)
}

/// Their change beside this one, and the ways on.
fn conflict_view(form: Form, conflict: &Conflict, now: Option<Arc<Served>>) -> Node {
    let session = form.session;
    let again = now.map(|now| {
        secondary(session.text(Change::ApplyAgain), move || {
            form.ground.rest_on(Some(now.clone()));
            form.work.set(Work::Idle);
            session.announce(session.text(Change::Preview));
        })
    });
    let drop = el("a", "pf-v6-c-button pf-m-link pf-m-small")
        .attr("href", session.href(&way_back(form)))
        .child(session.text(Change::Drop));
    let side = |name: Change, rows| {
        div("")
            .child(el("h3", "console-heading").child(session.text(name)))
            .child(rows_table(session, session.text(name), rows))
    };
    let touching = session.text(if conflict.touching {
        Change::Touching
    } else {
        Change::Apart
    });
    alert(
        Tone::Danger,
        session.text(Change::Conflict).to_owned(),
        vec![
            paragraph("", touching),
            side(Change::Theirs, &conflict.theirs).into(),
            side(Change::Yours, &conflict.yours).into(),
            div("console-look-line").child(again).child(drop).into(),
        ],
    )
}

/// How imports go while requests follow.
fn progress(form: Form, imported: &Imported) -> Node {
    let session = form.session;
    let all = imported.images.len();
    if all == 0 {
        return nothing();
    }
    let failed = imported
        .images
        .iter()
        .filter(|image| image.result.is_err())
        .count();
    let total = form.planned.with_untracked(|planned| match planned {
        super::form::Planned::Ready(plan) => plan.writes.iter().map(|write| write.tags.len()).sum(),
        _ => all,
    });
    let text = session.fill(
        Outcome::Progress,
        &[
            ("done", &grouped(all - failed)),
            ("all", &grouped(total.max(all))),
            ("failed", &grouped(failed)),
        ],
    );
    div("").attr("role", "status").child(text).into()
}

/// The outcome of each image.
fn imports(form: Form, imported: &Imported) -> Node {
    let session = form.session;
    let language = session.language.get_untracked();
    let summary = import_summary(language, imported);
    let tone = if imported.is_success() {
        Tone::Success
    } else {
        Tone::Warning
    };
    let whole = imported.repository_failure.as_ref().map(|status| {
        vec![
            paragraph("", session.text(registry_advice(status))),
            paragraph("console-subtle console-wrap", status.message.clone()),
        ]
    });
    let left_out = (!imported.additional_tags.is_empty()).then(|| {
        let tags = imported.additional_tags.join(", ");
        paragraph(
            "console-wrap",
            session.fill(Change::AdditionalTags, &[("tags", &tags)]),
        )
    });
    let images: Vec<ImportedImage> = imported.images.clone();
    let table = (!images.is_empty()).then(|| {
        let heads = vec![
            head(session.text(Page::Tag)),
            head(session.text(Page::State)),
            head(session.text(Page::ImageReference)),
        ];
        let place = form.place();
        let body = move || {
            images
                .iter()
                .map(|image| image_row(session, &place.namespace, &place.stream, image))
                .collect()
        };
        table(session.text(Change::ImportOutcome), heads, body)
    });
    vec![
        alert(
            tone,
            summary,
            vec![whole.map_or_else(nothing, Node::Many), left_out.into()],
        ),
        table.into(),
    ]
    .into()
}

fn image_row(session: Session, namespace: &str, stream: &str, image: &ImportedImage) -> Node {
    let language = session.language.get_untracked();
    let told = import_result(language, image);
    let colour = if image.result.is_ok() {
        Colour::Green
    } else {
        Colour::Red
    };
    let said = (!told.said.is_empty()).then(|| {
        div("console-subtle console-wrap")
            .attr("dir", "auto")
            .child(told.said)
    });
    let advice = (!told.advice.is_empty()).then(|| div("").child(told.advice));
    let state = span("")
        .child(label(colour, None, told.title, None))
        .child(advice)
        .child(said);
    let tag: Node = if image.tag.is_empty() {
        subtle("–")
    } else {
        let route = Route::tag(namespace, stream, &image.tag);
        code_link(session, &route, image.tag.clone(), None)
    };
    row(vec![
        row_head(session.text(Page::Tag), tag),
        cell(session.text(Page::State), state),
        cell(
            session.text(Page::ImageReference),
            crate::view::parts::fact::code_text(&image.source),
        ),
    ])
}
