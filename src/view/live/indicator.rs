//! How true the page is, in a word in its head.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Live;
use crate::api::watch::plan::Freshness;
use crate::messages::Live as Text;
use crate::view::browser::clock;
use crate::view::follow::effect;
use crate::view::node::{Node, live, span};
use crate::view::parts::icon::{Icon, icon};
use crate::view::session::Session;

/// What is over after this time is not worth a word.
const HICCUP_MILLISECONDS: u32 = 1_000;

/// After this, the time of day does not say when something was.
const DAY_SECONDS: i64 = 12 * 3_600;

/// Draws the state. Screen readers hear of a lost server and of its return, not of each hiccup.
pub fn indicator(session: Session, followed: Live) -> Node {
    let shown = settled(followed);
    effect(move |lost: Option<bool>| {
        let lost = lost.unwrap_or(false);
        match shown.get() {
            now @ Freshness::Offline { .. } => {
                if !lost {
                    session.announce(&word(session, now));
                }
                true
            }
            Freshness::Live => {
                if lost {
                    session.announce(session.text(Text::BackOnline));
                }
                false
            }
            Freshness::CatchingUp | Freshness::Refused => lost,
        }
    });
    let class = move || match shown.get() {
        Freshness::Live => "console-live console-live-on",
        Freshness::CatchingUp => "console-live console-live-behind",
        Freshness::Offline { .. } => "console-live console-live-off",
        Freshness::Refused => "console-live",
    };
    let why = move || {
        session.text(match shown.get() {
            Freshness::Live => Text::OnWhy,
            Freshness::CatchingUp => Text::CatchingUpWhy,
            Freshness::Offline { .. } => Text::OfflineWhy,
            Freshness::Refused => Text::RefusedWhy,
        })
    };
    let sign =
        live(move || matches!(shown.get(), Freshness::Offline { .. }).then(|| icon(Icon::Failure)));
    let state = span("")
        .live("class", class)
        .live("title", why)
        .live_flag("hidden", "", move || !followed.begun.get())
        .child(sign)
        .child(span("").child(live(move || word(session, shown.get()))));
    vec![state.into(), followed.calm.button(session)].into()
}

/// The state without its hiccups: watches end and go on several times an hour, and a server in
/// trouble may let everybody in and hang up at once.
fn settled(followed: Live) -> RwSignal<Freshness> {
    let shown = RwSignal::new(followed.freshness.get_untracked());
    let latest = Rc::new(Cell::new(0_u32));
    effect(move |_| {
        let now = followed.freshness.get();
        let turn = latest.get().wrapping_add(1);
        latest.set(turn);
        let is_hiccup = match shown.get_untracked() {
            Freshness::Live => now == Freshness::CatchingUp,
            Freshness::Offline { .. } => now == Freshness::Live,
            Freshness::CatchingUp | Freshness::Refused => false,
        };
        if !is_hiccup {
            shown.set(now);
            return;
        }
        let latest = latest.clone();
        spawn_local(async move {
            clock::sleep(HICCUP_MILLISECONDS).await;
            if latest.get() == turn {
                shown.try_set(now);
            }
        });
    });
    shown
}

fn word(session: Session, freshness: Freshness) -> String {
    match freshness {
        Freshness::Live => session.text(Text::On).to_owned(),
        Freshness::CatchingUp => session.text(Text::CatchingUp).to_owned(),
        Freshness::Refused => session.text(Text::Refused).to_owned(),
        Freshness::Offline { since } => {
            let language = session.language.get_untracked();
            let time = if clock::now().0 - since.0 < DAY_SECONDS {
                clock::local_time_of_day(since, language)
            } else {
                clock::local_time(since, language)
            };
            session.fill(Text::Offline, &[("time", &time)])
        }
    }
}
