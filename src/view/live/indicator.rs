//! How true the page is, in a word in its head.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Live;
use crate::api::watch::plan::Freshness;
use crate::messages::Live as Text;
use crate::view::browser::clock;
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
    Effect::new(move |lost: Option<bool>| {
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

/// The state without its hiccups: watches end and go on several times an hour.
fn settled(followed: Live) -> RwSignal<Freshness> {
    let shown = RwSignal::new(followed.freshness.get_untracked());
    Effect::new(move |_| {
        let now = followed.freshness.get();
        if now != Freshness::CatchingUp || shown.get_untracked() != Freshness::Live {
            shown.set(now);
            return;
        }
        spawn_local(async move {
            clock::sleep(HICCUP_MILLISECONDS).await;
            if followed.freshness.try_get_untracked() == Some(now) {
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
