//! How true the page is, in a word in its head.

use leptos::prelude::*;

use super::Live;
use crate::api::watch::plan::Freshness;
use crate::messages::Live as Text;
use crate::view::browser::clock;
use crate::view::node::{Node, live, span};
use crate::view::parts::icon::{Icon, icon};
use crate::view::session::Session;

/// Draws the state. Screen readers hear of a lost server and of its return, not of each hiccup.
pub fn indicator(session: Session, followed: Live) -> Node {
    let shown = Memo::new(move |_| followed.freshness.get());
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
    span("")
        .live("class", class)
        .live("title", why)
        .live_flag("hidden", "", move || !followed.begun.get())
        .child(sign)
        .child(span("").child(live(move || word(session, shown.get()))))
        .into()
}

fn word(session: Session, freshness: Freshness) -> String {
    match freshness {
        Freshness::Live => session.text(Text::On).to_owned(),
        Freshness::CatchingUp => session.text(Text::CatchingUp).to_owned(),
        Freshness::Refused => session.text(Text::Refused).to_owned(),
        Freshness::Offline { since } => {
            let language = session.language.get_untracked();
            let time = clock::local_time_of_day(since, language);
            session.fill(Text::Offline, &[("time", &time)])
        }
    }
}
