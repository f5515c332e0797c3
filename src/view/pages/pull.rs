//! How to pull, push and log in.

use leptos::prelude::*;

use crate::image::command::Engine;
use crate::messages::Page;
use crate::model::pull_specs::{Location, TagPullSpec};
use crate::model::stream_page::RegistryCommands;
use crate::view::node::{Node, el, live};
use crate::view::parts::copy::{command, copyable};
use crate::view::parts::fact::{fact, fact_of, facts, folded, paragraph};
use crate::view::parts::label::{Colour, label};
use crate::view::parts::segments::{segment, segments};
use crate::view::session::Session;

/// Every way to name an image, each to copy.
pub fn pull_specs(session: Session, specs: &[TagPullSpec]) -> Node {
    if specs.is_empty() {
        return paragraph("console-subtle", session.text(Page::PullNothing));
    }
    let row = |spec: &TagPullSpec| {
        let place = session.text(match spec.location {
            Location::Public => Page::PullPublic,
            Location::Internal => Page::PullInternal,
            Location::Source => Page::PullSource,
        });
        let form = session.text(if spec.by_digest {
            Page::PullDigest
        } else {
            Page::PullTag
        });
        let given = spec
            .for_workloads
            .then(|| label(Colour::Grey, None, session.text(Page::PullWorkloads), None));
        let term: Vec<Node> = vec![
            place.into(),
            " · ".into(),
            form.into(),
            " ".into(),
            given.into(),
        ];
        fact_of(term.into(), copyable(session, spec.text.clone(), form))
    };
    el("dl", "console-facts console-facts-stacked")
        .children(specs.iter().map(row))
        .into()
}

/// Command lines for the integrated registry, folded away until wanted.
pub fn commands(
    session: Session,
    commands: impl Fn(Engine) -> Option<RegistryCommands> + 'static,
) -> Node {
    let engine = RwSignal::new(Engine::Podman);
    if commands(Engine::Podman).is_none() {
        return paragraph("console-subtle", session.text(Page::RegistryUnknown));
    }
    let choices = Engine::ALL.map(|one| {
        segment(
            one.program(),
            move || engine.get() == one,
            move || engine.set(one),
        )
    });
    let lines = live(move || commands(engine.get()).map(|lines| command_lines(session, lines)));
    let name = session.text(Page::PullCommands);
    folded(name, vec![segments(name, choices.into()), lines])
}

fn command_lines(session: Session, lines: RegistryCommands) -> Node {
    let inside = lines
        .internal_only
        .then(|| paragraph("console-subtle", session.text(Page::NotExposed)));
    let all = [
        (Page::LoginCommand, vec![lines.oc_login, lines.engine_login]),
        (Page::PullCommand, vec![lines.pull]),
        (Page::PushCommand, vec![lines.push]),
    ];
    let shown = all.map(|(name, lines)| {
        let lines: Vec<Node> = lines
            .into_iter()
            .map(|line| command(session, line))
            .collect();
        fact(session, name, lines)
    });
    vec![inside.into(), facts(shown.into())].into()
}
