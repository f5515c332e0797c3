//! A page about one stream: what was read of it, kept true.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::calm::Calm;
use super::{Live, News, is_held_back, marking};
use crate::api::decode::Decoded;
use crate::api::watch::event::object_json;
use crate::api::watch::mirror::Key;
use crate::api::watch::plan::Freshness;
use crate::api::watch::scope::Scope;
use crate::api::watch::single::{Single, Told};
use crate::image::stream::ImageStream;
use crate::messages::Live as Text;
use crate::view::browser::{clock, document};
use crate::view::follow::effect;
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

/// What is done with news of a stream. It is given the state before, if one was shown, and after;
/// unless it says false, the page shows what came after.
type Take = Box<dyn Fn(Option<&ImageStream>, &ImageStream) -> bool>;

/// Follows the stream of a page, which need not have read it: the watch tells first what there is.
/// Where it may not, or tells nothing, the stream is read. One that is not there is followed, too:
/// it may come. What came waits while the page is being read.
pub fn follow_stream(
    session: Session,
    source: Source<ImageStream>,
    namespace: &str,
    name: &str,
    take: impl Fn(Option<&ImageStream>, &ImageStream) -> bool + 'static,
) -> LiveStream {
    follow(session, source, namespace, name, Box::new(take), true)
}

/// The same for who must know at once, such as a form that is about to be sent.
pub fn follow_at_once(
    session: Session,
    source: Source<ImageStream>,
    namespace: &str,
    name: &str,
) -> LiveStream {
    let take = Box::new(|_: Option<&ImageStream>, _: &ImageStream| true);
    follow(session, source, namespace, name, take, false)
}

/// Another state of a stream.
enum State {
    /// As a line of the watch told it.
    Told(Decoded<ImageStream>, Vec<u8>),
    /// It is to be read.
    ToBeRead,
}

/// What a page does with what it is told.
struct Shower {
    source: Source<ImageStream>,
    deleted: RwSignal<bool>,
    take: Take,
    calm: Option<Calm>,
    /// What waits: the newest state that was told, or that there is one to be read.
    waiting: RefCell<Option<State>>,
}

fn follow(
    session: Session,
    source: Source<ImageStream>,
    namespace: &str,
    name: &str,
    take: Take,
    waits: bool,
) -> LiveStream {
    let deleted = RwSignal::new(false);
    let key = Key {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    let scope = Scope::Stream(key.namespace.clone(), key.name.clone());
    let calm = Calm::new();
    let shower = Rc::new(Shower {
        source,
        deleted,
        take,
        calm: waits.then_some(calm),
        waiting: RefCell::new(None),
    });
    let single = Rc::new(RefCell::new(Single::new(key)));
    let (read, showing) = (single.clone(), shower.clone());
    let mut live = Live::new(session, scope, move |news| {
        let frame = matches!(news, News::Frame);
        take_in(&mut single.borrow_mut(), news);
        if frame {
            let told = single.borrow_mut().take();
            showing.hear(told);
        }
    });
    live.calm = calm;
    let showing = StoredValue::new_local(shower.clone());
    calm.start(move || {
        if let Some(shower) = showing.try_get_value() {
            shower.release();
        }
    });
    effect(move |_| {
        source.state.with(|state| {
            if let Some(loaded) = state.value() {
                let there = read.borrow_mut().know(&loaded.decoded.value.metadata);
                if there && deleted.get_untracked() {
                    deleted.set(false);
                }
                // What is shown now is at least as new as what waits.
                shower.waiting.replace(None);
                calm.clear();
            }
        });
    });
    live.start_with_all();
    // A page that nobody sees is not told anything, but is read ahead of its reader.
    if document::is_hidden() || is_held_back() {
        source.read_once();
    }
    effect(move |_| match live.freshness.get() {
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

impl Shower {
    fn hear(&self, told: Told<ImageStream>) {
        let shows_one = self
            .source
            .state
            .with_untracked(|state| state.value().is_some());
        if let Some(now) = told.deleted
            && shows_one
            && self.deleted.try_get_untracked() == Some(!now)
        {
            self.deleted.set(now);
        }
        let state = match told.latest {
            _ if told.read_again => State::ToBeRead,
            Some((decoded, line)) => State::Told(decoded, line),
            None => return,
        };
        match self.calm.filter(|_| shows_one && document::is_being_read()) {
            Some(calm) => {
                self.waiting.replace(Some(state));
                calm.add();
            }
            None => self.show(state),
        }
    }

    fn release(&self) {
        let waiting = self.waiting.take();
        if let Some(calm) = self.calm {
            calm.clear();
        }
        if let Some(state) = waiting {
            self.show(state);
        }
    }

    fn show(&self, state: State) {
        let source = self.source;
        let told = match state {
            State::Told(decoded, line) => Some(decoded).zip(object_json(&line).map(<[u8]>::to_vec)),
            State::ToBeRead => None,
        };
        let Some((decoded, body)) = told else {
            return source.read_and_show(marking);
        };
        let before = source
            .state
            .with_untracked(|state| state.value().map(Arc::clone));
        let before = before.as_ref().map(|before| &before.decoded.value);
        if (self.take)(before, &decoded.value) {
            let at = clock::now();
            let loaded = Arc::new(Loaded { decoded, body, at });
            marking(|| source.take(loaded));
        }
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
