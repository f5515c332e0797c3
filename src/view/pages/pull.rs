//! How to pull, push and log in.

use leptos::prelude::*;

use crate::image::command::Engine;
use crate::messages::Page;
use crate::model::pull_specs::{Location, TagPullSpec};
use crate::model::stream_page::RegistryCommands;
use crate::view::parts::copy::{command, copyable};
use crate::view::parts::label::{Colour, label};
use crate::view::session::Session;

/// Every way to name an image, each to copy.
pub fn pull_specs(session: Session, specs: &[TagPullSpec]) -> AnyView {
    let rows: Vec<AnyView> = specs
        .iter()
        .map(|spec| {
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
            let given = spec.for_workloads.then(|| {
                let text = session.text(Page::PullWorkloads).to_owned();
                label(Colour::Grey, None, text, None)
            });
            view! {
                <div class="console-fact">
                    <dt>{place} " · " {form} " " {given}</dt>
                    <dd>{copyable(session, spec.text.clone(), form)}</dd>
                </div>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        let none = session.text(Page::RegistryUnknown);
        return view! { <p class="console-subtle">{none}</p> }.into_any();
    }
    view! { <dl class="console-facts console-facts-stacked">{rows}</dl> }.into_any()
}

/// Command lines for the integrated registry, folded away until wanted.
pub fn commands(
    session: Session,
    commands: impl Fn(Engine) -> Option<RegistryCommands> + Send + 'static,
) -> AnyView {
    let engine = RwSignal::new(Engine::Podman);
    if commands(Engine::Podman).is_none() {
        let none = session.text(Page::RegistryUnknown);
        return view! { <p class="console-subtle">{none}</p> }.into_any();
    }
    let choices: Vec<AnyView> = Engine::ALL
        .into_iter()
        .map(|one| {
            let class = move || match engine.get() == one {
                true => "console-segment console-segment-on",
                false => "console-segment",
            };
            view! {
                <button
                    type="button"
                    class=class
                    aria-pressed=move || if engine.get() == one { "true" } else { "false" }
                    on:click=move |_| engine.set(one)
                >
                    {one.program()}
                </button>
            }
            .into_any()
        })
        .collect();
    let lines = move || {
        commands(engine.get()).map(|lines| {
            let inside = lines.internal_only.then(|| {
                view! { <p class="console-subtle">{session.text(Page::NotExposed)}</p> }
            });
            let all = [
                (Page::LoginCommand, vec![lines.oc_login, lines.engine_login]),
                (Page::PullCommand, vec![lines.pull]),
                (Page::PushCommand, vec![lines.push]),
            ];
            let shown: Vec<AnyView> = all
                .into_iter()
                .map(|(name, lines)| {
                    let lines: Vec<AnyView> = lines
                        .into_iter()
                        .map(|line| command(session, line))
                        .collect();
                    view! {
                        <div class="console-fact">
                            <dt>{session.text(name)}</dt>
                            <dd>{lines}</dd>
                        </div>
                    }
                    .into_any()
                })
                .collect();
            view! { {inside} <dl class="console-facts">{shown}</dl> }
        })
    };
    view! {
        <details class="console-details">
            <summary>{session.text(Page::PullCommands)}</summary>
            <div class="console-segments" role="group" aria-label=session.text(Page::PullCommands)>
                {choices}
            </div>
            {lines}
        </details>
    }
    .into_any()
}
