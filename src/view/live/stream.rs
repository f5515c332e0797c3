//! A page about one stream: what was read of it, kept true.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Live, News, is_held_back, marking};
use crate::api::watch::event::object_json;
use crate::api::watch::mirror::Key;
use crate::api::watch::plan::Freshness;
use crate::api::watch::scope::Scope;
use crate::api::watch::single::{Single, Told};
use crate::image::stream::ImageStream;
use crate::messages::Live as Text;
use crate::view::browser::{clock, document};
use crate::view::node::{self, Node};
use crate::view::parts::alert::{Tone, alert};
use crate::view::remote::{Loaded, Source};
use crate::view::session::Session;

/// The watch tells of the stream within this time, or the stream is read: something on the way may
/// keep what the watch says.
const TOLD_MILLISECONDS: u32 = 1_000;

/// A watch that is open tells at once what there is, or there is nothing; only reading says so.
const TOLD_ONCE_OPEN_MILLISECONDS: u32 = 300;

/// A stream that is followed.
#[derive(Clone, Copy)]
pub struct LiveStream {
    /// How true the page is.
    pub live: Live,
    /// Whether the stream was deleted; what was read last stays.
    pub deleted: RwSignal<bool>,
}

/// Follows the stream of a page, which need not have read it: the watch tells first what there is.
/// Where it may not, or tells nothing, the stream is read. One that is not there is followed, too:
/// it may come. `take` is given the state before, if one was shown, and after; unless it says
/// false, the page shows what came after.
pub fn follow_stream(
    session: Session,
    source: Source<ImageStream>,
    namespace: &str,
    name: &str,
    take: impl Fn(Option<&ImageStream>, &ImageStream) -> bool + 'static,
) -> LiveStream {
    let deleted = RwSignal::new(false);
    let key = Key {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    let scope = Scope::Stream(key.namespace.clone(), key.name.clone());
    let single = Rc::new(RefCell::new(Single::new(key)));
    let read = single.clone();
    let live = Live::new(session, scope, move |news| {
        let frame = matches!(news, News::Frame);
        take_in(&mut single.borrow_mut(), news);
        if frame {
            let told = single.borrow_mut().take();
            show(source, deleted, told, &take);
        }
    });
    Effect::new(move |_| {
        source.state.with(|state| {
            if let Some(loaded) = state.value() {
                let there = read.borrow_mut().know(&loaded.decoded.value.metadata);
                if there && deleted.get_untracked() {
                    deleted.set(false);
                }
            }
        });
    });
    live.start_with_all();
    // A page that nobody sees is not told anything, but is read ahead of its reader.
    if document::is_hidden() || is_held_back() {
        source.read_once();
    }
    Effect::new(move |_| match live.freshness.get() {
        Freshness::Refused => source.read_once(),
        Freshness::Live => read_unless_told(source, TOLD_ONCE_OPEN_MILLISECONDS),
        Freshness::CatchingUp | Freshness::Offline { .. } => {}
    });
    read_unless_told(source, TOLD_MILLISECONDS);
    LiveStream { live, deleted }
}

/// Reads the stream if nobody told of it within this time.
fn read_unless_told(source: Source<ImageStream>, milliseconds: u32) {
    spawn_local(async move {
        clock::sleep(milliseconds).await;
        source.read_once();
    });
}

fn take_in(single: &mut Single<ImageStream>, news: News) {
    match news {
        News::Put(decoded, line) => single.put(decoded, line),
        News::Gone(stream) => single.gone(stream),
        News::ListBegins => single.list_begins(),
        News::Page(streams, _) => single.page(streams),
        News::ListEnds => single.list_ends(),
        News::ListFailed(_) | News::Frame => {}
    }
}

fn show(
    source: Source<ImageStream>,
    deleted: RwSignal<bool>,
    told: Told<ImageStream>,
    take: &impl Fn(Option<&ImageStream>, &ImageStream) -> bool,
) {
    let shows_one = source.state.with_untracked(|state| state.value().is_some());
    if let Some(now) = told.deleted
        && shows_one
        && deleted.try_get_untracked() == Some(!now)
    {
        deleted.set(now);
    }
    if told.read_again {
        return source.read_and_show(marking);
    }
    let Some((decoded, line)) = told.latest else {
        return;
    };
    let Some(body) = object_json(&line).map(<[u8]>::to_vec) else {
        return source.read();
    };
    let before = source
        .state
        .with_untracked(|state| state.value().map(Arc::clone));
    let shows = take(
        before.as_ref().map(|before| &before.decoded.value),
        &decoded.value,
    );
    if shows {
        let at = clock::now();
        let loaded = Arc::new(Loaded { decoded, body, at });
        marking(|| source.take(loaded));
    }
}

/// Says that what the page is about was deleted while somebody looked at it.
pub fn deleted_notice(
    session: Session,
    deleted: RwSignal<bool>,
    message: Text,
    name: String,
) -> Node {
    node::live(move || {
        deleted.get().then(|| {
            let text = session.fill(message, &[("name", &name)]);
            session.announce(&text);
            alert(Tone::Warning, text, node::nothing())
        })
    })
}
